"""The learning benchmark on invented files of which the right figures are known."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.learn import measure

from qfill.model import Verdict

QUESTIONS = (
    "Is customer data backed up each night?",
    "Are passwords of your staff stored in clear text?",
    "Do you train all employees in security each year?",
    "Is there a team that answers security incidents?",
    "Describe how you dispose of paper.",
)


def form(path: Path, *answers: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("question", "answer"))
        writer.writerows(zip(QUESTIONS, answers, strict=True))
    return path


def test_rows_are_compared_with_what_the_vendor_said(tmp_path: Path) -> None:
    past = [
        form(tmp_path / "a.csv", "Yes", "No", "Yes", "Yes", "It is shredded."),
        form(tmp_path / "b.csv", "Yes", "No", "No", "Yes", "It is burnt."),
    ]
    found = measure(past, form(tmp_path / "c.csv", "Yes", "Yes", "Yes", "Yes", "It is eaten."))
    assert found.rows == 4
    assert (found.filled.count, found.agree.count) == (3, 2)
    assert found.contradictions == (QUESTIONS[2],)
    (wrong,) = found.disagreements
    assert (wrong.question, wrong.truth, wrong.said) == (QUESTIONS[1], Verdict.YES, Verdict.NO)
    assert [text for text, _ in found.waiting] == [QUESTIONS[2]]
    filled, agree = found.rivals["WRatio, all"]
    assert (filled.count, filled.of) == (4, 4)
    assert agree.count == 2
