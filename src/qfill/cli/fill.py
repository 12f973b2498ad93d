"""`qfill fill`: answer questionnaires."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qfill.cli import options as flags
from qfill.cli.streams import Quiet, Verbose, streams

if TYPE_CHECKING:
    from qfill.errors import QfillError
    from qfill.layout import LayoutHints
    from qfill.learning.previous import Previous
    from qfill.workflows.fill import FillOptions


def fill(
    files: Annotated[
        list[Path],
        # A file that may not be read is told of like any other that fails: the rest are answered.
        typer.Argument(help="questionnaires: xlsx, xlsm, csv, docx", metavar="FILE…", readable=False),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the answered file, or a folder", metavar="OUT|DIR")
    ] = None,
    bank: flags.Bank = None,
    audit: Annotated[Path | None, typer.Option("--audit", help="the audit's place", metavar="FILE")] = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="the review page's place", metavar="FILE")
    ] = None,
    no_page: Annotated[bool, typer.Option("--no-page", help="write no review page")] = False,
    language: flags.Language = None,
    scope: flags.For = None,
    tier: flags.Tier = None,
    accept: flags.Accept = None,
    suggest: flags.Suggest = None,
    max_wrong: flags.MaxWrong = None,
    settled: flags.Settled = None,
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", help="only this sheet; may be repeated", metavar="NAME")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            help="which column is what, by letter; may be repeated; SHEET!… replaces that for one sheet",
            metavar="question=B,answer=C,comment=E",
        ),
    ] = None,
    header_row: Annotated[
        int | None, typer.Option("--header-row", help="the row of the headings", metavar="N", min=1)
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help="last time's file: carry over what is asked as then", metavar="FILE"),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="answer rows anew that already hold an answer")
    ] = False,
    mark: Annotated[
        bool, typer.Option("--mark", help="write a second file that shows a reviewer the rows that wait")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print what would be written")] = False,
    jobs: Annotated[int, typer.Option("--jobs", help="files answered at once", metavar="N", min=1)] = 1,
    today: flags.Today = None,
    strict: Annotated[bool, typer.Option("--strict", help="exit 1 when rows are left")] = False,
    force: Annotated[bool, typer.Option("--force", help="replace outputs whatever they hold")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Answer questionnaires: sure rows are filled, the rest is left to a person.

    The answered file, beside its audit, is a copy; the input is never touched.
    """
    from qfill.errors import UsageError
    from qfill.layout import LayoutHints, told_columns
    from qfill.workflows.fill import FillOptions

    streams.choose(quiet, verbose)
    if page is not None and no_page:
        raise UsageError("--page and --no-page contradict each other")
    settings = flags.settings_with(
        bank=bank,
        language=language,
        scope=scope,
        tier=tier,
        accept=accept,
        suggest=suggest,
        max_wrong=max_wrong,
    )
    hints = LayoutHints(
        sheets=tuple(sheet or ()),
        columns=told_columns(columns or ()),
        header_row=header_row,
        overwrite=overwrite,
    )
    asked = FillOptions(
        input=files[0],
        settings=settings,
        today=flags.parse_today(today),
        output=output,
        audit=audit,
        page=page,
        with_page=not no_page,
        hints=hints,
        settled=tuple(settled or ()),
        last_time=_last_time(previous, hints),
        mark=mark,
        dry_run=dry_run,
        force=force,
    )
    code = _fill_one(asked, strict) if len(files) == 1 else _fill_several(files, asked, jobs, strict)
    if code:
        raise typer.Exit(code)


def _last_time(path: Path | None, hints: LayoutHints) -> Previous | None:
    if path is None:
        return None
    from qfill.learning.previous import previous_of
    from qfill.workflows.learn import answered_rows

    return previous_of(path.name, answered_rows(path, hints=hints))


def _fill_one(asked: FillOptions, strict: bool) -> int:
    from qfill.cli.boundary import explain
    from qfill.errors import ExitCode
    from qfill.model import Outcome
    from qfill.render.fill import plan, print_summary, row_lines
    from qfill.workflows.batch import fill_batch

    with streams.progress("matching"):
        item = next(fill_batch([asked.input], asked, lambda result: result, progress=streams.advance))
    if item.error is not None:
        return explain(item.error)
    result = item.told
    assert result is not None
    for line in plan(result) if result.dry_run else map(str, result.written):
        streams.result(line)
    if streams.verbose:
        for line in row_lines(result):
            streams.note(line)
    if not streams.quiet:
        print_summary(result, streams.console(err=True))
    left = result.count(Outcome.REVIEW) + result.count(Outcome.UNANSWERED)
    return int(ExitCode.FINDINGS) if strict and left else int(ExitCode.OK)


def _fill_several(files: Sequence[Path], asked: FillOptions, jobs: int, strict: bool) -> int:
    from functools import partial

    from qfill.cli.boundary import explain
    from qfill.errors import ExitCode
    from qfill.render.fill import Told, print_batch, tell
    from qfill.workflows.batch import fill_batch

    items = fill_batch(files, asked, partial(tell, verbose=streams.verbose), jobs=jobs)
    done: list[Told] = []
    failed: list[QfillError] = []
    with streams.progress("questionnaires"):
        streams.advance(0, len(files))
        for number, item in enumerate(items, 1):
            if item.error is not None:
                failed.append(item.error)
            elif item.told is not None:
                done.append(item.told)
                for line in item.told.lines:
                    streams.result(line)
                for line in item.told.rows:
                    streams.note(line)
            streams.advance(number, len(files))
    if not streams.quiet:
        print_batch(done, streams.console(err=True))
    left = strict and any(one.left for one in done)
    return max([int(ExitCode.FINDINGS if left else ExitCode.OK), *map(explain, failed)])
