"""The candidates for one question, each explained."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qfill.model import Candidate, Outcome
from qfill.records.candidates import candidate_json
from qfill.workflows.match import MatchResult

_LEFT = {
    Outcome.REVIEW: "leave it for a person to review",
    Outcome.UNANSWERED: "leave it blank",
    Outcome.SKIPPED: "skip it",
}


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


def match_lines(result: MatchResult) -> Iterator[str]:
    """Each candidate with its reasons, then what a fill would do, as lines of plain text."""
    settled = result.settled
    if not result.match.candidates:
        yield "The bank holds nothing near this question."
        return
    for number, one in enumerate(result.match.candidates, 1):
        facts = ", ".join(one.facts) or "no facts"
        yield f"{number}. {one.answer_id}  ({one.verdict}; {facts})"
        yield f"   confidence {one.confidence:.2f}, similarity {one.score:.0f} of 100"
        yield from (f"   {name:<9} {said}" for name, said in _why(one) if said)
        yield ""
    would = "answer it" if settled.outcome is Outcome.FILLED else _LEFT[settled.outcome]
    yield f"A fill would {would}: {settled.reason}."
    if settled.text:
        yield settled.text


def _why(one: Candidate) -> Iterator[tuple[str, str]]:
    yield "nearest", one.phrasing
    yield "covers", ", ".join(one.matched)
    yield "lacks", ", ".join(one.missing)
    yield "against", "; ".join(one.guards)
    yield "because", ", ".join(f"{reason.feature} {reason.adds:+.1f}" for reason in one.because)
