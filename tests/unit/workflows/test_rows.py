"""What rows depend on in each other: parents and shared cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from qfill.answering import Policy
from qfill.bank import AnswerBank
from qfill.matching import Match, Matcher
from qfill.model import Answer, Candidate, Outcome, Question, Role, SheetCell, Verdict
from qfill.workflows.rows import Row, settle_rows

POLICY = Policy(accept=0.8, suggest=0.2, language="en", today=date(2026, 1, 1))
ANSWERS = tuple(
    Answer(id=name, topic="t", verdict=Verdict.YES, phrasings={}, text={"en": f"Yes. {name}."}, facts=("F1",))
    for name in ("one", "two")
)


class FakeMatcher(Matcher):
    """Candidates by the question's text, so that confidences are what a test says."""

    def __init__(self, sure: dict[str, tuple[str, float]]) -> None:
        self.sure = sure

    def match(
        self,
        question: Question,
        language: str,
        *,
        scope: Mapping[str, tuple[str, ...]],
        explain: bool = True,
        explain_from: float = 0.0,
    ) -> Match:
        found = self.sure.get(question.text)
        if found is None:
            return Match(candidates=())
        one = Candidate(answer_id=found[0], score=90, confidence=found[1], verdict=Verdict.YES)
        return Match(candidates=(one,), confidence=one.confidence, language=language)


@pytest.fixture
def bank(tmp_path_factory: pytest.TempPathFactory) -> AnswerBank:
    return AnswerBank(path=tmp_path_factory.getbasetemp(), answers=ANSWERS)


def ask(
    row: int, text: str, *, parent: int | None = None, cell: int | None = None, skip: str = ""
) -> Question:
    return Question(
        place=SheetCell("S", row, 1),
        text=text,
        sheet="S",
        row=row,
        parent_place=SheetCell("S", parent, 1) if parent else None,
        targets={Role.COMMENT: SheetCell("S", cell or row, 2)},
        skip=skip,
    )


def settled(bank: AnswerBank, sure: dict[str, tuple[str, float]], *asked: Question) -> tuple[Row, ...]:
    return settle_rows(asked, bank, FakeMatcher(sure), POLICY)


def test_a_follow_up_is_not_filled_without_its_parent(bank: AnswerBank) -> None:
    asked = (ask(1, "a"), ask(2, "b", parent=1))
    first, second = settled(bank, {"a": ("one", 0.5), "b": ("two", 0.95)}, *asked)
    assert first.settled.outcome is Outcome.REVIEW
    assert second.settled.outcome is Outcome.REVIEW
    assert second.settled.confidence == 0.5
    assert "follows up" in second.settled.reason


def test_a_follow_up_of_a_filled_row_is_never_surer_than_it(bank: AnswerBank) -> None:
    asked = (ask(1, "a"), ask(2, "b", parent=1), ask(3, "c", parent=2))
    found = settled(bank, {"a": ("one", 0.85), "b": ("two", 0.95), "c": ("two", 0.82)}, *asked)
    assert [row.settled.outcome for row in found] == [Outcome.FILLED] * 3
    assert [row.settled.confidence for row in found] == [0.85, 0.85, 0.82]


def test_a_follow_up_of_a_row_that_a_person_answered_waits_for_that_person(bank: AnswerBank) -> None:
    asked = (ask(1, "a", skip="already answered"), ask(2, "b", parent=1))
    first, second = settled(bank, {"b": ("two", 0.95)}, *asked)
    assert (first.settled.outcome, first.settled.reason) == (Outcome.SKIPPED, "already answered")
    assert second.settled.outcome is Outcome.REVIEW


def test_rows_that_share_a_cell_are_filled_only_where_they_agree(bank: AnswerBank) -> None:
    asked = (ask(1, "a", cell=9), ask(2, "b", cell=9))
    agree = settled(bank, {"a": ("one", 0.9), "b": ("one", 0.9)}, *asked)
    assert {row.settled.outcome for row in agree} == {Outcome.FILLED}
    differ = settled(bank, {"a": ("one", 0.9), "b": ("two", 0.9)}, *asked)
    assert {row.settled.outcome for row in differ} == {Outcome.REVIEW}
    half = settled(bank, {"a": ("one", 0.9)}, *asked)
    assert [row.settled.outcome for row in half] == [Outcome.REVIEW, Outcome.UNANSWERED]


def test_a_form_field_is_never_matched(bank: AnswerBank) -> None:
    question = replace(ask(1, "a"), label_row=True)
    (row,) = settled(bank, {"a": ("one", 0.99)}, question)
    assert row.settled.outcome is Outcome.UNANSWERED
    assert row.candidates == ()


def test_progress_is_told_row_by_row(bank: AnswerBank) -> None:
    told: list[tuple[int, int]] = []
    settle_rows([ask(1, "a"), ask(2, "b")], bank, FakeMatcher({}), POLICY, lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]
