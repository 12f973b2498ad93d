"""A sheet of several tables, one below the other, each with its own header and its own columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qfill.files.grid import Grid
from qfill.layout.headers import header_cells, is_heading_row
from qfill.layout.roles import SheetReading
from qfill.layout.sheet import read_columns
from qfill.layout.words import asks, header_roles
from qfill.model import TARGET_ROLES, Role

_OTHER = "other"
_FORMS = frozenset({Role.QUESTION, *TARGET_ROLES})


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a grid that share a header, the one in `first_row`.

    `grid` holds the rows down to the block's last, those above included; `reading` is None
    where nothing in it looks like a questionnaire.
    """

    grid: Grid
    first_row: int
    reading: SheetReading | None

    def asking(self) -> int:
        """How many rows below the header surely ask."""
        return sum(
            any(asks(cell.text) >= 0.9 for cell in cells.values())
            for row, cells in self.grid.rows.items()
            if row > self.first_row
        )


def read_blocks(grid: Grid, header_row: int | None) -> list[Block]:
    """The tables of a grid whose columns differ, in order; empty where one reading serves them all."""
    starts = _starts(grid, header_row)
    if len(starts) < 2:
        return []
    blocks = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        rows = {row: cells for row, cells in grid.rows.items() if following is None or row < following}
        part = replace(grid, rows=rows)
        first = header_row if start == starts[0] else start
        blocks.append(Block(part, start, read_columns(part, first, {})))
    kept = [blocks[0]]
    for block in blocks[1:]:
        if _same_columns(kept[-1].reading, block.reading):
            kept[-1] = replace(kept[-1], grid=block.grid)
        else:
            kept.append(block)
    return kept if len(kept) > 1 else []


def _same_columns(one: SheetReading | None, other: SheetReading | None) -> bool:
    if one is None or other is None:
        return False
    return {role: one.roles.get(role) for role in _FORMS} == {role: other.roles.get(role) for role in _FORMS}


def _starts(grid: Grid, header_row: int | None) -> list[int]:
    """The header rows that begin a table with columns other than those of the table above."""
    starts: list[int] = []
    said: Mapping[int, str] = {}
    asked = False
    for row in sorted(grid.rows):
        if header_row is not None and row < header_row:
            continue
        if row == header_row or is_heading_row(grid, row):
            says = _says(grid, row)
            if not starts:
                starts.append(row)
            elif _differ(said, says):
                if asked:
                    starts.append(row)
                else:
                    # A header of two rows: the lower one names the columns.
                    starts[-1] = row
            else:
                continue
            said, asked = says, False
        elif starts and not asked:
            asked = any(asks(cell.text) >= 0.6 for cell in grid.rows[row].values())
    return starts


def _says(grid: Grid, row: int) -> dict[int, str]:
    """What each column of a header is for, as far as questions and answers go."""
    found = {}
    for column, text in header_cells(grid, row).items():
        roles = {role: weight for role, weight in header_roles(text).items() if role in _FORMS}
        best = max(roles, key=lambda role: (roles[role], role), default=None)
        found[column] = str(best) if best is not None else _OTHER
    return found


def _differ(one: Mapping[int, str], other: Mapping[int, str]) -> bool:
    """Whether two headers give a column for questions or answers another use."""
    question = str(Role.QUESTION)
    for column in {*one, *other}:
        pair = {one.get(column, ""), other.get(column, "")}
        # A section's name often stands in the place of `Question`.
        if len(pair) > 1 and pair - {"", _OTHER} and pair != {question, _OTHER}:
            return True
    return False
