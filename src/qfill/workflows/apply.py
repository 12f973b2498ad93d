"""Apply decisions to an answered file and its audit, and teach the bank by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from qfill.bank import load_bank
from qfill.bank.splice import BankEditor
from qfill.errors import OutputError, QfillError, RecordError
from qfill.files import QuestionnaireFile, open_file
from qfill.model import Place
from qfill.records.audit import Audit, dump_audit, load_audit
from qfill.records.decisions import Decision, Decisions, Key, load_decisions
from qfill.records.outputs import OutputNames, check_replaceable, real, replace_files
from qfill.review.apply import (
    Settlement,
    already_applied,
    check_nothing_lost,
    conflicts,
    place_of,
    settle_rows,
)
from qfill.review.teach import still_waiting, teach
from qfill.workflows.report import relative
from qfill.workflows.written import check_written, writes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyResult:
    """What was applied. `conflicts`: rows decided differently, and then nothing was written."""

    settled: tuple[Settlement, ...] = ()
    conflicts: tuple[tuple[Key, list[tuple[str, Decision]]], ...] = ()
    written: tuple[Path, ...] = ()
    taught: tuple[str, ...] = ()
    diff: str = ""
    already: bool = False


def apply(
    decisions: Sequence[Path],
    filled: Path,
    *,
    bank: Path,
    output: Path | None = None,
    with_teaching: bool = False,
    force: bool = False,
) -> ApplyResult:
    """Write decisions into an answered file; raises QfillError, and then nothing has been written.

    `output` that exists is replaced only where it is what would be written or what its own
    audit says that qfill wrote, or with `force`.
    """
    file = open_file(filled)
    given = [load_decisions(path) for path in decisions]
    beside = _audit_of(filled)
    audit = load_audit(beside)
    if found := conflicts(given):
        return ApplyResult(conflicts=tuple(found))
    fresh = [one for one in given if not already_applied(audit, one)]
    for one in fresh:
        if one.audit_sha256 != audit.sha256:
            raise _decided_elsewhere(one, "audit", beside, beside, audit, file)
    changed = next((one for one in fresh if one.output_sha256 != file.sha256), None)
    answers = load_bank(bank)
    original = _original(audit, beside)
    settled = tuple(settle_rows(audit, fresh, answers, file, original)) if fresh else ()
    if original is None:
        check_nothing_lost(audit, settled)
    files = _changed(filled, beside, output, file, original, audit, settled, applied=bool(fresh))
    if changed is not None and not (files and files[0][1] == file.data):
        # But for the output that a killed run had put in place already, before its audit.
        raise _decided_elsewhere(changed, "answered file", filled, beside, audit, file)
    if output is not None and files and real(output) != real(filled):
        (target, data), (beside_it, recorded) = files
        names = OutputNames(output=target, audit=beside_it, page=target)
        check_replaceable(names, data, recorded, force=force)
    taught: tuple[str, ...] = ()
    editor = BankEditor(answers)
    if with_teaching:
        every = settled
        if len(fresh) < len(given):
            every = tuple(settle_rows(_undone(audit, given), given, answers, file, None))
        said = teach(editor, answers, given, every, relative(beside, bank))
        waiting = still_waiting(editor.bank(), every, file, dict(audit.settings)) if editor.changed else ()
        taught = (*said, *waiting)
    files += editor.files() if editor.changed else ()
    replace_files(files)
    return ApplyResult(
        settled=settled,
        written=tuple(path for path, _ in files),
        taught=taught,
        diff=editor.diff(),
        already=not fresh,
    )


def _audit_of(filled: Path) -> Path:
    """The audit beside an answered file: the one called like it, else the one in its folder that names it.

    Raises RecordError where there is none, or more than one.
    """
    usual = filled.with_name(filled.name + ".audit.json")
    if usual.exists():
        return usual
    found = [path for path in sorted(filled.parent.glob("*.json")) if _names(path, filled)]
    if not found:
        raise RecordError(
            f"{usual}: no audit beside the answered file",
            hint="qfill fill writes it; lay it into the answered file's folder, under any name in .json",
        )
    if len(found) > 1:
        raise RecordError(
            f"{filled}: {' and '.join(map(str, found))} are both its audits",
            hint="keep the one that the decisions were made on, and move the others away",
        )
    return found[0]


def _names(path: Path, filled: Path) -> bool:
    """Whether a file is an audit, and this answered file's."""
    try:
        audit = load_audit(path)
    except RecordError:
        return False
    return real(path.parent / audit.output["path"]) == real(filled)


def _decided_elsewhere(
    one: Decisions, what: str, path: Path, beside: Path, audit: Audit, file: QuestionnaireFile
) -> RecordError:
    if file.sha256 != audit.output_sha256:
        # A page written anew would be of the audit's file too, and refused again.
        hint = (
            f"{file.path.name} was saved by somebody else since: move it away, fill it again as then"
            f" (qfill fill {beside.parent / audit.input['path']} --today {audit.settings['today']}"
            " and its other flags), and apply what was decided to that"
        )
    else:
        hint = (
            "it was filled or applied to since; write its page anew and decide there:"
            f" qfill review {beside} --page FILE"
        )
    return RecordError(f"{one.name}: decided on another {what} than {path}", hint=hint)


def _changed(
    filled: Path,
    beside: Path,
    output: Path | None,
    file: QuestionnaireFile,
    original: QuestionnaireFile | None,
    audit: Audit,
    settled: Sequence[Settlement],
    *,
    applied: bool,
) -> list[tuple[Path, bytes]]:
    """The files to write: the answered file and its audit, as they will be."""
    target = output or filled
    if not applied and output is None:
        return []
    if target.suffix.lower() != filled.suffix.lower() or target.is_dir():
        raise OutputError(
            f"{target}: a {filled.suffix} file stays one", hint=f"name it {target.stem}{filled.suffix}"
        )
    same = real(target) == real(filled)
    record = beside if same else target.with_name(target.name + ".audit.json")
    source = real(beside.parent / audit.input["path"])
    if real(target) == source:
        raise OutputError(f"{target}: would be written over the customer's file", hint="give another name")
    texts: dict[Place, str] = {}
    if original is not None and file.format != "csv":
        # Written anew from the customer's own file, a row left blank is left as it came.
        decided = {one.decision.key for one in settled}
        for row in audit.rows:
            if (row.sheet, row.row) not in decided or row.outcome == "filled":
                texts.update({place_of(file, row, name): text for name, text in row.written.items()})
        for one in settled:
            texts.update(one.writes)
        held = original.read(texts)
        texts = {place: text for place, text in texts.items() if text != held.get(place, "")}
        file = original
    else:
        for one in settled:
            texts.update(one.writes)
    writes = writes_of(file, texts)
    data, patched = file.patch(writes)
    landed = check_written(file, data, writes, patched.changes)
    by_key = {one.decision.key: one for one in settled}
    rows = []
    for row in audit.rows:
        if (row.sheet, row.row) not in by_key:
            rows.append(row)
            continue
        one = by_key[row.sheet, row.row]
        places = [place for place, text in one.writes.items() if text and one.decision.action != "blank"]
        changes = [remark for place in places for remark in patched.changes.get(place, ())]
        put = {place.name: landed.get(place, one.writes[place]) for place in places}
        rows.append(
            one.after
            if one.decision.action == "confirm"
            else replace(one.after, written=put, changes=changes)
        )
    after = replace(
        audit,
        bank={**audit.bank, "path": relative(beside.parent / audit.bank["path"], record.parent)},
        output={"path": relative(target, record.parent), "sha256": sha256(data).hexdigest()},
        input={**audit.input, "path": relative(source, record.parent.resolve())},
        rows=tuple(rows),
    )
    return [(target, data), (record, b"".join(dump_audit(after)))]


def _original(audit: Audit, beside: Path) -> QuestionnaireFile | None:
    """The customer's own file, where it still lies where the audit says and is the same."""
    try:
        file = open_file(beside.parent / audit.input["path"])
    except QfillError:
        return None
    return file if file.sha256 == audit.input["sha256"] else None


def _undone(audit: Audit, given: Sequence[Decisions]) -> Audit:
    """The audit with rows that were decided as review rows again, to teach by decisions applied before."""
    keys = {row.key for one in given for row in one.rows}
    return replace(
        audit,
        rows=tuple(
            replace(row, decision=None) if (row.sheet, row.row) in keys else row for row in audit.rows
        ),
    )
