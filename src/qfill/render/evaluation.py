"""An evaluation for the terminal, as json and as plots."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qfill.errors import UsageError
from qfill.evaluation.evaluate import Evaluation, Judged
from qfill.evaluation.metrics import Share, reliability

if TYPE_CHECKING:
    from rich.console import Console

_LISTED = 15


def evaluation_json(evaluation: Evaluation) -> str:
    """The contract's JSON."""
    return json.dumps(evaluation.as_json(), ensure_ascii=False, indent=2) + "\n"


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """The figures with their intervals, then each group's, then the confusions."""
    from rich.table import Table

    table = Table(title=f"{len(evaluation.judged)} labelled rows", title_justify="left")
    for heading in ("rows", "n", "filled", "precision", "recall", "false fills", "top 3", "ECE"):
        table.add_column(heading, justify="left" if heading == "rows" else "right", no_wrap=True)
    table.add_row("all", *_cells(evaluation))
    for group, parts in evaluation.by.items():
        table.add_section()
        for name, part in parts.items():
            table.add_row(f"{group} {name}", *_cells(part))
    console.print(table)
    for name, share in (
        ("precision", evaluation.precision),
        ("recall", evaluation.recall),
        ("false fills", evaluation.false_fills),
        ("wanted among the first three", evaluation.top3),
    ):
        console.print(_with_interval(name, share), highlight=False, soft_wrap=True)
    console.print(
        f"calibration error {evaluation.ece:.3f}; a perfectly calibrated predictor "
        f"stays under {evaluation.ece_by_chance:.3f} in 95 of 100 draws",
        soft_wrap=True,
    )
    _print_rows(console, "filled, but wrongly", evaluation.wrong)
    _print_rows(console, "A rows that were not filled", evaluation.missed)


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


def _print_rows(console: Console, title: str, rows: list[Judged]) -> None:
    if not rows:
        return
    console.print(f"\n{len(rows)} {title}:")
    for one in rows[:_LISTED]:
        wanted = " or ".join("+".join(sorted(needed)) for needed in one.row.facts) or "nothing"
        cited = "+".join(sorted(one.facts)) or "nothing"
        confidence = "-" if one.confidence is None else f"{one.confidence:.2f}"
        console.print(
            f"  {one.row.id} [{one.row.label}] {one.row.question}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        console.print(
            f"    wanted {wanted}, cited {cited}, confidence {confidence}", markup=False, highlight=False
        )
    if len(rows) > _LISTED:
        console.print(f"  and {len(rows) - _LISTED} more (--format json lists all)")


def plot_evaluation(evaluation: Evaluation, path: Path) -> None:
    """A reliability diagram and precision over coverage, as PNG or SVG by the file's ending.

    Raises UsageError for another ending, or where matplotlib is not installed.
    """
    if path.suffix.lower() not in (".png", ".svg"):
        raise UsageError(f"{path}: a plot is written as .png or .svg", hint="name it, say, figures.svg")
    try:
        import matplotlib as mpl
    except ImportError:
        raise UsageError("plots need matplotlib", hint="pip install 'qfill[plot]'") from None
    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "qfill"
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.5), layout="constrained")
    points = reliability(evaluation.confidences)
    left.plot([0, 1], [0, 1], linestyle="--", color="grey", label="perfectly calibrated")
    left.plot([p[0] for p in points], [p[1] for p in points], marker="o", label=f"ECE {evaluation.ece:.3f}")
    left.set(title="Reliability", xlabel="mean confidence", ylabel="share right")
    left.legend()
    ranked = sorted(evaluation.confidences, key=lambda pair: -pair[0])
    hits = 0
    precision = []
    for number, (_, hit) in enumerate(ranked, 1):
        hits += hit
        precision.append(hits / number)
    right.plot([n / max(1, len(ranked)) for n in range(1, len(ranked) + 1)], precision)
    right.set(
        title="Precision over coverage", xlabel="share of rows filled", ylabel="precision", ylim=(0, 1.02)
    )
    figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else {"Software": None})
    plt.close(figure)
