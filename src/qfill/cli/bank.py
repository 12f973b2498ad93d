"""`qfill bank`: look at the answer bank, learn from completed questionnaires, approve drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, choose, streams

bank_app = typer.Typer(
    help="Look at the answer bank, draft into it, approve drafts, hand it to its experts and back.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    callback=choose,
)


@bank_app.command("list")
def list_answers(bank: flags.Bank = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """List the answers by topic."""
    from qfill.bank import load_bank
    from qfill.language.messages import counted
    from qfill.render.bank import bank_lines

    streams.choose(quiet, verbose)
    found = load_bank(flags.settings_with(bank=bank).bank)
    for line in bank_lines(found):
        streams.result(line)
    streams.note(f"{counted(len(found.answers), 'answer')}, {counted(len(found.register.facts), 'fact')}")


@bank_app.command("show")
def show_answer(
    name: Annotated[str, typer.Argument(help="an answer's id", metavar="ID")],
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show one answer with its texts, phrasings and sources."""
    from qfill.bank import load_bank
    from qfill.render.bank import answer_lines

    streams.choose(quiet, verbose)
    found = load_bank(flags.settings_with(bank=bank).bank)
    (answer,) = found.find([name])
    for line in answer_lines(found, answer):
        streams.result(line)


@bank_app.command("approve")
def approve_answers(
    ids: Annotated[list[str] | None, typer.Argument(help="the ids of answers", metavar="ID…")] = None,
    every: Annotated[bool, typer.Option("--all", help="every draft")] = False,
    owner: Annotated[str, typer.Option("--owner", help="who keeps those true that name nobody")] = "",
    review_every: Annotated[
        str,
        typer.Option("--review-every", help="when those fall due that do not say: 12 months", metavar="TIME"),
    ] = "",
    today: flags.Today = None,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Approve answers: they may be filled from then on, and count as reviewed today."""
    from qfill.errors import UsageError
    from qfill.language.messages import counted
    from qfill.workflows.approve import approve

    streams.choose(quiet, verbose)
    if bool(ids) == every:
        raise UsageError(
            "name the answers to approve, or pass --all", hint="qfill bank list shows the drafts"
        )
    settings = flags.settings_with(bank=bank)
    result = approve(
        settings.bank,
        ids or (),
        flags.parse_today(today),
        every=every,
        owner=owner,
        review_every=review_every,
        with_diff=streams.verbose,
        rules=settings.check,
    )
    for path in result.written:
        streams.wrote(path)
    for name in result.approved:
        streams.note(f"approved {name}")
    if result.errors:
        streams.note(f"qfill check finds {counted(len(result.errors), 'error')} in what was approved:")
        for found in result.errors:
            streams.note(f"  {settings.bank / str(found.place)}: {found.code} {found.message}")
    for name in result.unchanged:
        streams.note(f"{name} is approved already, and was reviewed that very day")
    if not result.approved and not result.unchanged:
        streams.note("No answer is a draft.")
    if result.diff:
        streams.note(result.diff.rstrip("\n"))


@bank_app.command("learn")
def learn_answers(
    files: Annotated[
        list[Path], typer.Argument(help="completed questionnaires, the newest last", metavar="COMPLETED…")
    ],
    scope: flags.For = None,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read completed questionnaires into draft answers, each citing its cells.

    Rows that the files answer differently, or otherwise than the bank, are listed with
    their sources and left to a person. With --for product=… the answers hold for that
    product alone. What the bank says already gets the files as sources.
    """
    from qfill.render.learn import learn_lines
    from qfill.workflows.learn import learn

    streams.choose(quiet, verbose)
    settings = flags.settings_with(bank=bank)
    result = learn(files, settings.bank, scope=flags.parse_scope(scope))
    for path in result.written:
        streams.wrote(path)
    for line in learn_lines(result, every=streams.verbose):
        streams.note(line)
    if result.ids:
        streams.note("Next: read them, then qfill bank approve ID… (or --all)")
