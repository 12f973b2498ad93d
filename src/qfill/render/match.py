"""The candidates for one question, each explained."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qfill.model import Outcome
from qfill.records.audit import candidate_json
from qfill.workflows.match import MatchResult

_LEFT = {
    Outcome.REVIEW: "leave it for a person to review",
    Outcome.UNANSWERED: "leave it blank",
    Outcome.SKIPPED: "skip it",
}

if TYPE_CHECKING:
    from rich.console import Console


def match_json(result: MatchResult) -> str:
    """The candidates as the audit keeps them, and what a fill would do."""
    settled = result.settled
    found = {
        "version": 1,
        "question": result.text,
        "language": result.language,
        "outcome": str(settled.outcome),
        "reason": settled.reason,
        "confidence": settled.confidence,
        "answers": list(settled.answers),
        "facts": list(settled.facts),
        "proposed": {
            "verdict": str(settled.verdict),
            "text": settled.text,
            "language": settled.language,
        }
        if settled.text
        else None,
        "candidates": [candidate_json(one) for one in result.match.candidates],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def print_match(result: MatchResult, console: Console) -> None:
    """A table of candidates, the reasons of each, and what a fill would do."""
    from rich.table import Table
    from rich.text import Text

    settled = result.settled
    if not result.match.candidates:
        console.print("The bank holds nothing near this question.")
        return
    table = Table()
    for heading, right in (("answer", False), ("confidence", True), ("score", True), ("verdict", False)):
        table.add_column(heading, justify="right" if right else "left", no_wrap=True)
    table.add_column("facts")
    table.add_column("why")
    for one in result.match.candidates:
        table.add_row(
            Text(one.answer_id),
            f"{one.confidence:.2f}",
            f"{one.score:.0f}",
            str(one.verdict),
            Text(", ".join(one.facts)),
            Text("\n".join(_why(one.phrasing, one.matched, one.missing, one.guards, one.because))),
        )
    console.print(table)
    would = "answer it" if settled.outcome is Outcome.FILLED else f"{_LEFT[settled.outcome]}"
    console.print(Text(f"A fill would {would}: {settled.reason}"), soft_wrap=True)
    if settled.text:
        console.print(Text(settled.text), soft_wrap=True)


def _why(
    phrasing: str,
    matched: tuple[str, ...],
    missing: tuple[str, ...],
    guards: tuple[str, ...],
    because: tuple[object, ...],
) -> list[str]:
    from qfill.model import Reason

    lines = [f"nearest: {phrasing}"]
    if matched:
        lines.append(f"covers: {', '.join(matched)}")
    if missing:
        lines.append(f"lacks: {', '.join(missing)}")
    lines += [f"held back: {guard}" for guard in guards]
    parts = [f"{reason.feature} {reason.adds:+.1f}" for reason in because if isinstance(reason, Reason)]
    if parts:
        lines.append(", ".join(parts))
    return lines
