"""Word files: what is read, what a patch changes, what is never written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qfill.errors import QuestionnaireError, UnsafeFileError
from qfill.files import compare, parse
from qfill.files.docx import WordFile, read_document
from qfill.model import DocxPlace, Write

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PATH = Path("form.docx")


def word(body: str) -> WordFile:
    """A document whose body is this XML."""
    blank = io.BytesIO()
    docx.Document().save(blank)
    out = io.BytesIO()
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
            new.writestr(name, content)
    return read_document(PATH, out.getvalue())


def table(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cell(inner: str = "<w:p/>", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def control(properties: str, inner: str = "<w:p/>") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def written(file: WordFile, path: str, text: str) -> WordFile:
    data, _ = file.patch([Write(place=DocxPlace(path), text=text)])
    after = parse(PATH, data)
    assert isinstance(after, WordFile)
    assert not compare(file, after).differences
    return after


def test_a_table_is_a_grid_and_its_cells_are_places() -> None:
    file = word(
        table(cell(paragraph("Question")) + cell(paragraph("Answer")), cell(paragraph("Why?")) + cell())
    )
    (grid,) = file.grids
    assert grid.text(2, 1) == "Why?"
    assert grid.place(2, 2) == DocxPlace("t1.r2.c2")
    after = written(file, "t1.r2.c2", "Because.")
    assert after.read([DocxPlace("t1.r2.c2")]) == {DocxPlace("t1.r2.c2"): "Because."}
    assert after.read([DocxPlace("t1.r2.c1")]) == {DocxPlace("t1.r2.c1"): "Why?"}


def test_spans_and_vertical_merges_are_areas() -> None:
    file = word(
        table(
            cell(paragraph("Heading"), '<w:gridSpan w:val="2"/>'),
            cell(paragraph("a"), '<w:vMerge w:val="restart"/>') + cell(paragraph("b")),
            cell("<w:p/>", "<w:vMerge/>") + cell(paragraph("c")),
        )
    )
    grid = file.grids[0]
    assert grid.anchor(1, 2) == (1, 1)
    assert grid.anchor(3, 1) == (2, 1)
    assert grid.text(3, 2) == "c"


def test_the_paragraph_after_a_question_takes_its_answer() -> None:
    file = word(
        paragraph("Is it safe?") + "<w:p/>" + paragraph("How?") + paragraph("Svar:") + paragraph("End")
    )
    grid = file.grids[-1]
    assert grid.header_row == 0
    assert [grid.place(row, 2).name for row in (1, 3)] == ["p2", "p4"]
    after = written(written(file, "p2", "Yes."), "p4", "By care.")
    assert [after.blocks[path].text for path in ("p2", "p4", "p5")] == ["Yes.", "By care.", "End"]
    assert b"Svar:" in after.content


def taken(*bodies: str) -> dict[str, str]:
    """The places of the answers by the text of the question."""
    grid = word("".join(bodies)).grids[-1]
    return {grid.text(row, 1): grid.place(row, 2).name for row in grid.rows if row}


def test_a_labelled_paragraph_behind_empty_ones_takes_the_answer() -> None:
    line = paragraph("Answer: ________")
    assert taken(paragraph("Is it safe?"), "<w:p/>", line, paragraph("How?"), "<w:p/>") == {
        "Is it safe?": "p3",
        "How?": "p5",
    }
    after = written(word(paragraph("Is it safe?") + "<w:p/>" + line), "p3", "Yes.")
    assert b"Answer: Yes." in after.content
    assert b"___" not in after.content


def test_a_line_to_write_on_is_no_answer() -> None:
    file = word(paragraph("Is it safe?") + paragraph("Answer: ______") + paragraph("Answer: ...... "))
    assert [block.text for block in file.blocks.values()] == ["Is it safe?", "", ""]


def test_a_table_parts_what_stands_above_it_from_what_stands_below() -> None:
    assert taken(paragraph("Fill in this table."), table(cell()), "<w:p/>", paragraph("How?"), "<w:p/>") == {
        "How?": "p4"
    }


def test_what_nothing_marks_as_the_place_of_an_answer_is_known_with_the_text_behind() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Part 2</w:t></w:r></w:p>'
    grid = word(
        paragraph("Is it safe?") + "<w:p/>" + paragraph("No, it is not.") + "<w:p/>" + heading
        + paragraph("How?") + paragraph("Answer:")
    ).grids[-1]  # fmt: skip
    assert grid.unmarked == {1: "No, it is not.", 3: ""}


def test_cells_of_a_row_that_begins_further_right_stand_in_their_columns() -> None:
    indented = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(paragraph("Why?")) + cell()
    grid = word(table(cell(paragraph("1")) + cell(paragraph("What?")) + cell(), indented)).grids[0]
    assert (grid.text(2, 1), grid.text(2, 2), grid.place(2, 3).name) == ("", "Why?", "t1.r2.c3")


@pytest.mark.parametrize(
    ("inner", "holds"),
    [
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "a form field"),
        (table(cell()) + "<w:p/>", "a table"),
        ("<w:p><w:ins><w:r><w:t>Draft</w:t></w:r></w:ins></w:p>", "a tracked change"),
        (control("<w:date/>"), "a content control that takes no text"),
        (paragraph("a") + paragraph("b"), "several paragraphs"),
    ],
)
def test_what_a_cell_holds_besides_text_is_told(inner: str, holds: str) -> None:
    assert word(table(cell(inner))).grids[0].rows[1][1].holds == holds


def test_the_paragraphs_own_type_is_used() -> None:
    style = "<w:rPr><w:b/></w:rPr>"
    file = word(table(cell(f"<w:p><w:pPr>{style}</w:pPr></w:p>")))
    after = written(file, "t1.r1.c1", "one\ntwo")
    assert f"<w:r>{style}<w:t".encode() in after.content
    assert after.content.count(b"<w:br/>") == 1
    assert after.blocks["t1.r1.c1"].text == "one\ntwo"


def test_a_dropdown_gives_options_and_loses_its_placeholder() -> None:
    dropdown = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList>"
        '<w:listItem w:displayText="Choose" w:value=""/><w:listItem w:displayText="Yes" w:value="y"/>'
        '<w:listItem w:value="No"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent><w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>Choose</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    file = word(table(cell(f"<w:p>{dropdown}</w:p>")))
    validation = file.grids[0].validation(1, 1)
    assert validation is not None
    assert validation.options == ("Yes", "No")
    assert file.blocks["t1.r1.c1"].text == ""
    after = written(file, "t1.r1.c1", "Yes")
    assert after.blocks["t1.r1.c1"].text == "Yes"
    assert b"showingPlcHdr" not in after.content
    assert b"PlaceholderText" not in after.content
    assert b"<w:dropDownList>" in after.content


@pytest.mark.parametrize(
    "inner",
    [
        control("<w:dataBinding w:xpath='/a'/>"),
        control("<w:lock w:val='contentLocked'/>"),
        paragraph("Name: ").replace("</w:p>", control("<w:showingPlcHdr/>", "<w:r/>") + "</w:p>"),
        control("", paragraph("a") + paragraph("b")),
        control("<w:showingPlcHdr/>", paragraph("a") + paragraph("b")),
        control("", "") + "<w:p/>",
        "",
        control("", ""),
        "<w:p><w:sdt><w:sdtPr/></w:sdt></w:p>",
        "<w:p><w:r><w:drawing/></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>",
        "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>",
        "<w:p><w:bookmarkStart w:id='1' w:name='x'/><w:r><w:t>a</w:t></w:r></w:p>",
    ],
)
def test_what_holds_more_than_text_is_never_written(inner: str) -> None:
    file = word(table(cell(inner)))
    assert file.grids[0].rows[1][1].fixed
    with pytest.raises(QuestionnaireError, match="and is not written"):
        file.patch([Write(place=DocxPlace("t1.r1.c1"), text="x")])


DROPDOWN = '<w:dropDownList><w:listItem w:value="Yes"/><w:listItem w:value="No"/></w:dropDownList>'
PLACEHOLDER = paragraph("Click or tap here to enter text.")


def around_cell(properties: str, inner: str = PLACEHOLDER) -> WordFile:
    return word(table(cell(paragraph("Is it safe?")) + control(properties, cell(inner))))


def around_paragraph(properties: str, inner: str = PLACEHOLDER) -> WordFile:
    return word(paragraph("Is it safe?") + control(properties, inner))


AROUND = [(around_cell, "t1.r1.c2"), (around_paragraph, "p2")]


@pytest.mark.parametrize(("form", "path"), AROUND)
def test_a_control_around_a_cell_or_a_paragraph_takes_the_answer(
    form: Callable[..., WordFile], path: str
) -> None:
    file = form("<w:showingPlcHdr/><w:text/>")
    assert file.blocks[path].text == ""
    assert not file.blocks[path].fixed
    after = written(file, path, "Yes")
    assert after.blocks[path].text == "Yes"
    assert b"Click or tap" not in after.content
    assert b"showingPlcHdr" not in after.content
    assert b"<w:sdt><w:sdtPr><w:text/></w:sdtPr>" in after.content
    assert written(after, path, "No").blocks[path].text == "No"


@pytest.mark.parametrize(("form", "path"), AROUND)
def test_a_dropdown_around_a_cell_or_a_paragraph_gives_its_options(
    form: Callable[..., WordFile], path: str
) -> None:
    file = form("<w:showingPlcHdr/>" + DROPDOWN)
    grid = file.grids[-1]
    validation = grid.validation(1, 2)
    assert validation is not None
    assert validation.options == ("Yes", "No")
    assert grid.place(1, 2) == DocxPlace(path)


@pytest.mark.parametrize(("form", "path"), AROUND)
@pytest.mark.parametrize(
    "properties", ['<w:lock w:val="sdtContentLocked"/>' + DROPDOWN, '<w:dataBinding w:xpath="/a"/>']
)
def test_a_bound_control_around_a_cell_or_a_paragraph_is_never_written(
    form: Callable[..., WordFile], path: str, properties: str
) -> None:
    file = form(properties)
    assert file.blocks[path].fixed
    with pytest.raises(QuestionnaireError, match="and is not written"):
        file.patch([Write(place=DocxPlace(path), text="Yes")])


LOCKED = '<w:lock w:val="sdtContentLocked"/>'


@pytest.mark.parametrize(
    "body",
    [
        control(LOCKED, paragraph("Is it safe?") + "<w:p/>" + control("")),
        control(LOCKED, table(cell(paragraph("Is it safe?")) + cell())),
        table(control(LOCKED, cell(paragraph("Is it safe?")) + cell())),
        table(cell()).replace("<w:tr>", f"<w:sdt><w:sdtPr>{LOCKED}</w:sdtPr><w:sdtContent><w:tr>").replace(
            "</w:tr>", "</w:tr></w:sdtContent></w:sdt>"
        ),
    ],
)  # fmt: skip
def test_what_a_locked_control_holds_is_never_written(body: str) -> None:
    assert all(block.fixed for block in word(body).blocks.values())


def test_a_group_takes_answers_in_its_controls_alone() -> None:
    inner = paragraph("Is it safe?") + control("<w:text/>") + "<w:p/>"
    file = word(control('<w:lock w:val="contentLocked"/><w:group/>', inner))
    assert [block.fixed for block in file.blocks.values()] == [True, False, True]
    assert written(file, "p2", "Yes").blocks["p2"].text == "Yes"


def test_a_label_in_a_control_stays() -> None:
    file = around_paragraph("<w:text/>", paragraph("Answer:"))
    after = written(file, "p2", "Yes.")
    assert b"Answer:" in after.content
    assert after.blocks["p2"].text == "Yes."


def test_deletions_field_codes_and_text_boxes_are_not_read() -> None:
    file = word(
        "<w:p><w:r><w:t>Is </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>it so?</w:t></w:r></w:ins><w:r><w:tab/></w:r></w:p><w:p/>"
    )
    assert file.blocks["p1"].text == "Is it so?\t"


def test_a_changed_word_elsewhere_is_told() -> None:
    before = word(paragraph("Is it safe?") + "<w:p/>")
    after = word(paragraph("Is it <w:b/>safe?") + "<w:p/>")
    assert compare(before, after).differences == (
        "word/document.xml: more changed than the texts of answers",
    )


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(QuestionnaireError, match="no such place"):
        word("<w:p/>").patch([Write(place=DocxPlace("p9"), text="x")])


def test_another_zip_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnsafeFileError, match="not a Word document"):
        read_document(PATH, out.getvalue())


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    document = f'<!DOCTYPE w [<!ENTITY a "b">]><w:document {W}><w:body/></w:document>'
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", types)
        new.writestr("word/document.xml", document)
    with pytest.raises(UnsafeFileError, match="document type"):
        read_document(PATH, out.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_text_comes_back(text: str) -> None:
    file = word(table(cell()) + paragraph("Why?") + "<w:p/>")
    for path in ("t1.r1.c1", "p2"):
        data, patched = file.patch([Write(place=DocxPlace(path), text=text)])
        after = parse(PATH, data)
        assert isinstance(after, WordFile)
        found = after.blocks[path].text.strip("\n")
        if not patched.changes:
            assert (
                found == text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
                or after.blocks[path].labelled
            )
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            assert zipped.testzip() is None


BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>Answer:</w:t></w:r>"
PLAIN = '<w:r><w:t xml:space="preserve"> to be </w:t></w:r><w:r><w:t>done</w:t></w:r>'


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (BOLD + PLAIN, BOLD + '<w:r><w:t xml:space="preserve"> Yes.</w:t></w:r>'),
        (
            "<w:r><w:t>Answer:\u00a0to be</w:t></w:r>" + PLAIN,
            '<w:r><w:t xml:space="preserve">Answer:\u00a0Yes.</w:t></w:r>',
        ),
        ("<w:r><w:t>Answer</w:t></w:r>", '<w:r><w:t>Answer</w:t></w:r><w:r><w:t xml:space="preserve">: Yes.'),
    ],
)
def test_a_label_stays_and_what_stands_behind_it_goes(runs: str, seen: str) -> None:
    file = word(paragraph("Is it safe?") + f"<w:p>{runs}</w:p>")
    after = written(file, "p2", "Yes.")
    assert seen in after.content.decode()
    assert after.read([DocxPlace("p2")]) == {DocxPlace("p2"): "Yes."}
    assert written(after, "p2", "").read([DocxPlace("p2")]) == {DocxPlace("p2"): ""}
    assert written(after, "p2", "No.").blocks["p2"].labelled
