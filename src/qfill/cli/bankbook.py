"""`qfill bank export` and `import`: the bank as a workbook, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def export_bank(
    output: Annotated[Path, typer.Argument(help="the workbook to write", metavar="OUT.xlsx")],
    force: Annotated[bool, typer.Option("--force", help="replace a workbook that differs")] = False,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the bank as a workbook for the people who keep it."""
    from qfill.bank import load_bank
    from qfill.errors import UsageError
    from qfill.records.outputs import put_new
    from qfill.render.bankbook import bank_xlsx

    streams.choose(quiet, verbose)
    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output}: not the name of a workbook", hint="name it OUT.xlsx")
    data = bank_xlsx(load_bank(flags.settings_with(bank=bank).bank))
    put_new(output, data, force=force, hint="it may hold edits: import it first, or pass --force")
    typer.echo(str(output))


def import_bank(
    edited: Annotated[Path, typer.Argument(help="the edited workbook", metavar="EDITED.xlsx")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the diff, write nothing")] = False,
    force: Annotated[bool, typer.Option("--force", help="though the bank changed since the export")] = False,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what was edited in an exported workbook as a diff, and splice it into the bank."""
    from qfill.workflows.bankbook import import_book

    streams.choose(quiet, verbose)
    result = import_book(edited, flags.settings_with(bank=bank).bank, dry_run=dry_run, force=force)
    typer.echo(result.diff, nl=False)
    for path in result.written:
        streams.note(f"wrote {path}")
    if not result.diff:
        streams.note("Nothing was edited.")
