"""The threshold by risk control, against figures worked out otherwise."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.evaluation.risk import lowest_threshold, rows_needed, upper_share


def sample(*groups: tuple[float, int, int]) -> list[tuple[float, bool]]:
    """Rows as (confidence, how many, how many of them wrong)."""
    return [(confidence, n < wrong) for confidence, count, wrong in groups for n in range(count)]


@pytest.mark.parametrize(("bound", "rows"), [(0.01, 299), (0.02, 149), (0.05, 59), (0.1, 29)])
def test_without_an_error_the_rows_needed_are_those_of_the_plain_formula(bound: float, rows: int) -> None:
    assert rows_needed(0, bound) == rows == math.ceil(math.log(0.05) / math.log(1 - bound))
    assert lowest_threshold(sample((0.9, rows - 1, 0)), bound) is None
    assert lowest_threshold(sample((0.9, rows, 0)), bound) is not None


@pytest.mark.parametrize(
    ("wrong", "rows", "upper"),
    # From tables of the exact one-sided 95 % limit of a binomial share.
    [(0, 299, 0.00997), (1, 473, 0.01000), (3, 1000, 0.00774), (1, 20, 0.21611), (5, 10, 0.77756)],
)
def test_the_upper_end_is_the_exact_one(wrong: int, rows: int, upper: float) -> None:
    assert upper_share(wrong, rows) == pytest.approx(upper, abs=2e-5)


def test_without_rows_or_with_all_wrong_anything_may_be() -> None:
    assert upper_share(0, 0) == 1
    assert upper_share(4, 4) == 1


def test_errors_among_the_unsure_raise_the_threshold() -> None:
    found = lowest_threshold(sample((0.99, 200, 0), (0.95, 150, 0), (0.85, 100, 9)), 0.01)
    assert found is not None
    assert (found.accept, found.rows, found.wrong, found.of) == (0.95, 350, 0, 450)
    assert found.upper < 0.01


def test_the_lowest_threshold_that_holds_is_taken() -> None:
    found = lowest_threshold(sample((0.99, 300, 1), (0.9, 700, 2)), 0.01)
    assert found is not None
    assert (found.accept, found.rows, found.wrong) == (0.9, 1000, 3)


@given(
    st.lists(st.tuples(st.integers(50, 60).map(lambda n: n / 60), st.booleans()), max_size=80),
    st.sampled_from([0.05, 0.1, 0.3]),
)
def test_what_is_found_holds_and_nothing_lower_does(rows: list[tuple[float, bool]], bound: float) -> None:
    def holds(accept: float) -> bool:
        wrong = [was for confidence, was in rows if confidence >= accept]
        return bool(wrong) and upper_share(sum(wrong), len(wrong)) <= bound + 1e-12

    found = lowest_threshold(rows, bound)
    thresholds = sorted({confidence for confidence, _ in rows})
    assert (found.accept if found else None) == next(filter(holds, thresholds), None)


def test_a_share_above_the_bound_is_seldom_let_through() -> None:
    draw = random.Random(7)
    let = sum(
        lowest_threshold([(0.9, draw.random() < 0.05) for _ in range(200)], 0.05) is not None
        for _ in range(400)
    )
    assert let / 400 < 0.09
