"""What is written for a match, and what holds it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qfill.answering import HELD_BACK, Policy, Settled, label_answer, settle
from qfill.bank import AnswerBank, ProfileField
from qfill.matching import Match
from qfill.model import (
    Answer,
    Candidate,
    FilePlace,
    Outcome,
    Ownership,
    Place,
    Question,
    Role,
    SheetCell,
    Verdict,
)

LOGS = Answer(
    id="logs",
    topic="logging",
    verdict=Verdict.YES,
    phrasings={"en": ("Are logs kept?",)},
    text={"en": "Yes. Logs are kept for a year.", "sv": "Ja. Loggar sparas i ett år."},
    short={"en": "Yes. One year."},
    ownership=Ownership.CSP,
    facts=("L1",),
    reviewed=date(2026, 1, 1),
    review_every="12 months",
)
ALARMS = replace(LOGS, id="alarms", text={"en": "Yes. Alarms go to a person."}, short={}, facts=("L2", "L1"))
POLICY = Policy(accept=0.9, suggest=0.3, language="auto", today=date(2026, 6, 1))


def ask(
    *roles: Role,
    text: str = "Are logs kept?",
    options: tuple[str, ...] = (),
    max_length: Mapping[Role, int] | None = None,
) -> Question:
    places: dict[Role, Place] = {role: SheetCell("S", 2, number) for number, role in enumerate(roles, 2)}
    return Question(
        place=SheetCell("S", 2, 1),
        text=text,
        targets=places,
        options=options,
        ownership_options=("CSP-owned", "CSC-owned"),
        max_length=max_length or {},
    )


def settled(
    question: Question,
    *answers: Answer,
    confidence: float = 0.97,
    verdict: Verdict | None = None,
    guards: tuple[str, ...] = (),
    language: str = "en",
    policy: Policy = POLICY,
    together: bool = False,
    helps: float = 0.0,
) -> Settled:
    answers = answers or (LOGS,)
    first = answers[0]
    candidate = Candidate(
        answer_id=first.id,
        score=90.0,
        confidence=confidence,
        verdict=first.verdict if verdict is None else verdict,
        guards=guards,
    )
    match = Match(
        candidates=(candidate,),
        confidence=confidence,
        helps=helps,
        language=language,
        together=tuple(answer.id for answer in answers) if together else (),
    )
    return settle(question, match, AnswerBank(path=Path("bank"), answers=answers), policy)


BOTH = ask(Role.ANSWER, Role.COMMENT, options=("Yes", "No"))


def test_verdict_and_text_are_filled_with_their_source() -> None:
    found = settled(BOTH)
    assert found.outcome is Outcome.FILLED
    assert found.writes == {Role.ANSWER: "Yes", Role.COMMENT: "Yes. Logs are kept for a year."}
    assert (found.answers, found.facts, found.confidence) == (("logs",), ("L1",), 0.97)


def test_an_unsure_match_is_proposed_and_a_poor_one_is_not() -> None:
    assert settled(BOTH, confidence=0.5).outcome is Outcome.REVIEW
    assert settled(BOTH, confidence=0.5).writes[Role.ANSWER] == "Yes"
    poor = settled(BOTH, confidence=0.2)
    assert (poor.outcome, dict(poor.writes), poor.answers) == (Outcome.UNANSWERED, {}, ())


def test_what_helps_is_proposed_however_unsure_that_it_answers() -> None:
    found = settled(BOTH, confidence=0.02, helps=0.8, guards=("asks for more (a copy)",))
    assert (found.outcome, found.confidence, found.answers) == (Outcome.REVIEW, 0.02, ("logs",))
    assert found.reason == "confidence 0.02 is below 0.90: asks for more (a copy)"
    # Yes or no is for the person to say.
    assert (found.verdict, found.writes) == (Verdict.NONE, {Role.COMMENT: "Logs are kept for a year."})
    assert settled(BOTH, confidence=0.02, helps=0.29).outcome is Outcome.UNANSWERED


def test_an_open_question_with_options_is_not_told_yes_by_what_only_helps() -> None:
    sure = settled(BOTH, confidence=0.5, verdict=Verdict.NONE)
    assert sure.writes[Role.ANSWER] == "Yes"
    helpful = settled(BOTH, confidence=0.02, helps=0.8, verdict=Verdict.NONE)
    assert (helpful.outcome, Role.ANSWER in helpful.writes) == (Outcome.REVIEW, False)


def test_nothing_found_is_left_blank() -> None:
    found = settle(BOTH, Match(candidates=()), AnswerBank(path=Path("bank"), answers=()), POLICY)
    assert (found.outcome, found.confidence) == (Outcome.UNANSWERED, None)


def test_a_guard_overrules_confidence() -> None:
    found = settled(BOTH, guards=("the number 90 stands in no part of the answer",))
    assert found.outcome is Outcome.REVIEW
    assert found.reason.startswith("the number 90")


def test_a_turned_verdict_is_restated() -> None:
    found = settled(BOTH, verdict=Verdict.NO)
    assert found.writes == {Role.ANSWER: "No", Role.COMMENT: "No. Logs are kept for a year."}


def test_a_text_that_cannot_be_restated_goes_to_a_person() -> None:
    stubborn = replace(LOGS, text={"en": "Yes we keep logs."})
    assert settled(BOTH, stubborn, verdict=Verdict.NO).outcome is Outcome.REVIEW
    assert settled(BOTH, stubborn).outcome is Outcome.FILLED


def test_an_open_question_gets_no_yes() -> None:
    found = settled(ask(Role.ANSWER, text="How long are logs kept?"), verdict=Verdict.NONE)
    assert found.writes == {Role.ANSWER: "Logs are kept for a year."}


def test_without_options_the_word_stands_beside_the_text() -> None:
    found = settled(ask(Role.ANSWER, Role.COMMENT), language="sv")
    assert found.writes == {Role.ANSWER: "Ja", Role.COMMENT: "Ja. Loggar sparas i ett år."}
    assert settled(ask(Role.COMMENT)).writes == {Role.COMMENT: "Yes. Logs are kept for a year."}


def test_no_fitting_option_goes_to_a_person() -> None:
    found = settled(ask(Role.ANSWER, Role.COMMENT, options=("High", "Low")))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, "none of the cell's options says yes")
    assert Role.ANSWER not in found.writes


def test_the_right_column_is_ticked() -> None:
    ticks = (Role.TICK_YES, Role.TICK_NO, Role.COMMENT)
    assert Role.TICK_NO not in settled(ask(*ticks)).writes
    assert settled(ask(*ticks), verdict=Verdict.NO).writes[Role.TICK_NO] == "x"
    assert settled(ask(*ticks), verdict=Verdict.PARTIAL).outcome is Outcome.REVIEW


def test_ownership_only_as_a_fact_says_it() -> None:
    roles = (Role.ANSWER, Role.COMMENT, Role.OWNERSHIP)
    assert settled(ask(*roles)).writes[Role.OWNERSHIP] == "CSP-owned"
    assert Role.OWNERSHIP not in settled(ask(*roles), replace(LOGS, ownership=None)).writes


def test_a_narrow_cell_takes_the_short_text_or_none() -> None:
    short = settled(ask(Role.COMMENT, max_length={Role.COMMENT: 20}))
    assert (short.outcome, short.writes[Role.COMMENT]) == (Outcome.FILLED, "Yes. One year.")
    assert settled(ask(Role.COMMENT, max_length={Role.COMMENT: 5})).outcome is Outcome.REVIEW


@pytest.mark.parametrize("text", ["😀" * 16_384, "line\n" * 254])
def test_no_cell_holds_more_than_excel_lets_it(text: str) -> None:
    assert settled(ask(Role.COMMENT), replace(LOGS, text={"en": text}, short={})).outcome is Outcome.REVIEW


def test_above_the_tier_is_held_back_and_counted() -> None:
    secret = replace(LOGS, disclosure="nda")
    found = settled(BOTH, secret)
    assert (found.outcome, found.notes, found.text) == (Outcome.UNANSWERED, (HELD_BACK,), "")
    assert settled(BOTH, secret, policy=replace(POLICY, tier="nda")).outcome is Outcome.FILLED


def test_a_draft_is_never_filled() -> None:
    assert settled(BOTH, replace(LOGS, status="draft")).outcome is Outcome.UNANSWERED


def test_overdue_is_noted_or_sent_to_review() -> None:
    late = replace(POLICY, today=date(2027, 6, 1))
    assert settled(BOTH, policy=late).outcome is Outcome.FILLED
    assert settled(BOTH, policy=late).notes == ("logs is overdue for review",)
    assert settled(BOTH, policy=replace(late, stale="review")).outcome is Outcome.REVIEW


def test_another_language_only_with_a_person() -> None:
    found = settled(BOTH, language="nb")
    assert (found.outcome, found.language) == (Outcome.REVIEW, "en")
    assert settled(BOTH, policy=replace(POLICY, language="sv")).language == "sv"


@pytest.mark.parametrize(
    ("text", "scope", "outcome"),
    [
        ("Are logs kept?", {}, Outcome.REVIEW),
        ("Are logs of the EU kept?", {}, Outcome.FILLED),
        ("Are logs for reuse kept?", {}, Outcome.REVIEW),
        ("Are logs of the US kept?", {"region": ("eu",)}, Outcome.REVIEW),
        ("Are logs kept?", {"region": ("EU",)}, Outcome.FILLED),
        ("Are logs of the EU kept?", {"region": ("us",)}, Outcome.REVIEW),
        ("Are logs kept?", {"region": ("EU", "us")}, Outcome.REVIEW),
        ("Are logs of the EU kept?", {"region": ("EU", "us")}, Outcome.FILLED),
        ("Are logs kept?", {"region": ("EU", "eu")}, Outcome.FILLED),
    ],
)
def test_an_answer_holds_where_it_says(
    text: str, scope: Mapping[str, tuple[str, ...]], outcome: Outcome
) -> None:
    here = replace(LOGS, applies_to={"region": ("eu",)})
    there = replace(ALARMS, applies_to={"region": ("us",)})
    question = replace(BOTH, text=text)
    found = settle(
        question,
        Match(
            candidates=(Candidate(answer_id="logs", score=90, confidence=0.97, verdict=Verdict.YES),),
            confidence=0.97,
        ),
        AnswerBank(path=Path("bank"), answers=(here, there)),
        replace(POLICY, scope=scope),
    )
    assert found.outcome is outcome
    assert ("region eu only" in found.reason) is (outcome is Outcome.REVIEW)


def test_two_answers_together_say_yes_once_and_cite_both() -> None:
    found = settled(BOTH, LOGS, ALARMS, together=True)
    assert found.writes[Role.COMMENT] == "Yes. Logs are kept for a year. Alarms go to a person."
    assert (found.answers, found.facts) == (("logs", "alarms"), ("L1", "L2"))
    assert settled(BOTH, LOGS, replace(ALARMS, verdict=Verdict.NO), together=True).outcome is Outcome.REVIEW
    assert settled(BOTH, LOGS, replace(ALARMS, disclosure="nda"), together=True).notes == (HELD_BACK,)


def test_form_fields_come_from_the_profile_word_for_word() -> None:
    field = ProfileField(
        id="vendor", labels={"en": ("Vendor name",)}, value="Example AS", facts=("L1",), place=FilePlace("p")
    )
    bank = AnswerBank(path=Path("bank"), answers=(), profile=(field,))
    found = label_answer(ask(Role.ANSWER, text="Vendor name:"), bank)
    assert found is not None
    assert (found.writes, found.facts) == ({Role.ANSWER: "Example AS"}, ("L1",))
    assert label_answer(ask(Role.ANSWER, text="Name"), bank) is None
    assert label_answer(ask(Role.ANSWER, text="Vendor name", options=("A", "B")), bank) is None


def test_a_tick_is_the_option_of_its_cell() -> None:
    asked = ask(Role.TICK_YES, Role.TICK_NO)
    assert settled(replace(asked, lists={Role.TICK_YES: ("✓",)})).writes == {Role.TICK_YES: "✓"}
    found = settled(replace(asked, lists={Role.TICK_YES: ("High", "Low")}))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, "none of the cell's options is a tick")


def test_what_a_cell_refuses_is_left_to_a_person_and_not_proposed() -> None:
    why = "the cell takes only whole numbers"
    found = settled(replace(ask(Role.ANSWER, Role.COMMENT), refused={Role.ANSWER: why}))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, why)
    assert found.writes == {Role.COMMENT: "Yes. Logs are kept for a year."}


def test_a_text_shorter_than_the_cell_takes_is_left() -> None:
    found = settled(replace(ask(Role.ANSWER, Role.COMMENT), min_length={Role.ANSWER: 10}))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, "the answer is shorter than the cell takes")
    assert Role.ANSWER not in found.writes
    assert settled(replace(ask(Role.ANSWER), min_length={Role.ANSWER: 10})).outcome is Outcome.FILLED


def test_a_comment_to_be_chosen_from_a_list_is_not_written() -> None:
    found = settled(replace(BOTH, lists={Role.COMMENT: ("High", "Low")}))
    assert (found.outcome, found.reason) == (Outcome.REVIEW, "the text is none of its cell's options")
    assert found.writes == {Role.ANSWER: "Yes"}


def test_a_form_field_with_a_rule_of_its_own_is_left() -> None:
    field = ProfileField(
        id="name", labels={"en": ("Vendor name",)}, value="Acme", facts=(), place=FilePlace("")
    )
    bank = AnswerBank(path=Path("bank"), answers=(), profile=(field,))
    asked = ask(Role.ANSWER, text="Vendor name")
    assert label_answer(asked, bank) is not None
    assert label_answer(replace(asked, refused={Role.ANSWER: "the cell takes only dates"}), bank) is None
