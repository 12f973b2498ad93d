"""Verdict to option, restated texts, tier, scope, length."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qfill.answering import Policy, Settled, label_answer, settle
from qfill.answering.options import ownership_option, verdict_option
from qfill.answering.text import fits, restate
from qfill.bank import AnswerBank, ProfileField
from qfill.matching import Match
from qfill.model import Answer, Candidate, FilePlace, Outcome, Ownership, Question, Role, SheetCell, Verdict

ANSWER = Answer(
    id="backup",
    topic="continuity",
    verdict=Verdict.YES,
    phrasings={"en": ("Is data backed up?",)},
    text={"en": "Yes. Data is backed up.", "sv": "Ja. Data säkerhetskopieras."},
    short={"en": "Yes."},
    facts=("F1",),
)
POLICY = Policy(accept=0.8, suggest=0.2, language="en", today=date(2026, 1, 1))
PLACES = {Role.ANSWER: SheetCell("S", 2, 3), Role.COMMENT: SheetCell("S", 2, 4)}


@pytest.mark.parametrize(
    ("verdict", "options", "expected"),
    [
        (Verdict.YES, ("Yes", "No", "NA"), "Yes"),
        (Verdict.NOT_APPLICABLE, ("Yes", "No", "N/A"), "N/A"),
        (Verdict.NO, ("Ja", "Nej", "Ej tillämpligt"), "Nej"),
        (Verdict.PARTIAL, ("Compliant", "Partially compliant", "Non-compliant"), "Partially compliant"),
        (Verdict.NO, ("Compliant", "Partially compliant", "Non-compliant"), "Non-compliant"),
        (Verdict.YES, ("Implemented", "Planned", "Not applicable"), "Implemented"),
        (Verdict.NO, ("Implemented", "Planned", "Not applicable"), None),
        (Verdict.YES, ("Y", "N"), "Y"),
        (Verdict.NO, ("1", "0"), "0"),
        (Verdict.YES, ("Met", "Not met"), "Met"),
        (Verdict.PARTIAL, ("Fullt ut", "Delvis", "Nej"), "Delvis"),
        (Verdict.YES, ("Fullt ut", "Delvis", "Nej"), "Fullt ut"),
        (Verdict.YES, ("Yes, partly", "No"), None),
        (Verdict.YES, ("Low", "High"), None),
        (Verdict.NONE, ("Yes", "No"), None),
        (Verdict.YES, ("Yes;No;N/A",), None),
        (Verdict.YES, ("Yes/No", "N/A"), None),
        (Verdict.NOT_APPLICABLE, ("Yes/No", "N/A"), "N/A"),
        (Verdict.YES, ("Yes ", "No "), "Yes "),
    ],
)
def test_verdicts_become_options(verdict: Verdict, options: tuple[str, ...], expected: str | None) -> None:
    assert verdict_option(verdict, options) == expected


def test_ownership_in_the_words_of_the_file() -> None:
    options = (
        "CSP-owned",
        "CSC-owned",
        "3rd-party outsourced",
        "Shared CSP and CSC",
        "Shared CSP and 3rd-party",
    )
    assert [ownership_option(owner, options) for owner in Ownership] == [
        "CSP-owned",
        "CSC-owned",
        "Shared CSP and CSC",
        "3rd-party outsourced",
        "Shared CSP and 3rd-party",
    ]


def test_a_turned_or_open_verdict_is_restated() -> None:
    assert restate("Yes. All is encrypted.", Verdict.YES, Verdict.NO, "en") == "No. All is encrypted."
    assert restate("Ja. Allt krypteras.", Verdict.YES, Verdict.NONE, "sv") == "Allt krypteras."


def test_cells_count_utf16_units() -> None:
    assert fits("x" * 32_767, None)
    assert not fits("😀" * 16_384, None)
    assert not fits("abcd", 3)


def _settle(
    answer: Answer = ANSWER,
    policy: Policy = POLICY,
    confidence: float = 0.9,
    guards: tuple[str, ...] = (),
    **question: object,
) -> Settled:
    asked = Question(
        place=SheetCell("S", 2, 2),
        text=str(question.pop("text", "Is data backed up?")),
        targets=question.pop("targets", PLACES),  # type: ignore[arg-type]
        **question,  # type: ignore[arg-type]
    )
    candidate = Candidate(
        answer_id=answer.id,
        score=90,
        confidence=confidence,
        verdict=answer.verdict,
        facts=answer.facts,
        guards=guards,
    )
    bank = AnswerBank(path=Path("bank"), answers=(answer,))
    return settle(asked, Match(candidates=(candidate,), confidence=confidence), bank, policy)


def test_a_sure_row_is_filled_with_option_and_text() -> None:
    found = _settle(options=("Yes", "No"))
    assert found.outcome is Outcome.FILLED
    assert found.writes == {Role.COMMENT: "Yes. Data is backed up.", Role.ANSWER: "Yes"}
    assert found.facts == ("F1",)


@pytest.mark.parametrize(
    ("confidence", "outcome"), [(0.79, Outcome.REVIEW), (0.2, Outcome.REVIEW), (0.19, Outcome.UNANSWERED)]
)
def test_below_the_thresholds(confidence: float, outcome: Outcome) -> None:
    assert _settle(confidence=confidence, options=("Yes", "No")).outcome is outcome


def test_a_guard_sends_to_review() -> None:
    found = _settle(guards=("asks for a number",), options=("Yes", "No"))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, "asks for a number")


def test_no_fitting_option_sends_to_review() -> None:
    found = _settle(options=("Low", "High"))
    assert found.outcome is Outcome.REVIEW
    assert Role.ANSWER not in found.writes


def test_the_short_text_goes_into_a_narrow_cell_and_else_a_person_decides() -> None:
    assert _settle(options=("Yes",), max_length={Role.COMMENT: 10}).writes[Role.COMMENT] == "Yes."
    assert _settle(options=("Yes",), max_length={Role.COMMENT: 2}).outcome is Outcome.REVIEW


def test_the_column_of_the_verdict_is_ticked() -> None:
    targets = {Role.TICK_YES: SheetCell("S", 2, 3), Role.TICK_NO: SheetCell("S", 2, 4)}
    assert _settle(targets=targets).writes == {Role.TICK_YES: "x"}


def test_above_the_tier_is_held_back() -> None:
    from dataclasses import replace

    found = _settle(answer=replace(ANSWER, disclosure="nda"))
    assert found.outcome is Outcome.UNANSWERED
    assert not found.writes


def test_an_answer_of_another_product_is_never_filled() -> None:
    from dataclasses import replace

    studio = replace(ANSWER, applies_to={"product": ("Studio",)})
    other = replace(POLICY, scope={"product": ("Cloud",)})
    same = replace(POLICY, scope={"product": ("studio",)})
    assert _settle(answer=studio, policy=other, options=("Yes",)).outcome is Outcome.REVIEW
    assert _settle(answer=studio, options=("Yes",)).outcome is Outcome.REVIEW
    assert _settle(answer=studio, policy=same, options=("Yes",)).outcome is Outcome.FILLED
    assert (
        _settle(answer=studio, options=("Yes",), text="Is Studio data backed up?").outcome is Outcome.FILLED
    )


def test_a_language_that_the_answer_lacks_sends_to_review() -> None:
    from dataclasses import replace

    found = _settle(policy=replace(POLICY, language="nb"), options=("Yes",))
    assert (found.outcome, found.language) == (Outcome.REVIEW, "en")


def test_label_rows_are_answered_word_for_word_only() -> None:
    field = ProfileField(
        id="vendor", place=FilePlace("profile.yaml"), labels={"en": ("Vendor name",)}, value="Acme"
    )
    bank = AnswerBank(path=Path("bank"), answers=(), profile=(field,))
    asked = Question(place=SheetCell("S", 2, 2), text="Vendor Name:", targets=PLACES, label_row=True)
    found = label_answer(asked, bank)
    assert found is not None
    assert found.writes == {Role.ANSWER: "Acme"}
    assert label_answer(Question(place=SheetCell("S", 2, 2), text="Name", targets=PLACES), bank) is None
