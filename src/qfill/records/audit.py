"""The audit: what was asked, what was written where, and why. JSON, version 1.

The file is written row by row, one row a line, so that a long questionnaire's audit is
never held whole, and two audits can be compared with a line-based diff.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

from qfill.model import CsvField, Question
from qfill.records.candidates import PackedCandidates
from qfill.records.form import read_record, read_version
from qfill.records.seal import in_json, sealed

VERSION = 1
_WRITTEN = "qfill fill writes it beside its output"
NOTICE = (
    "This file holds the customer's questions and your answers to them; "
    "share it only with those who may see both."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One row that was taken for a question; the fields are those of the file, in its order."""

    sheet: str | None
    row: int | str
    question_id: str
    question: str
    language: str
    context: Mapping[str, str | None]
    cells: Mapping[str, str]
    options: Sequence[str]
    outcome: str
    reason: str
    confidence: float | None
    answers: Sequence[str] = ()
    facts: Sequence[str] = ()
    proposed: Mapping[str, Any] | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[str] = ()
    notes: Sequence[str] = ()
    decision: Mapping[str, Any] | None = None
    candidates: Sequence[Mapping[str, Any]] = ()

    @property
    def asked(self) -> Question:
        """The question that it was; in which cells it is answered the file alone can say."""
        return Question(
            place=CsvField(1, 1),
            text=self.question,
            sheet=self.sheet,
            row=self.row,
            question_id=self.question_id,
            options=tuple(self.options),
            section=self.context.get("section") or "",
            domain=self.context.get("domain") or "",
            control=self.context.get("control") or "",
            parent=self.context.get("parent") or "",
        )

    def as_json(self) -> dict[str, Any]:
        """The row as it stands in the file."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


class LazyRows(Sequence[AuditRow]):
    """Rows that are made whenever they are looked at; their outcomes are known without."""

    def __init__(self, outcomes: Sequence[str], make: Callable[[int], AuditRow]) -> None:
        self.outcomes = outcomes
        self._make = make

    def __len__(self) -> int:
        return len(self.outcomes)

    @overload
    def __getitem__(self, index: int) -> AuditRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[AuditRow, ...]: ...
    def __getitem__(self, index: int | slice) -> AuditRow | tuple[AuditRow, ...]:
        if isinstance(index, slice):
            return tuple(map(self._make, range(len(self.outcomes))[index]))
        return self._make(range(len(self.outcomes))[index])


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """A whole audit. `bank`, `input`, `output`, `settings` and `sheets` are the file's objects.

    `sha256`: of the bytes that it was read from, '' for one that was not read.
    """

    qfill: str
    bank: Mapping[str, Any]
    input: Mapping[str, str]
    output: Mapping[str, str]
    settings: Mapping[str, Any]
    sheets: Sequence[Mapping[str, Any]]
    rows: Sequence[AuditRow]
    ignored: Sequence[Mapping[str, str]] = ()
    warnings: Sequence[str] = ()
    version: int = VERSION
    sha256: str = field(default="", compare=False)

    @property
    def output_sha256(self) -> str:
        """The hash of the file that this audit belongs to."""
        return self.output["sha256"]

    @property
    def tier(self) -> str:
        """The highest disclosure that the recipient may see."""
        return str(self.settings.get("tier", "public"))

    @property
    def summary(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        found = {"questions": len(self.rows), "filled": 0, "review": 0, "unanswered": 0, "skipped": 0}
        for outcome in self.outcomes:
            found[outcome] += 1
        return found

    @property
    def outcomes(self) -> Sequence[str]:
        """The rows' outcomes, in order."""
        return self.rows.outcomes if isinstance(self.rows, LazyRows) else [row.outcome for row in self.rows]


def dump_audit(audit: Audit) -> Iterator[bytes]:
    """The file's bytes, in parts; the same audit gives the same bytes. It is sealed, to be known again."""
    return sealed(_parts(audit), in_json)


def _parts(audit: Audit) -> Iterator[bytes]:
    head = {
        "version": audit.version,
        "notice": NOTICE,
        "qfill": audit.qfill,
        "bank": _plain(audit.bank),
        "input": _plain(audit.input),
        "output": _plain(audit.output),
        "settings": _plain(audit.settings),
        "warnings": _plain(audit.warnings),
        "sheets": _plain(audit.sheets),
        "ignored": _plain(audit.ignored),
        "summary": audit.summary,
    }
    yield b"{\n"
    for key, value in head.items():
        yield f'"{key}": {_line(value)},\n'.encode()
    yield b'"rows": ['
    for number, row in enumerate(audit.rows):
        yield (",\n" if number else "\n").encode() + _row_line(row).encode()
    yield b"\n]"


def _row_line(row: AuditRow) -> str:
    if not isinstance(row.candidates, PackedCandidates):
        return _line(row.as_json())
    # They are the last field, and stand packed in the form that they have in the file.
    head = replace(row, candidates=()).as_json()
    del head["candidates"]
    return f'{_line(head)[:-1]}, "candidates": {row.candidates.text}}}'


def load_audit(path: Path) -> Audit:
    """Read an audit; raises RecordError for a file that is missing, broken or of another version."""
    return read_audit(str(path), read_record(path, missing="no such audit", hint=_WRITTEN))


def read_audit(name: str, data: bytes) -> Audit:
    """The audit of these bytes; `name` is for messages."""
    found = read_version(name, data, "audit", "an audit of qfill", hint=_WRITTEN)
    return Audit(
        qfill=found["qfill"],
        bank=found["bank"],
        input=found["input"],
        output=found["output"],
        settings=found["settings"],
        sheets=tuple(found["sheets"]),
        ignored=tuple(found.get("ignored", ())),
        warnings=tuple(found.get("warnings", ())),
        rows=tuple(AuditRow(**{key: row[key] for key in _ROW if key in row}) for row in found["rows"]),
        sha256=sha256(data).hexdigest(),
    )


_ROW = tuple(one.name for one in fields(AuditRow))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | PackedCandidates):
        return [_plain(one) for one in value]
    return value


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
