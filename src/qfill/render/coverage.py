"""A coverage for the terminal, as json and markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qfill.evaluation.coverage import Coverage, Covered
from qfill.language.messages import counted, cut
from qfill.render.markdown import quoted
from qfill.workflows.coverage import CoverageResult

if TYPE_CHECKING:
    from rich.console import Console

_BAR = 30
_LISTED = 20


def print_coverage(result: CoverageResult, console: Console, *, every: bool = False) -> None:
    """A bar for each domain, the rows that changed, and the gaps nearest to an answer (`every`: all gaps)."""
    from rich.text import Text

    found = result.coverage
    width = max((len(domain.name) for domain in found.domains), default=0)
    width = min(width, max(20, console.width - _BAR - 24))
    before = {domain.name: domain for domain in result.before.domains} if result.before else {}
    for domain in found.domains:
        line = Text()
        line.append(f"{cut(domain.name, width):<{width}}  ")
        answered, suggested = _parts(domain.answered, domain.suggested, domain.rows)
        line.append("█" * answered, style="green")
        line.append("▒" * suggested, style="yellow")
        line.append("·" * (_BAR - answered - suggested), style="dim")
        line.append(f"  {domain.answered:>3} of {domain.rows:<3} {domain.share:>4.0%}")
        if (old := before.get(domain.name)) and old.answered != domain.answered:
            line.append(f"  {domain.answered - old.answered:+}")
        console.print(line, soft_wrap=True)
    console.print("█ answered  ▒ something to review  · nothing", style="dim", soft_wrap=True)
    console.print(total_line(result), soft_wrap=True)
    for changed in change_lines(result):
        console.print(changed, soft_wrap=True)
    gaps = found.gaps
    if not gaps:
        return
    shown = gaps if every else gaps[:_LISTED]
    console.print(f"\n{counted(len(gaps), 'gap')}, the nearest to an answer first:")
    for gap in shown:
        console.print(f"  {gap_line(gap)}", soft_wrap=True)
    if len(gaps) > len(shown):
        console.print(f"  and {len(gaps) - len(shown)} more (--verbose, or --format xlsx, lists all)")


def _parts(answered: int, suggested: int, rows: int) -> tuple[int, int]:
    """How many of a bar's cells are for either; the two together never more than the bar."""
    full = round(_BAR * answered / rows)
    return full, min(_BAR - full, round(_BAR * (answered + suggested) / rows) - full)


def total_line(result: CoverageResult) -> str:
    """The whole questionnaire in one line."""
    found = result.coverage
    said = (
        f"{found.name}: {found.share.count} of {found.share.of} questions answered ({_percent(found)}), "
        f"{found.suggested} with something to review"
    )
    if result.before is not None:
        old = result.before.share
        said += f"; at {result.against} {old.count} were ({_percent(result.before)})"
    return said


def _percent(found: Coverage) -> str:
    return f"{found.share.share:.1%}" if found.share.of else "-"


def change_lines(result: CoverageResult) -> Iterator[str]:
    """The rows that the two versions treat differently."""
    for change in result.changes:
        was, now = ("+".join(one.answers) or "nothing" for one in (change.before, change.after))
        sign = {"gained": "+", "lost": "-"}.get(change.kind, "~")
        how = f"{now} says otherwise" if change.kind == "reworded" else f"{was} -> {now}"
        name = change.after.question.question_id
        yield f"{sign} {name + ': ' if name else ''}{_text(change.after)} ({how})"


def gap_line(gap: Covered) -> str:
    """A gap: its id, its text, the nearest answer."""
    name = gap.question.question_id
    nearest = (
        f"{gap.nearest} {gap.confidence:.2f}"
        if gap.nearest and gap.confidence is not None
        else "nothing near"
    )
    return f"{name + ': ' if name else ''}{cut(_text(gap), 100)} [{nearest}]"


def _text(row: Covered) -> str:
    return " ".join(row.question.text.split())


def coverage_json(result: CoverageResult) -> str:
    """The figures, all gaps, and what changed; its schema is `qfill schema coverage`."""
    found = {
        "version": 1,
        "questionnaire": result.coverage.name,
        "bank_sha256": result.bank.sha256,
        "today": result.today.isoformat(),
        "total": _total(result.coverage),
        "domains": _domains(result.coverage),
        "gaps": [
            {
                "id": gap.question.question_id,
                "domain": gap.domain,
                "control": gap.question.control,
                "question": _text(gap),
                "outcome": str(gap.outcome),
                "nearest": gap.nearest or None,
                "confidence": gap.confidence,
                "reason": gap.reason,
            }
            for gap in result.coverage.gaps
        ],
        "against": None
        if result.before is None
        else {
            "revision": result.against,
            "total": _total(result.before),
            "domains": _domains(result.before),
            "changes": [
                {
                    "id": change.after.question.question_id,
                    "question": _text(change.after),
                    "change": change.kind,
                    "before": list(change.before.answers),
                    "after": list(change.after.answers),
                }
                for change in result.changes
            ],
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _total(found: Coverage) -> dict[str, Any]:
    return {
        "questions": found.share.of,
        "answered": found.share.count,
        "suggested": found.suggested,
        "share": round(found.share.share, 4) if found.share.of else 0.0,
    }


def _domains(found: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "domain": domain.name,
            "questions": domain.rows,
            "answered": domain.answered,
            "suggested": domain.suggested,
            "share": round(domain.share, 4),
        }
        for domain in found.domains
    ]


def coverage_markdown(result: CoverageResult) -> Iterator[str]:
    """A comment for a pull request: the domains, what changed, the nearest gaps folded away."""
    # By this mark a later run finds its own comment and replaces it.
    yield "<!-- qfill coverage -->"
    yield f"### Coverage of {quoted(result.coverage.name)}"
    yield ""
    yield quoted(total_line(result)) + "."
    yield ""
    before = {domain.name: domain for domain in result.before.domains} if result.before else {}
    yield "| domain | answered | of | share | to review |" + (" change |" if before else "")
    yield "|---|--:|--:|--:|--:|" + ("--:|" if before else "")
    for domain in result.coverage.domains:
        cells = [quoted(domain.name), domain.answered, domain.rows, f"{domain.share:.0%}", domain.suggested]
        if before:
            old = before.get(domain.name)
            cells.append(
                f"{domain.answered - old.answered:+}" if old and old.answered != domain.answered else ""
            )
        yield "| " + " | ".join(map(str, cells)) + " |"
    if result.changes:
        yield ""
        for line in change_lines(result):
            yield f"- `{line[0]}` {quoted(line[2:])}"
    gaps = result.coverage.gaps
    if gaps:
        yield ""
        yield f"<details><summary>{len(gaps)} gaps, the nearest to an answer first</summary>"
        yield ""
        for gap in gaps[: _LISTED * 2]:
            yield f"- {quoted(gap_line(gap))}"
        if len(gaps) > _LISTED * 2:
            yield f"- and {len(gaps) - _LISTED * 2} more"
        yield ""
        yield "</details>"
