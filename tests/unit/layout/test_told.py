"""Columns and rows as the user names them."""

from __future__ import annotations

import pytest
from tests.support.grids import HEAD, A, B, C, answers, read, sheet, told

from qfill.errors import QuestionnaireError
from qfill.layout import LayoutHints


@pytest.mark.parametrize("given", [None, 1])
def test_the_first_of_rows_without_headings_is_a_question_too(given: int | None) -> None:
    grid = sheet(["1", A], ["2", B], ["3", C], header_row=given)
    found = read(grid, hints=told("question=B,answer=C"))
    assert answers(found) == {1: "answer=C1", 2: "answer=C2", 3: "answer=C3"}


def test_statements_without_headings_are_all_read() -> None:
    rows = [["Data is encrypted at rest in all places."], ["Backups are kept in another part of town."]]
    assert list(answers(read(sheet(*rows), hints=told("question=A,answer=B")))) == [1, 2]


def test_one_row_alone_is_read() -> None:
    assert answers(read(sheet([A]), hints=told("question=A,answer=B"))) == {1: "answer=B1"}


@pytest.mark.parametrize("head", [HEAD, ("Nummer", "Text", "Etwas", "Anderes"), ("", "", "", "x")])
def test_headings_known_or_not_are_no_question(head: tuple[str, ...]) -> None:
    found = read(sheet(head, ["1", A], ["2", B]), hints=told("question=B,answer=C"))
    assert list(answers(found)) == [2, 3]
    assert found.sheets[0].header_row == 1


def test_a_header_row_below_all_rows_is_refused() -> None:
    with pytest.raises(QuestionnaireError, match="no row stands below row 999") as caught:
        read(sheet(HEAD, ["1", A]), hints=LayoutHints(header_row=999))
    assert caught.value.hint == "the last row that holds something is 2"


def test_where_headings_may_stand_far_down_the_flag_for_them_is_named() -> None:
    rows = [[f"Line {number} of the preface"] for number in range(1, 45)]
    with pytest.raises(QuestionnaireError) as caught:
        read(sheet(*rows, ("Nummer", "Text", "Etwas"), ["1", A], ["2", B]))
    assert caught.value.hint.endswith("below row 40 the row of their headings: --header-row N")
    hints = LayoutHints(columns=told("question=B,answer=C").columns, header_row=45)
    assert answers(read(sheet(*rows, ("Nummer", "Text", "Etwas"), ["1", A], ["2", B]), hints=hints)) == {
        46: "answer=C46",
        47: "answer=C47",
    }
