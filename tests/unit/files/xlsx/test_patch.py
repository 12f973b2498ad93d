"""Answers put into workbooks: the points that break a naive writer, one test each."""

from __future__ import annotations

import io
import re
import sys
import zipfile

import pytest
from tests.support.patching import (
    PART,
    as_openpyxl_reads,
    book,
    cells_of,
    filled,
    opened,
    place,
    sheet_of,
)
from tests.support.workbooks import TRANSITIONAL, Book, Sheet, pack, text_cell, text_rows, unpack

from qfill.errors import QuestionnaireError
from qfill.files import compare
from qfill.model import SheetCell, Write


def inline(text: str) -> str:
    return f't="inlineStr"><is><t>{text}</t></is>'


def test_an_empty_element_ends_where_its_tag_ends() -> None:
    data = '<row r="1"><c r="A1"/><c r="B1" s="1"/><c r="C1"><v>1</v></c></row>'
    assert cells_of(filled(book(data), B1="Yes")) == (
        f'<row r="1"><c r="A1"/><c r="B1" s="1" {inline("Yes")}</c><c r="C1"><v>1</v></c></row>'
    )


def test_attributes_in_single_quotes_stay_in_single_quotes() -> None:
    data = "<row r='1' ht='15' spans='1:2'><c r='A1' s='1' t='n'><v>5</v></c></row>"
    after = "<mergeCells><mergeCell ref='A1'/><mergeCell ref='C1:D1'/></mergeCells>"
    patched = cells_of(filled(book(data, after=after), A1="Yes", C1="why"))
    assert patched == (
        f"<row r='1' spans=\"1:3\"><c r='A1' s='1' {inline('Yes')}</c><c r=\"C1\" {inline('why')}</c></row>"
    )


def test_a_merged_range_is_written_at_its_top_left_cell() -> None:
    merged = book(text_rows([["a"]]), after='<mergeCells count="1"><mergeCell ref="B2:D4"/></mergeCells>')
    before = opened(merged)
    data, _ = before.patch([Write(place=place("C3"), text="Yes")])
    assert cells_of(data).endswith(f'<row r="2"><c r="B2" {inline("Yes")}</c></row>')
    assert opened(data).read([place("C3")]) == {place("C3"): "Yes"}


def test_thousands_of_merges_take_no_longer_for_each_answer() -> None:
    merges = "".join(f'<mergeCell ref="A{r}:B{r}"/>' for r in range(1, 5_001))
    form = book("", after=f"<mergeCells>{merges}</mergeCells>")

    def calls(answers: int) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            filled(form, **{f"C{row}": "Yes" for row in range(1, answers + 1)})
        finally:
            sys.setprofile(None)
        return count

    assert calls(200) - calls(100) < 100 * 2_000


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_a_part_stays_in_its_own_encoding(codec: str) -> None:
    declared = "utf-16" if codec.startswith("utf-16") else codec.removesuffix("-sig")
    whole = (
        f'<?xml version="1.0" encoding="{declared}"?><worksheet xmlns="{TRANSITIONAL}"><sheetData>'
        f'<row r="1">{text_cell("A1", "Är det så?")}</row></sheetData></worksheet>'
    )
    data = filled(Book(sheets=[Sheet(whole=whole.encode(codec))]), B1="Ja – så är det")
    content = unpack(data)[PART].decode(codec)
    assert content.startswith(whole[: whole.index("</row>")])
    assert "Ja &#8211; så" in content if codec == "iso-8859-1" else "Ja – så" in content


def test_strict_parts_prefixes_and_missing_addresses_are_written_in_kind() -> None:
    data = "<q:row><q:c/><q:c><q:v>2</q:v></q:c></q:row>"
    strict = Book(sheets=[Sheet(data=data, prefix="q")], strict=True)
    patched = sheet_of(filled(strict, A1="Yes", C1="why", A3="No"))
    assert '<q:row><q:c t="inlineStr"><q:is><q:t>Yes</q:t></q:is></q:c><q:c><q:v>2</q:v></q:c>' in patched
    assert '<q:c r="C1" t="inlineStr"><q:is><q:t>why</q:t></q:is></q:c></q:row><q:row r="3">' in patched


def test_an_empty_sheet_gets_its_rows_in_order() -> None:
    whole = f'<worksheet xmlns="{TRANSITIONAL}"><sheetData  /><pageMargins/></worksheet>'.encode()
    content = unpack(filled(Book(sheets=[Sheet(whole=whole)]), B10="ten", A2="two"))[PART].decode()
    assert content.index('<row r="2">') < content.index('<row r="10">')
    assert content.endswith("</sheetData><pageMargins/></worksheet>")


def test_rows_and_cells_are_created_in_order_with_spans_and_dimension_kept_true() -> None:
    data = '<row r="2" spans="2:3"><c r="B2"><v>1</v></c></row>\n<row r="7"><c r="E7"><v>1</v></c></row>\n'
    patched = sheet_of(
        filled(book(data, before='<dimension ref="B2:E7"/>'), A2="a", C2="c", F2="f", B5="b", A9="z", D7="d")
    )
    assert '<dimension ref="A2:F9"/>' in patched
    assert re.findall(r' r="([A-Z]+\d+)"', patched) == ["A2", "B2", "C2", "F2", "B5", "D7", "E7", "A9"]
    assert '<row r="2" spans="1:6">' in patched


def test_a_created_cell_takes_its_style_from_its_row_else_its_column() -> None:
    data = '<row r="1" s="2" customFormat="1"/><row r="2" s="2"/>'
    patched = cells_of(
        filled(
            book(data, before='<cols><col min="2" max="2" style="1"/></cols>'), B1="x", B2="x", C2="x", B3="x"
        )
    )
    assert re.findall(r'<c r="(\w+)"(?: s="(\d)")?', patched) == [
        ("B1", "2"),
        ("B2", "1"),
        ("C2", ""),
        ("B3", "1"),
    ]


def test_a_replaced_cell_keeps_its_style_and_loses_what_belonged_to_its_value() -> None:
    data = '<row r="1"><c r="A1" s="3" t="e" cm="1" vm="2" ph="1"><v>#REF!</v></c></row>'
    assert cells_of(filled(book(data), A1="Yes")) == f'<row r="1"><c r="A1" s="3" {inline("Yes")}</c></row>'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("__x00e4__", "<t>__x005F_x00e4__</t>"),
        (" two ends\n", '<t xml:space="preserve"> two ends\n</t>'),
        ("line\r\nfeed", "<t>line&#13;\nfeed</t>"),
        ("<a> & ]]>", "<t>&lt;a&gt; &amp; ]]&gt;</t>"),
        ("tab\there", "<t>tab\there</t>"),
    ],
)
def test_texts_read_back_as_they_were(text: str, written: str) -> None:
    assert written in cells_of(filled(book(""), A1=text))


def test_an_automatic_height_goes_a_custom_or_hidden_one_stays() -> None:
    data = (
        '<row r="1" ht="15" x="1"><c r="A1"/></row><row r="2" ht="15" customHeight="1"><c r="A2"/></row>'
        '<row r="3" ht="0" hidden="1"><c r="A3"/></row><row r="4" ht="20"><c r="A4"/></row>'
    )
    patched = cells_of(filled(book(data), A1="x", A2="x", A3="x"))
    assert re.findall(r"<row ([^>]*)>", patched) == [
        'r="1" x="1"', 'r="2" ht="15" customHeight="1"', 'r="3" ht="0" hidden="1"', 'r="4" ht="20"',
    ]  # fmt: skip


COMPUTED = (
    '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">C1</f><v>1</v></c></row>'
    '<row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c><c r="D2"><f t="array" ref="D2:E4">F1:G3</f></c></row>'
)


@pytest.mark.parametrize("address", ["A1", "B1", "B2", "D2", "E4", "D3"])
def test_formulas_and_their_ranges_are_never_written(address: str) -> None:
    with pytest.raises(QuestionnaireError, match=f"Questions!{address} holds a formula"):
        opened(book(COMPUTED)).patch([Write(place=place(address), text="Yes")])


def test_table_headers_pivots_and_locked_cells_are_never_written() -> None:
    table = f'<table xmlns="{TRANSITIONAL}" name="T" displayName="T" ref="A1:B3"><tableColumns/></table>'
    sheet = Sheet(
        data='<row r="1"><c r="A1" s="1"/></row><row r="2"><c r="A2" s="1"/></row>',
        after='<sheetProtection sheet="1"/>',
        related=[("table", "../tables/table1.xml")],
    )
    workbook = opened(Book(sheets=[sheet], extra={"xl/tables/table1.xml": table}))
    for address, why in (("A1", "table's header"), ("B1", "table's header"), ("B2", "is locked")):
        with pytest.raises(QuestionnaireError, match=why):
            workbook.patch([Write(place=place(address), text="Yes")])
    data, _ = workbook.patch([Write(place=place("A2"), text="Yes")])
    assert unpack(data)["xl/tables/table1.xml"] == table.encode()


def test_a_part_that_is_gone_or_new_is_told() -> None:
    whole = opened(book(COMPUTED))
    parts = unpack(whole.data)
    more = opened(pack({**parts, "xl/notes.xml": b"<notes/>"}))
    assert compare(whole, more).differences[0] == "the workbook gained xl/notes.xml"
    assert compare(more, whole).differences[0] == "the workbook lost xl/notes.xml"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<calcPr calcId="1"/><extLst/>', '<calcPr calcId="1" fullCalcOnLoad="1"/><extLst/>'),
        ('<calcPr fullCalcOnLoad="0"></calcPr>', '<calcPr fullCalcOnLoad="1"></calcPr>'),
        ("<pivotCaches/><extLst/>", '<calcPr fullCalcOnLoad="1"/><pivotCaches/><extLst/>'),
        ("", '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_a_workbook_with_formulas_is_told_to_calculate_anew(before: str, after: str) -> None:
    computed = Book(
        sheets=[Sheet(data=COMPUTED)], names='<definedName name="n">1</definedName>', after_names=before
    )
    assert (
        f"</definedNames>{after}</workbook>" in unpack(filled(computed, A5="Yes"))["xl/workbook.xml"].decode()
    )
    plain = Book(after_names=before)
    assert unpack(filled(plain, A5="Yes"))["xl/workbook.xml"] == plain.parts()["xl/workbook.xml"]


def test_a_workbook_found_by_another_spelling_of_its_name_is_told_as_well() -> None:
    renamed = {
        "xl/workbook.xml": "xl/Workbook.xml",
        "xl/_rels/workbook.xml.rels": "xl/_rels/Workbook.xml.rels",
    }
    parts = Book(sheets=[Sheet(data=COMPUTED)]).parts()
    del parts["_rels/.rels"]
    before = opened(pack({renamed.get(name, name): content for name, content in parts.items()}))
    data, _ = before.patch([Write(place=place("A5"), text="Yes")])
    assert b'fullCalcOnLoad="1"' in unpack(data)["xl/Workbook.xml"]
    assert compare(before, opened(data)).differences == ()


def test_a_signed_file_is_written_with_a_warning() -> None:
    workbook = opened(Book(extra={"_xmlsignatures/sig1.xml": "<Signature/>"}))
    _, patched = workbook.patch([Write(place=place("A1"), text="Yes")])
    assert "signature" in patched.warnings[0]


def test_text_that_begins_like_a_formula_is_quoted_by_a_clone_of_its_format() -> None:
    data = '<row r="1"><c r="A1" s="1"/><c r="B1" s="4"/></row>'
    first = filled(book(data), A1="=1+1", B1="-no", C1="@all", A2="+1")
    styles = re.findall(r'<c r="(\w+)" s="(\d+)"', cells_of(first))
    assert styles == [("A1", "6"), ("B1", "4"), ("C1", "4"), ("A2", "4")]
    formats = unpack(first)["xl/styles.xml"].decode()
    assert '<cellXfs count="7">' in formats
    assert formats.endswith(
        'applyProtection="1" quotePrefix="1"><protection locked="0"/></xf></cellXfs></styleSheet>'
    )
    assert as_openpyxl_reads(first)["A1"].data_type in ("s", "inlineStr")


def test_numbers_go_in_as_numbers_where_options_are_numbers() -> None:
    workbook = opened(book('<row r="1"><c r="A1" s="1" t="s"><v>9</v></c></row>'))
    writes = [
        Write(place=place("A1"), text="5", numeric=True),
        Write(place=place("B1"), text="2.50", numeric=True),
        Write(place=place("C1"), text="10%", numeric=True),
    ]
    data, _ = workbook.patch(writes)
    assert cells_of(data) == (
        '<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1"><v>2.50</v></c><c r="C1"><v>0.1</v></c></row>'
    )
    assert opened(data).patch(writes)[0] == data
    with pytest.raises(QuestionnaireError, match="'often' is not a number"):
        workbook.patch([Write(place=place("A1"), text="often", numeric=True)])


def test_limits_count_utf_16_units_and_line_breaks() -> None:
    workbook = opened(Book())
    filled(Book(), A1="x" * 32_767, A2="😀" * 16_383, A3="\n" * 253)
    for text, why in (("x" * 32_768, "32,768"), ("😀" * 16_384, "32,768"), ("\n" * 254, "253 line breaks")):
        with pytest.raises(QuestionnaireError, match=why):
            workbook.patch([Write(place=place("A1"), text=text)])


def test_characters_that_xml_forbids_are_replaced_and_told() -> None:
    workbook = opened(Book())
    data, patched = workbook.patch(
        [Write(place=place("A1"), text="bell\x07, \ud800 half"), Write(place=place("A2"), text="\x00")]
    )
    assert patched.changes == {
        place("A1"): ("replaced 2 characters that XML forbids",),
        place("A2"): ("replaced 1 character that XML forbids",),
    }
    assert opened(data).read([place("A1")]) == {place("A1"): "bell\ufffd, \ufffd half"}


def test_nothing_to_write_gives_the_same_bytes() -> None:
    data = Book(sheets=[Sheet(data=text_rows([["Yes", "=1"]]))]).bytes()
    workbook = opened(data)
    assert workbook.patch([])[0] is data
    same = [
        Write(place=place("A1"), text="Yes"),
        Write(place=place("B1"), text="=1"),
        Write(place=place("Z9"), text=""),
    ]
    assert workbook.patch(same)[0] is data


def test_a_cell_can_be_emptied() -> None:
    assert cells_of(filled(book(text_rows([["Yes"]])), A1="")) == '<row r="1"><c r="A1" s="0"/></row>'


def test_two_texts_for_a_cell_and_places_outside_are_refused() -> None:
    workbook = opened(book("", after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    with pytest.raises(QuestionnaireError, match="two texts are meant for the cell Questions!A1"):
        workbook.patch([Write(place=place("A1"), text="Yes"), Write(place=place("B1"), text="No")])
    for where in (
        SheetCell("Nowhere", 1, 1),
        SheetCell("Questions", 1_048_577, 1),
        SheetCell("Questions", 1, 0),
    ):
        with pytest.raises(QuestionnaireError):
            workbook.patch([Write(place=where, text="Yes")])


def test_rows_or_cells_out_of_order_are_not_written() -> None:
    for data in ('<row r="2"/><row r="1"/>', '<row r="1"><c r="B1"/><c r="A1"/></row>'):
        with pytest.raises(QuestionnaireError, match="out of order"):
            opened(book(data)).patch([Write(place=place("C1"), text="Yes")])


@pytest.mark.parametrize(
    "odd",
    ["<!-- <c r='B1'/></row> -->", "<?note <c?>", '<extLst><ext uri="x"><c/></ext></extLst>'],
)
def test_comments_instructions_and_extensions_in_rows_stay(odd: str) -> None:
    data = f'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>{odd}</row><row r="2"/>'
    patched = cells_of(filled(book(data), A1="Yes", A2="No"))
    assert odd in patched
    assert patched.startswith(f'<row r="1"><c r="A1" {inline("Yes")}</c>')


def test_every_other_member_keeps_its_bytes_its_order_and_its_headers() -> None:
    parts = Book(sheets=[Sheet(), Sheet(name="Other")]).parts()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"a comment"
        for number, (name, content) in enumerate({**parts, "xl/media/image1.png": b"\x89PNG" * 99}.items()):
            info = zipfile.ZipInfo(name, (2001, 1 + number % 12, 3, 4, 5, 6))
            info.compress_type = zipfile.ZIP_STORED if number % 3 == 1 else zipfile.ZIP_DEFLATED
            info.extra = b"\xfe\xca\x02\x00ab"
            info.external_attr = number << 16
            archive.writestr(info, content, compresslevel=number % 9)
    before = out.getvalue()
    data = filled(before, B2="Yes")
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        for was, now in zip(old.infolist(), new.infolist(), strict=True):
            same = (
                "filename",
                "date_time",
                "compress_type",
                "extra",
                "external_attr",
                "create_version",
                "flag_bits",
            )
            assert [getattr(was, name) for name in same] == [getattr(now, name) for name in same]
            if was.filename != PART:
                assert (was.CRC, was.compress_size) == (now.CRC, now.compress_size)


def test_sizes_that_follow_the_data_are_copied_and_a_patched_member_states_its_own() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in Book().parts().items():
            archive.writestr(name, content)
    data = filled(pipe.getvalue(), A1="Yes")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.filename for info in archive.infolist() if not info.flag_bits & 8} == {PART}


def test_a_book_packed_by_a_library_that_stores_is_patched_alike() -> None:
    assert (
        unpack(filled(pack(Book().parts(), zipfile.ZIP_STORED), A1="Yes"))[PART]
        == unpack(filled(Book(), A1="Yes"))[PART]
    )
