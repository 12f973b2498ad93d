"""Add what was sent to the ledger beside the bank."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qfill.errors import OutputError, UsageError
from qfill.records.ledger import Sent, dump_sent, ledger_of, load_ledger, sent_from_audit
from qfill.records.outputs import replace_files


def add_sent(
    audits: Sequence[Path], bank: Path, *, to: str = "", sent: str = "", questions: bool = False
) -> tuple[Path, ...]:
    """Write one file for each audit's questionnaire, all or none; the paths.

    The same audit gives the same file again. Raises RecordError for an audit that is broken
    or does not tell of its output any more, UsageError where two tell of the same output.
    """
    folder = ledger_of(bank)
    entries = [sent_from_audit(path, to=to, sent=sent, questions=questions) for path in audits]
    files = [(folder / entry.name, dump_sent(entry)) for entry in entries]
    if len({path for path, _ in files}) < len(files):
        raise UsageError("two of the audits tell of the same questionnaire", hint="name each once")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from None
    replace_files(files)
    return tuple(path for path, _ in files)


def list_sent(bank: Path) -> tuple[Sent, ...]:
    """All that the ledger beside a bank holds; raises RecordError for a broken file."""
    return load_ledger(ledger_of(bank))
