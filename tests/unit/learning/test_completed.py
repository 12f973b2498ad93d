"""The answered rows of completed questionnaires."""

from __future__ import annotations

import pytest

from qfill.learning.completed import given_rows
from qfill.model import Question, Role, SheetCell, Verdict


def asked(text: str, skip: str = "already answered", options: str = "", **existing: str) -> Question:
    roles = {Role(name): value for name, value in existing.items()}
    return Question(
        place=SheetCell("S", 2, 2),
        text=text,
        sheet="S",
        row=2,
        targets={role: SheetCell("S", 2, number) for number, role in enumerate(roles, 3)},
        existing=roles,
        options=tuple(options.split("|")) if options else (),
        skip=skip,
    )


def test_a_rows_verdict_comes_from_its_dropdown_its_tick_or_its_text() -> None:
    rows = [
        asked("Is data stored encrypted at rest?", answer="Yes", comment="With AES."),
        asked("Is data kept in the country?", no="x", comment="Abroad."),
        asked("Is there a team for security incidents?", answer="Yes, there is a CSIRT."),
        asked("Describe how backups are taken.", answer="Every day."),
        asked("Is this row left empty by the vendor?", skip=""),
        asked("Is this a form's own formula?", skip="its answer is a formula", answer="Yes"),
    ]
    found = given_rows(0, rows, "en")
    assert [(row.verdict, row.text) for row in found] == [
        (Verdict.YES, "With AES."),
        (Verdict.NO, "Abroad."),
        (Verdict.YES, "Yes, there is a CSIRT."),
        (Verdict.NONE, "Every day."),
    ]


@pytest.mark.parametrize(
    ("answer", "options", "verdict", "text"),
    [
        ("1) Yes", "1) Yes|2) No", Verdict.YES, ""),
        ("b. No", "", Verdict.NO, ""),
        ("4) AWS", "3) Azure|4) AWS", Verdict.NONE, "4) AWS"),
        ("Nei - vi har ingen.", "", Verdict.NO, "Nei - vi har ingen."),
        ("Not applicable.", "Yes|No", Verdict.NOT_APPLICABLE, ""),
        ("Yes we do so each year", "", Verdict.YES, "Yes we do so each year"),
        ("No data ever leaves the country", "", Verdict.NONE, "No data ever leaves the country"),
        ("Yes, but not for all", "Yes|No", Verdict.YES, "Yes, but not for all"),
    ],
)
def test_an_option_may_be_numbered(answer: str, options: str, verdict: Verdict, text: str) -> None:
    (row,) = given_rows(0, [asked("Is there single sign-on?", answer=answer, options=options)], "en")
    assert (row.verdict, row.text) == (verdict, text)


def test_a_row_stands_where_its_answer_does() -> None:
    (row,) = given_rows(0, [asked("Is data kept in the country?", no="x")], "en")
    assert row.place == "S!C2"


def test_characters_that_nobody_sees_are_left_out() -> None:
    (row,) = given_rows(0, [asked("\ufeffIs data kept?", answer="Yes\u200b", comment="\ufeffIt is.")], "en")
    assert (row.question, row.verdict, row.text) == ("Is data kept?", Verdict.YES, "It is.")
