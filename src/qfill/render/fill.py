"""What a fill did: the summary by domain, the plan of a dry run, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qfill.answering import HELD_BACK
from qfill.model import Outcome
from qfill.workflows.fill import FillResult
from qfill.workflows.rows import Row

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = (Outcome.FILLED, Outcome.REVIEW, Outcome.UNANSWERED, Outcome.SKIPPED)
_HEADINGS = {
    Outcome.FILLED: "filled",
    Outcome.REVIEW: "to review",
    Outcome.UNANSWERED: "unanswered",
    Outcome.SKIPPED: "skipped",
}


_DRY = "Nothing was written. Run it again without --dry-run to write."


def by_domain(rows: Iterable[Row]) -> dict[str, dict[Outcome, int]]:
    """Counts of outcomes by domain (else section, else sheet), in file order."""
    found: dict[str, dict[Outcome, int]] = {}
    for row in rows:
        question = row.question
        name = question.domain or question.section or question.sheet or "questions"
        counts = found.setdefault(" ".join(name.split()), dict.fromkeys(_SHOWN, 0))
        counts[row.settled.outcome] += 1
    return found


def print_summary(result: FillResult, console: Console) -> None:
    """The table by domain, warnings, and the line that says what to do next."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(result.input.name), title_justify="left")
    table.add_column("domain", max_width=52)
    counts = by_domain(result.rows)
    used = [outcome for outcome in _SHOWN if outcome is not Outcome.SKIPPED or result.count(outcome)]
    for outcome in used:
        table.add_column(_HEADINGS[outcome], justify="right")
    for name, found in counts.items():
        # Text, not markup: a customer's heading may hold square brackets.
        table.add_row(Text(name), *(str(found[outcome] or "") for outcome in used))
    if len(counts) > 1:
        table.add_section()
        table.add_row("all", *(str(result.count(outcome)) for outcome in used))
    console.print(table)
    for line in (*_risk(result), *_notices(result), *_next(result)):
        console.print(Text(line), soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one questionnaire of several; `lines` go to stdout, `rows` are for `--verbose`.

    `page`: whether a review page was written.
    """

    name: str
    lines: tuple[str, ...]
    rows: tuple[str, ...]
    counts: Mapping[Outcome, int]
    notices: tuple[str, ...]
    page: bool
    dry_run: bool

    @property
    def left(self) -> int:
        """The rows that are left to a person or blank."""
        return self.counts[Outcome.REVIEW] + self.counts[Outcome.UNANSWERED]


def tell(result: FillResult, *, verbose: bool) -> Told:
    """What is told of a questionnaire among others."""
    return Told(
        name=str(result.input),
        lines=tuple(plan(result)) if result.dry_run else tuple(map(str, result.written)),
        rows=tuple(row_lines(result)) if verbose else (),
        counts={outcome: result.count(outcome) for outcome in _SHOWN},
        notices=(*_risk(result), *_notices(result)),
        page=result.names.page in result.written,
        dry_run=result.dry_run,
    )


def print_batch(told: Sequence[Told], console: Console) -> None:
    """A line for each questionnaire, their sums, what is to be known of any, and what to do next."""
    from rich.table import Table
    from rich.text import Text

    if not told:
        return
    table = Table()
    table.add_column("questionnaire", overflow="fold")
    sums = {outcome: sum(one.counts[outcome] for one in told) for outcome in _SHOWN}
    used = [outcome for outcome in _SHOWN if outcome is not Outcome.SKIPPED or sums[outcome]]
    for outcome in used:
        table.add_column(_HEADINGS[outcome], justify="right")
    for one in told:
        table.add_row(Text(one.name), *(str(one.counts[outcome] or "") for outcome in used))
    table.add_section()
    table.add_row("all", *(str(sums[outcome]) for outcome in used))
    console.print(table)
    for one in told:
        for line in one.notices:
            console.print(Text(f"{one.name}: {line}"), soft_wrap=True)
    if told[0].dry_run:
        console.print(Text(_DRY), soft_wrap=True)
    elif waiting := sums[Outcome.REVIEW]:
        rows = f"{waiting} row{'s wait' if waiting != 1 else ' waits'}"
        pages = any(one.page for one in told)
        following = "open the review page beside" if pages else "qfill review the audit of"
        line = f"Next: {rows} for a person: {following} each answered file."
        console.print(Text(line), soft_wrap=True)


def plan(result: FillResult) -> Iterator[str]:
    """What a run without `--dry-run` would write, one cell a line, and where."""
    for row in result.audit.rows:
        for cell, text in row.written.items():
            where = f"{row.sheet}!{cell}" if row.sheet is not None else f"{row.row}:{cell}"
            facts = ", ".join(row.facts)
            cited = f"  [{facts}]" if facts else ""
            yield f"{where}\t{' '.join(text.split())}{cited}"


def row_lines(result: FillResult) -> Iterator[str]:
    """Each sheet with how it was read, then every row with its outcome and the reason, for `--verbose`."""
    for sheet in result.audit.sheets:
        roles = ", ".join(f"{role}={column}" for role, column in sheet["roles"].items())
        yield f"{sheet['sheet'] or result.input.name}: {roles} ({'; '.join(sheet['because'])})"
    for one in result.audit.ignored:
        yield f"{one['sheet']}: left alone: {one['because']}"
    for row in result.audit.rows:
        where = f"{row.sheet}!{row.row}" if row.sheet is not None else str(row.row)
        sure = f" {row.confidence:.2f}" if row.confidence is not None else ""
        name = f" {row.question_id}" if row.question_id else ""
        by = f" ({', '.join(row.answers)})" if row.answers else ""
        yield f"{where}{name}: {row.outcome}{sure}{by}: {row.reason}"


def _risk(result: FillResult) -> Iterator[str]:
    """The threshold that `--max-wrong` set, what it rests on, and what it covers."""
    found, sample = result.threshold, result.sample
    if found is None or sample is None:
        return
    yield (
        f"filled from confidence {found.accept:.3f} on: {found.wrong} of {found.rows} settled rows there were"
        f" wrong, so between 0 and {found.upper:.2%} are (95 % confidence);"
        f" it covers {found.rows / found.of:.0%} of the {found.of} rows settled"
    )
    if sample.other_bank:
        yield f"{sample.other_bank} of the settled rows were filled from another state of the bank"


def _notices(result: FillResult) -> Iterator[str]:
    for warning in result.warnings:
        yield f"warning: {warning}"
    if held := _held_back(result):
        rows = f"{held} row{'s were' if held != 1 else ' was'}"
        tier = result.audit.settings["tier"]
        yield f"{rows} held back: the answer is above the tier {tier}"
    for path in result.removed:
        yield f"{path}: removed, the review page of an earlier fill"
    if result.overdue:
        yield f"filled from answers that are overdue for review: {', '.join(result.overdue)}"


def _held_back(result: FillResult) -> int:
    """How many rows have an answer that this recipient may not see."""
    return sum(HELD_BACK in row.settled.notes for row in result.rows)


def _next(result: FillResult) -> Iterator[str]:
    waiting = result.count(Outcome.REVIEW)
    open_rows = result.count(Outcome.UNANSWERED)
    if result.dry_run:
        yield _DRY
        return
    rows = f"{waiting} row{'s wait' if waiting != 1 else ' waits'}"
    if waiting:
        if result.names.page in result.written:
            yield f"Next: {rows} for a person: open {result.names.page}, then qfill apply what you decided."
        else:
            yield f"Next: {rows} for a person: qfill review {result.names.audit}"
    elif open_rows:
        held = _held_back(result)
        why = "since the bank holds no answer"
        if held == open_rows:
            why = "held back from this recipient"
        elif held:
            why = f"{held} of them held back, the others {why}"
        are = "rows are" if open_rows != 1 else "row is"
        yield f"Next: {open_rows} {are} left blank, {why}; answer by hand."
    elif not result.count(Outcome.FILLED):
        yield "Nothing was filled: every row is answered already or may not be written; --verbose says why."
    else:
        yield "Next: read the answers once, then send the file."
