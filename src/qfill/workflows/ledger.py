"""Add what was sent to the ledger beside the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qfill.errors import UsageError
from qfill.records.ledger import Sent, dump_sent, ledger_of, load_ledger, sent_from_audit
from qfill.records.outputs import make_folder, replace_files


def add_sent(
    audits: Sequence[Path], bank: Path, *, to: str = "", sent: str = "", questions: bool = False
) -> tuple[Path, ...]:
    """Write one file for each audit's questionnaire, all or none; the paths.

    The same audit gives the same file again; what is left out and was said when the
    questionnaire was added before stays. Raises RecordError for an audit that is broken or does
    not tell of its output any more or for a broken ledger, UsageError where two audits tell of
    the same output or where it is not clear which of several customers is meant.
    """
    folder = ledger_of(bank)
    known = load_ledger(folder)
    entries = [
        _with_known(sent_from_audit(path, to=to, sent=sent, questions=questions), known, named=bool(to))
        for path in audits
    ]
    files = [(folder / entry.name, dump_sent(entry)) for entry in entries]
    if len({path for path, _ in files}) < len(files):
        raise UsageError("two of the audits tell of the same questionnaire", hint="name each once")
    make_folder(folder)
    replace_files(files)
    return tuple(path for path, _ in files)


def _with_known(entry: Sent, known: Sequence[Sent], *, named: bool) -> Sent:
    """An entry with what the ledger holds of it already: the customer, the date, the questions."""
    # One file may have gone to several customers, each with an entry of its own.
    same = [one for one in known if one.output_sha256 == entry.output_sha256]
    if named:
        same = [one for one in same if one.name == entry.name]
    if len(same) > 1:
        raise UsageError(
            f"{entry.file}: was sent to {', '.join(one.to for one in same)}", hint="say which is meant: --to"
        )
    if not same:
        return entry
    (old,) = same
    asked = {(row.sheet, row.row): row.question for row in old.rows}
    rows = tuple(replace(row, question=row.question or asked.get((row.sheet, row.row))) for row in entry.rows)
    return replace(entry, to=entry.to if named else old.to, sent=entry.sent or old.sent, rows=rows)


def list_sent(bank: Path) -> tuple[Sent, ...]:
    """All that the ledger beside a bank holds; raises RecordError for a broken file."""
    return load_ledger(ledger_of(bank))
