"""Weights added up over many wordings at once come to the same as one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qfill.matching.tally import Tally, scale_of

UNITS = st.sampled_from("abcdefgh")


@given(
    st.lists(st.frozensets(UNITS), max_size=40),
    st.dictionaries(UNITS, st.integers(min_value=0, max_value=8191)),
)
def test_sums_are_those_of_a_plain_count(wordings: list[frozenset[str]], weights: dict[str, int]) -> None:
    found = Tally(wordings).sums(weights.items())
    assert found == [sum(weights.get(unit, 0) for unit in units) for units in wordings]


@given(st.lists(st.floats(min_value=1e-6, max_value=2.0), min_size=1, max_size=900))
def test_scaled_weights_fit_into_a_lane_together(weights: list[float]) -> None:
    scale = scale_of(sum(weights), len(weights))
    assert sum(round(weight * scale) for weight in weights) <= 65_535


def test_a_lane_takes_the_most_that_it_may_beside_its_neighbours() -> None:
    assert Tally([("a",)] * 20).sums([("a", 65_535)]) == [65_535] * 20
