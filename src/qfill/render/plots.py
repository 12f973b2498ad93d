"""An evaluation as a picture: is the confidence honest, and what does it cost to fill more?"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from qfill.errors import UsageError
from qfill.evaluation.evaluate import Evaluation
from qfill.evaluation.metrics import BINS, reliability
from qfill.records.outputs import put_new

_INK, _PALE, _MARK = "#1b4965", "#9fb8c8", "#c8553d"
# The same figures give the same bytes: ids from a fixed salt, no date, no fonts of the machine.
_STYLE: Any = {
    "svg.hashsalt": "qfill",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}


def check_plot(path: Path) -> None:
    """Refuse a plot that cannot be written, before any row is measured.

    Raises UsageError for an ending other than .png or .svg, a folder that is not there, or
    where matplotlib is not installed.
    """
    if path.suffix.lower() not in (".png", ".svg"):
        raise UsageError(f"{path}: a plot is written as .png or .svg", hint="name it, say, figures.svg")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: no such folder", hint="make it first")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(
            "--plot needs matplotlib, which is not installed", hint="pip install 'qfill[plot]'"
        ) from None


def plot_evaluation(evaluation: Evaluation, path: Path, accept: float, *, force: bool = False) -> None:
    """A reliability diagram and precision over coverage, as PNG or SVG by the file's ending.

    `accept` is the confidence, 0 to 1, that the second diagram marks. Raises UsageError as
    `check_plot` does, OutputError where the file cannot be written or, without `force`, holds
    something else.
    """
    check_plot(path)
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        # A figure of its own, without pyplot: no window system is asked for, no state is left.
        figure = Figure(figsize=(10, 4.6), layout="constrained")
        left, right = figure.subplots(1, 2)
        _draw_reliability(left, evaluation)
        _draw_coverage(right, evaluation, accept)
        vector = path.suffix.lower() == ".svg"
        drawn = BytesIO()
        figure.savefig(
            drawn,
            format="svg" if vector else "png",
            dpi=120,
            metadata={"Date": None} if vector else {"Software": None},
        )
    put_new(path, drawn.getvalue(), force=force)


def _draw_reliability(axes: Any, evaluation: Evaluation) -> None:
    """Share right over mean confidence in each bin, and how many rows the bins hold."""
    points = reliability(evaluation.confidences)
    total = len(evaluation.confidences) or 1
    axes.bar(
        [(min(BINS - 1, int(mean * BINS)) + 0.5) / BINS for mean, _, _ in points],
        [count / total for _, _, count in points],
        width=0.9 / BINS,
        color=_PALE,
        label="share of rows",
    )
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="perfectly calibrated")
    axes.plot(
        [mean for mean, _, _ in points],
        [share for _, share, _ in points],
        marker="o",
        color=_INK,
        label=f"share right (ECE {evaluation.ece:.3f}, by chance {evaluation.ece_by_chance:.3f})",
    )
    axes.set(title="Reliability", xlabel="confidence", ylabel="share", xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.08), fontsize="small")


def _draw_coverage(axes: Any, evaluation: Evaluation, accept: float) -> None:
    """Precision when the surest rows are filled, over their share of all rows; guards come on top."""
    ranked = sorted(evaluation.confidences, key=lambda pair: -pair[0])
    total = len(evaluation.judged) or 1
    hits = 0
    steps: list[tuple[float, float]] = []
    for number, (_, hit) in enumerate(ranked, 1):
        hits += hit
        steps.append((number / total, hits / number))
    axes.plot([x for x, _ in steps], [y for _, y in steps], color=_INK, label="by confidence alone")
    taken = sum(confidence >= accept for confidence, _ in ranked)
    if taken:
        axes.plot(
            *steps[taken - 1],
            marker="|",
            markersize=14,
            color=_INK,
            linestyle="",
            label=f"from {accept:.2f} on",
        )
    if evaluation.filled:
        axes.plot(
            evaluation.filled / total,
            evaluation.precision.share,
            marker="o",
            color=_MARK,
            linestyle="",
            label=f"filled: {evaluation.filled} rows, precision {evaluation.precision.share:.1%}",
        )
    axes.set(
        title="Precision over coverage", xlabel="share of rows filled", ylabel="precision", ylim=(0, 1.03)
    )
    axes.legend(loc="lower left", fontsize="small")
