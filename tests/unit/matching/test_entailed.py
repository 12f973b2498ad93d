"""When a yes to a wording is a yes to a question that asks for less."""

from __future__ import annotations

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.language.normalise import bare
from qfill.matching import Matcher
from qfill.matching.entailed import entailed
from qfill.matching.prepared import Wording
from qfill.matching.reading import read
from qfill.model import Answer, CsvField, Question, Verdict

LEXICON = load_lexicon()


def follows(question: str, wording: str, language: str = "en") -> bool:
    asked, held = (Wording(read(text, language, LEXICON), bare(text)) for text in (question, wording))
    return entailed(asked, held, LEXICON)


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        (
            "Do you have a disaster recovery plan?",
            "Do you have a documented disaster recovery plan, tested yearly?",
        ),
        (
            "Do you carry cyber insurance?",
            "Do you carry cyber insurance that covers data which is lost or stolen?",
        ),
        (
            "Is personal data encrypted in backups?",
            "Is personal data encrypted in backups, with strong algorithms?",
        ),
        ("Are incident plans tested every year?", "Are incident plans tested every year and approved?"),
    ],
)
def test_less_follows_from_more(question: str, wording: str) -> None:
    assert follows(question, wording)
    assert not follows(wording, question)


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        # Of another's hands, of one place: not of all.
        ("Is data encrypted at rest?", "Is data encrypted at rest on your employees' laptops?"),
        # One of two would be enough for the yes.
        ("Do you use penetration tests?", "Do you use penetration tests or vulnerability scans?"),
        # A condition.
        ("Do you have logs of access?", "Do you have logs of access if the customer pays for them?"),
        # A denial.
        ("Is access to backups logged?", "Is access to backups not logged?"),
        # More than the wording says, or something else.
        ("Do you have a tested plan for incidents?", "Do you have a plan for incidents?"),
        ("Do you have a plan for incidents?", "Describe your documented plan for incidents."),
        (
            "Do you have a privacy policy for staff?",
            "Do you have a security policy for staff, yearly reviewed?",
        ),
    ],
)
def test_nothing_follows_otherwise(question: str, wording: str) -> None:
    assert not follows(question, wording)


@pytest.mark.parametrize(("verdict", "sure"), [(Verdict.YES, True), (Verdict.NO, False)])
def test_only_a_yes_goes_down(verdict: Verdict, sure: bool) -> None:
    one = Answer(
        id="a",
        topic="t",
        verdict=verdict,
        phrasings={
            "en": (
                "Do you have a cryptographic key management process, documented and reviewed by auditors?",
            )
        },
        text={"en": "It is as it is."},
        facts=("F1",),
    )
    asked = Question(place=CsvField(2, 1), text="Do you have a key management process that is documented?")
    best = Matcher([one]).match(asked, "en", scope={}).candidates[0]
    assert (best.confidence >= 0.92 and not best.guards) is sure
