"""Every question of a file matched and settled, with what rows depend on in each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qfill.answering import Policy, Settled, label_answer, settle
from qfill.answering.leaks import Leaks
from qfill.bank import AnswerBank
from qfill.language.detect import detect
from qfill.matching import Match, Matcher
from qfill.model import Candidate, Outcome, Place, Question
from qfill.records.candidates import PackedCandidates

if TYPE_CHECKING:
    from qfill.learning.previous import Previous

_NOTHING = Match(candidates=())
_NONE = PackedCandidates()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question with what was found for it and what became of it; `language` is the question's own."""

    question: Question
    settled: Settled
    language: str
    packed: PackedCandidates

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The bank's candidates, best first; with reasons where the row is filled or waits for a person."""
        return self.packed.candidates


def settle_rows(
    questions: Sequence[Question],
    bank: AnswerBank,
    matcher: Matcher,
    policy: Policy,
    progress: Callable[[int, int], None] | None = None,
    previous: Previous | None = None,
) -> tuple[Row, ...]:
    """One Row a question, in the same order; last time's answers are considered where they are given."""
    rows: list[Row] = []
    for number, question in enumerate(questions, 1):
        language = detect(question.text, policy.language)
        wanted = not question.skip and not question.label_row
        match = (
            matcher.match(question, language, scope=policy.scope, explain_from=policy.suggest)
            if wanted
            else _NOTHING
        )
        settled = _settle(question, match, bank, policy)
        if previous is not None:
            settled = previous.carry(question, settled)
        packed = PackedCandidates(match.candidates) if match.candidates else _NONE
        rows.append(Row(question=question, settled=settled, language=language, packed=packed))
        if progress is not None:
            progress(number, len(questions))
    return tuple(_follow_parents(_share_cells(_give_nothing_away(rows, Leaks(bank, policy.tier)))))


def _settle(question: Question, match: Match, bank: AnswerBank, policy: Policy) -> Settled:
    if question.skip:
        return _plain(Outcome.SKIPPED, question.skip, policy)
    if question.label_row:
        return label_answer(question, bank) or _plain(
            Outcome.UNANSWERED, "a form field that the profile does not answer", policy
        )
    return settle(question, match, bank, policy)


def _plain(outcome: Outcome, reason: str, policy: Policy) -> Settled:
    return Settled(outcome=outcome, reason=reason, confidence=None, language=policy.language)


def _give_nothing_away(rows: Sequence[Row], leaks: Leaks) -> list[Row]:
    """Rows whose text names what is internal or is above the tier, as one carried over may, wait."""
    found = []
    for row in rows:
        # An option is the customer's own text.
        texts = [text for text in row.settled.writes.values() if text not in row.question.options]
        told = [one for text in texts for one in leaks.of(text, row.settled.answers)] if _filled(row) else []
        found.append(_demote(row, f"its text {told[0]}") if told else row)
    return found


def _share_cells(rows: Sequence[Row]) -> list[Row]:
    """Rows whose answers go into one merged cell are filled only where they say the same."""
    texts: dict[Place, set[str | None]] = defaultdict(set)
    for row in rows:
        for role, place in row.question.targets.items():
            if row.settled.outcome is not Outcome.SKIPPED:
                texts[place].add(row.settled.writes.get(role) if _filled(row) else None)
    shared = {place for place, found in texts.items() if len(found) > 1}
    return [
        _demote(row, "its answer cell is shared with rows that are answered otherwise")
        if _filled(row) and shared.intersection(row.question.targets.values())
        else row
        for row in rows
    ]


def _follow_parents(rows: Sequence[Row]) -> list[Row]:
    """A follow-up is never surer than the question it follows, and never filled without it."""
    done: dict[Place, Row] = {}
    found = []
    for row in rows:
        place = row.question.parent_place
        if place is not None and place in done:
            row = _under(row, done[place])
        done[row.question.place] = row
        found.append(row)
    return found


def _under(row: Row, parent: Row) -> Row:
    above, own = parent.settled.confidence, row.settled.confidence
    if above is not None and own is not None and above < own:
        row = replace(row, settled=replace(row.settled, confidence=above))
    if _filled(row) and not _filled(parent):
        row = _demote(row, "it follows up a question that is not filled")
    return row


def _demote(row: Row, reason: str) -> Row:
    return replace(row, settled=replace(row.settled, outcome=Outcome.REVIEW, reason=reason))


def _filled(row: Row) -> bool:
    return row.settled.outcome is Outcome.FILLED
