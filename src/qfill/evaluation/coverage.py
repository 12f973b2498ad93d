"""What a bank answers of a questionnaire, by domain, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qfill.evaluation.metrics import Share
from qfill.model import Outcome, Question

NO_DOMAIN = "(no section)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One question and what the bank does with it.

    `answers` are those that would be filled or proposed, with `text`; `nearest` is the best
    candidate, '' where nothing is near; `confidence` is its (0-1).
    """

    question: Question
    outcome: Outcome
    answers: tuple[str, ...] = ()
    text: str = ""
    nearest: str = ""
    confidence: float | None = None
    reason: str = ""

    @property
    def domain(self) -> str:
        """The question's domain, else its section."""
        return self.question.domain or self.question.section or NO_DOMAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainCoverage:
    """A domain's questions: how many are answered, how many a person is given something for."""

    name: str
    rows: int
    answered: int
    suggested: int

    @property
    def share(self) -> float:
        """The share answered, 0-1."""
        return self.answered / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A questionnaire's coverage; `name` is the file's."""

    name: str
    rows: tuple[Covered, ...]

    @property
    def share(self) -> Share:
        """The answered of all rows."""
        return Share(count=self._count(Outcome.FILLED), of=len(self.rows))

    @property
    def suggested(self) -> int:
        """The rows for which a person is given something."""
        return self._count(Outcome.REVIEW)

    def _count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def domains(self) -> tuple[DomainCoverage, ...]:
        """The domains in the order of the file."""
        found: dict[str, list[Covered]] = {}
        for row in self.rows:
            found.setdefault(row.domain, []).append(row)
        return tuple(
            DomainCoverage(
                name=name,
                rows=len(rows),
                answered=sum(row.outcome is Outcome.FILLED for row in rows),
                suggested=sum(row.outcome is Outcome.REVIEW for row in rows),
            )
            for name, rows in found.items()
        )

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """The rows that are not answered, those nearest to it first, ties in the order of the file."""
        return tuple(
            sorted(
                (row for row in self.rows if row.outcome is not Outcome.FILLED),
                key=lambda row: (row.outcome is not Outcome.REVIEW, -(row.confidence or 0.0)),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row that two versions of a bank treat differently."""

    before: Covered
    after: Covered

    @property
    def kind(self) -> str:
        """`gained`, `lost`, `changed` (answered by other answers) or `reworded` (by the same, otherwise)."""
        was, now = (row.outcome is Outcome.FILLED for row in (self.before, self.after))
        if was is not now:
            return "gained" if now else "lost"
        return "changed" if self.before.answers != self.after.answers else "reworded"


def changes(before: Coverage, after: Coverage) -> tuple[Change, ...]:
    """The rows that one version alone answers, or the two by other answers or in other words.

    A row that both versions leave to a person counts where it is proposed the same answers in
    other words, too.
    """
    return tuple(
        Change(before=old, after=new)
        for old, new in zip(before.rows, after.rows, strict=True)
        if _differ(old, new)
    )


def _differ(old: Covered, new: Covered) -> bool:
    if Outcome.FILLED in (old.outcome, new.outcome) and (
        old.outcome is not new.outcome or old.answers != new.answers
    ):
        return True
    return bool(new.answers) and old.answers == new.answers and old.text != new.text


def cover(name: str, rows: Iterable[Covered]) -> Coverage:
    """The coverage of rows; those that no fill would touch (hidden, locked) are left out."""
    return Coverage(name=name, rows=tuple(row for row in rows if row.outcome is not Outcome.SKIPPED))
