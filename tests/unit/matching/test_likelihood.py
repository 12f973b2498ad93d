"""Naive Bayes over an answer's wordings."""

from __future__ import annotations

import math

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching.index import Index
from qfill.matching.likelihood import NAMES, likelihoods
from qfill.matching.reading import read
from qfill.model import Answer, Verdict

LEXICON = load_lexicon()


def answer(name: str, *phrasings: str, refused: tuple[str, ...] = ()) -> Answer:
    return Answer(
        id=name,
        topic="t",
        verdict=Verdict.YES,
        phrasings={"en": phrasings},
        not_this={"en": refused} if refused else {},
        text={"en": "Yes."},
        facts=(f"F-{name}",),
    )


BANK = Index(
    [
        answer(
            "backups",
            "Are backups taken?",
            "Do you take backups of our data?",
            refused=("Where are backups stored?", "In which country are backups stored?"),
        ),
        answer("training", "Are developers trained in secure coding?", "Is there security training?"),
    ],
    LEXICON,
    {},
    {},
)


def features(text: str, number: int = 0) -> dict[str, float]:
    question = read(text, "en", LEXICON)
    return likelihoods(question, BANK.answers[number], BANK.near(number, question), BANK)


def test_the_share_of_a_unit_is_the_mean_of_the_answers_shares() -> None:
    assert BANK.share("backup") == pytest.approx((1.0 + 0.0) / 2)
    assert BANK.share("no such unit") == 0
    assert math.fsum(BANK.answer_types.values()) == pytest.approx(1)


def test_a_unit_of_all_its_phrasings_speaks_for_an_answer_and_against_another() -> None:
    # An m-estimate of 3 on two of two phrasings, a bank's share of a half: (2 + 1.5) / (2 + 3) over 0.5.
    assert features("Backups?")["likelihood"] == pytest.approx(math.log(0.7 / 0.5))
    assert features("Backups?", 1)["likelihood"] == pytest.approx(math.log(0.3 / 0.5))


def test_what_only_refused_wordings_ask_speaks_against_it() -> None:
    plain, where = features("Are backups taken?"), features("Where are backups stored?")
    assert where["type_refused"] < 0 < plain["type_refused"]
    assert where["type_margin"] < 0 < plain["type_margin"]
    assert where["likelihood_refused"] < plain["likelihood_refused"]


def test_an_answer_that_was_never_refused_has_nothing_against_it() -> None:
    found = features("Is there security training?", 1)
    assert found["likelihood_refused"] == found["likelihood_refused_least"] == 0
    assert set(found) == set(NAMES)
    assert all(map(math.isfinite, found.values()))
