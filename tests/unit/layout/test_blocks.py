"""Several tables on one sheet, each with columns of its own."""

from __future__ import annotations

import pytest
from tests.support.grids import HEAD, A, B, C, D, answers, read, sheet, told

from qfill.errors import QuestionnaireError

TICKS = ("ID", "Question", "Yes", "No", "Comments")


@pytest.mark.parametrize(
    ("first", "second", "above", "below"),
    [
        (HEAD, TICKS, "answer=C2 comment=D2", "comment=E6 no=D6 yes=C6"),
        (TICKS, HEAD, "comment=E2 no=D2 yes=C2", "answer=C6 comment=D6"),
        (HEAD, ("ID", "Question", "Comments", "Response"), "answer=C2 comment=D2", "answer=D6 comment=C6"),
        (HEAD, ("ID", "Area", "Question", "Response"), "answer=C2 comment=D2", "answer=D6"),
        (
            TICKS,
            ("ID", "Question", "Priority", "Response", "Comments"),
            "comment=E2 no=D2 yes=C2",
            "answer=D6 comment=E6",
        ),
        (
            HEAD,
            ("ID", "Question", "Response", "Evidence", "Comments"),
            "answer=C2 comment=D2",
            "answer=C6 comment=E6",
        ),
    ],
)
def test_each_table_is_read_by_its_own_header(
    first: tuple[str, ...], second: tuple[str, ...], above: str, below: str
) -> None:
    shift = [""] * (second.index("Question") - 1)
    found = read(sheet(first, ["1", A], ["2", B], [], second, ["3", *shift, C], ["4", *shift, D]))
    assert [one.header_row for one in found.sheets] == [1, 5]
    assert (answers(found)[2], answers(found)[6]) == (above, below)
    assert [question.text for question in found.questions] == [A, B, C, D]
    assert not found.warnings


def test_a_header_that_is_repeated_begins_no_table() -> None:
    third = ("ID", "Question", "Response", "Evidence", "Comments")
    found = read(
        sheet(["One"], HEAD, ["1", A], ["Two"], HEAD, ["2", B], ["Three"], third, ["3", C], ["4", D])
    )
    assert [one.header_row for one in found.sheets] == [2, 8]
    assert answers(found) == {
        3: "answer=C3 comment=D3",
        6: "answer=C6 comment=D6",
        9: "answer=C9 comment=E9",
        10: "answer=C10 comment=E10",
    }


def test_a_table_that_is_not_understood_is_not_passed_over_in_silence() -> None:
    noted = [["n", "n", C], ["n", "n", D]]
    found = read(sheet(HEAD, ["1", A], ["2", B], [], ["Status", "Notes", ""], *noted))
    assert [question.text for question in found.questions] == [A, B]
    (warning,) = found.warnings
    assert warning == (
        "sheet 'S': 2 rows under row 5 ask but were left alone: "
        "no question column beside a column for answers"
    )


def test_close_columns_of_one_table_are_a_question_that_the_headings_settle() -> None:
    second = ("ID", "Question", "Answer", "Answer")
    with pytest.raises(QuestionnaireError, match="column C or D") as caught:
        read(sheet(HEAD, ["1", A], ["2", B], [], second, ["3", C], ["4", D]))
    assert caught.value.hint == "give the columns under row 5 headings that differ, then run it again"


def test_what_asks_above_the_headings_is_not_passed_over_in_silence() -> None:
    (warning,) = read(sheet(["1", A], ["2", B], [], HEAD, ["3", C])).warnings
    assert warning == (
        "sheet 'S': 2 rows above the headings in row 4 ask and were not read; answer there by hand, "
        "or give those rows the same headings and run it again"
    )
    again = read(sheet(HEAD, ["1", A], ["2", B], [], HEAD, ["3", C]))
    assert [question.text for question in again.questions] == [A, B, C]
    assert not again.warnings


def test_of_one_table_among_several_a_heading_tells_what_columns_would_tell_all() -> None:
    second = ("ID", "Question", "Etwas", "Comments")
    (warning,) = read(sheet(HEAD, ["1", A], [], second, ["2", B], ["3", C])).warnings
    assert warning.endswith("headed 'Etwas', head it Answer in row 4 and run it again")
    second = ("ID", "Question", "Answer", "Comments")
    assert not read(sheet(HEAD, ["1", A], [], second, ["2", B], ["3", C])).warnings


def test_columns_as_told_hold_for_all_tables() -> None:
    grid = sheet(HEAD, ["1", A], ["2", B], [], ["ID", "Question", "Comments", "Response"], ["3", C])
    assert answers(read(grid, hints=told("question=B,answer=C"))) == {2: "answer=C2 comment=D2"} | {
        3: "answer=C3 comment=D3",
        6: "answer=C6 comment=D6",
    }
