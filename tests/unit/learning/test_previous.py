"""Last time's rows, found by their words or by their id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from qfill.answering import Settled
from qfill.language.normalise import words
from qfill.learning.completed import Given
from qfill.learning.previous import previous_of
from qfill.model import Outcome, Question, Role, SheetCell, Verdict

OPEN = Settled(outcome=Outcome.UNANSWERED, reason="nothing in the bank is about this", confidence=None)


def given(text: str, said: str, question_id: str = "", context: str = "") -> Given:
    return Given(
        file=0, question=text, question_id=question_id, context=context, language="en",
        verdict=Verdict.NONE, text=said, ownership=None, place="S!C2",
    )  # fmt: skip


def asked(text: str, question_id: str = "", section: str = "") -> Question:
    place = SheetCell("S", 2, 2)
    return Question(
        place=place, text=text, question_id=question_id, section=section, targets={Role.COMMENT: place}
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (asked("Where are you?"), "Here."),
        (asked("WHERE are you"), "Here."),
        (asked("Who keeps it?", section="Keys"), "A vault."),
        (asked("Who keeps it?", section="Data"), "A safe."),
        (asked("Who keeps it?", section="Doors"), ""),
        (asked("Where is it?"), ""),
    ],
)
def test_a_row_is_known_by_its_words_and_where_they_stand_twice_by_its_section(
    question: Question, said: str
) -> None:
    rows = [
        given("Where are you?", "Here."),
        given("Who keeps it?", "A vault.", context="Keys"),
        given("Who keeps it?", "A safe.", context="Data"),
    ]
    assert previous_of("last.xlsx", rows).carry(question, OPEN).text == said


def test_of_rows_with_one_id_the_first_tells_how_it_was_asked() -> None:
    rows = [
        given("Where do you keep the data?", "Here.", "1"),
        given("Who?", "We.", "1"),
        given("Why?", "", ""),
    ]
    last = previous_of("last.xlsx", rows)
    carried = last.carry(asked("Where do you keep all the data?", "1"), OPEN)
    assert (carried.outcome, carried.text) == (Outcome.REVIEW, "Here.")
    assert last.carry(asked("Why not?", ""), OPEN) == OPEN


def test_old_rows_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0

    def counted(text: str) -> Any:
        nonlocal count
        count += 1
        return words(text)

    def rows() -> Iterator[Given]:
        for number in range(100):
            yield given(f"Where is number {number}?", "Here.", str(number))

    monkeypatch.setattr("qfill.learning.previous.words", counted)
    last = previous_of("last.xlsx", rows())
    for number in range(100):
        assert last.carry(asked(f"Where is number {number}?"), OPEN).text == "Here."
    assert count == 200


@pytest.mark.parametrize(
    ("bank", "reason"),
    [
        ({"leaning": Verdict.NO}, "the nearest answer says no"),
        ({"doubt": "it is overdue for review"}, "it is overdue for review"),
    ],
)
def test_an_answer_that_says_no_yes_or_no_unseen_still_speaks_against_last_times(
    bank: dict[str, Any], reason: str
) -> None:
    last = replace(given("Is it kept apart?", "It is."), verdict=Verdict.YES)
    waiting = replace(OPEN, outcome=Outcome.REVIEW, **bank)
    found = previous_of("last.xlsx", [last]).carry(asked("Is it kept apart?"), waiting)
    assert found.outcome is Outcome.REVIEW
    assert found.reason.startswith(reason)
