"""Answers in the row below: a question over the whole width, and under it room to write."""

from __future__ import annotations

from dataclasses import dataclass

from qfill.files.grid import Cell, Grid
from qfill.layout.roles import SheetReading
from qfill.layout.words import ID, asks, header_roles
from qfill.model import Role, column_letters

ASKING = 0.9
"""How much a text must look like a question where no header says which column asks."""
_LEAST = 2
_SHARE = 0.8
_LABEL = 40
_BOX_AND_SPACE = 2
_STRONG, _WEAK = 10.0, 7.0
_ROWS = 2_000
_NEAR = 8
"""Rows that are looked at for the way a sheet is laid out, and columns where a number or label may stand."""


def read_beneath(grid: Grid, *, completed: bool = False) -> SheetReading | None:
    """The reading by which each question is answered in the row below; None where too little says so.

    Its answer column is the question's own. It is `labelled` where the rows below say that they are
    for the answer. Answers beside the questions, or text there that a header could explain, rule it out.
    Of a completed form the rows below may hold text.
    """
    if grid.sheet is None or grid.header_row is not None:
        return None
    asking: dict[int, list[int]] = {}
    for row in sorted(grid.rows)[:_ROWS]:
        for column in grid.rows[row]:
            if _asks(grid, row, column):
                asking.setdefault(column, []).append(row)
    readings = [
        found
        for column, rows in asking.items()
        if (found := _read(grid, column, rows, completed)) is not None
    ]
    return max(readings, key=lambda reading: (reading.score, -reading.roles[Role.QUESTION]), default=None)


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell that takes a question's answer; `labelled`: an `Answer:` beside it or above says so."""

    row: int
    column: int
    labelled: bool = False


class Beneath:
    """The cells below the questions of a column that take their answers."""

    def __init__(self, grid: Grid, column: int, *, completed: bool = False) -> None:
        self._grid = grid
        self._column = column
        # An answer may begin as a question does: `The solution supports …`.
        self._next = 1.0 if completed else ASKING
        self._under = self._room_under_labels()

    def spot(self, row: int) -> Spot | None:
        """Where a question's answer goes: right of an `Answer:` or in the box under it, else straight below.

        None where the next question stands there. The cell may hold an answer already.
        """
        grid, column = self._grid, self._column
        below = self._after(row)
        if self._is_label(below):
            return self._labelled(row, below)
        if self._begins_anew(below):
            return None
        told = any(is_label(grid.text(below, left).strip()) for left in _left_of(column))
        return Spot(below, column, labelled=told)

    def _labelled(self, row: int, label: int) -> Spot:
        """The cell that an `Answer:` under a question speaks of."""
        grid, column = self._grid, self._column
        area, question = grid.merges.at(label, column), grid.merges.at(row, column)
        last = area.last_column if area is not None else column
        box = self._after(label)
        wide = last > column and question is not None and last >= question.last_column
        shut = grid.locked(label, last + 1) and not grid.locked(box, column)
        if (wide or shut or self._under) and not grid.text(label, last + 1).strip():
            taken = self._is_label(box) or self._begins_anew(box)
            heading = grid.text(box, column).strip() and self._begins_anew(self._after(box))
            if not taken and not heading:
                return Spot(box, column, labelled=True)
        return Spot(label, last + 1, labelled=True)

    def _room_under_labels(self) -> bool:
        """Whether most labels are followed by a box and a space; an empty row alone is a space."""
        held = sorted(row for row, cells in self._grid.rows.items() if any(map(_held, cells.values())))
        said = [
            self._is_box(self._after(row), following, later)
            for row, following, later in zip(held, held[1:], [*held[2:], held[-1] + 2], strict=False)
            if self._is_label(row)
        ]
        return bool(said) and sum(said) * 2 > len(said)

    def _is_box(self, row: int, following: int, later: int) -> bool:
        """Whether the row under a label is a box, by the next two rows that hold something."""
        if following - row >= _BOX_AND_SPACE:
            return True
        return following == row and later > row + 1 and not self._begins_anew(row)

    def _after(self, row: int) -> int:
        area = self._grid.merges.at(row, self._column)
        return (area.last_row if area is not None else row) + 1

    def _is_label(self, row: int) -> bool:
        return is_label(self._grid.text(row, self._column).strip())

    def _begins_anew(self, row: int) -> bool:
        """Whether the next question stands in this row."""
        grid, column = self._grid, self._column
        return asks(grid.text(row, column).strip()) >= self._next or any(
            ID.match(grid.text(row, left).strip()) for left in _left_of(column)
        )


def _held(cell: Cell) -> bool:
    return bool(cell.text.strip())


def is_label(text: str) -> bool:
    """Whether a cell only says that the answer stands beside it."""
    return len(text) <= _LABEL and header_roles(text).get(Role.ANSWER, 0) >= 3


def _read(grid: Grid, column: int, asking: list[int], completed: bool) -> SheetReading | None:
    beneath = Beneath(grid, column, completed=completed)
    if completed:
        asking = _unanswering(beneath, asking)
    ids = _ids(grid, asking, column)
    if ids is not None:
        asking = [row for row in asking if ID.match(grid.text(row, ids).strip())]
    if len(asking) < _LEAST:
        return None
    room = labelled = 0
    for row in asking:
        spot = beneath.spot(row)
        if spot is None or grid.locked(spot.row, spot.column) or _beside(grid, row, column):
            continue
        held = {near for near, cell in grid.rows.get(spot.row, {}).items() if _held(cell)}
        room += spot.labelled or not held or (completed and held == {spot.column})
        labelled += spot.labelled
    if room < _SHARE * len(asking):
        return None
    strong = labelled >= _SHARE * len(asking)
    roles = {Role.QUESTION: column, Role.ANSWER: column} | (
        {Role.QUESTION_ID: ids} if ids is not None else {}
    )
    letters = column_letters(column)
    why = "labelled as the answer's" if strong else "the answer's alone" if completed else "empty"
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


def _unanswering(beneath: Beneath, asking: list[int]) -> list[int]:
    """The rows that ask, without the answers among them that begin as a question does."""
    found: list[int] = []
    answers: set[int] = set()
    for row in asking:
        if row not in answers:
            found.append(row)
            if (spot := beneath.spot(row)) is not None:
                answers.add(spot.row)
    return found


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
