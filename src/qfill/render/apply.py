"""Applied decisions as lines for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qfill.language.messages import counted
from qfill.records.decisions import Decision
from qfill.workflows.apply import ApplyResult

_DONE = {
    "accept": "accepted",
    "choose": "another answer chosen",
    "edit": "written anew",
    "blank": "left blank",
    "confirm": "confirmed",
}


def summary_line(result: ApplyResult) -> str:
    """What was applied, in one line."""
    if result.already and not result.settled:
        return f"These decisions were applied before{'' if result.written else '; nothing changed'}."
    counts = Counter(one.decision.action for one in result.settled)
    told = ", ".join(f"{counts[action]} {word}" for action, word in _DONE.items() if counts[action])
    return f"{counted(len(result.settled), 'row')} decided: {told or 'none'}."


def settled_lines(result: ApplyResult) -> Iterator[str]:
    """A line for each row that was decided."""
    for one in result.settled:
        row = one.after
        where = f"{row.sheet}!{row.row}" if row.sheet else str(row.row)
        yield f"{where} {row.question_id}: {row.reason if one.decision.action != 'confirm' else 'confirmed'}"


def conflict_lines(result: ApplyResult) -> Iterator[str]:
    """A line for each row that several people decided differently."""
    for (sheet, row), found in result.conflicts:
        said = "; ".join(f"{who}: {_said(decision)}" for who, decision in found)
        yield f"{f'{sheet}!' if sheet else ''}{row}: {said}"


def _said(decision: Decision) -> str:
    parts = [decision.action, decision.answer, decision.verdict, decision.text]
    return " ".join(str(part) for part in parts if part)
