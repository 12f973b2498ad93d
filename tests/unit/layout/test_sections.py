"""Headings among the questions, and questions of two levels."""

from __future__ import annotations

from tests.support.grids import HEAD, A, B, C, D, answers, read, sheet, told

from qfill.model import SheetCell

YES_NO = ("Yes", "No")
SEEMS = "a heading, it seems, by its number or for want of one; answer it by hand if it asks"
HEADING = "Encryption of customer data at rest and in transit"


def test_a_row_without_the_number_and_options_of_all_others_is_a_heading() -> None:
    found = read(sheet(HEAD, ["", HEADING], ["1.1", A], ["1.2", B], options={"C3:C4": YES_NO}))
    assert [(question.text, question.section) for question in found.questions] == [
        (A, HEADING),
        (B, HEADING),
    ]


def test_a_row_that_lacks_a_number_alone_is_left_to_a_person_aloud() -> None:
    found = read(sheet(HEAD, ["1.1", A], ["1.2", B], ["", HEADING], ["2.1", C]))
    assert answers(found)[4] == SEEMS
    assert found.questions[-1].section == HEADING


def test_a_number_that_the_questions_continue_is_a_headings() -> None:
    rows = [["1", HEADING], ["1.1", A], ["1.2", B], ["2", "Access"], ["2.1", C]]
    found = read(sheet(HEAD, *rows))
    assert {row: said for row, said in answers(found).items() if said == SEEMS} == {2: SEEMS, 5: SEEMS}
    assert [(question.parent, question.section) for question in found.questions][1] == ("", HEADING)
    follow = [["1", HEADING], ["1.1", "If so, how?"], ["2", A], ["2.1", B]]
    assert SEEMS not in answers(read(sheet(HEAD, *follow))).values()


def test_statements_and_questions_without_numbers_stay_questions() -> None:
    rows = [["", HEADING], ["", A], ["", B]]
    assert list(answers(read(sheet(HEAD, *rows)))) == [2, 3, 4]
    assert not any(question.skip for question in read(sheet(HEAD, *rows)).questions)
    asked = read(sheet(HEAD, ["1", A], ["", B], ["2", C], options={"C2": YES_NO, "C4": YES_NO}))
    assert not any(question.skip for question in asked.questions)
    assert len(asked.questions) == 3


def test_a_sub_question_is_asked_under_the_question_above_it() -> None:
    rows = [["1", A], ["", "", B], ["", "", C], ["2", D]]
    found = read(sheet(["Nr", "Question", "Sub-question", "Response"], *rows)).questions
    assert [(question.row, question.text, question.parent) for question in found] == [
        (2, A, ""),
        (3, B, A),
        (4, C, A),
        (5, D, ""),
    ]
    assert found[1].parent_place == SheetCell("S", 2, 2)
    assert found[1].place == SheetCell("S", 3, 3)


def test_a_question_beside_its_sub_question_is_its_parent_alone() -> None:
    rows = [["1", A, B], ["", "", C], ["2", D]]
    found = read(sheet(["Nr", "Question", "Sub-question", "Response"], *rows)).questions
    assert [(question.row, question.text, question.parent) for question in found] == [
        (2, B, A),
        (3, C, A),
        (4, D, ""),
    ]
    assert found[0].parent_place is None


def test_rows_that_ask_in_a_column_without_a_role_are_not_passed_over_in_silence() -> None:
    rows = [["1", A], ["", "", B], ["", "", C], ["2", D]]
    grid = sheet(["Nr", "Question", "Detail", "Response"], *rows)
    (warning,) = read(grid).warnings
    assert warning == (
        "sheet 'S': 2 rows ask in column C alone and were not read; to read such rows, "
        "run it again with --columns 'S!question=B,answer=D,subquestion=C'"
    )
    again = read(grid, hints=told("S!question=B,answer=D,subquestion=C"))
    assert [question.text for question in again.questions] == [A, B, C, D]
    assert not again.warnings


def test_a_comment_that_begins_as_a_header_does_makes_no_header_of_a_question() -> None:
    found = read(sheet(HEAD, ["1", A, "Yes", "Comments follow."], ["2", B, "No", "N/A"], ["3", C]))
    assert [question.row for question in found.questions] == [2, 3, 4]
