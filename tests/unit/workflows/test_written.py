"""Texts as a file takes them."""

from __future__ import annotations

from pathlib import Path

from tests.support.workbooks import Book, Sheet, text_rows

from qfill.files import parse
from qfill.model import CsvField, SheetCell, Write
from qfill.workflows.written import check_written, writes_of


def test_a_cell_whose_options_are_numbers_gets_a_number() -> None:
    scale = (
        '<dataValidations><dataValidation type="list" sqref="C2:C9"><formula1>"0,1,2"</formula1>'
        "</dataValidation></dataValidations>"
    )
    book = Book(sheets=[Sheet(data=text_rows([["Is it?"]]), after=scale)])
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
