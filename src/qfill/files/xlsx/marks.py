"""Cells that merges cover, and cells that must not be written because something else makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from qfill.errors import UnsafeFileError
from qfill.files.grid import Area, AreaIndex, Cell, MergeIndex
from qfill.files.xlsx.tables import Table

MAX_LISTED = 1_000_000
"""Rows (or columns) that the areas of one kind may touch on a sheet, each area counted for itself."""
MAX_LARGE = 1_000
"""Areas higher and wider than `AreaIndex.HIGH` that a sheet may hold."""
_FEW = 4_096

Rows = dict[int, dict[int, Cell]]


def check_areas(areas: Iterable[Area], part: str, what: str) -> None:
    """Raise UnsafeFileError for areas that no person drew: too many, or far too large."""
    listed = large = 0
    for area in areas:
        height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        if min(height, width) <= AreaIndex.HIGH:
            listed += height if height <= AreaIndex.HIGH else width
        else:
            large += 1
    if listed > MAX_LISTED or large > MAX_LARGE:
        raise UnsafeFileError(
            f"{part} holds more {what} than a person could have made",
            hint="delete the sheet, or send a plain copy",
        )


def uncover(rows: Rows, merges: MergeIndex) -> None:
    """Take out the cells that a merge hides: all of its area but the top-left one."""
    if not merges.areas:
        return
    top = min(area.first_row for area in merges.areas)
    bottom = max(area.last_row for area in merges.areas)
    for row, cells in rows.items():
        if not top <= row <= bottom:
            continue
        covered = []
        for column in cells:
            area = merges.at(row, column)
            if area is not None and (row, column) != (area.first_row, area.first_column):
                covered.append(column)
        if covered:
            rows[row] = {column: cell for column, cell in cells.items() if column not in covered}


def mark_computed(rows: Rows, areas: Sequence[Area]) -> None:
    """Mark the cells of array formulas and data tables; absent ones of small areas are put in."""
    for area in areas:
        _change(rows, area, lambda cell: cell if cell.formula else replace(cell, formula=True))
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) <= _FEW:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    if column not in rows.get(row, ()):
                        rows[row] = {**rows.get(row, {}), column: Cell("", formula=True)}


def mark_fixed(rows: Rows, areas: Iterable[Area]) -> None:
    """Mark cells whose text something else relies on or makes."""
    for area in areas:
        _change(rows, area, lambda cell: replace(cell, fixed=True))


def drop_blank_rows(rows: Rows) -> None:
    """Take out rows of styled cells without a text, which may go down to the last row of the sheet."""
    for row in [row for row, cells in rows.items() if not any(c.text or c.formula for c in cells.values())]:
        del rows[row]


def table_header(tables: Sequence[Table], rows: Rows) -> int | None:
    """The header row where one table holds nearly all that stands on the sheet, else None."""
    if len(tables) != 1 or not tables[0].header_rows:
        return None
    area = tables[0].area
    inside = sum(area.first_row <= row <= area.last_row for row in rows)
    return area.first_row if inside >= 0.8 * len(rows) else None


def _change(rows: Rows, area: Area, change: Callable[[Cell], Cell]) -> None:
    for row, column in list(_met(rows, area)):
        rows[row] = {**rows[row], column: change(rows[row][column])}


def _met(rows: Rows, area: Area) -> Iterator[tuple[int, int]]:
    """The existing cells of an area."""
    few = area.last_row - area.first_row < len(rows)
    for row in range(area.first_row, area.last_row + 1) if few else rows:
        if row in rows and area.first_row <= row <= area.last_row:
            for column in rows[row]:
                if area.first_column <= column <= area.last_column:
                    yield row, column
