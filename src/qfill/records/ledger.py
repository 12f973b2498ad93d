"""The ledger: what was sent to whom. One small JSON file a sent questionnaire, version 1.

Files lie in `ledger/` beside the bank, each named by what was sent, so that two branches
that add to it merge in git. A row keeps ids and the cells' texts; the customer's question
only where that is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from qfill.errors import RecordError
from qfill.records.audit import load_audit
from qfill.records.form import read_record, read_version
from qfill.records.outputs import file_stem, held_bytes

VERSION = 1
LEDGER = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A row that was sent with something of ours in it. `cells`: the texts by cell."""

    sheet: str | None
    row: int | str
    question_id: str
    answers: Sequence[str]
    facts: Sequence[str]
    cells: Mapping[str, str]
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One questionnaire that was sent. `to` is the customer, `sent` a date as YYYY-MM-DD or ''."""

    to: str
    sent: str
    file: str
    input_sha256: str
    output_sha256: str
    audit_sha256: str
    bank_sha256: str
    rows: Sequence[SentRow] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        """The file's name within the ledger."""
        return f"{file_stem(self.to.lower(), 'sent')[:60]}-{self.output_sha256[:12]}.json"


def ledger_of(bank: Path) -> Path:
    """The ledger's folder: beside the bank."""
    return bank.parent / LEDGER


def sent_from_audit(path: Path, *, to: str = "", sent: str = "", questions: bool = False) -> Sent:
    """What an audit says was written, as it was sent.

    Raises RecordError for a broken audit, and where the output beside it is not the one that
    the audit tells of: what a person changed by hand would be recorded wrongly.
    """
    audit = load_audit(path)
    output = path.parent / audit.output["path"]
    held = held_bytes(output)
    if held is not None and sha256(held).hexdigest() != audit.output_sha256:
        raise RecordError(
            f"{output}: is not what {path.name} tells of; it was changed afterwards",
            hint="put changes in by qfill apply, so that the audit holds what is sent",
        )
    file = output.name
    return Sent(
        to=to or re.sub(r"\.filled(?=\.)", "", file).rpartition(".")[0] or file,
        sent=sent,
        file=file,
        input_sha256=audit.input["sha256"],
        output_sha256=audit.output_sha256,
        audit_sha256=audit.sha256,
        bank_sha256=str(audit.bank.get("sha256", "")),
        rows=tuple(
            SentRow(
                sheet=row.sheet,
                row=row.row,
                question_id=row.question_id,
                answers=tuple(row.answers),
                facts=tuple(row.facts),
                cells=dict(row.written),
                question=row.question if questions else None,
            )
            for row in audit.rows
            if row.written
        ),
    )


def dump_sent(entry: Sent) -> bytes:
    """The file's bytes, one row a line; the same entry gives the same bytes."""
    head = {
        "version": VERSION,
        "to": entry.to,
        "sent": entry.sent or None,
        "file": entry.file,
        "input_sha256": entry.input_sha256,
        "output_sha256": entry.output_sha256,
        "audit_sha256": entry.audit_sha256,
        "bank_sha256": entry.bank_sha256,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n" for key, value in head.items()]
    rows = (json.dumps(_row_json(row), ensure_ascii=False) for row in entry.rows)
    return ("{\n" + "".join(lines) + '"rows": [\n' + ",\n".join(rows) + "\n]}\n").encode()


def load_ledger(folder: Path) -> tuple[Sent, ...]:
    """All that was sent, by file name; none without a ledger. Raises RecordError for a broken file."""
    return tuple(_load(path) for path in sorted(folder.glob("*.json")))


def _row_json(row: SentRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.row,
        "question_id": row.question_id,
        "answers": list(row.answers),
        "facts": list(row.facts),
        "cells": dict(row.cells),
    }
    return found if row.question is None else {**found, "question": row.question}


def _load(path: Path) -> Sent:
    hint = "qfill ledger add writes it"
    found = read_version(str(path), read_record(path), "ledger", "a file of the ledger of qfill", hint=hint)
    return Sent(
        to=found["to"],
        sent=found["sent"] or "",
        file=found["file"],
        input_sha256=found["input_sha256"],
        output_sha256=found["output_sha256"],
        audit_sha256=found["audit_sha256"],
        bank_sha256=found["bank_sha256"],
        rows=tuple(
            SentRow(
                sheet=row["sheet"],
                row=row["row"],
                question_id=row["question_id"],
                answers=tuple(row["answers"]),
                facts=tuple(row["facts"]),
                cells=row["cells"],
                question=row.get("question"),
            )
            for row in found["rows"]
        ),
    )
