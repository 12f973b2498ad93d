"""Finding questions on hand-made grids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.grids import sheet as sheet_of

from qfill.errors import QuestionnaireError, UsageError
from qfill.files.grid import Area, Grid, MergeIndex, Validation
from qfill.layout import LayoutHints, parse_columns, read_layout, told_columns
from qfill.model import Role, SheetCell

YES_NO = ("Yes", "No")
ASKED = (
    "Is customer data encrypted at rest?",
    "Do you take backups every day?",
    "How are incidents handled?",
)


def grid(rows: list[list[str]], *, sheet: str = "Form", **more: object) -> Grid:
    return replace(sheet_of(*rows, name=sheet), **more)  # type: ignore[arg-type]


def plain(*, header: tuple[str, ...] = ("ID", "Question", "Answer", "Comments")) -> list[list[str]]:
    return [["Vendor questionnaire"], [], list(header), *([f"Q{n}", text] for n, text in enumerate(ASKED, 1))]


def test_title_rows_stand_above_the_header() -> None:
    found = read_layout([grid(plain())], LayoutHints()).sheets[0]
    assert found.header_row == 3
    assert dict(found.roles) == {Role.QUESTION: 2, Role.ANSWER: 3, Role.COMMENT: 4, Role.QUESTION_ID: 1}
    assert [question.text for question in found.questions] == list(ASKED)
    assert found.questions[0].targets[Role.ANSWER] == SheetCell("Form", 4, 3)
    assert any("headed 'Question'" in line for line in found.because)


@pytest.mark.parametrize(
    "header", [("Nr", "Fråga", "Svar", "Kommentar"), ("Nr.", "Spørsmål", "Svar", "Kommentar")]
)
def test_header_words_in_swedish_and_norwegian(header: tuple[str, ...]) -> None:
    roles = read_layout([grid(plain(header=header))], LayoutHints()).sheets[0].roles
    assert (roles[Role.QUESTION], roles[Role.ANSWER], roles[Role.COMMENT]) == (2, 3, 4)


def test_options_to_tick_in_columns_of_their_own() -> None:
    rows = [["ID", "Question", "Yes", "No", "N/A", "Comments"], *([f"Q{n}", t] for n, t in enumerate(ASKED))]
    roles = read_layout([grid(rows)], LayoutHints()).sheets[0].roles
    assert (roles[Role.TICK_YES], roles[Role.TICK_NO], roles[Role.TICK_NA], roles[Role.COMMENT]) == (
        3,
        4,
        5,
        6,
    )
    assert Role.ANSWER not in roles


def test_section_rows_and_repeated_headers_are_context() -> None:
    header = ["ID", "Question", "Answer"]
    rows = [header, ["", "Backups"], ["1", ASKED[1]], ["", "Incidents"], header, ["2", ASKED[2]]]
    validations = (Validation(areas=(Area(3, 3, 3, 3), Area(6, 3, 6, 3)), options=YES_NO),)
    found = read_layout([grid(rows, validations=validations)], LayoutHints()).questions
    assert [(question.text, question.section) for question in found] == [
        (ASKED[1], "Backups"),
        (ASKED[2], "Incidents"),
    ]
    assert found[0].options == YES_NO


def test_a_follow_up_knows_its_parent() -> None:
    rows = [["ID", "Question", "Answer"], ["1", ASKED[0]], ["1.1", "If yes, describe the method used."]]
    found = read_layout([grid(rows)], LayoutHints()).questions
    assert (found[1].parent, found[1].parent_place) == (ASKED[0], SheetCell("Form", 2, 2))


def test_what_is_answered_is_skipped_unless_it_is_to_be_overwritten() -> None:
    rows = plain()
    rows[3].append("Yes")
    assert read_layout([grid(rows)], LayoutHints()).questions[0].skip == "already answered"
    assert read_layout([grid(rows)], LayoutHints(overwrite=True)).questions[0].skip == ""


def test_locked_cells_are_not_written() -> None:
    found = read_layout(
        [grid(plain(), protected=True)], LayoutHints(columns={None: {Role.QUESTION: 2, Role.ANSWER: 3}})
    )
    assert {question.skip for question in found.questions} == {"locked"}


def test_an_assessors_column_is_never_a_target() -> None:
    roles = (
        read_layout([grid(plain(header=("ID", "Question", "Answer", "Analyst Notes")))], LayoutHints())
        .sheets[0]
        .roles
    )
    assert 4 not in roles.values()


def test_a_merged_answer_is_written_at_its_corner() -> None:
    merges = MergeIndex((Area(4, 3, 5, 3),))
    found = read_layout([grid(plain(), merges=merges)], LayoutHints()).questions
    assert found[1].targets[Role.ANSWER] == SheetCell("Form", 4, 3)


def test_two_close_readings_are_a_question_back() -> None:
    rows = [["Question", "Answer", "Answer"], *([text, "", ""] for text in ASKED)]
    with pytest.raises(QuestionnaireError, match="column B or C") as caught:
        read_layout([grid(rows)], LayoutHints())
    assert "--columns" in caught.value.hint
    told = LayoutHints(columns={"Form": {Role.QUESTION: 1, Role.ANSWER: 3}})
    assert read_layout([grid(rows)], told).sheets[0].roles[Role.ANSWER] == 3


def test_a_file_without_questions_says_so() -> None:
    with pytest.raises(QuestionnaireError, match="no questions found") as caught:
        read_layout([grid([["Name", "Amount"], ["Paper", "12"]])], LayoutHints())
    assert caught.value.hint


def test_a_document_in_a_cell_is_no_question_and_no_parent() -> None:
    long = "Is all of this so? " + "And more. " * 1_100
    rows = [["ID", "Question", "Answer"], ["1", ASKED[0]], ["2", long], ["2.1", ASKED[1]], ["3", ASKED[2]]]
    found = read_layout([grid(rows)], LayoutHints()).questions
    assert [question.skip for question in found] == ["", "too long for a question", "", ""]
    assert found[2].parent == ""


def test_hidden_and_scoring_sheets_are_left_alone() -> None:
    hidden = grid(plain(), sheet="Lists", visible=False)
    found = read_layout([grid(plain()), hidden, grid(plain(), sheet="Analyst Report")], LayoutHints())
    assert [sheet.sheet for sheet in found.sheets] == ["Form"]
    assert [name for name, _ in found.ignored] == ["Lists", "Analyst Report"]


def test_a_sheet_that_is_not_there_is_named() -> None:
    with pytest.raises(QuestionnaireError, match="no sheet named 'Nope'"):
        read_layout([grid(plain())], LayoutHints(sheets=("Nope",)))


def test_columns_are_parsed_with_their_sheet() -> None:
    assert parse_columns("My Sheet!question=B,answer=AA") == ("My Sheet", {Role.QUESTION: 2, Role.ANSWER: 27})
    assert parse_columns("yes=C,no=D,na=E")[0] is None


def test_columns_told_one_by_one_add_up() -> None:
    told = told_columns(["question=A", "answer=B,comment=C", "Form!answer=D", "answer=E"])
    assert told == {
        None: {Role.QUESTION: 1, Role.ANSWER: 5, Role.COMMENT: 3},
        "Form": {Role.ANSWER: 4},
    }


@pytest.mark.parametrize("text", ["question", "what=B", "question=B2", "question="])
def test_columns_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_columns(text)
