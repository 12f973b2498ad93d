"""Floors under the quality of matching, on labelled rows against four companies' banks.

`tests/banks/tallkotte` is an invented company's bank: other facts in other words than the
shipped example, and nothing was trained or tuned on its rows. It shows what a bank with
some fourteen wordings an answer can expect; `meridian` and `lumovard` are two more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from qfill.bank import load_bank
from qfill.checks.rule import Severity
from qfill.evaluation.evaluate import Evaluation
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.language.normalise import bare
from qfill.settings import Settings
from qfill.workflows.check import CheckOptions, check
from qfill.workflows.evaluate import evaluate

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "tests" / "labelled"
SECOND = ROOT / "tests" / "banks" / "tallkotte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """Shares between 0 and 1; `false_fills`, `ece` and `bothers` are ceilings.

    `suggested`: how many P rows a person is shown something for; `bothers`: how many N rows.
    """

    precision: float
    recall: float
    top3: float
    false_fills: float
    ece: float
    suggested: float
    bothers: float


# A little under what is measured. A change may raise these, never lower them: where a figure
# falls below its floor, the change is mended, not the floor. The confidence is set for real forms,
# of which less can be answered than of these rows: here it is a little too modest.
FLOORS = {
    "tune": Floors(
        precision=0.98, recall=0.71, top3=0.98, false_fills=0.005, ece=0.04, suggested=0.74, bothers=0.2
    ),
    "second": Floors(
        precision=0.96, recall=0.37, top3=0.94, false_fills=0.008, ece=0.10, suggested=0.62, bothers=0.16
    ),
    # Rows that are worded as far from their banks as may be, with near misses put in the banks' own words.
    "meridian": Floors(
        precision=0.90, recall=0.10, top3=0.95, false_fills=0.008, ece=0.09, suggested=0.76, bothers=0.07
    ),
    "lumovard": Floors(
        precision=0.78, recall=0.14, top3=0.95, false_fills=0.015, ece=0.11, suggested=0.68, bothers=0.15
    ),
}
BANKS = {
    "tune": ROOT / "answers",
    "second": SECOND,
    "meridian": ROOT / "tests" / "banks" / "meridian",
    "lumovard": ROOT / "tests" / "banks" / "lumovard",
}


@cache
def measured(name: str) -> Evaluation:
    return evaluate(files(name), Settings(bank=BANKS[name]))


def files(name: str) -> list[Path]:
    return sorted(ROWS.glob(f"{name}-*.csv"))


def rows(name: str) -> list[LabelledRow]:
    return [row for path in files(name) for row in read_labelled(path)]


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_filled_is_right(name: str) -> None:
    found = measured(name)
    told = [f"{one.row.id} {one.row.question}" for one in found.wrong]
    assert found.precision.share >= FLOORS[name].precision, told
    assert found.false_fills.share <= FLOORS[name].false_fills, told


@pytest.mark.parametrize("name", FLOORS)
def test_enough_is_filled_and_found(name: str) -> None:
    found = measured(name)
    assert found.recall.share >= FLOORS[name].recall
    assert found.top3.share >= FLOORS[name].top3


@pytest.mark.parametrize("name", FLOORS)
def test_the_confidence_is_honest(name: str) -> None:
    assert measured(name).ece <= FLOORS[name].ece


@pytest.mark.parametrize("name", FLOORS)
def test_what_helps_is_suggested_and_little_else(name: str) -> None:
    shares = {
        label: 1 - counts["left blank"] / sum(counts.values())
        for label, counts in measured(name).outcomes.items()
    }
    assert shares["P"] >= FLOORS[name].suggested
    assert shares["N"] <= FLOORS[name].bothers


@pytest.mark.parametrize("name", FLOORS)
def test_rows_want_facts_that_the_bank_answers(name: str) -> None:
    known = {fact for answer in load_bank(BANKS[name]).answers for fact in answer.facts}
    unknown = [
        (row.id, sorted(needed - known)) for row in rows(name) for needed in row.facts if needed - known
    ]
    assert unknown == []


def test_no_row_that_is_held_out_stands_in_the_bank() -> None:
    held = [*rows("tune"), *(row for path in sorted(ROWS.glob("test*.csv")) for row in read_labelled(path))]
    wordings = {
        bare(text)
        for answer in load_bank(ROOT / "answers").answers
        for texts in (answer.phrasings, answer.turned, answer.not_this)
        for language in texts
        for text in texts[language]
    }
    assert [row.id for row in held if bare(row.question) in wordings] == []


def test_most_rows_of_the_second_bank_may_not_be_filled() -> None:
    labelled = rows("second")
    assert len(labelled) >= 300
    assert sum(row.label != "A" for row in labelled) > len(labelled) / 2
    assert {row.language for row in labelled} == {"en", "sv", "nb"}


def test_the_second_bank_is_sound_and_speaks_three_languages() -> None:
    assert not [
        (one.code, one.place, one.message)
        for one in check(
            CheckOptions(settings=Settings(bank=SECOND), today=date(2026, 11, 24))
        ).report.findings
        if one.severity is Severity.ERROR
    ]
    for answer in load_bank(SECOND).answers:
        counts = {language: len(texts) for language, texts in answer.phrasings.items()}
        assert counts["en"] >= 6, answer.id
        assert min(counts["sv"], counts["nb"]) >= 4, answer.id
