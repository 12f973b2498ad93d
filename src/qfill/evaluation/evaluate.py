"""Labelled rows through the matcher and the decision: what was filled, rightly or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qfill.evaluation.labelled import LABELS, LabelledRow
from qfill.evaluation.metrics import Share, calibration_by_chance, calibration_error
from qfill.model import Candidate, Verdict

OUTCOMES = ("filled rightly", "filled wrongly", "suggested", "left blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled row beside what qfill did with it."""

    row: LabelledRow
    filled: bool
    right: bool
    verdict: Verdict
    facts: frozenset[str]
    answers: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    confidence: float | None
    first_right: bool
    in_top3: bool
    reason: str = ""
    topic: str = ""

    @property
    def outcome(self) -> str:
        """What became of the row, one of OUTCOMES."""
        if self.filled:
            return OUTCOMES[0] if self.right else OUTCOMES[1]
        return OUTCOMES[2] if self.answers else OUTCOMES[3]

    @property
    def confused(self) -> bool:
        """Whether an answer was filled or suggested that rests on none of the wanted facts."""
        return bool(self.answers) and not self.row.touched_by(self.facts)

    @property
    def extra(self) -> frozenset[str]:
        """Cited facts that stand in none of the row's alternatives."""
        return self.facts - frozenset().union(*self.row.facts) if self.row.facts else self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Rows that wanted one thing and were given another: `wanted` facts, the answers `found`."""

    wanted: str
    found: str
    rows: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures over rows; shares are between 0 and 1."""

    judged: tuple[Judged, ...]
    by: dict[str, dict[str, Evaluation]] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """How many rows were filled."""
        return sum(one.filled for one in self.judged)

    @property
    def precision(self) -> Share:
        """Right of the filled."""
        return Share(count=sum(one.right for one in self.judged), of=self.filled)

    @property
    def recall(self) -> Share:
        """Right of the A rows."""
        return Share(count=sum(one.right for one in self.judged), of=self._labelled("A"))

    @property
    def false_fills(self) -> Share:
        """Filled N rows of the N rows."""
        return Share(
            count=sum(one.filled for one in self.judged if one.row.label == "N"), of=self._labelled("N")
        )

    @property
    def top3(self) -> Share:
        """A and P rows of which one of the first three candidates cites a wanted fact."""
        wanted = [one for one in self.judged if one.row.label in "AP"]
        return Share(count=sum(one.in_top3 for one in wanted), of=len(wanted))

    @property
    def confidences(self) -> list[tuple[float, bool]]:
        """The first candidate's confidence and whether the row is A and it is right."""
        return [(one.confidence, one.first_right) for one in self.judged if one.confidence is not None]

    @property
    def ece(self) -> float:
        """The calibration error of the first candidate's confidence."""
        return calibration_error(self.confidences)

    @property
    def ece_by_chance(self) -> float:
        """What a perfectly calibrated predictor would stay under in 95 of 100 draws."""
        return calibration_by_chance([confidence for confidence, _ in self.confidences])

    @property
    def extra_citations(self) -> int:
        """Right rows that cite facts beyond the alternatives."""
        return sum(bool(one.extra) for one in self.judged if one.right)

    @property
    def wrong(self) -> list[Judged]:
        """The rows that were filled and should not have been, or not so."""
        return [one for one in self.judged if one.filled and not one.right]

    @property
    def missed(self) -> list[Judged]:
        """The A rows that were not filled rightly."""
        return [one for one in self.judged if one.row.label == "A" and not one.right]

    @property
    def outcomes(self) -> dict[str, dict[str, int]]:
        """By label, how many rows had each outcome."""
        counts = Counter((one.row.label, one.outcome) for one in self.judged)
        return {label: {outcome: counts[label, outcome] for outcome in OUTCOMES} for label in LABELS}

    @property
    def confusions(self) -> list[Confusion]:
        """What was given in the place of what, the most frequent first."""
        found: dict[tuple[str, str], list[Judged]] = defaultdict(list)
        for one in self.judged:
            if one.confused:
                found[one.row.wanted, " and ".join(one.answers)].append(one)
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return [Confusion(wanted=wanted, found=given, rows=tuple(rows)) for (wanted, given), rows in ranked]

    def _labelled(self, label: str) -> int:
        return sum(one.row.label == label for one in self.judged)

    def as_json(self) -> dict[str, Any]:
        """The figures as the contract's JSON."""
        return {
            "version": 1,
            **self._figures(),
            "ece_by_chance": round(self.ece_by_chance, 4),
            "by": {group: self._parts(group) for group in ("label", "language", "source")},
            "topics": self._parts("topic"),
            "outcomes": self.outcomes,
            "confusions": [
                {
                    "wanted": one.wanted,
                    "found": one.found,
                    "count": len(one.rows),
                    "ids": [judged.row.id for judged in one.rows],
                }
                for one in self.confusions
            ],
            "wrong": [_brief(one) for one in self.wrong],
            "missed": [_brief(one) for one in self.missed],
        }

    def _parts(self, group: str) -> dict[str, Any]:
        return {name: part._figures() for name, part in sorted(self.by.get(group, {}).items())}

    def _figures(self) -> dict[str, Any]:
        return {
            "rows": len(self.judged),
            "filled": self.filled,
            "right": self.precision.count,
            "precision": round(self.precision.share, 4),
            "precision_interval": [round(end, 4) for end in self.precision.interval],
            "recall": round(self.recall.share, 4),
            "recall_interval": [round(end, 4) for end in self.recall.interval],
            "recall_of": self.recall.of,
            "false_fills": round(self.false_fills.share, 4),
            "false_fills_count": self.false_fills.count,
            "false_fills_of": self.false_fills.of,
            "false_fills_interval": [round(end, 4) for end in self.false_fills.interval],
            "top3": round(self.top3.share, 4),
            "top3_of": self.top3.of,
            "extra_citations": self.extra_citations,
            "ece": round(self.ece, 4),
        }


def _brief(one: Judged) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "question": one.row.question,
        "label": one.row.label,
        "wanted": ["+".join(sorted(needed)) for needed in one.row.facts],
        "cited": sorted(one.facts),
        "answers": list(one.answers),
        "verdict": str(one.verdict),
        "confidence": one.confidence,
        "reason": one.reason,
    }


def judge(
    row: LabelledRow,
    *,
    filled: bool,
    answers: tuple[str, ...],
    facts: frozenset[str],
    verdict: Verdict,
    candidates: Sequence[Candidate],
    confidence: float | None,
    reason: str = "",
    topic: str = "",
    first: tuple[frozenset[str], Verdict] | None = None,
) -> Judged:
    """Hold what was done with a row against its label.

    `topic` is what the row is about. `first` is what the first candidate cites and says,
    where that is not `facts` and `verdict`: a row that is left blank cites nothing, and its
    candidate may be right all the same.
    """

    def fits(cited: frozenset[str], said: Verdict) -> bool:
        return row.label == "A" and row.covered_by(cited) and row.verdict in (None, said)

    return Judged(
        row=row,
        filled=filled,
        right=filled and fits(facts, verdict),
        verdict=verdict,
        facts=facts,
        answers=answers,
        candidates=tuple(candidates),
        confidence=confidence,
        first_right=fits(*(first or (facts, verdict))),
        in_top3=any(row.touched_by(frozenset(candidate.facts)) for candidate in candidates[:3]),
        reason=reason,
        topic=topic,
    )


def summarise(judged: Iterable[Judged]) -> Evaluation:
    """The figures over all rows, and by label, language, source and topic."""
    rows = tuple(judged)
    keys: dict[str, Callable[[Judged], str]] = {
        "label": lambda one: one.row.label,
        "language": lambda one: one.row.language,
        "source": lambda one: one.row.source,
        "topic": lambda one: one.topic,
    }
    by = {
        group: {
            name: Evaluation(judged=tuple(one for one in rows if key(one) == name))
            for name in sorted(
                {key(one) for one in rows if key(one)},
                key=lambda n: (LABELS.index(n) if n in LABELS else 9, n),
            )
        }
        for group, key in keys.items()
    }
    return Evaluation(judged=rows, by=by)
