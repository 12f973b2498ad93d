"""What a change of the bank touches: answers, and questionnaires that were sent and said otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qfill.bank import AnswerBank, load_bank
from qfill.bank.revision import bank_at
from qfill.language.normalise import squash
from qfill.model import Answer
from qfill.records.ledger import Sent, SentRow, ledger_of, load_ledger

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FIELDS = ("verdict", "text", "short", "facts", "applies_to", "disclosure", "ownership", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that says something else now; `after` is None where it is gone."""

    id: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """An answer that a change touches: its fields that differ (or `removed`), its facts that changed.

    `texts` are those that it no longer gives, `now` those that it gives.
    """

    id: str
    changed: tuple[str, ...]
    facts: tuple[str, ...]
    texts: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A row that was sent and cites what changed; `otherwise`: it surely said something else."""

    sent: Sent
    row: SentRow
    answers: tuple[str, ...]
    otherwise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What differs between the bank at a revision and now, and who was told what."""

    against: str
    facts: tuple[FactChange, ...]
    answers: tuple[AnswerChange, ...]
    told: tuple[ToldRow, ...]
    sent: int

    @property
    def misled(self) -> tuple[Sent, ...]:
        """The questionnaires that surely said otherwise, each once."""
        return tuple({one.sent.name: one.sent for one in self.told if one.otherwise}.values())


def impact(bank: Path, against: str) -> Impact:
    """Compare the bank with itself at a git revision and look the changes up in the ledger.

    Raises UsageError and BankError as `bank_at` does, RecordError for a broken ledger.
    """
    return compare(bank_at(bank, against), load_bank(bank), load_ledger(ledger_of(bank)), against)


def compare(old: AnswerBank, new: AnswerBank, ledger: tuple[Sent, ...], against: str) -> Impact:
    """What changed from one bank to another, and what a ledger says was told of it.

    A row said otherwise if an answer it cites is gone or turned its verdict, if a cell holds a
    text that the answer no longer gives, or a number that an answer or fact stated and states
    no longer. Rows that hold the text of now, or no text that could be held against it, are
    left out; of the rest (worded by a person) a person has to judge.
    """
    facts = tuple(
        FactChange(id=name, before=fact.says, after=after.says if after is not None else None)
        for name, fact in old.register.facts.items()
        if (after := new.register.facts.get(name)) is None or after.says != fact.says
    )
    by_fact = {one.id: one for one in facts}
    changes = tuple(_answer_changes(old, new, by_fact))
    by_answer = {one.id: one for one in changes}
    told = tuple(
        found
        for sent in ledger
        for row in sent.rows
        if (found := _told(sent, row, by_answer, by_fact)) is not None
    )
    return Impact(against=against, facts=facts, answers=changes, told=told, sent=len(ledger))


def _answer_changes(
    old: AnswerBank, new: AnswerBank, facts: Mapping[str, FactChange]
) -> Iterator[AnswerChange]:
    for before in old.answers:
        after = new.by_id.get(before.id)
        below = tuple(one for one in before.facts if one in facts)
        changed = (
            ("removed",)
            if after is None
            else tuple(name for name in _FIELDS if getattr(before, name) != getattr(after, name))
        )
        if changed or below:
            then, now = _texts(before), _texts(after)
            gone = tuple(text for text in then if text not in now)
            yield AnswerChange(id=before.id, changed=changed, facts=below, texts=gone, now=now)


def _texts(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    found = (squash(text) for held in (answer.text, answer.short) for text in held.values())
    return tuple(text for text in found if text)


def _told(
    sent: Sent, row: SentRow, answers: Mapping[str, AnswerChange], facts: Mapping[str, FactChange]
) -> ToldRow | None:
    cited = tuple(answers[one] for one in row.answers if one in answers)
    below = tuple(facts[one] for one in row.facts if one in facts)
    if not cited and not below:
        return None
    cells = [squash(text) for text in row.cells.values()]
    sure = any("removed" in one.changed or "verdict" in one.changed for one in cited)
    sure = sure or any(text in cell for one in cited for text in one.texts for cell in cells)
    numbers = {found for cell in cells for found in _NUMBER.findall(cell)}
    for one in cited:
        sure = sure or bool(numbers & (_numbers(*one.texts) - _numbers(*one.now)))
    for fact in below:
        sure = sure or bool(numbers & (_numbers(fact.before) - _numbers(fact.after or "")))
    if not sure:
        stands = all(any(text in cell for text in one.now for cell in cells) for one in cited) and cited
        silent = all(len(cell.split()) <= 2 for cell in cells)
        if stands or silent:
            return None
    return ToldRow(sent=sent, row=row, answers=tuple(one.id for one in cited), otherwise=sure)


def _numbers(*texts: str) -> set[str]:
    return {found for text in texts for found in _NUMBER.findall(text)}
