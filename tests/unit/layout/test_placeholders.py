"""What stands in a cell that nobody has answered yet."""

from __future__ import annotations

import pytest
from tests.support.grids import HEAD, A, B, C, answers, read, sheet

from qfill.layout import LayoutHints
from qfill.layout.placeholders import is_placeholder
from qfill.model import Role

PLACEHOLDERS = (
    "Please select", "<Select>", "-- Select --", "Choose an item.", "Select one", "TBD", "-", "–", "...",
    "[vendor response]", "<Enter your answer here>", "Click or tap here to enter text.", "☐", "☐ Yes ☐ No",
    "[ ] Yes  [ ] No", "Välj", "Välj ett alternativ", "Ange svar här", "Skriv ditt svar här",
    "Velg et element.", "Velg", "Skriv her", "Fyll inn svar", "[Leverantörens svar]",
    "(your response)", "______",
)  # fmt: skip


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_no_answer(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes", "No", "N/A", "Ja", "x", "☒", "☒ Yes ☐ No", "[x] Yes [ ] No",
        "☐ Yes, in all of our data centres",
        "Write access is limited to administrators.", "Select staff only", "Provide access on request",
        "(see annex)", "[SOC 2]", "0", "-5", "Ange-protokollet används.",
    ],
)  # fmt: skip
def test_an_answer_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", ["Please select", "[vendor response]", "Velg"])
def test_rows_that_hold_a_placeholder_are_to_be_answered(text: str) -> None:
    found = read(sheet(HEAD, ["1", A, text], ["2", B, text], ["3", C, "Yes"]))
    assert answers(found) == {
        2: "answer=C2 comment=D2",
        3: "answer=C3 comment=D3",
        4: "already answered",
    }
    assert Role.ANSWER not in found.questions[0].existing


def test_empty_boxes_in_the_columns_to_tick_are_to_be_ticked() -> None:
    rows = [["1", A, "☐", "☐"], ["2", B, "☐", "☒"]]
    found = read(sheet(["ID", "Question", "Yes", "No"], *rows))
    assert answers(found) == {2: "no=D2 yes=C2", 3: "already answered"}


def test_what_every_row_holds_names_the_flag_that_answers_it_anew() -> None:
    rows = [[str(number), text, "Not assessed"] for number, text in enumerate((A, B, C), 1)]
    found = read(sheet(HEAD, *rows))
    assert {question.skip for question in found.questions} == {
        "already answered, every row alike; --overwrite answers it anew"
    }
    anew = read(sheet(HEAD, *rows), hints=LayoutHints(overwrite=True))
    assert {question.skip for question in anew.questions} == {""}
