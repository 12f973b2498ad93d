"""`qfill schema`: the JSON Schema of a file that qfill reads or writes."""

from __future__ import annotations

from typing import Annotated

import typer

from qfill.cli.streams import Quiet, Verbose, streams


def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="audit, bank, check, coverage, decisions, evaluate, impact, ledger, match or verify",
            metavar="NAME",
        ),
    ],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print the JSON Schema (draft-07) of a file that qfill reads or writes."""
    from qfill.records.schemas import schema_text

    streams.choose(quiet, verbose)
    streams.data(schema_text(name))
