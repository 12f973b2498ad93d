"""`qfill evaluate`: precision, recall and calibration on labelled rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli.streams import Quiet, Verbose, streams


def evaluate(
    labelled: Annotated[list[Path], typer.Argument(help="labelled rows, csv", metavar="LABELLED.csv")],
    bank: Annotated[Path | None, typer.Option("--bank", help="the answer bank's folder")] = None,
    format: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    plot: Annotated[Path | None, typer.Option("--plot", help="write a plot, .png or .svg")] = None,
    accept: Annotated[
        float | None, typer.Option("--accept", help="fill from this confidence on, 0-1")
    ] = None,
    min_precision: Annotated[float, typer.Option("--min-precision", help="exit 1 below this share")] = 0.0,
    min_recall: Annotated[float, typer.Option("--min-recall", help="exit 1 below this share")] = 0.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure precision, recall and calibration on labelled rows."""
    from qfill.errors import ExitCode, UsageError
    from qfill.render.evaluation import evaluation_json, plot_evaluation, print_evaluation
    from qfill.settings import find_settings
    from qfill.workflows.evaluate import evaluate as run

    streams.choose(quiet, verbose)
    if format not in ("text", "json"):
        raise UsageError(f"--format {format}: not one of text, json")
    settings = find_settings(Path.cwd())
    found = run(
        labelled,
        bank or settings.bank,
        accept=settings.accept if accept is None else accept,
        suggest=settings.suggest,
    )
    if plot is not None:
        plot_evaluation(found, plot)
    if format == "json":
        typer.echo(evaluation_json(found), nl=False)
    else:
        from rich.console import Console

        print_evaluation(found, Console(width=None if plot is None else 120))
    if found.precision.share < min_precision or found.recall.share < min_recall:
        raise typer.Exit(ExitCode.FINDINGS)
