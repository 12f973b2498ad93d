"""`qfill init`: lay down a bank to start from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def init(
    folder: Annotated[
        Path, typer.Argument(help="where; the working folder by default", metavar="[DIR]")
    ] = Path(),
    example: Annotated[
        bool, typer.Option("--example", help="the example bank and the CAIQ v4 template")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="ask nothing, take the defaults")] = False,
    company: Annotated[
        str | None, typer.Option("--company", help="the company's name", metavar="NAME")
    ] = None,
    languages: Annotated[
        str | None, typer.Option("--languages", help="the languages answered in", metavar="en,sv,nb")
    ] = None,
    today: flags.Today = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Lay down a working bank, its settings and a CI file; no file that exists is touched."""
    from qfill.workflows.init import init as run

    streams.choose(quiet, verbose)
    if not (yes or example) and sys.stdin is not None and sys.stdin.isatty():
        if company is None:
            company = typer.prompt("The company's name", default="", show_default=False, err=True)
        if languages is None:
            languages = typer.prompt("Languages answered in (of en, sv, nb)", default="en", err=True)
    result = run(
        folder,
        company=(company or "").strip(),
        languages=_languages(languages or "en"),
        today=flags.parse_today(today),
        example=example,
    )
    for path in result.written:
        streams.wrote(path)
    for path in result.kept:
        streams.note(f"{path} was there already and stays as it is")
    first = "" if folder.resolve() == Path.cwd() else f"cd {folder}, then "
    if not result.written:
        streams.note("Nothing was missing.")
    elif example:
        streams.note(f"Next: {first}qfill fill caiq_v4.xlsx")
    else:
        streams.note(f"Next: {first}qfill bank draft DOCUMENT, or qfill bank learn COMPLETED…")


def _languages(text: str) -> tuple[str, ...]:
    from qfill.errors import UsageError
    from qfill.model import LANGUAGES

    found = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for one in found:
        flags.one_of("--languages", one, LANGUAGES)
    if not found:
        raise UsageError("--languages: names none", hint=f"of {', '.join(LANGUAGES)}")
    return found
