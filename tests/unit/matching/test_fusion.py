"""Reciprocal rank fusion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qfill.matching.fusion import first_in, fuse


def test_what_stands_near_the_front_of_all_orders_comes_first() -> None:
    scores = fuse([[1, 2, 3], [2, 1, 3], [2, 3, 1]])
    assert sorted(scores, key=scores.__getitem__, reverse=True) == [2, 1, 3]


def test_one_order_that_errs_is_outvoted() -> None:
    scores = fuse([[9, 1], [1, 5, 9], [1, 5, 9]])
    assert max(scores, key=scores.__getitem__) == 1


def test_what_one_order_lacks_counts_by_the_others() -> None:
    assert fuse([[1], [2, 1]]) == {1: first_in(1) + 1 / 5, 2: first_in(1)}


@given(st.permutations(range(6)), st.integers(1, 4))
def test_equal_orders_keep_their_order(order: list[int], times: int) -> None:
    scores = fuse([order] * times)
    assert sorted(scores, key=scores.__getitem__, reverse=True) == order
    assert max(scores.values()) == first_in(times)
