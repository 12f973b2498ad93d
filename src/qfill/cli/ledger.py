"""`qfill ledger` and `qfill impact`: what was sent to whom, and what a change means for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, choose, streams

ledger_app = typer.Typer(
    help="Keep what was sent to whom, beside the bank.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    callback=choose,
)
FORMATS = ("text", "json", "markdown")


@ledger_app.command("add")
def add(
    audits: Annotated[list[Path], typer.Argument(help="the audits of what was sent", metavar="AUDIT…")],
    to: Annotated[
        str, typer.Option("--to", help="the customer; by default as before, else the file's name")
    ] = "",
    sent: Annotated[str, typer.Option("--sent", help="when, YYYY-MM-DD", metavar="DATE")] = "",
    questions: Annotated[bool, typer.Option("--questions", help="keep the customer's questions too")] = False,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Record sent questionnaires: hashes, ids and the texts of the cells written."""
    from qfill.workflows.ledger import add_sent

    streams.choose(quiet, verbose)
    if sent:
        sent = flags.parse_date("--sent", sent).isoformat()
    settings = flags.settings_with(bank=bank)
    for path in add_sent(audits, settings.bank, to=to, sent=sent, questions=questions):
        streams.wrote(path)


@ledger_app.command("list")
def list_entries(bank: flags.Bank = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """List what was sent: the customer, the date, the rows and the file."""
    from qfill.language.messages import counted
    from qfill.workflows.ledger import list_sent

    streams.choose(quiet, verbose)
    found = list_sent(flags.settings_with(bank=bank).bank)
    for one in found:
        rows = counted(len(one.rows), "row")
        streams.result("  ".join((one.to, one.sent or "no date", rows, one.file)))
    streams.note(counted(len(found), "sent questionnaire"))


def impact(
    against: Annotated[
        str, typer.Option("--against", help="the git revision to compare with", metavar="REV")
    ] = "HEAD",
    format: Annotated[
        str, typer.Option("--format", help="text, json or markdown", metavar="|".join(FORMATS))
    ] = "text",
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say which answers a change of the bank touches, and which sent questionnaires said otherwise."""
    from qfill.render.impact import impact_json, impact_lines, impact_markdown
    from qfill.workflows.impact import impact as run

    streams.choose(quiet, verbose)
    flags.one_of("--format", format, FORMATS)
    found = run(flags.settings_with(bank=bank).bank, against)
    if format == "json":
        streams.data(impact_json(found))
        return
    for line in (impact_markdown if format == "markdown" else impact_lines)(found):
        streams.result(line)
