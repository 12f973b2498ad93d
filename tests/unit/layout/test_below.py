"""Answers below their questions: beside a label, or in the box under it."""

from __future__ import annotations

from tests.support.grids import A, B, C, answers, area, read, sheet

from qfill.files.grid import Cell, Grid, MergeIndex
from qfill.model import Role, SheetCell


def spaced(*rows: str) -> list[list[str]]:
    return [[text] for text in rows]


def test_the_box_under_a_label_as_wide_as_the_question_takes_the_answer() -> None:
    rows = [text for asked in (A, B, C) for text in (asked, "Response:", "", "", "")]
    merges = [
        place
        for first in (1, 6, 11)
        for place in (
            f"A{first}:F{first}",
            f"A{first + 1}:F{first + 1}",
            f"A{first + 2}:F{first + 3}",
        )
    ]
    found = read(sheet(*spaced(*rows), merges=merges))
    assert answers(found) == {1: "answer=A3", 6: "answer=A8", 11: "answer=A13"}
    assert {question.section for question in found.questions} == {""}


def test_two_empty_rows_under_a_label_are_a_box_and_a_space() -> None:
    rows = [text for asked in (A, B, C) for text in (asked, "Your answer:", "", "")]
    assert answers(read(sheet(*spaced(*rows)))) == {1: "answer=A3", 5: "answer=A7", 9: "answer=A11"}


def test_one_empty_row_under_a_label_is_a_space() -> None:
    rows = [text for asked in (A, B, C) for text in (asked, "Answer:", "")]
    assert answers(read(sheet(*spaced(*rows)))) == {1: "answer=B2", 4: "answer=B5", 7: "answer=B8"}


def test_a_box_that_holds_an_answer_is_answered_and_a_heading_is_no_box() -> None:
    rows = [A, "Answer:", "", "", B, "Answer:", "Yes, it does.", "", C, "Answer:", "", ""]
    assert answers(read(sheet(*spaced(*rows)))) == {
        1: "answer=A3",
        5: "already answered",
        9: "answer=A11",
    }


def test_of_a_protected_sheet_the_cell_that_is_open_takes_the_answer() -> None:
    texts = [text for asked in (A, B) for text in (asked, "Answer:", "")]
    cells = {row: {1: Cell(text, locked=bool(text))} for row, text in enumerate(texts, 1)}
    grid = Grid(
        rows=cells,
        locate=lambda row, column: SheetCell("S", row, column),
        sheet="S",
        merges=MergeIndex(map(area, ())),
        protected=True,
    )
    assert answers(read(grid)) == {1: "answer=A3", 4: "answer=A6"}
    assert read(grid).sheets[0].roles[Role.ANSWER] == 1
