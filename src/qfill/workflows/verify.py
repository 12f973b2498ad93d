"""Hold an answered file against the file it answers, and against its audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qfill.answering.leaks import Leaks
from qfill.bank import AnswerBank, load_bank
from qfill.errors import BankError
from qfill.files import CellChange, compare, open_file
from qfill.model import CsvField, Place, SheetCell
from qfill.records.audit import Audit, AuditRow, load_audit
from qfill.settings import Settings

Key = tuple[str | None, int, str]
"""A written cell: its sheet, its csv record (else 0), its name. Its question may stand on another row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What differs. `differences` is empty where the answered file is what it should be.

    `unsearched`: the texts were to be searched for leaks, and no bank could be read for it.
    """

    input: Path
    output: Path
    audit: Path | None
    hashes: Mapping[str, str]
    cells: tuple[CellChange, ...]
    differences: tuple[str, ...]
    parts: int
    identical: int
    unsearched: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing but the answers differs."""
        return not self.differences


def verify(
    before: Path,
    after: Path,
    audit: Path | None = None,
    bank: Path | None = None,
    tier: str | None = None,
    settings: Settings | None = None,
) -> VerifyResult:
    """Compare two files; raises QfillError for files, or a bank asked for, that cannot be read.

    With an audit, a bank or a tier the texts are searched for what is internal and for answers
    above the tier: `tier`, else the audit's, else the settings'. They are searched by `bank`,
    else the settings' bank, else the audit's.
    """
    settings = settings or Settings()
    one, other = open_file(before), open_file(after)
    found = compare(one, other)
    differences = list(found.differences)
    hashes = {"input": one.sha256, "output": other.sha256}
    recorded: Audit | None = None
    if audit is not None:
        recorded = load_audit(audit)
        hashes["audit"] = recorded.sha256
        differences += _against_audit(recorded, hashes, found.cells)
    unsearched = False
    if bank is not None or tier is not None or recorded is not None:
        beside = None
        if audit is not None and recorded is not None:
            beside = audit.parent / recorded.bank["path"]
        searched = _bank_to_search(bank, settings.bank, beside, needed=tier is not None)
        unsearched = searched is None
        tier = tier or (recorded.tier if recorded is not None else settings.tier)
        if searched is not None:
            differences += _leaks(found.cells, searched, recorded, tier)
    return VerifyResult(
        input=before,
        output=after,
        audit=audit,
        hashes=hashes,
        cells=found.cells,
        differences=tuple(differences),
        parts=found.parts,
        identical=found.identical,
        unsearched=unsearched,
    )


def _bank_to_search(
    given: Path | None, usual: Path, audits: Path | None, *, needed: bool
) -> AnswerBank | None:
    """The bank given, else the first other that can be read; raises BankError where one is needed."""
    if given is not None:
        return load_bank(given)
    for path in (usual, audits):
        if path is None:
            continue
        try:
            return load_bank(path)
        except BankError:
            continue
    return load_bank(usual) if needed else None


def _cell_key(place: Place) -> Key:
    if isinstance(place, SheetCell):
        return (place.sheet, 0, place.name)
    return (None, place.record if isinstance(place, CsvField) else 0, place.name)


def row_of(place: Place) -> int | str:
    """The row or the record of a place, '' in a document."""
    if isinstance(place, SheetCell):
        return place.row
    return place.record if isinstance(place, CsvField) else ""


def shown(place: Place) -> str:
    """A place as a person reads it."""
    if isinstance(place, SheetCell):
        return f"{place.sheet}!{place.name}"
    if isinstance(place, CsvField):
        return f"record {place.record}, {place.name}"
    return place.name


def _row_key(row: AuditRow, cell: str) -> Key:
    record = row.row if row.sheet is None and isinstance(row.row, int) else 0
    return (row.sheet, record, cell)


def _against_audit(audit: Audit, hashes: Mapping[str, str], cells: tuple[CellChange, ...]) -> Iterator[str]:
    if audit.input["sha256"] != hashes["input"]:
        yield "the audit is of another input file (its sha256 differs)"
    if audit.output["sha256"] != hashes["output"]:
        yield "the audit is of another answered file (its sha256 differs)"
    listed = {_row_key(row, cell): text for row in audit.rows for cell, text in row.written.items()}
    changed = {_cell_key(change.place) for change in cells}
    for change in cells:
        key = _cell_key(change.place)
        if key not in listed:
            yield f"{shown(change.place)} changed, and the audit does not list it"
        elif listed[key] != change.after:
            yield f"{shown(change.place)} holds another text than the audit says was written"
    for row in audit.rows:
        for cell, text in row.written.items():
            # A text written over the very same text changes nothing, so only a different one is missed.
            key = _row_key(row, cell)
            if key not in changed and text and audit.output["sha256"] != hashes["output"]:
                where = f"{row.sheet}!{cell}" if row.sheet is not None else f"row {row.row}, {cell}"
                yield f"{where} is listed by the audit, and was not changed"


def _leaks(cells: tuple[CellChange, ...], bank: AnswerBank, audit: Audit | None, tier: str) -> Iterator[str]:
    """What the changed cells give away to a recipient of this tier."""
    if not cells:
        return
    leaks = Leaks(bank, tier)
    cited: dict[Key, AuditRow] = {}
    if audit is not None:
        cited = {_row_key(row, cell): row for row in audit.rows for cell in row.written}
    for change in cells:
        row = cited.get(_cell_key(change.place))
        if row is not None and change.after in row.options:
            continue  # the customer's own words
        for told in leaks.of(change.after, row.answers if row is not None else ()):
            yield f"{shown(change.place)} {told}"
