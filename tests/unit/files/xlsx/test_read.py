"""What a reader of the workbook sees, against workbooks written by hand."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.support.workbooks import (
    OFFICE,
    STRICT,
    STYLES,
    TRANSITIONAL,
    Book,
    Sheet,
    pack,
    text_cell,
    text_rows,
)

from qfill.errors import QuestionnaireError
from qfill.files.grid import Area, Cell, Grid
from qfill.files.xlsx import Workbook, read_workbook
from qfill.files.xlsx.marks import mark_computed
from qfill.model import SheetCell


def opened(book: Book, name: str = "in.xlsx") -> Workbook:
    return read_workbook(Path(name), book.bytes())


def grid(data: str, **settings: str) -> Grid:
    return opened(Book(sheets=[Sheet(data=data, **settings)])).grids[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><v>3</v></c>', "3"),
        ('<c r="A1"><v>3.0</v></c>', "3"),
        ('<c r="A1"><v>1.1000000000000001</v></c>', "1.1"),
        ('<c r="A1" t="n"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>1E+20</v></c>', "1e+20"),
        ('<c r="A1" s="2"><v>45000</v></c>', "2023-03-15"),
        ('<c r="A1" s="2"><v>45000.5</v></c>', "2023-03-15 12:00"),
        ('<c r="A1" s="2"><v>59</v></c>', "1900-02-28"),
        ('<c r="A1" s="2"><v>61</v></c>', "1900-03-01"),
        ('<c r="A1" s="2"><v>0.75</v></c>', "18:00"),
        ('<c r="A1" s="2"><v>99999999</v></c>', "99999999"),
        ('<c r="A1" s="2"><v>2958465.9999999</v></c>', "2958465.9999999"),
        ('<c r="A1" s="3"><v>0.5</v></c>', "50%"),
        ('<c r="A1" s="5"><v>1.1</v></c>', "1.10"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="d"><v>2024-05-06T00:00:00</v></c>', "2024-05-06"),
        ('<c r="A1" t="str"><f>B1</f><v>as_x000D_\ncomputed</v></c>', "as\r\ncomputed"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r></is></c>',
            "rich text",
        ),
        ('<c r="A1" t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></is></c>', "漢字"),
        (
            '<c r="A1" t="inlineStr"><is><t xml:space="preserve">  two\n blanks </t></is></c>',
            "  two\n blanks ",
        ),
        ('<c r="A1" t="inlineStr"><is><t>_x0041_ &amp; _x005F_x0041_</t></is></c>', "A & _x0041_"),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[<row> & so]]></t></is></c>', "<row> & so"),
        ('<c r="A1" t="s"><v>7</v></c>', ""),
        ('<c r="A1" t="s"><v>-1</v></c>', ""),
    ],
)
def test_cells_read_as_a_reader_sees_them(cell: str, text: str) -> None:
    assert grid(f'<row r="1">{cell}</row>').text(1, 1) == text


def test_shared_strings_are_flattened_and_counted_from_0() -> None:
    strings = ["first", "<r><t>in </t></r><r><t>parts</t></r>", "<t>a</t><rPh sb='0' eb='1'><t>x</t></rPh>"]
    data = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    found = opened(Book(sheets=[Sheet(data=data)], strings=strings)).grids[0]
    assert [found.text(1, column) for column in (1, 2, 3)] == ["first", "in parts", "a"]


@pytest.mark.parametrize(
    ("serial", "text"), [("0", "1904-01-01"), ("2957003", "9999-12-31"), ("2957004", "2957004")]
)
def test_the_date_system_of_1904_is_kept(serial: str, text: str) -> None:
    parts = Book(sheets=[Sheet(data=f'<row r="1"><c r="A1" s="2"><v>{serial}</v></c></row>')]).parts()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<workbookPr/>", b'<workbookPr date1904="1"/>'
    )
    assert read_workbook(Path("in.xlsx"), pack(parts)).grids[0].text(1, 1) == text


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", ""])
def test_a_number_format_that_is_none_shows_numbers_as_they_are(number: str) -> None:
    styles = STYLES.replace('numFmtId="14"', f'numFmtId="{number}"').replace(
        "<fonts", f'<numFmts><numFmt numFmtId="{number}" formatCode="0.00"/></numFmts><fonts', 1
    )
    data = '<row r="1"><c r="A1" s="2"><v>1.5</v></c></row>'
    assert opened(Book(sheets=[Sheet(data=data)], styles=styles)).grids[0].text(1, 1) == "1.5"


def test_rows_and_cells_without_addresses_count_on() -> None:
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c r='C5'><v>3</v></c><c><v>4</v></c></row><row/>"
    found = grid(data)
    assert {(r, c): cell.text for r, cells in found.rows.items() for c, cell in cells.items()} == {
        (1, 1): "1", (1, 2): "2", (5, 3): "3", (5, 4): "4",
    }  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_every_encoding_reads_the_same(codec: str) -> None:
    declared = "utf-16" if codec.startswith("utf-16") else codec.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><worksheet xmlns="{TRANSITIONAL}"><sheetData>'
        f'<row r="1">{text_cell("A1", "Är det så?")}</row></sheetData></worksheet>'
    )
    found = opened(Book(sheets=[Sheet(whole=text.encode(codec))])).grids[0]
    assert found.text(1, 1) == "Är det så?"


def test_strict_workbooks_and_odd_prefixes_read_the_same() -> None:
    strict = Book(sheets=[Sheet(data=text_rows([["Is it?"]]))], strict=True)
    assert opened(strict).grids[0].text(1, 1) == "Is it?"
    data = '<q:row r="2"><q:c r="B2" t="inlineStr"><q:is><q:t>Is it?</q:t></q:is></q:c></q:row>'
    for space in (TRANSITIONAL, STRICT):
        whole = f"<q:worksheet xmlns:q='{space}'><q:sheetData>{data}</q:sheetData></q:worksheet>".encode()
        assert opened(Book(sheets=[Sheet(whole=whole)])).grids[0].text(2, 2) == "Is it?"


def test_merges_are_met_at_their_top_left_cell_in_single_quotes_too() -> None:
    data = text_rows([["a", "hidden", "c"], ["hidden", "", "d"]])
    found = grid(
        data, after="<mergeCells count='2'><mergeCell ref='A1:B2'/><mergeCell ref='C1'/></mergeCells>"
    )
    assert found.merges.areas == (Area(1, 1, 2, 2),)
    assert (found.text(2, 2), found.own_text(1, 2), found.text(1, 3)) == ("a", "", "c")
    assert found.place(2, 2) == SheetCell("Questions", 1, 1)


def test_locks_come_from_cells_rows_and_columns_in_this_order() -> None:
    found = grid(
        '<row r="1"><c r="A1" s="1"/><c r="B1" s="0"/></row><row r="2" s="1" customFormat="1"/><row r="3" s="1"/>',
        before='<cols><col min="3" max="4" style="1"/></cols>',
        after='<sheetProtection sheet="1" objects="1"/>',
    )
    locks = {(r, c): found.locked(r, c) for r in (1, 2, 3) for c in (1, 2, 3)}
    assert locks == {
        (1, 1): False, (1, 2): True, (1, 3): False,
        (2, 1): False, (2, 2): False, (2, 3): False,
        (3, 1): True, (3, 2): True, (3, 3): False,
    }  # fmt: skip


def test_nothing_is_locked_without_protection() -> None:
    assert not grid(text_rows([["a"]]), after='<sheetProtection objects="1"/>').locked(1, 1)


def test_hidden_rows_columns_and_sheets_are_known() -> None:
    data = (
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0"><c r="A2"><v>1</v></c></row>'
        + (text_rows([["a"]], first=3))
    )
    cols = '<cols><col min="2" max="3" hidden="1"/><col min="7" max="8" width="0" customWidth="1"/></cols>'
    book = opened(Book(sheets=[Sheet(data=data, before=cols), Sheet(name="Lists", state="veryHidden")]))
    found, lists = book.grids
    assert found.hidden_rows == {1, 2}
    assert [found.hidden(3, column) for column in (1, 2, 3, 4, 7, 9)] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert (found.visible, lists.visible) == (True, False)


def test_formulas_arrays_and_data_tables_are_computed_cells() -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><f>VLOOKUP(B1,C:D,2)</f><v>Is it?</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="array" ref="A2:B3">C1:D2</f><v>1</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c></row>'
        '<row r="5"><c r="C5"><f t="dataTable" ref="C5:C6" r1="A1"/><v>1</v></c></row>'
        '<row r="6"><c r="C6"><v>1</v></c></row>'
    )
    book = opened(Book(sheets=[Sheet(data=data)]))
    computed = {
        (r, c) for r, cells in book.grids[0].rows.items() for c, cell in cells.items() if cell.formula
    }
    assert computed == {(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (5, 3), (6, 3)}
    assert book.grids[0].text(1, 1) == "Is it?"
    assert book.has_formulas


def test_an_array_formula_across_a_whole_row_costs_a_step_a_cell() -> None:
    put: list[int] = []

    class Rows(dict[int, dict[int, Cell]]):
        def __setitem__(self, row: int, cells: dict[int, Cell]) -> None:
            put.append(row)
            super().__setitem__(row, cells)

    rows = Rows({1: {1: Cell("1", formula=True)}})
    mark_computed(rows, [Area(1, 1, 2, 16_384)])
    assert [len(cells) for cells in rows.values()] == [16_384, 16_384]
    assert all(cell.formula for cell in rows[2].values())
    assert len(put) < 10


def test_headers_and_totals_of_tables_and_pivot_tables_are_fixed() -> None:
    table = (
        f'<table xmlns="{TRANSITIONAL}" id="1" name="T" displayName="T" ref="A2:B5" totalsRowCount="1">'
        '<tableColumns count="2"><tableColumn id="1" name="Q"/><tableColumn id="2" name="A"/></tableColumns></table>'
    )
    pivot = f'<pivotTableDefinition xmlns="{TRANSITIONAL}"><location ref="D2:D3"/></pivotTableDefinition>'
    rows = text_rows([["x", "", "", "x"]] * 5)
    sheet = Sheet(
        data=rows, related=[("table", "../tables/table1.xml"), ("pivotTable", "/xl/pivotTables/p.xml")]
    )
    book = Book(sheets=[sheet], extra={"xl/tables/table1.xml": table, "xl/pivotTables/p.xml": pivot})
    found = opened(book).grids[0]
    fixed = {(r, c) for r, cells in found.rows.items() for c, cell in cells.items() if cell.fixed}
    assert fixed == {(2, 1), (5, 1), (2, 4), (3, 4)}
    assert found.header_row == 2


def test_a_table_that_is_only_a_part_of_the_sheet_says_nothing_of_its_header() -> None:
    table = f'<table xmlns="{TRANSITIONAL}" name="T" displayName="T" ref="A1:B2"><tableColumns/></table>'
    sheet = Sheet(data=text_rows([["x"]] * 9), related=[("table", "../tables/table1.xml")])
    assert opened(Book(sheets=[sheet], extra={"xl/tables/table1.xml": table})).grids[0].header_row is None


def test_styled_cells_down_to_the_last_row_cost_nothing() -> None:
    data = text_rows([["Is it?"]]) + "".join(
        f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(2, 3000)
    )
    assert set(grid(data).rows) == {1}
    kept = grid(data, after='<sheetProtection sheet="1"/>').rows
    assert len(kept) == 2999
    assert kept[2] is kept[2999]


def test_read_gives_the_texts_at_places_by_way_of_merges() -> None:
    sheet = Sheet(data=text_rows([["a"]]), after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    book = opened(Book(sheets=[sheet]))
    places = [SheetCell("Questions", 1, 1), SheetCell("Questions", 1, 2), SheetCell("Questions", 9, 9)]
    assert list(book.read(places).values()) == ["a", "a", ""]
    with pytest.raises(QuestionnaireError, match="no place 'A1'"):
        book.read([SheetCell("Other", 1, 1)])


def test_sheets_keep_the_workbooks_order_and_charts_are_left_out() -> None:
    parts = Book(sheets=[Sheet(name="Ett & två"), Sheet(name="Chart"), Sheet(name="Drei")]).parts()
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(
        f'Id="rId2" Type="{OFFICE}/worksheet"'.encode(), f'Id="rId2" Type="{OFFICE}/chartsheet"'.encode()
    )
    book = read_workbook(Path("in.xlsx"), pack(parts))
    assert [(grid.sheet) for grid in book.grids] == ["Ett & två", "Drei"]
    assert [sheet.position for sheet in book.parts.sheets] == [0, 2]


def test_macro_workbooks_are_workbooks_and_other_documents_are_not() -> None:
    macro = Book(main_type="sheet.macroEnabled.main", extra={"xl/vbaProject.bin": b"\0macro"})
    assert opened(macro, "in.xlsm").format == "xlsm"
    parts = Book().parts()
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"
    )
    with pytest.raises(
        QuestionnaireError, match=r"in\.xlsx: the file holds another kind of document"
    ) as raised:
        read_workbook(Path("in.xlsx"), pack(parts))
    assert raised.value.hint


def test_a_signed_workbook_is_opened_with_a_warning() -> None:
    signed = opened(Book(extra={"_xmlsignatures/sig1.xml": "<Signature/>"}))
    assert "signature breaks" in "".join(signed.warnings)
    assert not opened(Book()).warnings


def test_members_may_be_stored_as_well_as_deflated() -> None:
    data = pack(Book(sheets=[Sheet(data=text_rows([["a"]]))]).parts(), zipfile.ZIP_STORED)
    assert read_workbook(Path("in.xlsx"), data).grids[0].text(1, 1) == "a"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_real_files_read_as_openpyxl_reads_them(real_workbook: Path) -> None:
    book = read_workbook(real_workbook, real_workbook.read_bytes())
    theirs = openpyxl.load_workbook(BytesIO(book.data), data_only=True, read_only=True)
    compared = 0
    for found in book.grids:
        for row in theirs[found.sheet or ""].iter_rows(max_row=min(max(found.rows, default=1), 400)):
            for cell in row:
                if isinstance(cell.value, str) and found.merges.at(cell.row, cell.column) is None:
                    compared += 1
                    assert found.text(cell.row, cell.column) == cell.value, (found.sheet, cell.coordinate)
    assert compared > 50
