"""Which rows wait, in which order, and what is known of each."""

from __future__ import annotations

import random
from collections.abc import Sequence

from qfill.records.audit import Audit, AuditRow


def waiting(audit: Audit) -> list[AuditRow]:
    """The rows to review in file order."""
    return [row for row in audit.rows if row.outcome == "review"]


def sampled(audit: Audit, count: int, seed: str) -> list[AuditRow]:
    """Filled rows drawn at random, in file order; the same seed draws the same rows."""
    filled = [row for row in audit.rows if row.outcome == "filled"]
    drawn = random.Random(seed).sample(range(len(filled)), min(count, len(filled)))
    return [filled[number] for number in sorted(drawn)]


def place(rows: Sequence[AuditRow], number: int) -> str:
    """`3 of 12`."""
    return f"{number + 1} of {len(rows)}"
