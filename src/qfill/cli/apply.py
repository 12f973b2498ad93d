"""`qfill apply`: write a reviewer's decisions into the answered file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def apply(
    files: Annotated[
        list[Path],
        typer.Argument(help="files of decisions, then the answered file", metavar="DECISIONS… FILLED"),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write another file, and its audit", metavar="OUT")
    ] = None,
    teach: Annotated[bool, typer.Option("--teach", help="teach the bank what was decided")] = False,
    force: Annotated[bool, typer.Option("--force", help="replace OUT whatever it holds")] = False,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write decisions into the answered file and its audit, and with --teach into the bank.

    Several reviewers' decisions may be given at once; rows that they decide differently are
    listed, and then nothing is written.
    """
    from qfill.errors import ExitCode, UsageError
    from qfill.render.apply import conflict_lines, settled_lines, summary_line
    from qfill.workflows.apply import apply as run

    streams.choose(quiet, verbose)
    if len(files) < 2:
        raise UsageError(
            "decisions and the answered file are needed", hint="qfill apply NAME.decisions.json FILLED"
        )
    settings = flags.settings_with(bank=bank)
    *decisions, filled = files
    result = run(decisions, filled, bank=settings.bank, output=output, with_teaching=teach, force=force)
    if result.conflicts:
        for line in conflict_lines(result):
            streams.result(line)
        streams.note("Nothing was written: agree on these rows, and apply again.")
        raise typer.Exit(int(ExitCode.FINDINGS))
    for path in result.written:
        streams.wrote(path)
    if streams.verbose:
        for line in settled_lines(result):
            streams.note(line)
    streams.note(summary_line(result))
    for one in result.settled:
        if one.note:
            streams.note(one.note)
    for line in result.taught:
        streams.note(line)
    if result.diff:
        streams.note(result.diff.rstrip("\n"))
