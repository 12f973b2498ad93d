"""The inverted index."""

from __future__ import annotations

from qfill.matching import postings
from qfill.matching.postings import Postings


def test_a_score_is_what_the_units_say_times_their_weights() -> None:
    held = Postings()
    held.add("backup", 0, 1.0)
    held.add("backup", 1, 0.5)
    held.add("test", 1, 2.0)
    assert held.scores({"backup": 3.0, "test": 1.0, "unknown": 9.0}, 10) == {0: 3.0, 1: 3.5}


def test_a_unit_that_hundreds_hold_only_adds_to_those_that_rarer_ones_chose() -> None:
    held = Postings()
    for number in range(postings._COMMON + 1):
        held.add("policy", number, 1.0)
    held.add("backup", 7, 1.0)
    held.add("backup", 9, 1.0)
    assert held.scores({"policy": 1.0, "backup": 1.0}, 2) == {7: 2.0, 9: 2.0}


def test_a_common_unit_chooses_where_rarer_ones_chose_too_few() -> None:
    held = Postings()
    for number in range(postings._COMMON + 1):
        held.add("policy", number, 1.0)
    assert len(held.scores({"policy": 1.0}, 2)) == postings._COMMON + 1
