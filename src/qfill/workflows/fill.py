"""Fill one questionnaire: read it, match and settle every row, write, check what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from qfill.bank import AnswerBank
from qfill.errors import OutputError, UsageError
from qfill.files import QuestionnaireFile, is_marked, mark_workbook, open_file
from qfill.language.detect import main_language
from qfill.layout import LayoutHints
from qfill.model import CsvField, Outcome, Place, SheetCell, Write
from qfill.records.audit import Audit, dump_audit
from qfill.records.outputs import (
    OutputNames,
    Spooled,
    check_replaceable,
    held_bytes,
    make_folder,
    output_names,
    replace_files,
)
from qfill.review.page import page_parts
from qfill.settings import Settings
from qfill.workflows.layouts import layout_of, with_columns
from qfill.workflows.ready import Ready, policy_of, prepare
from qfill.workflows.report import build_audit
from qfill.workflows.review import check_page, remove_stale, waits
from qfill.workflows.rows import Row, settle_rows
from qfill.workflows.written import check_written, writes_of

if TYPE_CHECKING:
    from qfill.evaluation.risk import Threshold
    from qfill.learning.previous import Previous
    from qfill.workflows.risk import Sample

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillOptions:
    """What one fill is asked to do; `settings` holds the thresholds and the policy.

    `settled`: audits, or folders of them, that hold the samples for `max_wrong`; without any,
    those beside the input.
    """

    input: Path
    settings: Settings
    today: date
    output: Path | None = None
    audit: Path | None = None
    page: Path | None = None
    with_page: bool = True
    hints: LayoutHints = field(default_factory=LayoutHints)
    settled: tuple[Path, ...] = ()
    last_time: Previous | None = None
    mark: bool = False
    dry_run: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FillResult:
    """What a fill did, or with `dry_run` would do. `written` are the files, in order.

    `removed`: the review page of an earlier fill, which nobody waits for any more.
    """

    input: Path
    names: OutputNames
    audit: Audit
    rows: tuple[Row, ...]
    written: tuple[Path, ...]
    dry_run: bool
    removed: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    threshold: Threshold | None = None
    sample: Sample | None = None

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(row.settled.outcome is outcome for row in self.rows)


def fill(options: FillOptions, ready: Ready | None = None, progress: Progress | None = None) -> FillResult:
    """Answer one file; raises QfillError, and then nothing has been written."""
    names = output_names(options.input, options.output, options.audit, options.page)
    file = with_columns(open_file(options.input), options.hints)
    if options.mark:
        _check_markable(file)
    layout = layout_of(file, options.hints)
    ready = ready or prepare(options.settings)
    language = options.settings.language
    if language == "auto":
        language = main_language(question.text for question in layout.questions)
    policy = policy_of(options.settings, language, options.today)
    threshold, sample = None, None
    if (bound := options.settings.max_wrong) is not None:
        from qfill.workflows.risk import controlled

        threshold, sample = controlled(options.settled, options.input.parent, bound, ready.bank.sha256)
        policy = replace(policy, accept=threshold.accept, suggest=min(policy.suggest, threshold.accept))
    rows = settle_rows(layout.questions, ready.bank, ready.matcher, policy, progress, options.last_time)
    writes = (*_headings(file, rows), *writes_of(file, _texts(rows)))
    data, patched = file.patch(writes)
    changes = patched.changes
    warnings = (*file.warnings, *layout.warnings, *patched.warnings)
    landed = check_written(file, data, writes, changes)
    audit = build_audit(
        names=names,
        settings=options.settings,
        policy=policy,
        threshold=threshold,
        overwrite=options.hints.overwrite,
        bank=ready.bank,
        file=file,
        output_sha256=sha256(data).hexdigest(),
        layout=layout,
        rows=rows,
        landed=landed,
        changes=changes,
        warnings=warnings,
    )
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    if not options.dry_run:
        written, removed = _write(options, names, file, data, audit, rows, ready.bank)
    return FillResult(
        input=options.input,
        names=names,
        audit=audit,
        rows=rows,
        written=written,
        dry_run=options.dry_run,
        removed=removed,
        warnings=warnings,
        overdue=_overdue(rows, ready.bank, options.today),
        threshold=threshold,
        sample=sample,
    )


def _write(
    options: FillOptions,
    names: OutputNames,
    file: QuestionnaireFile,
    data: bytes,
    audit: Audit,
    rows: Iterable[Row],
    bank: AnswerBank,
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Put the outputs in place, all or none; their paths, and that of a page that had to go."""
    with Spooled(dump_audit(audit)) as record:
        check_replaceable(names, data, record, force=options.force)
        outputs: list[tuple[Path, bytes | Iterable[bytes]]] = [(names.output, data), (names.audit, record)]
        if options.mark:
            marked = _marked(file, data, rows)
            outputs.append((_check_marked(names.marked, marked, options.force), marked))
        with_page = options.with_page and (options.page is not None or waits(audit))
        if with_page:
            check_page(names.page, force=options.force)
            outputs.append((names.page, page_parts(audit, record.sha256, bank)))
        make_folder(names.output.parent)
        replace_files(outputs)
        removed = () if with_page else remove_stale(names.page, record.sha256)
    return tuple(path for path, _ in outputs), removed


def _check_marked(path: Path, new: bytes, force: bool) -> Path:
    """Where the reviewer's copy goes; raises OutputError over a file that is none, or that was edited."""
    held = None if force else held_bytes(path)
    if held is not None and held != new and not is_marked(held):
        raise OutputError(
            f"{path}: exists and is no reviewer's copy as qfill wrote it",
            hint="somebody may have edited it: move it away, or pass --force to replace it",
        )
    return path


def _check_markable(file: QuestionnaireFile) -> None:
    if file.format not in ("xlsx", "xlsm"):
        raise UsageError(
            f"{file.path}: only a workbook can be marked",
            hint="leave --mark out; the review page shows the same",
        )


def _marked(file: QuestionnaireFile, data: bytes, rows: Iterable[Row]) -> bytes:
    """The answered workbook with the rows that wait tinted and annotated."""
    notes: dict[SheetCell, str] = {}
    for row in rows:
        settled = row.settled
        if settled.outcome is not Outcome.REVIEW:
            continue
        said = "\n".join(f"{role}: {text}" for role, text in settled.writes.items())
        sure = f"{settled.confidence:.0%} sure" if settled.confidence is not None else "not sure"
        note = f"{sure}: {', '.join(settled.answers)} ({', '.join(settled.facts)})\n{settled.reason}\n{said}"
        roles = [role for role in settled.writes if role in row.question.targets]
        places = (row.question.targets[role] for role in roles)
        notes.update({place: note for place in places if isinstance(place, SheetCell)})
    return mark_workbook(file.path, data, notes)


def _headings(file: QuestionnaireFile, rows: Iterable[Row]) -> Iterable[Write]:
    """The headings of columns that a csv lacks: they are appended even where no row is filled."""
    found: dict[int, CsvField] = {}
    head = file.grids[0].header_row if file.grids else None
    for row in rows:
        for place in row.question.targets.values():
            if isinstance(place, CsvField) and place.header:
                found.setdefault(place.column, CsvField(head or 1, place.column, place.header))
    held = file.read(found.values())
    return [
        Write(place=place, text=place.header) for _, place in sorted(found.items()) if not held.get(place)
    ]


def _texts(rows: Iterable[Row]) -> dict[Place, str]:
    """The filled rows' texts; rows that share a cell share its text, or they would not be filled."""
    return {
        row.question.targets[role]: text
        for row in rows
        if row.settled.outcome is Outcome.FILLED
        for role, text in row.settled.writes.items()
    }


def _overdue(rows: Iterable[Row], bank: AnswerBank, today: date) -> tuple[str, ...]:
    """The ids of the answers that were filled although their next review is past."""
    from qfill.bank.overdue import overdue

    used = {name for row in rows if row.settled.outcome is Outcome.FILLED for name in row.settled.answers}
    return tuple(sorted(name for name in used if name in bank.by_id and overdue(bank.by_id[name], today)))
