"""`qfill bank`: look at the answer bank."""

from __future__ import annotations

from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams

bank_app = typer.Typer(
    help="Look at the answer bank.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


@bank_app.command("list")
def list_answers(bank: flags.Bank = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """List the answers by topic."""
    from qfill.bank import load_bank
    from qfill.render.bank import bank_lines

    streams.choose(quiet, verbose)
    found = load_bank(flags.settings_with(bank=bank).bank)
    for line in bank_lines(found):
        typer.echo(line)
    answers, facts = len(found.answers), len(found.register.facts)
    streams.note(f"{answers} answer{'s' * (answers != 1)}, {facts} fact{'s' * (facts != 1)}")


@bank_app.command("show")
def show_answer(
    name: Annotated[str, typer.Argument(help="an answer's id", metavar="ID")],
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show one answer with its texts, phrasings and sources."""
    from qfill.bank import load_bank
    from qfill.render.bank import answer_lines, find_answer

    streams.choose(quiet, verbose)
    found = load_bank(flags.settings_with(bank=bank).bank)
    for line in answer_lines(found, find_answer(found, name)):
        typer.echo(line)
