"""Words of daily use mean nothing to the lexicon, however near they are spelt to one that does."""

from __future__ import annotations

import pytest

from qfill.language.lexicon_data import load_lexicon

VAGUE = {"generic", "word"}


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("removed", "en"), ("time", "en"), ("complaint", "en"), ("decision", "en"), ("context", "en"),
        ("händer", "sv"), ("kunna", "sv"), ("lager", "sv"), ("allvarligt", "sv"), ("utanför", "sv"),
        ("egentligen", "sv"), ("kunne", "nb"), ("etter", "nb"), ("forutsetter", "nb"), ("felles", "nb"),
    ],
)  # fmt: skip
def test_an_everyday_word_names_no_other_concept(word: str, language: str) -> None:
    units = load_lexicon().units(word, language)
    assert all(unit.kind in VAGUE or unit.key == "delete" for unit in units), units


@pytest.mark.parametrize(
    ("slip", "language", "concept"),
    [
        ("encyption", "en", "encryption"), ("vulnerabilty", "en", "vulnerability"),
        ("suport", "en", "support-offer"), ("lösenrod", "sv", "password"),
        ("sikkerhetskopeiring", "nb", "backup"),
    ],
)  # fmt: skip
def test_a_slip_of_the_keys_does(slip: str, language: str, concept: str) -> None:
    lexicon = load_lexicon()
    keys = {unit.key for unit in lexicon.units(slip, language)}
    assert any(concept == key or concept in lexicon.ancestors(key) for key in keys if key[0] != "~"), keys


def test_an_abbreviation_is_not_stemmed() -> None:
    assert {unit.key for unit in load_lexicon().units("user id", "en")} & {"intrusion-detection"} == set()
