"""`qfill review`: settle low-confidence rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def review(
    audit: Annotated[Path, typer.Argument(help="the audit that qfill fill wrote", metavar="AUDIT")],
    page: Annotated[
        Path | None, typer.Option("--page", help="write the review page instead", metavar="FILE|DIR")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="a page for each owner, into a folder", metavar="owner")
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", help="settle N filled rows, drawn at random", metavar="N", min=1)
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="where the decisions are kept", metavar="FILE")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="your name in the audit", metavar="NAME")
    ] = None,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Settle low-confidence rows at the terminal, or write the page on which to settle them."""
    from qfill.errors import UsageError

    streams.choose(quiet, verbose)
    flags.one_of("--by", by, ("owner",))
    if by is not None and page is None:
        raise UsageError("--by owner writes pages", hint="say where to: --page DIR")
    if page is not None and sample is not None:
        raise UsageError("--sample is settled at the terminal", hint="leave --page out")
    settings = flags.settings_with(bank=bank)
    if page is not None:
        from qfill.workflows.review import write_pages

        for path in write_pages(audit, page, bank=settings.bank, by_owner=by is not None):
            streams.wrote(path)
        return
    from qfill.cli.terminal import settle_at_terminal

    settle_at_terminal(audit, bank=settings.bank, sample=sample, decisions=decisions, reviewer=reviewer)
