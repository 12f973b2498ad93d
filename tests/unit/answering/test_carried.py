"""When an answer that only past questionnaires give waits for a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import qfill.answering.carried as module
from qfill.bank import AnswerBank
from qfill.bank.register import Fact, Register, Source
from qfill.model import Answer, CsvField, FilePlace, Question, Verdict

LINE = FilePlace("sources.yaml")
TODAY = date(2026, 2, 1)


def carried(question: Question, one: Answer, said: Verdict, bank: AnswerBank, today: date = TODAY) -> str:
    return module.carried(question, one, said, bank, today)


def bank_of(*kinds: str, day: date | None = None) -> AnswerBank:
    facts = [
        Fact(id=f"F{n}", source=f"s{n}", place="", says="It is.", line=LINE) for n, _ in enumerate(kinds)
    ]
    return AnswerBank(
        path=Path(),
        answers=(),
        register=Register(
            sources=tuple(
                Source(
                    id=f"s{n}", kind=kind, title="t", line=LINE, file=f"{n}.xlsx", date=day, facts=(facts[n],)
                )
                for n, kind in enumerate(kinds)
            ),
            facts={fact.id: fact for fact in facts},
        ),
    )


def answer(text: str, *facts: str) -> Answer:
    return Answer(id="a", topic="t", verdict=Verdict.YES, phrasings={}, text={"en": text}, facts=facts)


def ask(text: str = "Is all data encrypted?") -> Question:
    return Question(place=CsvField(2, 1), text=text)


@pytest.mark.parametrize(
    "text",
    [
        "Were you audited in the past year?",
        "Has the service been down within the last 12 months?",
        "Was the most recent version tested by others?",
        "Har tjänsten granskats under det senaste året?",
        "Er tjenesten testet de siste tolv månedene?",
    ],
)
def test_what_asks_about_a_time_may_be_past(text: str) -> None:
    assert "may be past" in carried(ask(text), answer("It was.", "F0"), Verdict.YES, bank_of("questionnaire"))


@pytest.mark.parametrize(
    ("day", "past"), [(date(2025, 2, 2), False), (date(2025, 1, 31), True), (date(2026, 2, 2), True)]
)
def test_a_questionnaire_of_the_last_year_still_tells_of_it(day: date, past: bool) -> None:
    asked = ask("Were you audited in the past year?")
    bank = bank_of("questionnaire", day=day)
    assert bool(carried(asked, answer("It was.", "F0"), Verdict.YES, bank)) is past


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Verdict.YES, "Only if single sign-on is bought."),
        (Verdict.YES, "Work is in progress. Done next year."),
        (Verdict.YES, "We are currently not certified."),
        (Verdict.YES, "Delvis, för två av tre."),
        (Verdict.NO, "It is tested. The majority of it is not."),
    ],
)
def test_a_verdict_taken_half_back_is_not_carried_from_one_file(said: Verdict, text: str) -> None:
    one = carried(ask(), answer(text, "F0"), said, bank_of("questionnaire"))
    assert "half taken back" in one
    # Where two files say the same, the wording is how they put it.
    two = answer(text, "F0", "F1")
    assert carried(ask(), two, said, bank_of("questionnaire", "questionnaire")) == ""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("We follow the guidelines in all that we build.", True),
        ("All data lies in one place, apart by customer.", True),
        ("Vi följer riktlinjerna.", True),
        ("We don't keep any.", False),
        ("No.", False),
        ("Vi sparar inga lösenord.", False),
        ("Tjenesten har ikke slike data.", False),
    ],
)
def test_a_no_whose_comment_denies_nothing_is_not_carried_from_one_file(text: str, held: bool) -> None:
    one = carried(ask(), answer(text, "F0"), Verdict.NO, bank_of("questionnaire"))
    assert ("denies nothing" in one) is held
    assert carried(ask(), answer(text, "F0"), Verdict.YES, bank_of("questionnaire")) == ""


def test_what_the_question_says_itself_takes_nothing_back() -> None:
    asked = ask("Can we take a full or partial copy?")
    assert carried(asked, answer("A partial one.", "F0"), Verdict.YES, bank_of("questionnaire")) == ""


def test_a_plain_answer_is_carried() -> None:
    later = answer("All of it. The majority of keys are in hardware.", "F0")
    assert carried(ask(), later, Verdict.YES, bank_of("questionnaire")) == ""
    not_yet = carried(ask(), answer("Not yet.", "F0"), Verdict.NO, bank_of("questionnaire"))
    assert not_yet == ""
    found = carried(
        ask(), answer("All of it. Partly by hand. Partly not.", "F0"), Verdict.NONE, bank_of("questionnaire")
    )
    assert found == ""
    assert carried(ask(), answer("All of it.", "F0"), Verdict.YES, bank_of("questionnaire")) == ""


def test_an_answer_with_another_source_is_not_held() -> None:
    lately = ask("Were you audited in the past year?")
    both = answer("It was.", "F0", "F1")
    assert carried(lately, both, Verdict.YES, bank_of("questionnaire", "document")) == ""
    assert carried(lately, answer("It was."), Verdict.YES, bank_of("questionnaire")) == ""
    assert carried(lately, answer("It was.", "elsewhere"), Verdict.YES, bank_of("questionnaire")) == ""
