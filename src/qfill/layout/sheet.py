"""One grid's reading: the row of its header, and by that the role of each column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qfill.files.grid import Grid
from qfill.layout.columns import ColumnCounts
from qfill.layout.headers import is_heading_row
from qfill.layout.roles import SheetReading, read_below
from qfill.layout.words import asks
from qfill.model import TARGET_ROLES, Role

HEADER_WITHIN = 40
"""Rows in which a header is looked for; below them only one whose words are known is found."""
_REPEATED = 2.5


def read_columns(grid: Grid, header_row: int | None, fixed: Mapping[Role, int]) -> SheetReading | None:
    """The best reading of a grid; None where nothing in it looks like a questionnaire."""
    rows = sorted(grid.rows)
    if not rows:
        return None
    counted = ColumnCounts(grid, rows)

    def readings_of(headers: Iterable[int]) -> list[SheetReading]:
        return [found for row in headers if (found := read_below(grid, row, counted, fixed)) is not None]

    if header_row is not None:
        readings = readings_of([header_row])
    else:
        readings = readings_of([0, *(row for row in rows if row <= HEADER_WITHIN)]) or readings_of(
            row for row in rows if row > HEADER_WITHIN and is_heading_row(grid, row)
        )
    if not readings:
        return None
    best = max(readings, key=lambda reading: (reading.score, -reading.header_row))
    if header_row is None and not best.labelled:
        above = _above_asking if fixed else _before_first
        best.header_row = above(grid, rows, best)
        return best
    # Where the header is repeated under each section, the first one begins the questionnaire.
    return next(
        reading
        for reading in readings
        if reading.labelled == best.labelled
        and reading.score >= best.score - _REPEATED
        and _targets(reading) == _targets(best)
    )


def _before_first(grid: Grid, rows: list[int], reading: SheetReading) -> int:
    """The row above the first question of a sheet without a header, for a question is none; 0 for row 1."""
    question, answer = reading.roles[Role.QUESTION], reading.roles.get(Role.ANSWER)
    if answer is None or answer == question:
        return 0
    above = 0
    for row in rows:
        validation = grid.validation(row, answer)
        if grid.text(row, question).strip() and validation is not None and validation.options:
            return above
        above = row
    return reading.header_row


def _above_asking(grid: Grid, rows: list[int], reading: SheetReading) -> int:
    """The row above the first that asks as the others do, where the columns are told; 0 for row 1."""
    question = reading.roles[Role.QUESTION]
    asking = [(row, asks(grid.own_text(row, question))) for row in rows]
    least = min(0.9, max(share for _, share in asking))
    first = next((row for row, share in asking if share >= least), 0) if least else 0
    return max((row for row in rows if row < first), default=0) if first else reading.header_row


def _targets(reading: SheetReading) -> dict[Role, int]:
    """The columns that two readings must share to be of the same questionnaire."""
    return {role: column for role, column in reading.roles.items() if role in (Role.QUESTION, *TARGET_ROLES)}
