"""Samples: the same draw each time, larger ones around smaller ones, before and after decisions."""

from __future__ import annotations

from dataclasses import replace

from tests.support.audits import audit, row

from qfill.review.queue import sampled, waiting

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
