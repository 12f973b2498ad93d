"""Tables of a document that go on with the columns of the one before them, without a header of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qfill.files.grid import Grid
from qfill.layout.roles import SheetReading
from qfill.layout.words import asks
from qfill.model import TARGET_ROLES, Role

_ASKING = 0.6
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Headed:
    """A document's table that has a header, and what its columns are for."""

    grid: Grid
    roles: Mapping[Role, int]


def read_continued(grid: Grid, before: Headed | None, score: float) -> SheetReading | None:
    """The reading of the table before, where this one has its questions and room in the same columns.

    None where it has not, and where no table before has a header; `score`: what such a reading is worth.
    """
    if before is None or grid.sheet is not None or grid.header_row is not None:
        return None
    if _width(grid) != _width(before.grid):
        return None
    roles = before.roles
    texts = [grid.text(row, roles[Role.QUESTION]).strip() for row in grid.rows]
    asking = sum(asks(text) >= _ASKING for text in texts)
    targets = [roles[role] for role in TARGET_ROLES if role in roles]
    if not texts or asking < _SHARE * len(texts):
        return None
    if any(grid.text(row, column).strip() for row in grid.rows for column in targets):
        return None
    return SheetReading(
        header_row=0,
        roles=dict(roles),
        score=score,
        labelled=True,
        because=[f"its columns are those of {before.grid.title}, which has the header"],
    )


def _width(grid: Grid) -> int:
    return max((column for cells in grid.rows.values() for column in cells), default=0)
