"""Sheets that are left alone for what they are called."""

from __future__ import annotations

import pytest
from tests.support.grids import HEAD, A, B, answers, read, sheet, told

from qfill.errors import QuestionnaireError
from qfill.files.grid import Grid
from qfill.layout import LayoutHints

NAMES = ("3. Lists of systems", "4. Summary of controls", "5. High risk", "Vendor Evaluation")


def asking(name: str) -> Grid:
    return sheet(HEAD, ["1", A], ["2", B], name=name)


@pytest.mark.parametrize("name", NAMES)
def test_the_only_sheet_that_asks_is_read_whatever_its_name(name: str) -> None:
    assert [one.sheet for one in read(asking(name)).sheets] == [name]
    beside = sheet(["Please read this first."], name="Instructions")
    found = read(beside, asking(name))
    assert [one.sheet for one in found.sheets] == [name]
    assert found.ignored == (("Instructions", "named like instructions, scoring or a report"),)
    assert not found.warnings


def test_columns_as_told_hold_for_it() -> None:
    grid = sheet(["1", A], ["2", B], name="Vendor Evaluation")
    assert answers(read(grid, hints=told("question=B,answer=C"))) == {1: "answer=C1", 2: "answer=C2"}


def test_of_several_each_is_named_in_a_hint_that_works() -> None:
    grids = [asking(name) for name in NAMES]
    with pytest.raises(QuestionnaireError, match="no questions found") as caught:
        read(*grids)
    flags = " ".join(f"--sheet '{name}'" for name in NAMES)
    assert caught.value.hint == f"name the sheets that ask: {flags}"
    assert len(read(*grids, hints=LayoutHints(sheets=NAMES)).sheets) == len(NAMES)


def test_beside_others_it_is_left_alone_aloud() -> None:
    form = sheet(HEAD, ["1", A], name="Form")
    found = read(form, asking("5. High risk"), sheet(["Points"], ["3"], name="Scoring"))
    assert [one.sheet for one in found.sheets] == ["Form"]
    (warning,) = found.warnings
    assert warning == (
        "sheet '5. High risk' was left alone for its name, but 2 of its rows ask: "
        "to answer it too, run it again with --sheet 'Form' --sheet '5. High risk'"
    )


def test_several_are_named_with_one_command_that_takes_all() -> None:
    grids = [asking("Form"), asking("5. High risk"), asking("Lists")]
    (warning,) = read(*grids).warnings
    assert warning == (
        "sheets '5. High risk', 'Lists' were left alone for their names, but 4 of their rows ask: "
        "to answer them too, run it again with --sheet 'Form' --sheet '5. High risk' --sheet 'Lists'"
    )


def test_a_report_on_the_questions_of_another_sheet_is_left_alone_quietly() -> None:
    assert not read(asking("Form"), asking("Analyst Report")).warnings


def test_a_sheet_whose_answers_are_given_is_left_alone_quietly() -> None:
    given = sheet(HEAD, ["1", A, "Yes"], ["2", B, "No"], name="Scoring")
    assert not read(asking("Form"), given).warnings


def test_a_sheet_that_asks_but_could_not_be_read_is_named_with_what_helps() -> None:
    form = sheet(HEAD, ["1", A], name="Form")
    bare = sheet(["1", A], ["2", B], name="More")
    (warning,) = read(form, bare).warnings
    assert warning == (
        "sheet 'More' was left alone, but 2 rows ask in column B: no question column beside a column for "
        "answers; to answer there, name the columns, say --columns 'More!question=B,answer=C'"
    )
    found = read(form, bare, hints=told("More!question=B,answer=C"))
    assert [(question.sheet, question.row) for question in found.questions] == [
        ("Form", 2),
        ("More", 1),
        ("More", 2),
    ]
    assert not found.warnings
