"""One grid read: its tables, the questions under each header, and what is to be known of them."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qfill.errors import QuestionnaireError
from qfill.files.grid import Grid
from qfill.language.messages import counted
from qfill.layout.below import read_beneath
from qfill.layout.blocks import Block, read_blocks
from qfill.layout.continued import Headed, read_continued
from qfill.layout.hints import LayoutHints
from qfill.layout.roles import SheetReading
from qfill.layout.rows import answers_beneath, questions
from qfill.layout.sheet import read_columns
from qfill.layout.words import asks
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
    """The tables that ask, and the sheets and tables that were left alone with the reason.

    `warnings`: what a person should know of the reading before the file is sent.
    """

    sheets: tuple[SheetLayout, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in file order."""
        return tuple(question for sheet in self.sheets for question in sheet.questions)


def read_grid(grid: Grid, hints: LayoutHints, before: Headed | None = None) -> Layout:
    """One grid's tables that ask; raises QuestionnaireError where two readings are too close.

    `before`: the document's last table with a header, whose columns a table without one may go on with.
    """
    fixed = hints.columns.get(grid.sheet, hints.columns.get(None, {}))
    header = hints.header_row if hints.header_row is not None else _known_header(grid, fixed)
    told = bool(fixed) or grid.sheet in hints.sheets
    blocks = read_blocks(grid, header) if not fixed else []
    if blocks:
        return joined(_read_part(block, hints, told) for block in blocks)
    reading = read_columns(grid, header, fixed)
    if not fixed and hints.header_row is None:
        beneath = read_beneath(grid, completed=hints.completed)
        if beneath is not None and (beneath.labelled or reading is None or reading.score < _LEAST_SCORE):
            reading = beneath
    if reading is None or reading.score < _LEAST_SCORE:
        reading = read_continued(grid, before, _LEAST_SCORE) or reading
    return _read_table(grid, reading, hints, told=told)


def headed_by(grid: Grid, found: Layout) -> Headed | None:
    """A document's table as one that the next may go on with; None for a sheet and without a header."""
    if grid.sheet is not None or not found.sheets or not found.sheets[-1].header_row:
        return None
    return Headed(grid, found.sheets[-1].roles)


def _known_header(grid: Grid, fixed: Mapping[Role, int]) -> int | None:
    """The header's row that the format gives, unless a question stands there in the column told."""
    row, question = grid.header_row, fixed.get(Role.QUESTION)
    if row and question is not None and asks(grid.text(row, question)) >= 0.9:
        return None
    return row


def joined(parts: Iterable[Layout]) -> Layout:
    """Several layouts as one, in order."""
    found = tuple(parts)
    return Layout(
        sheets=tuple(sheet for part in found for sheet in part.sheets),
        ignored=tuple(left for part in found for left in part.ignored),
        warnings=tuple(warning for part in found for warning in part.warnings),
    )


def _read_part(block: Block, hints: LayoutHints, told: bool) -> Layout:
    """One of a sheet's tables; what asks in it is not passed over without a word."""
    found = _read_table(block.grid, block.reading, hints, told=told, alone=False)
    asking = block.asking()
    if found.sheets or not asking:
        return found
    warning = (
        f"{_named(block.grid)}: {counted(asking, 'row')} under row {block.first_row} "
        f"ask{'s' if asking == 1 else ''} but {_were(asking)} left alone: {found.ignored[0][1]}"
    )
    return replace(found, warnings=(warning,))


def _read_table(
    grid: Grid, reading: SheetReading | None, hints: LayoutHints, *, told: bool, alone: bool = True
) -> Layout:
    """The questions below one header, or why there are none; `alone`: it is the sheet's only one."""
    name = grid.sheet or grid.title
    if reading is None or (reading.score < _LEAST_SCORE and not told):
        return Layout(ignored=((name, "no question column beside a column for answers"),))
    found = tuple(
        questions(
            grid, reading.header_row, reading.roles, overwrite=hints.overwrite, completed=hints.completed
        )
    )
    # A register or a list has columns with telling names, but its rows do not ask.
    asking = sum(asks(question.text) >= (0.9 if grid.unmarked else 0.6) for question in found)
    unsure = grid.header_row is None or len(grid.unmarked) == len(found)
    if len(found) < _LEAST_QUESTIONS or (asking * 4 < len(found) and not told and unsure):
        return Layout(ignored=((name, "its rows do not ask"),))
    if reading.rivals and not told:
        raise QuestionnaireError(f"{_named(grid)}: {reading.rivals[0]}", hint=_which(grid, reading, alone))
    sheet = SheetLayout(
        sheet=grid.sheet,
        header_row=reading.header_row,
        roles=reading.roles,
        because=tuple(reading.because),
        questions=found,
    )
    return Layout(sheets=(sheet,), warnings=tuple(_warnings(grid, reading, alone)))


def _warnings(grid: Grid, reading: SheetReading, alone: bool) -> Iterator[str]:
    """What a table's reading leaves out, and how it can be taken in."""
    yield from _unread(grid, reading, alone)
    if not answers_beneath(reading.roles):
        yield from _unasked(grid, reading, alone)


def _unread(grid: Grid, reading: SheetReading, alone: bool) -> Iterator[str]:
    """That comments alone were found, where another column may be the answers'."""
    if reading.unread:
        letters = column_letters(reading.unread)
        header = " ".join(grid.text(reading.header_row, reading.unread).split())
        yield (
            f"{_named(grid)}: only comments are filled in; if the answers belong in column {letters}, headed "
            f"{header[:40]!r}, {_again(grid, reading, Role.ANSWER, reading.unread, alone)}"
        )


def _unasked(grid: Grid, reading: SheetReading, alone: bool) -> Iterator[str]:
    """That rows ask in a column that has no role and have no question of their own, or above the header."""
    question, taken = reading.roles[Role.QUESTION], reading.roles.values()
    above = 0
    counts: Counter[int] = Counter()
    for row, cells in grid.rows.items():
        asking = [column for column, cell in cells.items() if _is_question(cell.text)]
        if row <= reading.header_row:
            above += alone and question in asking
        elif not grid.own_text(row, question).strip():
            counts.update(column for column in asking if column not in taken)
    # One question among the instructions above is common, and asks nothing of us.
    if above > 1:
        yield (
            f"{_named(grid)}: {above} rows above the headings in row {reading.header_row} ask and were not "
            "read; answer there by hand, or give those rows the same headings and run it again"
        )
    for column, count in counts.most_common(1):
        yield (
            f"{_named(grid)}: {counted(count, 'row')} ask{'s' if count == 1 else ''} in column "
            f"{column_letters(column)} alone and {_were(count)} not read; to read such rows, "
            f"{_again(grid, reading, Role.SUBQUESTION, column, alone)}"
        )


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") and asks(text) == 1.0


def _were(count: int) -> str:
    return "were" if count != 1 else "was"


def _again(grid: Grid, reading: SheetReading, role: Role, column: int, alone: bool) -> str:
    """How a further column is taken in; columns that are told would hold for a sheet's other tables too."""
    if alone:
        return f"run it again with --columns {quoted(_example(grid, reading, {role: column}))}"
    heading = "Answer" if role is Role.ANSWER else "Sub-question"
    return f"head it {heading} in row {reading.header_row} and run it again"


def _which(grid: Grid, reading: SheetReading, alone: bool) -> str:
    """What settles which of two columns is meant; columns that are told hold for the whole sheet."""
    if alone:
        return f"say which: --columns {quoted(_example(grid, reading))}"
    return f"give the columns under row {reading.header_row} headings that differ, then run it again"


def _named(grid: Grid) -> str:
    return f"sheet {grid.sheet!r}" if grid.sheet else "the file"


def quoted(text: str) -> str:
    """A text as one word of a command line."""
    return shlex.quote(text) if "'" in text else f"'{text}'"


def _example(grid: Grid, reading: SheetReading, more: Mapping[Role, int] | None = None) -> str:
    """The reading as `--columns` takes it, with further columns."""
    columns = ",".join(
        f"{role}={column_letters(column)}"
        for role, column in (reading.roles | dict(more or {})).items()
        if role in (Role.QUESTION, Role.SUBQUESTION, Role.ANSWER, Role.COMMENT, *TICK_ROLES)
    )
    return f"{grid.sheet}!{columns}" if grid.sheet else columns
