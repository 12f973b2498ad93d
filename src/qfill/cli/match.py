"""`qfill match`: the candidates for one question."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams
from qfill.errors import UsageError


def match(
    text: Annotated[str, typer.Argument(help="the question, or - to read it from stdin", metavar="TEXT|-")],
    bank: flags.Bank = None,
    language: flags.Language = None,
    scope: flags.For = None,
    tier: flags.Tier = None,
    today: flags.Today = None,
    semantic: flags.Semantic = None,
    format: Annotated[str, typer.Option("--format", help="text or json", metavar="text|json")] = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what the bank has for one question, each candidate explained."""
    streams.choose(quiet, verbose)
    flags.one_of("--format", format, ("text", "json"))
    settings = flags.settings_with(bank=bank, language=language, scope=scope, tier=tier, semantic=semantic)
    question = " ".join((_stdin() if text == "-" else text).split())
    if not question:
        raise UsageError("the question is empty", hint="give its text, or - to read it from stdin")
    from qfill.render.match import match_json, match_lines
    from qfill.workflows.match import match_text

    found = match_text(question, settings, flags.parse_today(today))
    if format == "json":
        streams.data(match_json(found))
    else:
        for line in match_lines(found):
            streams.result(line)


def _stdin() -> str:
    if sys.stdin is None:
        raise UsageError("stdin is closed", hint="give the question's text instead of -")
    return sys.stdin.read()
