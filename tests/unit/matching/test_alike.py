"""Wordings that ask the same, and what keeps two apart that look it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching import Matcher
from qfill.matching.alike import likenesses
from qfill.matching.reading import read
from qfill.model import Answer, CsvField, Question, Verdict


def alike(one: str, other: str) -> bool:
    first, second = (likenesses(read(text, "en", load_lexicon())) for text in (one, other))
    return bool(set(first) & set(second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Are backups stored off-site?", "Are backups stored offsite"),
        ("Do you accomodate remote audits?", "Do you accommodate remote audits?"),
        ("Do staff monitor it 24x7?", "Do staff monitor it 24 x 7?"),
        ("Do you comply with ISO 9001?", "Does your company comply with ISO 9001?"),
        (
            "Will the institution be told of security incidents within 3 days?",
            "Will our university be told of security incidents within 3 days?",
        ),
        (
            "Were penetration tests of the product and its backups made by a third party in the last year?",
            "Were penetration tests of the solution and its backups made by a third-party in the past year?",
        ),
    ],
)
def test_spelling_and_words_of_no_weight_do_not_part_two_wordings(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Are backups of 2024 encrypted at rest?", "Are backups of 2025 encrypted at rest?"),
        ("Is the data of Alder encrypted at rest?", "Is the data of Birch encrypted at rest?"),
        (
            "Are passwords of your staff never stored in clear text in logs?",
            "Are passwords of your staff stored in clear text in logs?",
        ),
        ("Is security training mandatory for all staff?", "Is privacy training mandatory for all staff?"),
        ("Do you have backups?", "Do you have logs?"),
        (
            "How are backups of customer data encrypted and tested?",
            "Are backups of customer data encrypted and tested?",
        ),
    ],
)
def test_numbers_names_denials_and_subjects_do(one: str, other: str) -> None:
    assert not alike(one, other)


def answer(name: str, verdict: Verdict, text: str, **scope: str) -> Answer:
    return Answer(
        id=name,
        topic="t",
        verdict=verdict,
        phrasings={"en": (text,)},
        text={"en": "It is as it is."},
        facts=(f"F-{name}",),
        applies_to={key: (value,) for key, value in scope.items()},
    )


def ask(text: str) -> Question:
    return Question(place=CsvField(2, 1, "question"), text=text)


ASKED = "Are penetration tests of the service and its backups made by a third party each year?"
ALIKE = "Are penetration tests of the system and its back-ups made by a third-party each year?"


def test_a_wording_alike_is_surely_the_answers() -> None:
    best = Matcher([answer("a", Verdict.YES, ASKED)]).match(ask(ALIKE), "en", scope={}).candidates[0]
    assert best.confidence >= 0.9
    assert best.guards == ()


def test_two_answers_that_claim_a_wording_alike_leave_it_to_a_person() -> None:
    found = Matcher([answer("a", Verdict.YES, ASKED), answer("b", Verdict.NO, ALIKE)]).match(
        ask(ASKED), "en", scope={}
    )
    assert {one.answer_id for one in found.candidates} == {"a", "b"}
    assert all("claims this very wording" in " ".join(one.guards) for one in found.candidates)


def test_of_two_that_say_the_same_the_one_with_the_very_words_has_it() -> None:
    found = Matcher([answer("a", Verdict.YES, ASKED), answer("b", Verdict.YES, ALIKE)]).match(
        ask(ASKED), "en", scope={}
    )
    assert (found.candidates[0].answer_id, found.candidates[0].guards) == ("a", ())


def test_what_holds_of_another_product_claims_nothing_and_stands_behind() -> None:
    matcher = Matcher(
        [
            answer("alder", Verdict.YES, ASKED, product="Alder"),
            answer("birch", Verdict.NO, ASKED, product="Birch"),
        ]
    )
    for product, first in (("Alder", "alder"), ("birch", "birch")):
        best = matcher.match(ask(ASKED), "en", scope={"product": (product,)}).candidates[0]
        assert (best.answer_id, best.guards) == (first, ())
    assert matcher.match(ask(ASKED), "en", scope={}).candidates[0].guards != ()


def test_what_can_be_provided_keeps_the_verdict_it_was_given() -> None:
    asked = "Can you provide diagrams of the architecture with all data flows?"
    found = Matcher([answer("a", Verdict.NO, asked)]).match(ask(asked), "en", scope={})
    assert found.candidates[0].verdict is Verdict.NO


def test_of_answers_that_claim_a_wording_the_one_for_the_rows_own_control_has_it() -> None:
    asked = "Are the policies and procedures reviewed and updated at least annually?"
    first, second = answer("first", Verdict.YES, asked), answer("second", Verdict.NO, asked)
    matcher = Matcher([replace(first, controls=("AIS-01.2",)), replace(second, controls=("BCR-01.2",))])
    for question_id, wanted in (("AIS-01.2", "first"), ("BCR-01.2", "second")):
        best, other = matcher.match(replace(ask(asked), question_id=question_id), "en", scope={}).candidates
        assert (best.answer_id, best.guards) == (wanted, ())
        assert best.confidence > 0.9
        assert other.guards != ()
    assert matcher.match(ask(asked), "en", scope={}).candidates[0].guards != ()
