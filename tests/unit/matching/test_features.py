"""What speaks for and against a candidate."""

from __future__ import annotations

import pytest

from qfill.matching import Matcher
from qfill.matching.features import INDEX
from qfill.model import Answer, CsvField, Question, Verdict

ANSWER = Answer(
    id="rest",
    topic="encryption",
    verdict=Verdict.YES,
    phrasings={"en": ("Is stored data encrypted?", "Encryption at rest")},
    not_this={"en": ("Is stored data encrypted with AES-256?", "Is encryption stored?")},
    text={"en": "Yes. All stored data is encrypted."},
    facts=("X1",),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher((ANSWER,))


def _value(matcher: Matcher, text: str, feature: str, section: str = "") -> float:
    question = Question(place=CsvField(2, 1, "question"), text=text, section=section)
    (compared,) = matcher.compared(matcher.asked(question, "en"))
    return compared.values[INDEX[feature]]


def test_a_refused_wording_speaks_by_what_sets_it_apart(matcher: Matcher) -> None:
    alike = "Is data in the databases encrypted when stored"
    plain = _value(matcher, f"{alike}?", "refused_agreement")
    more = _value(matcher, f"{alike}, using AES-256?", "refused_agreement")
    assert plain < more
    assert more > 0.5


def test_a_refused_wording_of_known_units_speaks_by_all_of_them(matcher: Matcher) -> None:
    assert _value(matcher, "Is encryption stored?", "refused_agreement") == pytest.approx(1.0)


def test_what_an_answer_lacks_is_counted(matcher: Matcher) -> None:
    assert _value(matcher, "Is stored data encrypted?", "units_missing") == 0
    assert _value(matcher, "Is stored data encrypted by a firewall?", "units_missing") == 1


def test_a_heading_on_another_subject_is_counted(matcher: Matcher) -> None:
    text = "Is all data encrypted wherever it is stored?"
    assert _value(matcher, text, "context_lacking", "Encryption") == 0
    assert _value(matcher, text, "context_lacking", "Video surveillance") > 0


def test_yes_and_no_are_told_apart_by_the_side_of_the_nearest_wordings() -> None:
    answer = Answer(
        id="shared",
        topic="tenancy",
        verdict=Verdict.YES,
        phrasings={"en": ("Is access to the hall restricted to those who work there?",)},
        turned={"en": ("Is the hall open to everybody?",)},
        text={"en": "Yes. Only those who work there may enter."},
        facts=("X1",),
    )
    matcher = Matcher((answer,))
    for text, leads in (
        ("Is the hall open to everybody who visits?", True),
        ("Is access to the hall restricted to those who have work there?", True),
    ):
        for name in ("verdict_margin", "verdict_margin_words", "side_margin", "side_margin_words"):
            assert (_value(matcher, text, name) > 0) is leads, (text, name)
