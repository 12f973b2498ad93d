"""Decisions: what a person settled about the rows of one audit. JSON, version 1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qfill.errors import RecordError
from qfill.model import Verdict
from qfill.records.form import read_record, read_version

VERSION = 1
_SAVE = "save the decisions anew from the review page, or with qfill review"
Key = tuple[str | None, int | str]
"""A row of an audit: its sheet and its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row settled. `answer` is the chosen answer's id; `verdict` and `text` are an edit's.

    `sample`: the row was drawn at random, with how many in all.
    """

    sheet: str | None
    row: int | str
    action: str
    answer: str | None = None
    verdict: Verdict | None = None
    text: str | None = None
    reason: str | None = None
    at: str | None = None
    sample: int | None = None

    @property
    def key(self) -> Key:
        """The row that it settles."""
        return (self.sheet, self.row)

    @property
    def settles(self) -> tuple[str, str | None, Verdict | None, str | None]:
        """What two people must agree on; why and when they decided may differ."""
        return (self.action, self.answer, self.verdict, self.text)

    def as_json(self) -> dict[str, Any]:
        """The decision as it stands in the file."""
        found = {
            "sheet": self.sheet,
            "row": self.row,
            "action": self.action,
            "answer": self.answer,
            "verdict": str(self.verdict) if self.verdict is not None else None,
            "text": self.text,
            "reason": self.reason,
            "at": self.at,
        }
        return found if self.sample is None else {**found, "sample": self.sample}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """A whole file of decisions, by one reviewer, about one audit and its answered file."""

    audit_sha256: str
    output_sha256: str
    reviewer: str
    rows: Sequence[Decision]
    name: str = ""

    @property
    def when(self) -> str:
        """The day of the last decision, YYYY-MM-DD, '' where none says."""
        return max((row.at or "" for row in self.rows), default="")[:10]


def load_decisions(path: Path) -> Decisions:
    """Read decisions; raises RecordError for a file that is missing, broken or of another version."""
    data = read_record(path, hint="the review page saves one")
    found = read_version(str(path), data, "decisions", "decisions of qfill", hint=_SAVE)
    rows = tuple(_decision(path, one) for one in found["rows"])
    counts = Counter(row.key for row in rows)
    for (sheet, row), count in counts.items():
        if count > 1:
            where = f"row {row} of {sheet or 'the file'}"
            raise RecordError(f"{path}: {where} is decided twice", hint="take one of the two out")
    return Decisions(
        audit_sha256=found["audit_sha256"],
        output_sha256=found["output_sha256"],
        reviewer=found["reviewer"],
        rows=rows,
        name=str(path),
    )


def dump_decisions(decisions: Decisions) -> bytes:
    """The file's bytes."""
    found = {
        "version": VERSION,
        "audit_sha256": decisions.audit_sha256,
        "output_sha256": decisions.output_sha256,
        "reviewer": decisions.reviewer,
        "rows": [row.as_json() for row in decisions.rows],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _decision(path: Path, found: Mapping[str, Any]) -> Decision:
    verdict = found.get("verdict")
    decision = Decision(
        sheet=found["sheet"],
        row=found["row"],
        action=found["action"],
        verdict=Verdict(verdict) if verdict is not None else None,
        sample=found.get("sample"),
        **{name: found.get(name) for name in ("answer", "text", "reason", "at")},
    )
    said = decision.verdict not in (None, Verdict.NONE) or (decision.text or "").strip()
    if decision.action == "choose" and not decision.answer:
        raise RecordError(f"{path}: row {decision.row} chooses no answer", hint=_SAVE)
    if decision.action == "edit" and not said:
        raise RecordError(
            f"{path}: row {decision.row} is edited, and holds neither a verdict nor a text", hint=_SAVE
        )
    return decision
