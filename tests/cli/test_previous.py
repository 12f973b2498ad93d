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
    completed(
        folder / "last.xlsx", ("Yes", "Each night."), ("No", "As F1 says."), (None, None), ("No", secret)
    )
    run = qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY)
    assert run.code == 0
    assert "2 rows were held back: the answer is above the tier public" in run.err
    rows = rows_of(folder)
    assert [rows[row]["outcome"] for row in (2, 3, 5)] == ["unanswered", "review", "review"]
    assert rows[2]["reason"] == "held back: above the tier public"
    assert rows[3]["reason"] == "its text names what is internal: F1"
    assert rows[5]["reason"] == "its text holds an answer above the tier public: backups"


@pytest.mark.parametrize("said", ["Yes", "No"])
def test_an_answer_that_is_overdue_goes_to_a_person_whatever_was_said_last_time(
    qfill: Runner, folder: Path, said: str
) -> None:
    (folder / "qfill.toml").write_text('stale = "review"\n')
    questionnaire(folder / "next.xlsx")
    completed(folder / "last.xlsx", (said, "Each night."))
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", "--today", "2028-01-01").code == 0
    row = rows_of(folder)[2]
    assert (row["outcome"], row["proposed"]["verdict"]) == ("review", "yes")
    told = f"last time: {said.lower()} Each night. (last.xlsx, Security!C2)"
    assert row["reason"] == f"backups is overdue for review; {told}"


@pytest.mark.parametrize("said", ["Yes", "No"])
def test_last_times_answer_is_not_given_for_another_product(qfill: Runner, folder: Path, said: str) -> None:
    path = folder / "answers" / "continuity.yaml"
    applies = "    applies_to: {product: [Studio]}\n    disclosure: public"
    path.write_text(path.read_text("utf-8").replace("    disclosure: public", applies), "utf-8")
    questionnaire(folder / "next.xlsx")
    completed(folder / "last.xlsx", (said, "Each night."))
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", "--for", "product=Cloud", *TODAY).code == 0
    row = rows_of(folder)[2]
    assert (row["outcome"], row["written"]) == ("review", {})
    reason = "backups holds for product Studio only, not for Cloud"
    assert row["reason"].startswith(f"{reason}; last time: {said.lower()} Each night.")


def test_a_likely_answer_that_says_otherwise_goes_to_a_person(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "next.xlsx")
    completed(folder / "last.xlsx", ("No", "We had none."))
    run = qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY, "--accept", "1")
    assert run.code == 0
    row = rows_of(folder)[2]
    assert (row["outcome"], row["proposed"]["verdict"]) == ("review", "yes")
    assert row["reason"] == (
        "the nearest answer says yes; last time: no We had none. (last.xlsx, Security!C2)"
    )


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
