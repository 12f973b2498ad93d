"""`qfill bank draft`: draft answers from a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams


def draft_answers(
    document: Annotated[Path, typer.Argument(help="a txt, md, docx or pdf", metavar="DOCUMENT")],
    title: Annotated[str, typer.Option("--title", help="what the register calls it", metavar="TEXT")] = "",
    language: flags.Language = None,
    bank: flags.Bank = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read a document's questions and headings into draft answers, each citing its section."""
    from qfill.language.messages import counted
    from qfill.model import LANGUAGES
    from qfill.workflows.draft import draft

    streams.choose(quiet, verbose)
    settings = flags.settings_with(bank=bank)
    flags.one_of("--language", language, ("auto", *LANGUAGES))
    result = draft(document, settings.bank, language=language or "auto", title=title)
    for path in result.written:
        streams.wrote(path)
    streams.note(f"{counted(len(result.ids), 'draft')} from {result.source}, in {result.language}")
    for question in result.unanswered:
        streams.note(f"no answer stands below: {question}")
    streams.note("Next: put the facts in your own words, then qfill bank approve ID… (or --all)")
