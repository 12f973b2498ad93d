"""A fill's rows as the audit that is kept beside the answered file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qfill import __version__
from qfill.answering import Policy
from qfill.bank import AnswerBank
from qfill.files import QuestionnaireFile
from qfill.files.grid import Grid
from qfill.layout import Layout
from qfill.model import CsvField, DocxPlace, Outcome, Place, column_letters
from qfill.records.audit import Audit, AuditRow, LazyRows
from qfill.records.outputs import OutputNames
from qfill.settings import Settings
from qfill.workflows.rows import Row

if TYPE_CHECKING:
    from qfill.evaluation.risk import Threshold


def build_audit(
    *,
    names: OutputNames,
    settings: Settings,
    policy: Policy,
    threshold: Threshold | None,
    overwrite: bool,
    bank: AnswerBank,
    file: QuestionnaireFile,
    output_sha256: str,
    layout: Layout,
    rows: Sequence[Row],
    landed: Mapping[Place, str],
    changes: Mapping[Place, tuple[str, ...]],
    warnings: Sequence[str],
) -> Audit:
    """The audit of one fill; paths are relative to the audit's folder."""
    folder = names.audit.parent
    grids = {grid.sheet: grid for grid in file.grids}
    return Audit(
        qfill=__version__,
        bank={
            "path": relative(settings.bank, folder),
            "answers": len(bank.answers),
            "sha256": bank.sha256,
        },
        input={"path": relative(file.path, folder), "sha256": file.sha256},
        output={"path": relative(names.output, folder), "sha256": output_sha256},
        settings={
            "accept": policy.accept,
            "suggest": policy.suggest,
            "language": policy.language,
            "today": policy.today.isoformat(),
            "tier": settings.tier,
            "stale": settings.stale,
            "for": {key: list(values) for key, values in sorted(settings.scope.items())},
            "max_wrong": settings.max_wrong,
            "overwrite": overwrite,
            **_risk(threshold),
        },
        sheets=[
            {
                "sheet": one.sheet,
                "roles": {
                    str(role): _column_name(grids.get(one.sheet), one.header_row, column)
                    for role, column in one.roles.items()
                },
                "because": list(one.because),
                "header_row": one.header_row,
            }
            for one in layout.sheets
        ],
        ignored=[{"sheet": name, "because": why} for name, why in layout.ignored],
        warnings=list(warnings),
        rows=LazyRows(
            [str(row.settled.outcome) for row in rows],
            lambda number: _audit_row(rows[number], landed, changes),
        ),
    )


def _risk(threshold: Threshold | None) -> dict[str, Any]:
    if threshold is None:
        return {}
    found = {name: getattr(threshold, name) for name in ("rows", "wrong", "of")}
    return {"risk": {**found, "upper": round(threshold.upper, 6)}}


def relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, with forward slashes; absolute where they share no drive."""
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def _column_name(grid: Grid | None, header_row: int | None, column: int) -> str:
    if grid is not None:
        place = grid.locate(header_row or 1, column)
        if isinstance(place, CsvField):
            return place.name
    return column_letters(column)


def _audit_row(row: Row, landed: Mapping[Place, str], changes: Mapping[Place, tuple[str, ...]]) -> AuditRow:
    question, settled = row.question, row.settled
    filled = settled.outcome is Outcome.FILLED
    proposed: dict[str, Any] | None = None
    if settled.outcome in (Outcome.FILLED, Outcome.REVIEW) and settled.text:
        proposed = {
            "verdict": str(settled.verdict),
            "text": settled.text,
            "language": settled.language,
            "writes": {str(role): text for role, text in settled.writes.items()},
        }
    places = _sorted(question.targets[role] for role in settled.writes) if filled else []
    return AuditRow(
        sheet=question.sheet,
        row=question.place.name if isinstance(question.place, DocxPlace) else question.row,
        question_id=question.question_id,
        question=question.text,
        language=row.language,
        context={
            "section": question.section or None,
            "domain": question.domain or None,
            "control": question.control or None,
            "parent": question.parent or None,
        },
        cells={str(role): place.name for role, place in question.targets.items()},
        options=list(question.options),
        outcome=str(settled.outcome),
        reason=settled.reason,
        confidence=settled.confidence,
        answers=list(settled.answers),
        facts=list(settled.facts),
        proposed=proposed,
        written={place.name: landed[place] for place in places},
        changes=[remark for place in places for remark in changes.get(place, ())],
        notes=list(settled.notes),
        decision=None,
        candidates=row.packed,
    )


def _sorted(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places), key=lambda place: (getattr(place, "column", 0), place.name))
