"""Samples: the same draw each time, larger ones around smaller ones, before and after decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.audits import audit, bank, row

from qfill.review.queue import offered, sampled, waiting

ROWS = [row(number, f"Question {number}?", "filled") for number in range(2, 60)]


def numbers(count: int, rows: list = ROWS) -> list[int | str]:  # type: ignore[type-arg]
    return [one.row for one in sampled(audit(rows), count)]


def test_a_draw_is_the_same_each_time_and_in_file_order() -> None:
    drawn = numbers(10)
    assert drawn == numbers(10)
    assert drawn == sorted(drawn, key=int)
    assert len(set(drawn)) == 10
    assert drawn != [one.row for one in ROWS[:10]]


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert set(numbers(10)) < set(numbers(25)) < set(numbers(58))
    assert len(numbers(100)) == 58


def test_settled_rows_stay_in_the_draw() -> None:
    drawn = numbers(10)
    after = [
        replace(one, outcome="unanswered", decision={"action": "blank", "sample": 10})
        if one.row == drawn[0]
        else one
        for one in ROWS
    ]
    assert numbers(10, after) == drawn


def test_only_rows_filled_from_the_bank_are_drawn() -> None:
    rows = [
        row(2, "a"),
        row(3, "b", "filled"),
        row(4, "c", "filled", confidence=None),
        row(5, "d", "unanswered"),
    ]
    assert numbers(10, rows) == [3]
    assert [one.row for one in waiting(audit(rows))] == [2]


@pytest.mark.parametrize("change", [{"disclosure": "nda"}, {"status": "draft"}])
def test_nothing_is_offered_that_may_not_be_written(change: dict[str, Any]) -> None:
    found = bank()
    held = replace(found, answers=(replace(found.answers[0], **change), *found.answers[1:]))
    one = offered(row(2, "Is it so?"), held, "public")
    assert [candidate["answer"] for candidate in one.candidates] == ["two"]
    assert one.proposed is None
    # What was filled stands there already, and may be confirmed.
    assert offered(row(2, "Is it so?", "filled"), held, "public").proposed is not None


def test_what_the_recipient_may_see_is_offered() -> None:
    found = bank()
    shown = replace(found, answers=tuple(replace(one, disclosure="nda") for one in found.answers))
    assert offered(row(2, "Is it so?"), shown, "nda") == row(2, "Is it so?")
