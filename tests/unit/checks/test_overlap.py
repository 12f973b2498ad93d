"""Wordings that agree with a text are found as a plain comparison of each would find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.checks.overlap import Overlaps
from qfill.matching import Matcher
from qfill.matching.index import Index
from qfill.matching.reading import Reading, read
from qfill.model import Answer, Verdict

LEAST = 0.75
WORDS = (
    "encrypted",
    "backup",
    "data",
    "customer",
    "daily",
    "database",
    "incident",
    "test",
    "Azure",
    "vendor",
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7, unique=True).map(" ".join)


def _plain(index: Index, one: Reading, other: Reading) -> float:
    def mass(keys: list[str]) -> float:
        return sum(map(index.weight, keys))

    covers = mass([key for key in one.keys if key in other.reach]) / (mass([*one.keys]) or 1e-9)
    asked = mass([key for key in other.keys if key in one.reach]) / (mass([*other.keys]) or 1e-9)
    return 2 * covers * asked / (covers + asked) if covers and asked else 0.0


@given(st.lists(TEXTS, min_size=1, max_size=30, unique=True), TEXTS)
def test_none_is_missed_and_none_is_too_many(wordings: list[str], text: str) -> None:
    answers = [
        Answer(
            id=f"a{number}",
            topic="t",
            verdict=Verdict.YES,
            phrasings={"en": (wording,)},
            text={"en": "Yes."},
            facts=("X1",),
        )
        for number, wording in enumerate(wordings)
    ]
    matcher = Matcher(answers)
    overlaps = Overlaps(matcher.index, "en", LEAST)
    asked = read(text, "en", matcher.lexicon)
    found = dict(overlaps.agreements(asked))
    for number, (_, wording) in enumerate(overlaps.wordings):
        plain = _plain(matcher.index, asked, wording.reading)
        if abs(plain - LEAST) > 1e-9:
            assert (number in found) is (plain > LEAST), wording.reading.text
        if number in found:
            assert found[number] == pytest.approx(plain)
