"""All grids of a file: which of them ask, and how each is to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qfill.errors import QuestionnaireError
from qfill.files.grid import Grid
from qfill.language.messages import counted
from qfill.layout.continued import Headed
from qfill.layout.hints import LayoutHints
from qfill.layout.sheet import HEADER_WITHIN
from qfill.layout.tables import Layout, headed_by, joined, quoted, read_grid
from qfill.layout.words import FOREIGN, FOREIGN_SHEETS, asks
from qfill.model import Question, column_letters

_BY_NAME = "named like instructions, scoring or a report"
_NAME_THEM = "if there are some, name their columns: --columns question=B,answer=C,comment=E"


def read_layout(grids: Sequence[Grid], hints: LayoutHints) -> Layout:
    """Find the questions of a file.

    A sheet whose name says that it asks nothing is read only where no other asks, and where it
    is the only one that does; else the warnings name it. Raises QuestionnaireError where there
    are no questions, where a sheet or a row that was named is not there, and where two readings
    of a sheet are too close to choose between.
    """
    _check(grids, hints)
    parts: list[Layout] = []
    passed_over: list[Layout] = []
    headed: Headed | None = None
    for grid in grids:
        reason = _left_alone(grid, hints)
        if reason:
            parts.append(Layout(ignored=((grid.sheet or grid.title, reason),)))
        else:
            part = read_grid(grid, hints, headed)
            headed = headed_by(grid, part) or headed
            parts.append(_aloud(grid, part))
        if reason == _BY_NAME and (open_rows := _open(grid, hints)) is not None:
            passed_over.append(open_rows)
    found = joined(parts)
    if not found.sheets and len(passed_over) == 1:
        only = passed_over[0]
        kept = tuple(left for left in found.ignored if left[0] != only.sheets[0].sheet)
        return joined([Layout(ignored=kept), only])
    if not found.sheets:
        raise QuestionnaireError(
            "no questions found in the file",
            hint=_hint(grids, passed_over),
            details=[f"{name}: {reason}" for name, reason in found.ignored if name],
        )
    return joined([found, Layout(warnings=tuple(_warnings(found, passed_over)))])


def _check(grids: Sequence[Grid], hints: LayoutHints) -> None:
    known = [grid.sheet for grid in grids if grid.sheet is not None]
    for name in (*hints.sheets, *(name for name in hints.columns if name is not None)):
        if name not in known:
            raise QuestionnaireError(
                f"no sheet named {name!r}",
                hint=f"the sheets are {', '.join(known)}"
                if known
                else "only a workbook has sheets; leave the name out",
            )
    last = max((max(grid.rows, default=0) for grid in grids if not _left_alone(grid, hints)), default=0)
    if hints.header_row is not None and 0 < last <= hints.header_row:
        raise QuestionnaireError(
            f"no row stands below row {hints.header_row}, named with --header-row",
            hint=f"the last row that holds something is {last}",
        )


def _left_alone(grid: Grid, hints: LayoutHints) -> str:
    """Why a grid is not read, '' where it is."""
    if hints.sheets:
        return "" if grid.sheet in hints.sheets else "not among those named with --sheet"
    if grid.sheet in hints.columns:
        return ""
    if not grid.visible:
        return "hidden"
    if grid.sheet is not None and FOREIGN_SHEETS.search(grid.sheet):
        return _BY_NAME
    return ""


def _aloud(grid: Grid, found: Layout) -> Layout:
    """A sheet's layout, with a warning where rows ask but none could be read."""
    asking = Counter(
        column
        for cells in grid.rows.values()
        for column, cell in cells.items()
        if cell.text.rstrip().endswith("?") and asks(cell.text) == 1.0
    )
    if found.sheets or found.warnings or grid.sheet is None or not asking:
        return found
    column, count = asking.most_common(1)[0]
    told = f"{grid.sheet}!question={column_letters(column)},answer={column_letters(column + 1)}"
    warning = (
        f"sheet {grid.sheet!r} was left alone, but {counted(count, 'row')} ask{'s' if count == 1 else ''} "
        f"in column {column_letters(column)}: {found.ignored[0][1]}; to answer there, name the columns, "
        f"say --columns {quoted(told)}"
    )
    return replace(found, warnings=(warning,))


def _open(grid: Grid, hints: LayoutHints) -> Layout | None:
    """A sheet that was left alone for its name, read after all; None where nothing waits for an answer."""
    try:
        found = read_grid(grid, hints)
    except QuestionnaireError:
        return None
    return found if _waiting(found) else None


def _waiting(found: Layout) -> list[Question]:
    """The questions that surely ask and are still to be answered."""
    return [question for question in found.questions if not question.skip and asks(question.text) >= 0.9]


def _hint(grids: Sequence[Grid], passed_over: Sequence[Layout]) -> str:
    if passed_over:
        return f"name the sheets that ask: {_sheets(passed_over)}"
    far = any(max(grid.rows, default=0) > HEADER_WITHIN for grid in grids)
    below = f", and if they stand below row {HEADER_WITHIN} the row of their headings: --header-row N"
    return _NAME_THEM + (below if far else "")


def _sheets(layouts: Sequence[Layout]) -> str:
    names = dict.fromkeys(sheet.sheet for found in layouts for sheet in found.sheets if sheet.sheet)
    return " ".join(f"--sheet {quoted(name)}" for name in names)


def _warnings(found: Layout, passed_over: Sequence[Layout]) -> Iterator[str]:
    """Which sheets were left alone for their names; not an assessor's with the same questions again."""
    asked = {question.text for question in found.questions}
    counts: dict[str, int] = {}
    for left in passed_over:
        name = left.sheets[0].sheet or ""
        again = asked if FOREIGN.search(name) else set()
        if count := sum(question.text not in again for question in _waiting(left)):
            counts[name] = count
    if not counts:
        return
    rows = sum(counts.values())
    told = _sheets([found, *(left for left in passed_over if left.sheets[0].sheet in counts)])
    many = len(counts) > 1
    yield (
        f"{'sheets' if many else 'sheet'} {', '.join(map(repr, counts))} "
        f"{'were left alone for their names' if many else 'was left alone for its name'}, but {rows} of "
        f"{'their' if many else 'its'} rows ask{'s' if rows == 1 else ''}: to answer "
        f"{'them' if many else 'it'} too, run it again with {told}"
    )
