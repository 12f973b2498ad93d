"""A row of the review queue as a person reads it at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qfill.bank import AnswerBank
from qfill.records.audit import AuditRow

if TYPE_CHECKING:
    from rich.console import Group

_REASONS = (
    ("matches", "matched", "green"),
    ("not covered", "missing", "yellow"),
    ("but", "guards", "yellow"),
)


def card(row: AuditRow, bank: AnswerBank, number: str) -> Group:
    """The question, what would be written, and the bank's candidates with their reasons."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    where = f"{row.sheet}!{row.row}" if row.sheet else str(row.row)
    parts: list[Text | Table] = [Text(f"\n{number}  {where}  {row.question_id}", style="dim")]
    for name in ("section", "parent"):
        if row.context.get(name):
            parts.append(Text(f"{row.context[name]}", style="dim"))
    parts.append(Text(row.question, style="bold"))
    parts.append(Text(f"{row.outcome}: {row.reason}", style="yellow"))
    if row.proposed:
        writes = row.proposed.get("writes") or {"text": row.proposed["text"]}
        parts += [Text(f"  {role}: {text}") for role, text in writes.items()]
    table = Table(box=None, padding=(0, 1), show_header=False)
    for count, found in enumerate(row.candidates, 1):
        answer = bank.by_id.get(str(found["answer"]))
        text = answer.text.get(row.language) or next(iter(answer.text.values()), "") if answer else ""
        facts = "; ".join(
            f"{name}: {bank.register.facts[name].says}"
            for name in found.get("facts", ())
            if name in bank.register.facts
        )
        said = Text(f"{found['answer']}  {text}")
        if phrasing := found.get("phrasing"):
            said.append(f"\nasked like: {phrasing}", style="dim")
        for label, key, style in _REASONS:
            if words := ", ".join(found.get(key, ())):
                said.append(f"\n{label}: {words}", style=style)
        said.append(f"\n{facts}", style="dim")
        table.add_row(str(count), f"{found['confidence']:.0%}", said)
    parts.append(table)
    return Group(*parts)
