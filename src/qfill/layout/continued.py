"""Tables of a document that go on with the columns of the one before them, without a header of their own."""

from __future__ import annotations

from qfill.files.grid import Grid
from qfill.layout.sheet import SheetReading
from qfill.layout.words import asks
from qfill.model import TARGET_ROLES, Role

_ASKING = 0.6
_SHARE = 0.6


def read_continued(grid: Grid, before: Grid | None, reading: SheetReading | None) -> SheetReading | None:
    """The reading of the table before, where this one has its questions and room in the same columns.

    None where it has not, and where the table before has no header either.
    """
    if before is None or reading is None or not reading.header_row or grid.sheet is not None:
        return None
    if grid.header_row is not None or _width(grid) != _width(before):
        return None
    texts = [grid.text(row, reading.roles[Role.QUESTION]).strip() for row in grid.rows]
    asking = sum(asks(text) >= _ASKING for text in texts)
    targets = [reading.roles[role] for role in TARGET_ROLES if role in reading.roles]
    if not texts or asking < _SHARE * len(texts):
        return None
    if any(grid.text(row, column).strip() for row in grid.rows for column in targets):
        return None
    return SheetReading(
        header_row=0,
        roles=dict(reading.roles),
        score=reading.score,
        labelled=True,
        because=[f"its columns are those of {before.title}, which has the header"],
    )


def _width(grid: Grid) -> int:
    return max((column for cells in grid.rows.values() for column in cells), default=0)
