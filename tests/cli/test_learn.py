"""`qfill bank learn`: completed questionnaires into drafts that fill the next one once approved."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner


def completed(path: Path, *answers: tuple[str | None, str | None]) -> Path:
    """A questionnaire whose rows hold these verdicts and comments."""
    questionnaire(path)
    book = load_workbook(path)
    for number, (verdict, comment) in enumerate(answers, 2):
        book["Security"].cell(number, 3, verdict)
        book["Security"].cell(number, 4, comment)
    book.save(path)
    return path


def test_what_was_answered_before_fills_the_next_one(qfill: Runner, folder: Path) -> None:
    completed(folder / "last.xlsx", ("Yes", "Each night."), ("No", "There are none."), (None, None))
    run = qfill("bank", "learn", "last.xlsx", "--bank", "own")
    assert (run.code, run.out) == (0, "own/learned.yaml\nown/sources.yaml\n")
    assert "last.xlsx: 2 answered rows" in run.err
    assert "2 drafts" in run.err
    questionnaire(folder / "next.xlsx")
    assert "nothing is filled" not in qfill("fill", "next.xlsx", "--bank", "own", "--no-page").err
    filled = folder / "next.filled.xlsx"
    assert load_workbook(filled)["Security"]["C2"].value is None
    assert qfill("bank", "approve", "--all", "--bank", "own", "--today", "2026-02-01").code == 0
    assert qfill("fill", "next.xlsx", "--bank", "own", "--no-page", "--today", "2026-02-01").code == 0
    sheet = load_workbook(filled)["Security"]
    assert [sheet["C2"].value, sheet["D2"].value] == ["Yes", "Each night."]
    assert [sheet["C3"].value, sheet["D3"].value] == ["No", "There are none."]
    assert sheet["C5"].value is None


def test_contradictions_are_listed_and_never_filled(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Each night."))
    completed(folder / "b.xlsx", ("No", "Not at all."))
    run = qfill("bank", "learn", "a.xlsx", "b.xlsx", "--bank", "own")
    assert run.code == 0
    assert "contradiction: Is customer data backed up?" in run.err
    assert "yes (a.xlsx Security!C2): Each night." in run.err
    assert "no (b.xlsx Security!C2): Not at all." in run.err
    assert qfill("bank", "approve", "--all", "--bank", "own", "--today", "2026-02-01").code == 0
    questionnaire(folder / "next.xlsx")
    assert qfill("fill", "next.xlsx", "--bank", "own", "--today", "2026-02-01").code == 0
    assert load_workbook(folder / "next.filled.xlsx")["Security"]["C2"].value is None
    assert "Each night." in (folder / "next.filled.xlsx.review.html").read_text(encoding="utf-8")


def test_a_file_without_answers_teaches_nothing(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "empty.xlsx")
    run = qfill("bank", "learn", "empty.xlsx", "--bank", "own")
    assert run.code == 2
    assert "none of the files holds an answer" in run.err
    assert not (folder / "own").exists()
