"""Texts as a file takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.workbooks import Book, Sheet, text_rows

from qfill.errors import VerificationError
from qfill.files import parse
from qfill.model import CsvField, SheetCell, Write
from qfill.workflows.written import check_written, writes_of

SCALE = (
    '<dataValidations><dataValidation type="list" sqref="C2:C9"><formula1>"0,1,2"</formula1>'
    "</dataValidation></dataValidations>"
)


def test_a_cell_whose_options_are_numbers_gets_a_number() -> None:
    book = Book(sheets=[Sheet(data=text_rows([["Is it?"]]), after=SCALE)])
    file = parse(Path("in.xlsx"), book.bytes())
    cells = [SheetCell("Questions", 2, 3), SheetCell("Questions", 2, 4)]
    writes = writes_of(file, dict.fromkeys(cells, "1"))
    assert [write.numeric for write in writes] == [True, False]
    data, patched = file.patch(writes)
    assert check_written(file, data, writes, patched.changes) == dict.fromkeys(cells, "1")
    assert parse(Path("in.xlsx"), data).grids[0].cell(2, 3).numeric  # type: ignore[union-attr]


def test_a_csv_takes_texts() -> None:
    file = parse(Path("in.csv"), b"question,answer\nIs it?,\n")
    place = CsvField(2, 2, "answer")
    assert writes_of(file, {place: "1"}) == [Write(place=place, text="1")]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="C2" s="5"><v>1</v></c>', "1.00"),
        ('<c r="C2" s="5"/>', "1.00"),
        ('<c r="C2" s="3"/>', "100%"),
        ('<c r="C2" s="2"/>', "1900-01-01"),
    ],
)
def test_a_number_may_read_as_its_cells_format_shows_it(cell: str, shown: str) -> None:
    book = Book(sheets=[Sheet(data=text_rows([["Is it?"]]) + f'<row r="2">{cell}</row>', after=SCALE)])
    file = parse(Path("in.xlsx"), book.bytes())
    place = SheetCell("Questions", 2, 3)
    writes = writes_of(file, {place: "1"})
    data, patched = file.patch(writes)
    assert check_written(file, data, writes, patched.changes) == {place: shown}
    with pytest.raises(VerificationError) as caught:
        check_written(file, data, writes_of(file, {place: "2"}), {})
    assert caught.value.details == ("Questions!C2 holds another text than the one written",)


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_bytes_that_did_not_change_hold_no_answer(name: str) -> None:
    rows = b"question,answer\nIs it?,\n"
    book = Book(sheets=[Sheet(data=text_rows([["question", "answer"], ["Is it?"]]))])
    file = parse(Path(name), rows if name == "in.csv" else book.bytes())
    place = CsvField(2, 2, "answer") if name == "in.csv" else SheetCell("Questions", 2, 2)
    with pytest.raises(VerificationError, match="what was written does not verify"):
        check_written(file, file.data, [Write(place=place, text="Yes")], {})
    assert check_written(file, file.data, [], {}) == {}
