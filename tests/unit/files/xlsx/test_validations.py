"""Dropdown lists worked out to what a person would pick from."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from tests.support.workbooks import TRANSITIONAL, Book, Sheet, text_rows

from qfill.files.grid import Area, Validation
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
    ],
)
def test_lists_are_worked_out(formula: str, options: tuple[str, ...]) -> None:
    names = (
        "<definedName name=\"Answers\">'It''s a list'!$A$1:$A$2</definedName>"
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
    ["OFFSET(A1,0,0,3)", "[1]Other!$A$1:$A$3", "Loop", "Nowhere!A1:A3", "Missing[Say]", "IF(A1=1,B1,C1)"],
)
def test_a_list_that_would_have_to_be_calculated_has_no_options(formula: str) -> None:
    (found,) = validations(rule(formula), '<definedName name="Loop">Loop</definedName>')
    assert found.options == ()


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
    ("operator", "formulas", "longest"),
    [
        ("lessThanOrEqual", ("255", ""), 255),
        ("lessThan", ("255", ""), 254),
        ("equal", ("5", ""), 5),
        ("between", ("1", "100"), 100),
        ("greaterThan", ("10", ""), None),
        ("lessThan", ("LEN(A1)", ""), None),
    ],
)
def test_the_longest_text_is_known(operator: str, formulas: tuple[str, str], longest: int | None) -> None:
    inner = (
        f'<dataValidation type="textLength" operator="{operator}" sqref="D2" showErrorMessage="1">'
        f"<formula1>{formulas[0]}</formula1><formula2>{formulas[1]}</formula2></dataValidation>"
    )
    assert [each.max_length for each in validations(inner)] == ([] if longest is None else [longest])


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
