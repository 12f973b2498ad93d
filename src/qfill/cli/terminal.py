"""The review queue at the terminal: one question at a time, settled by single keys."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import click
import typer

from qfill.bank import AnswerBank, load_bank
from qfill.cli.streams import streams
from qfill.errors import RecordError, UsageError
from qfill.model import Verdict
from qfill.records.audit import AuditRow, load_audit
from qfill.records.decisions import Decision, Decisions, Key, dump_decisions, load_decisions
from qfill.records.outputs import replace_file
from qfill.render.review import card
from qfill.review.queue import sampled, waiting

_KEYS = "y accept  1-5 choose  e edit or write  n none fits: leave blank  s skip  b back  q quit"


def settle_at_terminal(
    audit_path: Path, *, bank: Path, sample: int | None, decisions: Path | None, reviewer: str | None
) -> None:
    """Go through the queue; what was settled is kept after every row, and a later run goes on there."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "qfill review needs a terminal", hint="write the page instead: qfill review AUDIT --page FILE"
        )
    audit = load_audit(audit_path)
    digest = sha256(audit_path.read_bytes()).hexdigest()
    answers = load_bank(bank)
    rows = sampled(audit, sample, digest) if sample is not None else waiting(audit)
    if not rows:
        streams.note("No row waits.")
        return
    target = decisions or audit_path.with_name(
        audit_path.name.removesuffix(".audit.json") + ".decisions.json"
    )
    kept = _resume(target, Decisions(
        audit_sha256=digest, output_sha256=audit.output_sha256, reviewer=reviewer or _name(), rows=(),
    ))  # fmt: skip
    done: dict[Key, Decision] = {row.key: row for row in kept.rows}
    number = next((at for at, row in enumerate(rows) if (row.sheet, row.row) not in done), len(rows))
    while number < len(rows):
        row = rows[number]
        streams.console().print(card(row, answers, f"{number + 1} of {len(rows)}"))
        found = _ask(row, answers)
        if found == "q":
            break
        if found == "b":
            number = max(0, number - 1)
            continue
        if isinstance(found, Decision):
            done[found.key] = found
            order = [one for one in ((row.sheet, row.row) for row in audit.rows) if one in done]
            replace_file(target, dump_decisions(replace(kept, rows=tuple(done[key] for key in order))))
        number += 1
    if done:
        typer.echo(str(target))
        streams.note(f"{len(done)} decided. Next: qfill apply {target} {audit.output['path']}")


def _resume(path: Path, fresh: Decisions) -> Decisions:
    if not path.exists():
        return fresh
    found = load_decisions(path)
    if found.audit_sha256 != fresh.audit_sha256:
        raise RecordError(
            f"{path}: holds decisions on another audit", hint="move it away, or name another with --decisions"
        )
    return replace(found, reviewer=fresh.reviewer or found.reviewer)


def _name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _ask(row: AuditRow, bank: AnswerBank) -> Decision | str:
    """A decision, or `b`, `q` or `s`."""
    while True:
        typer.echo(_KEYS, err=True)
        key = click.getchar().lower()
        if key in ("q", "\x03", "\x04"):
            return "q"
        if key in ("b", "s"):
            return key
        decision = _decision(row, bank, key)
        if decision is not None:
            return replace(decision, at=datetime.now(UTC).isoformat(timespec="seconds"))


def _decision(row: AuditRow, bank: AnswerBank, key: str) -> Decision | None:
    base = Decision(sheet=row.sheet, row=row.row, action="blank")
    filled = row.outcome == "filled"
    if key in ("y", "\r", "\n") and row.proposed:
        return replace(base, action="confirm" if filled else "accept")
    if key.isdigit() and 0 < int(key) <= len(row.candidates):
        return replace(base, action="choose", answer=str(row.candidates[int(key) - 1]["answer"]))
    if key == "n":
        return replace(base, reason=typer.prompt("Why", default="", show_default=False) or None)
    if key == "e":
        proposed = row.proposed or {}
        start = str(proposed.get("text", ""))
        text = click.edit(start) if start else typer.prompt("Answer")
        said = typer.prompt("Verdict", default=str(proposed.get("verdict", "none")), type=_verdicts())
        return replace(base, action="edit", text=(text or start).strip(), verdict=Verdict(said))
    return None


def _verdicts() -> click.Choice[str]:
    return click.Choice([str(one) for one in Verdict])
