"""What was learnt as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from qfill.learning.completed import Learnt
from qfill.workflows.learn import LearnResult


def learn_lines(result: LearnResult) -> Iterator[str]:
    """What each file gave, and every contradiction with both its sources."""
    for path, count in result.rows.items():
        yield f"{path.name}: {count} answered row{'s' if count != 1 else ''}"
    count = len(result.ids)
    yield f"{count} draft{'s' if count != 1 else ''}, none of which is filled before it is approved"
    for sides in result.contradictions:
        yield f"contradiction: {sides[0].last.question}"
        for learnt in sides:
            where = ", ".join(f"{result.files[row.file].name} {row.place}" for row in learnt.rows)
            yield f"  {learnt.last.verdict} ({where}): {_short(learnt)}"


def _short(learnt: Learnt) -> str:
    text = learnt.last.text
    return text if len(text) <= 80 else f"{text[:79]}…"
