"""An evaluation for the terminal and as json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qfill.evaluation.evaluate import OUTCOMES, Evaluation, Judged
from qfill.evaluation.metrics import Share

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LISTED = 15


def evaluation_json(evaluation: Evaluation) -> str:
    """The contract's JSON."""
    return json.dumps(evaluation.as_json(), ensure_ascii=False, indent=2) + "\n"


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """The figures with their intervals, each group's, outcomes by label, then the confusions."""
    table = _table(("", "rows", "filled", "precision", "recall", "N filled", "top 3", "ECE"))
    table.add_row("all", *_cells(evaluation))
    for group, parts in evaluation.by.items():
        table.add_section()
        for name, part in parts.items():
            table.add_row(f"{group} {name}" if group in ("label", "language") else name, *_cells(part))
    console.print(table)
    for name, share in (
        ("precision", evaluation.precision),
        ("recall", evaluation.recall),
        ("false fills", evaluation.false_fills),
        ("wanted among the first three", evaluation.top3),
    ):
        console.print(_with_interval(name, share), soft_wrap=True)
    console.print(
        f"calibration error {evaluation.ece:.3f}; a perfectly calibrated predictor "
        f"stays under {evaluation.ece_by_chance:.3f} in 95 of 100 draws\n",
        soft_wrap=True,
    )
    outcomes = _table(("label", *OUTCOMES))
    for label, counts in evaluation.outcomes.items():
        outcomes.add_row(label, *(str(counts[outcome]) for outcome in OUTCOMES))
    console.print(outcomes)
    _print_confusions(console, evaluation)
    _print_rows(console, "filled, but wrongly", evaluation.wrong)
    _print_rows(console, "A rows that were not filled", evaluation.missed)


def _table(headings: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    # Narrow enough for a terminal of 80 columns.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    return table


def _cells(evaluation: Evaluation) -> tuple[str, ...]:
    return (
        str(len(evaluation.judged)),
        str(evaluation.filled),
        _share(evaluation.precision),
        _share(evaluation.recall),
        _share(evaluation.false_fills),
        _share(evaluation.top3),
        f"{evaluation.ece:.3f}",
    )


def _share(share: Share) -> str:
    if not share.of:
        return "-"
    return f"{share.share:.1%}"


def _with_interval(name: str, share: Share) -> str:
    low, high = share.interval
    return f"{name} {share.share:.1%} ({share.count} of {share.of}; 95 % interval {low:.1%} to {high:.1%})"


def _print_confusions(console: Console, evaluation: Evaluation) -> None:
    """What a person or a cell was given in the place of what was wanted, with one row as an example."""
    found = evaluation.confusions
    if not found:
        return
    console.print(f"\n{len(found)} confusions (wanted: given instead, how often, for instance):")
    for one in found[:_LISTED]:
        example = one.rows[0].row
        _line(console, f"  {one.wanted}: {one.found}, {len(one.rows)} x, {example.id} {example.question}")
    _more(console, len(found))


def _print_rows(console: Console, title: str, rows: list[Judged]) -> None:
    if not rows:
        return
    console.print(f"\n{len(rows)} {title}:")
    for one in rows[:_LISTED]:
        cited = "+".join(sorted(one.facts)) or "nothing"
        confidence = "-" if one.confidence is None else f"{one.confidence:.2f}"
        _line(console, f"  {one.row.id} [{one.row.label}] {one.row.question}")
        _line(console, f"    wanted {one.row.wanted}, cited {cited}, confidence {confidence}: {one.reason}")
    _more(console, len(rows))


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True)


def _more(console: Console, count: int) -> None:
    if count > _LISTED:
        console.print(f"  and {count - _LISTED} more (--format json lists all)")
