"""The commands of `qfill`, each from a module of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from qfill.cli.apply import apply
from qfill.cli.bank import bank_app
from qfill.cli.bankbook import export_bank, import_bank
from qfill.cli.check import check
from qfill.cli.commands import PLAIN, Offered, lazy_group
from qfill.cli.coverage import coverage
from qfill.cli.draft import draft_answers
from qfill.cli.evaluate import evaluate
from qfill.cli.fill import fill
from qfill.cli.init import init
from qfill.cli.ledger import impact, ledger_app
from qfill.cli.match import match
from qfill.cli.review import review
from qfill.cli.schema import schema
from qfill.cli.streams import Quiet, Verbose, streams
from qfill.cli.verify import verify

bank_app.command("draft")(draft_answers)
bank_app.command("export")(export_bank)
bank_app.command("import")(import_bank)
COMMANDS: Offered = {
    "fill": fill,
    "match": match,
    "review": review,
    "apply": apply,
    "verify": verify,
    "check": check,
    "coverage": coverage,
    "evaluate": evaluate,
    "schema": schema,
    "init": init,
    "impact": impact,
    "bank": bank_app,
    "ledger": ledger_app,
}
app = typer.Typer(
    name="qfill",
    cls=lazy_group(COMMANDS),
    help="Answer customers' security questionnaires out of a curated answer bank.",
    **PLAIN,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from qfill import __version__

        typer.echo(f"qfill {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", help="show the version and exit", callback=_version, is_eager=True),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Answer customers' security questionnaires out of a curated answer bank."""
    streams.reset()
    streams.choose(quiet, verbose)
