"""The review queue at the terminal: one question at a time, settled by single keys."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from qfill.bank import load_bank
from qfill.cli.streams import streams
from qfill.errors import RecordError, UsageError
from qfill.model import Verdict
from qfill.records.audit import Audit, AuditRow, load_audit
from qfill.records.decisions import Decision, Decisions, Key, dump_decisions, load_decisions
from qfill.records.outputs import replace_file
from qfill.render.review import card
from qfill.review.queue import is_sampled, offered, sampled, waiting

_KEYS = "y accept  1-5 choose  e edit or write  n none fits: leave blank  s skip  b back  q quit"


def settle_at_terminal(
    audit_path: Path, *, bank: Path, sample: int | None, decisions: Path | None, reviewer: str | None
) -> None:
    """Go through the queue; what was settled is kept after every row, and a later run goes on there."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "qfill review needs a terminal", hint="write the page instead: qfill review AUDIT --page FILE"
        )
    audit = load_audit(audit_path)
    answers = load_bank(bank)
    queue, drawn = _queue(audit, sample)
    rows = [offered(row, answers, audit.tier) for row in queue]
    if not rows:
        streams.note("No row waits." if sample is None else "No filled row is left to settle.")
        return
    target = decisions or audit_path.with_name(
        audit_path.name.removesuffix(".audit.json") + ".decisions.json"
    )
    kept = _resume(target, Decisions(
        audit_sha256=audit.sha256, output_sha256=audit.output_sha256, reviewer=reviewer or _name(), rows=(),
    ))  # fmt: skip
    done: dict[Key, Decision] = {row.key: row for row in kept.rows}
    if drawn is not None:
        # A larger sample holds the smaller one that was settled before.
        sizes = {_key(row): drawn for row in rows}
        done = {key: replace(one, sample=sizes.get(key, one.sample)) for key, one in done.items()}
    number = _next_open(rows, done, -1)
    while number < len(rows):
        row = rows[number]
        streams.console().print(card(row, answers, f"{number + 1} of {len(rows)}"))
        found = _ask(row)
        if found == "q":
            break
        if found == "b":
            number = max(0, number - 1)
            continue
        if isinstance(found, Decision):
            done[found.key] = replace(found, sample=drawn)
            order = [key for key in map(_key, audit.rows) if key in done]
            replace_file(target, dump_decisions(replace(kept, rows=tuple(done[key] for key in order))))
        number = _next_open(rows, done, number)
    _tell(f"qfill apply {target} {audit_path.parent / audit.output['path']}", target, rows, done, drawn)


def _queue(audit: Audit, sample: int | None) -> tuple[list[AuditRow], int | None]:
    """The rows to settle, and of a sample how many were drawn in all."""
    if sample is None:
        return waiting(audit), None
    drawn = sampled(audit, sample)
    if len(drawn) < sample:
        streams.note(f"Only {len(drawn)} rows were filled from the bank; all of them are drawn.")
    return [row for row in drawn if not is_sampled(row)], len(drawn)


def _next_open(rows: list[AuditRow], done: dict[Key, Decision], number: int) -> int:
    return next((at for at in range(number + 1, len(rows)) if _key(rows[at]) not in done), len(rows))


def _tell(
    following: str, target: Path, rows: list[AuditRow], done: dict[Key, Decision], drawn: int | None
) -> None:
    if done:
        typer.echo(str(target))
        streams.note(f"{len(done)} decided. Next: {following}")
    left = sum(_key(row) not in done for row in rows)
    if drawn is not None and left:
        streams.note(f"{left} of the {drawn} rows drawn are left: --max-wrong needs the whole sample.")


def _key(row: AuditRow) -> Key:
    return (row.sheet, row.row)


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


def _ask(row: AuditRow) -> Decision | str:
    """A decision, or `b`, `q` or `s`."""
    while True:
        streams.note(_KEYS)
        try:
            key = typer.getchar().lower()
        except EOFError:
            return "q"
        if key in ("q", "b", "s"):
            return key
        decision = _decision(row, key)
        if decision is not None:
            return replace(decision, at=datetime.now(UTC).isoformat(timespec="seconds"))


def _decision(row: AuditRow, key: str) -> Decision | None:
    base = Decision(sheet=row.sheet, row=row.row, action="blank")
    if key in ("y", "\r", "\n"):
        if row.proposed is None:
            streams.note("Nothing is proposed for this row: choose, write, or leave it blank.")
            return None
        return replace(base, action="confirm" if row.outcome == "filled" else "accept")
    if key.isdecimal() and 0 < int(key) <= len(row.candidates):
        return replace(base, action="choose", answer=str(row.candidates[int(key) - 1]["answer"]))
    if key == "n":
        return replace(base, reason=typer.prompt("Why", default="", show_default=False) or None)
    if key == "e":
        proposed = row.proposed or {}
        text, verdict = _edited(str(proposed.get("text", "")), str(proposed.get("verdict", Verdict.NONE)))
        if text or verdict is not Verdict.NONE:
            return replace(base, action="edit", text=text, verdict=verdict)
        streams.note("Neither a text nor a verdict was given.")
    return None


def _edited(text: str, verdict: str) -> tuple[str, Verdict]:
    """A text and a verdict typed by the person, which do not say the opposite of each other."""
    from qfill.answering.text import contradicts

    while True:
        text = _typed("Answer: ", text)
        said = _verdict(verdict)
        if not contradicts(text, said):
            return text, said
        streams.note(f"The verdict is {said} and the text begins with {said.turned}: change one of them.")


def _typed(label: str, start: str) -> str:
    """A line typed by the person, who finds the text there already, ready to be changed."""
    try:
        import readline
    except ImportError:  # Windows has none: what is shown is kept by Enter
        found: str = typer.prompt(label.rstrip(": "), default=start)
        return found.strip()
    readline.set_startup_hook(lambda: readline.insert_text(start))
    try:
        return input(label).strip()
    except EOFError:
        return start
    finally:
        readline.set_startup_hook()


def _verdict(start: str) -> Verdict:
    known = [str(one) for one in Verdict]
    while True:
        said = str(typer.prompt(f"Verdict ({', '.join(known)})", default=start)).strip()
        if said in known:
            return Verdict(said)
        streams.note(f"{said} is none of them.")
