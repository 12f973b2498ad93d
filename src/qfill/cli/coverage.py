"""`qfill coverage`: what the bank answers of CAIQ v4, or of any questionnaire."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams

if TYPE_CHECKING:
    from qfill.workflows.coverage import CoverageResult

FORMATS = ("text", "json", "markdown", "svg", "html", "xlsx")


def coverage(
    questionnaire: Annotated[
        Path | None, typer.Argument(help="a questionnaire; CAIQ v4 by default", metavar="[QUESTIONNAIRE]")
    ] = None,
    bank: flags.Bank = None,
    min_share: Annotated[
        float | None,
        typer.Option(
            "--min-share", help="exit 1 when a smaller share of all rows is answered", metavar="SHARE"
        ),
    ] = None,
    against: Annotated[
        str, typer.Option("--against", help="compare with the bank at this git revision", metavar="REV")
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help="xlsx lists the gaps", metavar="|".join(FORMATS))
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="write into a file instead", metavar="FILE")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a file that differs")] = False,
    language: flags.Language = None,
    scope: flags.For = None,
    tier: flags.Tier = None,
    today: flags.Today = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what the bank answers of CAIQ v4, or of any questionnaire, by domain; list the gaps."""
    from qfill.errors import ExitCode, UsageError
    from qfill.records.outputs import real
    from qfill.workflows.coverage import coverage as run

    streams.choose(quiet, verbose)
    flags.one_of("--format", format, FORMATS)
    flags.check_share("--min-share", min_share)
    if format == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageError("--format xlsx is not for a terminal", hint="name a file: -o gaps.xlsx")
    if output is not None and questionnaire is not None and real(output) == real(questionnaire):
        raise UsageError(f"-o {output}: would be written over the questionnaire", hint="give another name")
    settings = flags.settings_with(bank=bank, language=language, scope=scope, tier=tier)
    with streams.progress("matching"):
        result = run(
            questionnaire, settings, flags.parse_today(today), against=against, progress=streams.advance
        )
    if format == "text" and output is None:
        from qfill.render.coverage import print_coverage

        print_coverage(result, streams.console(), every=streams.verbose)
    else:
        _write(_rendered(result, format), output, force)
    share = result.coverage.share
    if min_share is not None and share.count < min_share * share.of:
        streams.note(f"{share.count} of {share.of} answered, below the share of {min_share:g} asked for")
        raise typer.Exit(int(ExitCode.FINDINGS))


def _rendered(result: CoverageResult, format: str) -> bytes:
    from qfill.render import coverage, heatmap

    if format == "xlsx":
        return heatmap.gaps_xlsx(result)
    if format == "text":
        import io

        from rich.console import Console

        stream = io.StringIO()
        coverage.print_coverage(
            result, Console(file=stream, width=120, highlight=False, markup=False), every=True
        )
        return stream.getvalue().encode()
    if format == "markdown":
        return ("\n".join(coverage.coverage_markdown(result)) + "\n").encode()
    make = {"json": coverage.coverage_json, "svg": heatmap.coverage_svg, "html": heatmap.coverage_html}[
        format
    ]
    return make(result).encode()


def _write(data: bytes, output: Path | None, force: bool) -> None:
    if output is not None:
        from qfill.records.outputs import put_new

        put_new(output, data, force=force)
        typer.echo(str(output))
    else:
        streams.data(data)
