"""Which rows wait, in which order, and which are drawn for a sample."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from qfill.answering.scope import withheld
from qfill.bank import AnswerBank
from qfill.records.audit import Audit, AuditRow


def waiting(audit: Audit) -> list[AuditRow]:
    """The rows to review in file order."""
    return [row for row in audit.rows if row.outcome == "review"]


def offered(row: AuditRow, bank: AnswerBank, tier: str) -> AuditRow:
    """The row without the candidates, and the suggestion, that may not be written for this tier.

    A suggestion of which no cell takes anything is none that can be accepted.
    """

    def held(name: str) -> bool:
        return (answer := bank.by_id.get(name)) is not None and withheld(answer, tier) != ""

    candidates = [one for one in row.candidates if not held(str(one["answer"]))]
    refused = row.outcome != "filled" and any(map(held, row.answers))
    empty = row.proposed is not None and not row.proposed.get("writes")
    return replace(row, candidates=candidates, proposed=None if refused or empty else row.proposed)


def sampled(audit: Audit, count: int) -> list[AuditRow]:
    """Rows that were filled from the bank, drawn at random, in file order; fewer where there are fewer.

    The draw hangs on the input's and the bank's hash alone, so that it is the same each time,
    before and after decisions are applied; a larger one holds every smaller one.
    """
    seed = f"{audit.input['sha256']}\n{audit.bank.get('sha256', '')}\n"
    filled = [
        row
        for row in audit.rows
        if row.confidence is not None and (row.outcome == "filled" or is_sampled(row))
    ]
    drawn = sorted(filled, key=lambda row: sha256(f"{seed}{row.sheet}\n{row.row}".encode()).digest())[:count]
    keys = {(row.sheet, row.row) for row in drawn}
    return [row for row in filled if (row.sheet, row.row) in keys]


def is_sampled(row: AuditRow) -> bool:
    """Whether the row was settled as one of a sample."""
    return "sample" in (row.decision or {})
