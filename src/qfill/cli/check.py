"""`qfill check`: a linter for the answer bank."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams

if TYPE_CHECKING:
    from qfill.settings import CheckSettings
    from qfill.workflows.check import CheckResult

FORMATS = ("auto", "text", "json", "github", "sarif", "junit", "markdown")


def check(
    bank: Annotated[Path | None, typer.Argument(help="the answer bank's folder", metavar="[BANK]")] = None,
    format: Annotated[
        str,
        typer.Option("--format", help="auto: github in GitHub Actions, else text", metavar="|".join(FORMATS)),
    ] = "auto",
    select: Annotated[
        list[str] | None, typer.Option("--select", help="only these codes or families", metavar="QF2,…")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="all but these codes or families", metavar="QF4,…")
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help="what makes the exit code 1", metavar="error|warning")
    ] = None,
    document: Annotated[
        list[Path] | None,
        typer.Option("--document", help="a source to hold against the register", metavar="FILE"),
    ] = None,
    audits: Annotated[
        Path | None, typer.Option("--audits", help="past audits: what stayed unanswered?", metavar="DIR")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="an earlier --format json: findings to leave out", metavar="FILE"),
    ] = None,
    today: flags.Today = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check the answer bank: form, freshness, ambiguity, gaps, sources.

    Each rule has a code; docs/checks.md tells them all. Exit code 1 when errors were found.
    """
    from qfill.errors import ExitCode
    from qfill.render.findings import findings_text, summary_line
    from qfill.workflows.check import CheckOptions
    from qfill.workflows.check import check as run

    streams.choose(quiet, verbose)
    flags.one_of("--format", format, FORMATS)
    flags.one_of("--fail-on", fail_on, ("error", "warning"))
    settings = flags.settings_with(bank=bank)
    result = run(
        CheckOptions(
            settings=replace(settings, check=_chosen(settings.check, select, ignore, fail_on)),
            today=flags.parse_today(today),
            documents=tuple(document or ()),
            audits=audits,
            baseline=baseline,
        )
    )
    chosen = format
    if format == "auto":
        chosen = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    if chosen == "text":
        for line in findings_text(result):
            streams.result(line)
    else:
        streams.data(_rendered(result, chosen))
    if chosen == "github":
        _summarise(result)
    streams.note(summary_line(result))
    if result.failed:
        raise typer.Exit(int(ExitCode.FINDINGS))


def _chosen(
    found: CheckSettings, select: Iterable[str] | None, ignore: Iterable[str] | None, fail_on: str | None
) -> CheckSettings:
    """What the flags choose in place of what the settings file says."""
    chosen, refused = _codes(select), _codes(ignore)
    return replace(
        found,
        select=chosen or found.select,
        # What is selected by a flag is wanted, whatever the file leaves out.
        ignore=refused or (() if chosen else found.ignore),
        fail_on=fail_on or found.fail_on,
    )


def _codes(given: Iterable[str] | None) -> tuple[str, ...]:
    """`--select QF2,QF301 --select QF5` as codes."""
    return tuple(code.strip() for one in given or () for code in one.split(",") if code.strip())


def _rendered(result: CheckResult, format: str) -> str:
    from qfill.render import findings, sarif

    if format == "json":
        return findings.findings_json(result)
    if format == "sarif":
        return sarif.findings_sarif(result)
    make = {
        "github": findings.findings_github,
        "markdown": findings.findings_markdown,
        "junit": sarif.findings_junit,
    }[format]
    return "".join(f"{line}\n" for line in make(result))


def _summarise(result: CheckResult) -> None:
    """Add the whole list to the summary of the GitHub step, where there is one."""
    from qfill.errors import OutputError
    from qfill.render.findings import findings_markdown

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write("\n".join(findings_markdown(result)) + "\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None
