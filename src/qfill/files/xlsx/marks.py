"""Cells that merges cover, and cells that must not be written because something else makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from qfill.errors import UnsafeFileError
from qfill.files.grid import Area, AreaIndex, Cell
from qfill.files.xlsx.tables import Table

MAX_LISTED = 1_000_000
"""Rows (or columns) that the areas of one kind may touch on a sheet, each area counted for itself."""
MAX_LARGE = 1_000
"""Areas higher and wider than `AreaIndex.HIGH` that a sheet may hold."""
_FEW = 200_000
"""Cells that areas may hold together to be visited one by one; else the sheet's cells are walked."""

_COMPUTED = Cell("", formula=True)

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


def uncover(rows: Rows, merges: Sequence[Area]) -> None:
    """Take out the cells that a merge hides: all of its area but the top-left one."""
    covered: dict[int, set[int]] = {}
    for row, column, area in _met(rows, merges):
        if (row, column) != (area.first_row, area.first_column):
            covered.setdefault(row, set()).add(column)
    for row, columns in covered.items():
        rows[row] = {column: cell for column, cell in rows[row].items() if column not in columns}


def mark_computed(rows: Rows, areas: Sequence[Area]) -> None:
    """Mark the cells of array formulas and data tables; absent ones of small areas are put in."""
    _change(rows, areas, lambda cell: cell if cell.formula else replace(cell, formula=True))
    if _size(areas) > _FEW:
        return
    absent: dict[int, dict[int, Cell]] = {}
    for area in areas:
        for row in range(area.first_row, area.last_row + 1):
            there = rows.get(row, {})
            columns = range(area.first_column, area.last_column + 1)
            absent.setdefault(row, {}).update(
                (column, _COMPUTED) for column in columns if column not in there
            )
    for row, cells in absent.items():
        if cells:
            rows[row] = {**rows.get(row, {}), **cells}


def mark_fixed(rows: Rows, areas: Sequence[Area]) -> None:
    """Mark cells whose text something else relies on or makes."""
    _change(rows, areas, lambda cell: replace(cell, fixed=True))


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


def _change(rows: Rows, areas: Sequence[Area], change: Callable[[Cell], Cell]) -> None:
    changed: dict[int, dict[int, Cell]] = {}
    for row, column, _ in _met(rows, areas):
        changed.setdefault(row, {})[column] = change(rows[row][column])
    for row, cells in changed.items():
        rows[row] = {**rows[row], **cells}


def _size(areas: Iterable[Area]) -> int:
    return sum((a.last_row - a.first_row + 1) * (a.last_column - a.first_column + 1) for a in areas)


def _met(rows: Rows, areas: Sequence[Area]) -> Iterator[tuple[int, int, Area]]:
    """The existing cells that lie in areas, by way of whichever is less to walk."""
    if _size(areas) <= _FEW:
        for area in areas:
            for row in range(area.first_row, area.last_row + 1):
                if (cells := rows.get(row)) is not None:
                    for column in range(area.first_column, area.last_column + 1):
                        if column in cells:
                            yield row, column, area
        return
    index = AreaIndex(areas)
    top, bottom = min(a.first_row for a in areas), max(a.last_row for a in areas)
    for row, cells in rows.items():
        if top <= row <= bottom:
            for column in cells:
                if (order := index.at(row, column)) is not None:
                    yield row, column, index.areas[order]
