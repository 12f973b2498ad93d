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
from qfill.records.form import read_json, read_record

VERSION = 1
_SAVE = "save the decisions anew from the review page, or with qfill review"
ACTIONS = ("accept", "choose", "edit", "blank", "confirm")
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
    found = read_json(str(path), read_record(path, hint="the review page saves one"))
    if not isinstance(found, dict) or "rows" not in found or "audit_sha256" not in found:
        raise RecordError(f"{path}: not decisions that the review page or qfill review saved", hint=_SAVE)
    if found.get("version") != VERSION:
        raise RecordError(
            f"{path}: decisions version {found.get('version')!r} is not one that qfill reads ({VERSION})",
            hint=_SAVE,
        )
    try:
        rows = tuple(_decision(one) for one in found["rows"])
        texts = {name: found[name] for name in ("audit_sha256", "output_sha256", "reviewer")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("reviewer and hashes must be text")
    except (KeyError, TypeError, ValueError) as error:
        said = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise RecordError(f"{path}: not decisions of qfill: {said}", hint=_SAVE) from None
    counts = Counter(row.key for row in rows)
    for (sheet, row), count in counts.items():
        if count > 1:
            where = f"row {row} of {sheet or 'the file'}"
            raise RecordError(f"{path}: {where} is decided twice", hint="take one of the two out")
    return Decisions(rows=rows, name=str(path), **texts)


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


def _decision(found: object) -> Decision:
    if not isinstance(found, Mapping):
        raise TypeError("a row must be an object")
    sheet, row, action = found["sheet"], found["row"], found["action"]
    if not isinstance(sheet, str | None) or isinstance(row, bool) or not isinstance(row, int | str):
        raise TypeError("sheet must be text or null, row a number or text")
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is no action ({', '.join(ACTIONS)})")
    texts = {name: found.get(name) for name in ("answer", "text", "reason", "at")}
    if not all(isinstance(text, str | None) for text in texts.values()):
        raise TypeError("answer, text, reason and at must be text or null")
    sample = found.get("sample")
    if sample is not None and (isinstance(sample, bool) or not isinstance(sample, int) or sample < 1):
        raise TypeError("sample must be a number of rows")
    verdict = found.get("verdict")
    decision = Decision(
        sheet=sheet,
        row=row,
        action=action,
        verdict=Verdict(verdict) if verdict is not None else None,
        sample=sample,
        **texts,
    )
    if action == "choose" and not decision.answer:
        raise ValueError(f"row {row} chooses no answer")
    if action == "edit" and not (decision.text or "").strip() and decision.verdict in (None, Verdict.NONE):
        raise ValueError(f"row {row} is edited, and holds neither a verdict nor a text")
    return decision
