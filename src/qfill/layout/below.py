"""Answers in the row below: a question over the whole width, and under it room to write."""

from __future__ import annotations

from qfill.files.grid import Grid
from qfill.layout.roles import SheetReading
from qfill.layout.words import ID, asks, header_roles
from qfill.model import Role, column_letters

ASKING = 0.9
"""How much a text must look like a question where no header says which column asks."""
_LEAST = 2
_SHARE = 0.8
_LABEL = 40
_STRONG, _WEAK = 10.0, 7.0
_ROWS = 2_000
_NEAR = 8
"""Rows that are looked at for the way a sheet is laid out, and columns where a number or label may stand."""


def read_beneath(grid: Grid) -> SheetReading | None:
    """The reading by which each question is answered in the row below; None where too little says so.

    Its answer column is the question's own. It is `labelled` where the rows below say that they are
    for the answer. Answers beside the questions, or text there that a header could explain, rule it out.
    """
    if grid.sheet is None or grid.header_row is not None:
        return None
    asking: dict[int, list[int]] = {}
    for row in sorted(grid.rows)[:_ROWS]:
        for column in grid.rows[row]:
            if _asks(grid, row, column):
                asking.setdefault(column, []).append(row)
    readings = [found for column, rows in asking.items() if (found := _read(grid, column, rows)) is not None]
    return max(readings, key=lambda reading: (reading.score, -reading.roles[Role.QUESTION]), default=None)


def spot_beneath(grid: Grid, row: int, column: int) -> tuple[int, int] | None:
    """The cell below a question that takes its answer: right of an `Answer:`, else straight below.

    None where the next question stands there. The cell may hold an answer already.
    """
    below = row + 1
    area = grid.merges.at(row, column)
    if area is not None:
        below = area.last_row + 1
    text = grid.text(below, column).strip()
    if is_label(text):
        label = grid.merges.at(below, column)
        return below, (label.last_column if label is not None else column) + 1
    if asks(text) >= ASKING or any(ID.match(grid.text(below, left).strip()) for left in _left_of(column)):
        return None
    return below, column


def is_label(text: str) -> bool:
    """Whether a cell only says that the answer stands beside it."""
    return len(text) <= _LABEL and header_roles(text).get(Role.ANSWER, 0) >= 3


def _read(grid: Grid, column: int, asking: list[int]) -> SheetReading | None:
    ids = _ids(grid, asking, column)
    if ids is not None:
        asking = [row for row in asking if ID.match(grid.text(row, ids).strip())]
    if len(asking) < _LEAST:
        return None
    room = labelled = 0
    for row in asking:
        spot = spot_beneath(grid, row, column)
        if spot is None or grid.locked(*spot) or _beside(grid, row, column):
            continue
        told = any(is_label(grid.text(spot[0], near).strip()) for near in _left_of(spot[1]))
        room += told or not grid.rows.get(spot[0])
        labelled += told
    if room < _SHARE * len(asking):
        return None
    strong = labelled >= _SHARE * len(asking)
    roles = {Role.QUESTION: column, Role.ANSWER: column} | (
        {Role.QUESTION_ID: ids} if ids is not None else {}
    )
    letters = column_letters(column)
    why = "labelled as the answer's" if strong else "empty"
    return SheetReading(
        header_row=0,
        roles=roles,
        score=_STRONG if strong else _WEAK,
        labelled=strong,
        because=[
            f"question is column {letters}: {len(asking)} of its texts ask",
            f"answer is the row below each question: {room} of {len(asking)} are {why}",
        ],
    )


def _left_of(column: int) -> range:
    return range(max(1, column - _NEAR), column)


def _asks(grid: Grid, row: int, column: int) -> bool:
    text = grid.own_text(row, column).strip()
    return len(text) > 12 and asks(text) >= ASKING


def _ids(grid: Grid, rows: list[int], column: int) -> int | None:
    """The column left of the questions that numbers most of them."""
    for left in reversed(_left_of(column)):
        if sum(bool(ID.match(grid.text(row, left).strip())) for row in rows) >= max(2, len(rows) / 2):
            return left
    return None


def _beside(grid: Grid, row: int, column: int) -> bool:
    """Whether something stands to the right of a question, or is to be chosen there."""
    area = grid.merges.at(row, column)
    last = area.last_column if area is not None else column
    if any(near > last and cell.text.strip() for near, cell in grid.rows[row].items()):
        return True
    beside = grid.validation(row, last + 1)
    return beside is not None and bool(beside.options)
