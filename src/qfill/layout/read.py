"""All grids of a file: which of them ask, and how each is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qfill.errors import QuestionnaireError
from qfill.files.grid import Grid
from qfill.layout.below import read_beneath
from qfill.layout.continued import read_continued
from qfill.layout.hints import LayoutHints
from qfill.layout.rows import questions
from qfill.layout.sheet import SheetReading, read_columns
from qfill.layout.words import FOREIGN_SHEETS, asks
from qfill.model import TICK_ROLES, Question, Role, column_letters

_LEAST_SCORE = 6.0
_LEAST_QUESTIONS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """How one sheet was read, and why; `sheet` is None for csv and docx."""

    sheet: str | None
    header_row: int | None
    roles: Mapping[Role, int]
    because: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sheets that ask, and those that were left alone with the reason."""

    sheets: tuple[SheetLayout, ...]
    ignored: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in file order."""
        return tuple(question for sheet in self.sheets for question in sheet.questions)


def read_layout(grids: Sequence[Grid], hints: LayoutHints) -> Layout:
    """Find the questions of a file.

    Raises QuestionnaireError where there are none, where a sheet that was named is not
    there, and where two readings of a sheet are too close to choose between.
    """
    known = [grid.sheet for grid in grids if grid.sheet is not None]
    for name in (*hints.sheets, *(name for name in hints.columns if name is not None)):
        if name not in known:
            raise QuestionnaireError(
                f"no sheet named {name!r}",
                hint=f"the sheets are {', '.join(known)}"
                if known
                else "only a workbook has sheets; leave the name out",
            )
    sheets: list[SheetLayout] = []
    ignored: list[tuple[str, str]] = []
    headed: tuple[Grid | None, SheetReading | None] = None, None
    for grid in grids:
        name = grid.sheet or grid.title
        reason = _left_alone(grid, hints)
        if reason:
            ignored.append((name, reason))
            continue
        fixed = hints.columns.get(grid.sheet, hints.columns.get(None, {}))
        header = hints.header_row if hints.header_row is not None else grid.header_row
        reading = read_columns(grid, header, fixed)
        if not fixed and hints.header_row is None:
            beneath = read_beneath(grid)
            if beneath is not None and (beneath.labelled or reading is None or reading.score < _LEAST_SCORE):
                reading = beneath
        if reading is None or reading.score < _LEAST_SCORE:
            reading = read_continued(grid, *headed) or reading
        told = bool(fixed) or grid.sheet in hints.sheets
        if reading is None or (reading.score < _LEAST_SCORE and not told):
            ignored.append((name, "no question column beside a column for answers"))
            continue
        found = tuple(questions(grid, reading.header_row, reading.roles, overwrite=hints.overwrite))
        # A register or a list has columns with telling names, but its rows do not ask.
        asking = sum(asks(question.text) >= (0.9 if grid.unmarked else 0.6) for question in found)
        if len(found) < _LEAST_QUESTIONS or (
            asking * 4 < len(found)
            and not told
            and (grid.header_row is None or len(grid.unmarked) == len(found))
        ):
            ignored.append((name, "its rows do not ask"))
            continue
        if reading.rivals and not told:
            raise QuestionnaireError(
                f"{_named(grid)}: {reading.rivals[0]}",
                hint=f"say which: --columns '{_example(grid, reading)}'",
            )
        if reading.header_row and grid.sheet is None:
            headed = grid, reading
        sheets.append(
            SheetLayout(
                sheet=grid.sheet,
                header_row=reading.header_row,
                roles=reading.roles,
                because=tuple(reading.because),
                questions=found,
            )
        )
    if not sheets:
        raise QuestionnaireError(
            "no questions found in the file",
            hint="if there are some, name their columns: --columns question=B,answer=C,comment=E",
            details=[f"{name}: {reason}" for name, reason in ignored if name],
        )
    return Layout(sheets=tuple(sheets), ignored=tuple(ignored))


def _left_alone(grid: Grid, hints: LayoutHints) -> str:
    if hints.sheets:
        return "" if grid.sheet in hints.sheets else "not among those named with --sheet"
    if grid.sheet in hints.columns:
        return ""
    if not grid.visible:
        return "hidden"
    if grid.sheet is not None and FOREIGN_SHEETS.search(grid.sheet):
        return "named like instructions, scoring or a report"
    return ""


def _named(grid: Grid) -> str:
    return f"sheet {grid.sheet!r}" if grid.sheet else "the file"


def _example(grid: Grid, reading: SheetReading) -> str:
    columns = ",".join(
        f"{role}={column_letters(column)}"
        for role, column in reading.roles.items()
        if role in (Role.QUESTION, Role.ANSWER, Role.COMMENT, *TICK_ROLES)
    )
    return f"{grid.sheet}!{columns}" if grid.sheet else columns
