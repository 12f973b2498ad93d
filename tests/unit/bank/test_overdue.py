"""When an answer's next review is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qfill.bank.overdue import due, overdue
from qfill.model import Answer, Verdict

ANSWER = Answer(id="a", topic="t", verdict=Verdict.YES, phrasings={}, text={}, reviewed=date(2026, 1, 31))


@pytest.mark.parametrize(
    ("every", "day"),
    [
        ("10 days", date(2026, 2, 10)),
        ("2 weeks", date(2026, 2, 14)),
        ("1 month", date(2026, 2, 28)),
        ("25 months", date(2028, 2, 29)),
        ("1 year", date(2027, 1, 31)),
        ("", None),
    ],
)
def test_due(every: str, day: date | None) -> None:
    assert due(replace(ANSWER, review_every=every)) == day


def test_overdue_from_the_day_after() -> None:
    answer = replace(ANSWER, review_every="10 days")
    assert not overdue(answer, date(2026, 2, 10))
    assert overdue(answer, date(2026, 2, 11))


def test_beyond_the_calendar_is_never_due() -> None:
    assert due(replace(ANSWER, reviewed=date(9999, 12, 1), review_every="2 months")) is None


def test_without_a_review_nothing_is_due() -> None:
    assert due(replace(ANSWER, reviewed=None, review_every="1 year")) is None
