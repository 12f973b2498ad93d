"""`qfill evaluate`: precision, recall and calibration on labelled rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def evaluate(
    labelled: Annotated[list[Path], typer.Argument(help="labelled rows, csv", metavar="LABELLED.csv")],
    bank: flags.Bank = None,
    format: Annotated[str, typer.Option("--format", help="text or json", metavar="text|json")] = "text",
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot", help="write a reliability and a coverage diagram, .png or .svg", metavar="FILE"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a plot that differs")] = False,
    accept: flags.Accept = None,
    semantic: flags.Semantic = None,
    today: Annotated[
        str | None,
        typer.Option("--today", help="the day of the fill that is measured, YYYY-MM-DD", metavar="DATE"),
    ] = None,
    min_precision: Annotated[
        float, typer.Option("--min-precision", help="exit 1 below this share, 0-1", metavar="SHARE")
    ] = 0.0,
    min_recall: Annotated[
        float, typer.Option("--min-recall", help="exit 1 below this share, 0-1", metavar="SHARE")
    ] = 0.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure precision, recall and calibration on labelled rows."""
    from qfill.errors import ExitCode
    from qfill.render.evaluation import evaluation_json, print_evaluation
    from qfill.workflows.evaluate import evaluate as run

    streams.choose(quiet, verbose)
    flags.one_of("--format", format, ("text", "json"))
    flags.check_share("--min-precision", min_precision)
    flags.check_share("--min-recall", min_recall)
    settings = flags.settings_with(bank=bank, accept=accept, semantic=semantic)
    if plot is not None:
        from qfill.render.plots import check_plot

        check_plot(plot)
    found = run(labelled, settings, flags.parse_today(today))
    if format == "json":
        streams.data(evaluation_json(found))
    else:
        print_evaluation(found, streams.console())
    if plot is not None:
        from qfill.render.plots import plot_evaluation

        plot_evaluation(found, plot, settings.accept, force=force)
    if found.precision.share < min_precision or found.recall.share < min_recall:
        raise typer.Exit(ExitCode.FINDINGS)
