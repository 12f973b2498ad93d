"""Dropdown lists worked out to what a person would pick from."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from tests.support.workbooks import TRANSITIONAL, Book, Sheet, text_rows

from qfill.files.grid import Area, Grid, Validation
from qfill.files.xlsx import read_workbook

LISTS = Sheet(
    name="It's a list",
    state="hidden",
    data=text_rows([["Yes"], ["No"], [""], ["N/A", "other"]])
    + '<row r="9"><c r="A9"><v>1</v></c></row><row r="10"><c r="A10"><v>2.5</v></c></row>',
)


def rule(formula: str, attributes: str = 'type="list" sqref="C2:C9"') -> str:
    return f"<dataValidation {attributes}><formula1>{escape(formula)}</formula1></dataValidation>"


def validations(inner: str, names: str = "", extra: dict[str, str] | None = None) -> tuple[Validation, ...]:
    related = [("table", f"/{name}") for name in extra or ()]
    sheet = Sheet(data=text_rows([["Maybe"], ["Never"]]), after=f"<dataValidations>{inner}</dataValidations>")
    lists = Sheet(name=LISTS.name, state=LISTS.state, data=LISTS.data, related=related)
    book = Book(sheets=[sheet, lists], names=names, extra=extra or {})
    return read_workbook(Path("in.xlsx"), book.bytes()).grids[0].validations


@pytest.mark.parametrize(
    ("formula", "options"),
    [
        ('"Yes,No, N/A "', ("Yes", "No", "N/A")),
        ('"Say ""yes"",No"', ('Say "yes"', "No")),
        ("'It''s a list'!$A$1:$A$4", ("Yes", "No", "N/A")),
        ("'it''s A LIST'!A1:A2", ("Yes", "No")),
        ("'It''s a list'!$A:$A", ("Yes", "No", "N/A", "1", "2.5")),
        ("'It''s a list'!$4:$4", ("N/A", "other")),
        ("$A$1:$A$2", ("Maybe", "Never")),
        ("Answers", ("Yes", "No")),
        ("ANSWERS", ("Yes", "No")),
        ("=Answers", ("Yes", "No")),
        ("Outer", ("Yes", "No")),
        ("Local", ("Maybe", "Never")),
        ('INDIRECT("Answers")', ("Yes", "No")),
        ('INDIRECT("Table1[Say]")', ("No",)),
        ("Table1[Say]", ("No",)),
        ("OFFSET($A$1,0,0,2)", ("Maybe", "Never")),
        ("OFFSET('It''s a list'!$A$1,0,0,COUNTA('It''s a list'!$A$1:$A$4),1)", ("Yes", "No")),
        ("OFFSET('It''s a list'!$A$1,1,,COUNTA('It''s a list'!$A:$A)-4)", ("No",)),
        ("OFFSET('It''s a list'!$A$1,3,0,1,2)", ("N/A", "other")),
        (
            "'It''s a list'!$A$1:INDEX('It''s a list'!$A:$A,COUNTIF('It''s a list'!$A:$A,\"?*\"))",
            ("Yes", "No"),
        ),
        ("INDEX('It''s a list'!$A$1:$B$4,4,0)", ("N/A", "other")),
        ("CHOOSE(2,$A$1,'It''s a list'!$A$1:$A$2)", ("Yes", "No")),
        ("Counted", ("Yes", "No")),
    ],
)
def test_lists_are_worked_out(formula: str, options: tuple[str, ...]) -> None:
    names = (
        "<definedName name=\"Answers\">'It''s a list'!$A$1:$A$2</definedName>"
        "<definedName name=\"Counted\">OFFSET('It''s a list'!$A$1,0,0,COUNTA('It''s a list'!$A$1:$A$5))</definedName>"
        '<definedName name="Outer">Answers</definedName><definedName name="Loop">Loop</definedName>'
        "<definedName name=\"Local\">'It''s a list'!$A$1</definedName>"
        '<definedName name="Local" localSheetId="0">Questions!$A$1:$A$2</definedName>'
    )
    table = (
        f'<table xmlns="{TRANSITIONAL}" name="Table1" displayName="Table1" ref="A1:A2">'
        '<tableColumns><tableColumn id="1" name="Say"/></tableColumns></table>'
    )
    (found,) = validations(rule(formula), names, {"xl/tables/table1.xml": table})
    assert found.options == options
    assert found.areas == (Area(2, 3, 9, 3),)


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Other!$A$1:$A$3",
        "'[1]Other'!$A$1:$A$3",
        "Loop",
        "Nowhere!A1:A3",
        "Missing[Say]",
        'IF($B2="","",$A$1:$A$2)',
        "INDIRECT($F$1)",
        "Union",
        "$A$1#",
        "OFFSET($A$1,0,0,0)",
        "OFFSET($A$1,-1,0)",
        "OFFSET($A$1,0,0,$A$1)",
        "INDEX($A$1:$A$2,3)",
        "CHOOSE(0,$A$1)",
        "COUNTA($A$1:$A$2)",
        "$A$1:'It''s a list'!$A$2",
        "(" * 100 + "$A$1" + ")" * 100,
        "$A$1)",
        "OFFSET(",
    ],
)
def test_a_list_that_is_not_worked_out_has_no_options(formula: str) -> None:
    names = (
        '<definedName name="Loop">Loop</definedName>'
        '<definedName name="Union">Questions!$A$1,Questions!$A$2</definedName>'
    )
    (found,) = validations(rule(formula), names)
    assert (found.options, found.refuses) == ((), "the options of the cell's dropdown cannot be worked out")


def test_names_that_multiply_end() -> None:
    names = "".join(
        f'<definedName name="N{level}x">{"+".join([f"N{level + 1}x"] * 200)}</definedName>'
        for level in range(8)
    )
    (found,) = validations(rule("OFFSET($A$1,0,0,N0x)"), names + '<definedName name="N8x">1</definedName>')
    assert found.options == ()


def grid_of(inner: str, rows: list[list[str]], names: str = "") -> Grid:
    sheet = Sheet(data=text_rows(rows), after=f"<dataValidations>{inner}</dataValidations>")
    return read_workbook(Path("in.xlsx"), Book(sheets=[sheet, LISTS], names=names).bytes()).grids[0]


def test_a_list_that_moves_with_the_row_is_read_at_each() -> None:
    rows = [["Yes", "No"], ["Supported", "Not supported"], ["", ""], ["Met", "Not met"]]
    grid = grid_of(rule("$A1:$B1", 'type="list" sqref="C1:D2 C4"'), rows)
    offered = [found and found.options for row in (1, 2, 3, 4) if (found := grid.validation(row, 3)) or True]
    assert offered == [("Yes", "No"), ("Supported", "Not supported"), None, ("Met", "Not met")]
    moved = grid.validation(2, 4)
    assert moved is not None
    assert moved.options == ("Supported", "Not supported")


def test_a_name_is_relative_to_the_first_cell_of_the_sheet() -> None:
    names = '<definedName name="Mine">Questions!$A1:$B1</definedName>'
    grid = grid_of(rule("Mine", 'type="list" sqref="C2:C3"'), [["a", "b"], ["c", "d"], ["e", "f"]], names)
    assert [found.options for row in (2, 3) if (found := grid.validation(row, 3))] == [("c", "d"), ("e", "f")]


def test_where_a_relative_list_begins_is_not_guessed() -> None:
    grid = grid_of(rule("$A1:$B1", 'type="list" sqref="C3 C1:C2"'), [["Yes", "No"]] * 3)
    found = grid.validation(2, 3)
    assert found is not None
    assert (found.options, found.refuses) == ((), "the options of the cell's dropdown cannot be worked out")


def test_an_option_is_the_text_of_its_cell_blanks_included() -> None:
    grid = grid_of(rule("$A$1:$A$3", 'type="list" sqref="C1"'), [["Yes "], [" "], ["No"]])
    found = grid.validation(1, 3)
    assert found is not None
    assert found.options == ("Yes ", "No")


@pytest.mark.parametrize(
    ("kind", "formula", "refuses"),
    [
        ("whole", "1", "the cell takes only whole numbers"),
        ("decimal", "1", "the cell takes only numbers"),
        ("date", "1", "the cell takes only dates"),
        ("time", "0.5", "the cell takes only times"),
        (
            "custom",
            'OR(C2="Y",C2="N")',
            "the cell takes only what its formula allows, which cannot be worked out",
        ),
        ("custom", "LEN(D2)<=20", "the cell takes only what its formula allows, which cannot be worked out"),
        ("textLength", "LEN(A1)", "how long a text the cell takes cannot be worked out"),
    ],
)
def test_other_rules_refuse_a_text_that_is_written_unseen(kind: str, formula: str, refuses: str) -> None:
    attributes = f'type="{kind}" operator="lessThanOrEqual" sqref="C2:C9"'
    grid = grid_of(rule(formula, attributes), [["x"]])
    assert grid.validation(2, 3) is None
    accepted = grid.accepts(2, 3)
    assert accepted is not None
    assert (accepted.refuses, accepted.max_length) == (refuses, None)
    assert grid.accepts(10, 3) is None


@pytest.mark.parametrize(
    ("kind", "formula", "longest"),
    [("custom", "LEN(C2)<=20", 20), ("custom", "LEN($C2) < 20", 19), ("textLength", "$B$1", 250)],
)
def test_a_longest_text_by_a_formula_is_known(kind: str, formula: str, longest: int) -> None:
    data = '<row r="1"><c r="B1"><v>250</v></c></row>'
    inner = rule(formula, f'type="{kind}" operator="lessThanOrEqual" sqref="C2:C9"')
    sheet = Sheet(data=data, after=f"<dataValidations>{inner}</dataValidations>")
    grid = read_workbook(Path("in.xlsx"), Book(sheets=[sheet]).bytes()).grids[0]
    accepted = grid.accepts(3, 3)
    assert accepted is not None
    assert (accepted.max_length, accepted.refuses) == (longest, "")


def test_lists_of_numbers_are_marked_so() -> None:
    numbers, inline, mixed = validations(
        rule("'It''s a list'!A9:A10") + rule('"0,5,10%"') + rule("'It''s a list'!A4:A10")
    )
    assert (numbers.options, numbers.numeric) == (("1", "2.5"), True)
    assert inline.numeric
    assert (mixed.options, mixed.numeric) == (("N/A", "1", "2.5"), False)


def test_the_extension_that_modern_excel_writes_is_read() -> None:
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
        "<xm:f>'It''s a list'!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>C2:C9 E2</xm:sqref></x14:dataValidation>"
        '<x14:dataValidation type="textLength" operator="lessThan"><x14:formula1><xm:f>200</xm:f></x14:formula1>'
        "<xm:sqref>D2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    sheets = [Sheet(after=extension), LISTS]
    listed, length = read_workbook(Path("in.xlsx"), Book(sheets=sheets).bytes()).grids[0].validations
    assert listed.options == ("Yes", "No")
    assert listed.areas == (Area(2, 3, 9, 3), Area(2, 5, 2, 5))
    assert length.max_length == 199


def test_the_newer_form_of_a_long_inline_list_is_read() -> None:
    inner = (
        '<dataValidation type="list" sqref="C2"><mc:AlternateContent'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:x12ac="http://schemas.microsoft.com/office/spreadsheetml/2011/1/ac" Requires="x12ac">'
        '<x12ac:list>Yes,"No, but planned"</x12ac:list></mc:Choice>'
        '<mc:Fallback><formula1>"Yes,No but planned"</formula1></mc:Fallback></mc:AlternateContent></dataValidation>'
    )
    (found,) = validations(inner)
    assert found.options == ("Yes", "No, but planned")


@pytest.mark.parametrize(
    ("operator", "formulas", "lengths"),
    [
        ("lessThanOrEqual", ("255", ""), (0, 255)),
        ("lessThan", ("255", ""), (0, 254)),
        ("equal", ("5", ""), (5, 5)),
        ("between", ("1", "100"), (1, 100)),
        ("greaterThan", ("10", ""), (11, None)),
        ("greaterThanOrEqual", ("10", ""), (10, None)),
        ("notEqual", ("10", ""), None),
        ("lessThan", ("LEN(A1)", ""), None),
    ],
)
def test_the_lengths_of_texts_are_known(
    operator: str, formulas: tuple[str, str], lengths: tuple[int, int | None] | None
) -> None:
    inner = (
        f'<dataValidation type="textLength" operator="{operator}" sqref="D2" showErrorMessage="1">'
        f"<formula1>{formulas[0]}</formula1><formula2>{formulas[1]}</formula2></dataValidation>"
    )
    found = [(each.min_length, each.max_length) for each in validations(inner)]
    assert found == ([] if lengths is None else [lengths])


def test_other_kinds_say_nothing() -> None:
    (found,) = validations(rule("5", 'type="whole" sqref="C2"') + rule('"Yes"', 'type="list" sqref="C2"'))
    assert found.options == ("Yes",)


def test_the_first_rule_that_holds_a_cell_counts_however_large() -> None:
    inner = (
        rule('"Yes,No"', 'type="list" sqref="C2:C9"')
        + rule('"1,2"', 'type="list" sqref="N1:XFD1048576"')
        + rule('"a,b"', 'type="list" sqref="A1:XFD1048576"')
    )
    sheet = Sheet(after=f"<dataValidations>{inner}</dataValidations>")
    found = read_workbook(Path("in.xlsx"), Book(sheets=[sheet]).bytes()).grids[0]
    held = [found.validation(*cell) for cell in ((2, 3), (1_000_000, 14), (1, 3))]
    options = [one.options for one in held if one]
    assert options == [("Yes", "No"), ("1", "2"), ("a", "b")]
