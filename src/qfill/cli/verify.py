"""`qfill verify`: is the answered file the customer's file but for the answers?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def verify(
    before: Annotated[Path, typer.Argument(help="the customer's file", metavar="IN")],
    after: Annotated[Path, typer.Argument(help="the answered file", metavar="OUT")],
    audit: Annotated[Path | None, typer.Option("--audit", help="the fill's audit", metavar="FILE")] = None,
    bank: flags.Bank = None,
    tier: flags.Tier = None,
    format: Annotated[str, typer.Option("--format", help="text or json", metavar="text|json")] = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check that an answered file differs from the customer's by the answers alone.

    With --audit the changed cells must be those it lists. With --audit, --bank or --tier the
    texts are searched for what is internal and for answers above the tier, which is the
    audit's if none is given.
    """
    from qfill.errors import ExitCode
    from qfill.render.verify import verify_json, verify_lines
    from qfill.workflows.verify import verify as run

    streams.choose(quiet, verbose)
    flags.one_of("--format", format, ("text", "json"))
    settings = flags.settings_with(bank=bank, tier=tier)
    found = run(before, after, audit, bank, tier, settings)
    if format == "json":
        streams.data(verify_json(found))
    else:
        for line in verify_lines(found):
            streams.result(line)
    if found.unsearched:
        streams.note(
            "Not searched for what is internal or above the tier: no bank can be read; name it with --bank."
        )
    if not found.same:
        raise typer.Exit(int(ExitCode.FINDINGS))
