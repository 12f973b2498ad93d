"""`qfill fill --previous`: last time's answers where the question stands unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner
from tests.cli.test_learn import completed

TODAY = ("--today", "2026-02-01", "--no-page")


def rows_of(folder: Path) -> dict[int, dict[str, Any]]:
    found = json.loads((folder / "next.filled.xlsx.audit.json").read_text(encoding="utf-8"))
    return {row["row"]: row for row in found["rows"]}


@pytest.fixture
def last(folder: Path) -> Path:
    questionnaire(folder / "next.xlsx")
    return completed(
        folder / "last.xlsx", ("Yes", "Each night."), ("No", "Not a bee."), (None, None), ("N/A", "None.")
    )


def test_unchanged_questions_take_last_times_answer(qfill: Runner, last: Path, folder: Path) -> None:
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    sheet = load_workbook(folder / "next.filled.xlsx")["Security"]
    assert [sheet["C3"].value, sheet["D3"].value] == ["No", "Not a bee."]
    assert [sheet["C5"].value, sheet["D5"].value] == ["N/A", "None."]
    rows = rows_of(folder)
    assert rows[3]["outcome"] == "filled"
    assert rows[3]["reason"] == "carried over from last.xlsx, Security!C3"
    # The bank is sure of this one and says the same, so its own text is given.
    assert rows[2]["answers"] == ["backups"]
    assert (
        qfill("verify", "next.xlsx", "next.filled.xlsx", "--audit", "next.filled.xlsx.audit.json").code == 0
    )


def test_what_the_recipient_may_not_see_is_not_carried_over(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    questionnaire(folder / "next.xlsx")
    secret = "Yes. Customer data is backed up every day."
    completed(folder / "last.xlsx", ("Yes", secret), ("No", "As F1 says."))
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    rows = rows_of(folder)
    assert [rows[row]["outcome"] for row in (2, 3)] == ["review", "review"]
    assert rows[2]["reason"] == "its text holds an answer above the tier public: backups"
    assert rows[3]["reason"] == "its text names what is internal: F1"


def test_what_the_bank_now_says_otherwise_goes_to_a_person(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "next.xlsx")
    completed(folder / "last.xlsx", ("No", "We had none."))
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    row = rows_of(folder)[2]
    assert row["outcome"] == "review"
    assert "the bank says yes now" in row["reason"]
    assert "no We had none. (last.xlsx, Security!C2)" in row["reason"]


def test_a_question_that_changed_goes_to_a_person(qfill: Runner, last: Path, folder: Path) -> None:
    book = load_workbook(folder / "next.xlsx")
    book["Security"]["B3"] = "Do you keep bees on the roof of the main office building?"
    book.save(folder / "next.xlsx")
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    row = rows_of(folder)[3]
    assert row["outcome"] == "review"
    assert "asked otherwise last time: Do you keep bees on the roof of the office building?" in row["reason"]
    assert row["proposed"]["verdict"] == "no"


def test_a_missing_file_is_an_error(qfill: Runner, last: Path) -> None:
    run = qfill("fill", "next.xlsx", "--previous", "gone.xlsx", *TODAY)
    assert run.code == 2
    assert "gone.xlsx: no such file" in run.err
