"""Cell references as the format writes them: `C5`, `$A$1:$B$9`, `A:C`, `2:4`."""

from __future__ import annotations

import re

from qfill.files.grid import Area
from qfill.model import column_letters, column_number

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_AREA = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,7})?)?$")


def parse_area(text: str) -> Area | None:
    """The area of a reference, whole columns and rows included; None where it is none."""
    found = _AREA.match(text)
    if found is None or not any(found.groups()):
        return None
    first_letters, first_row, last_letters, last_row = found.groups()
    if ":" not in text:
        if not (first_letters and first_row):
            return None
        last_letters, last_row = first_letters, first_row
    if (first_letters is None) != (last_letters is None) or (first_row is None) != (last_row is None):
        return None
    columns = sorted(column_number(x) for x in (first_letters, last_letters) if x) or [1, MAX_COLUMN]
    rows = sorted(int(x) for x in (first_row, last_row) if x) or [1, MAX_ROW]
    if columns[-1] > MAX_COLUMN or rows[-1] > MAX_ROW or rows[0] < 1:
        return None
    return Area(rows[0], columns[0], rows[-1], columns[-1])


def parse_areas(text: str) -> tuple[Area, ...]:
    """The areas of a list of references parted by blanks; what is none is left out."""
    return tuple(area for each in text.split() if (area := parse_area(each)) is not None)


def area_name(area: Area) -> str:
    """The area as the format writes it, a single cell without a colon."""
    first = f"{column_letters(area.first_column)}{area.first_row}"
    last = f"{column_letters(area.last_column)}{area.last_row}"
    return first if first == last else f"{first}:{last}"


def join(area: Area, row: int, column: int) -> Area:
    """The smallest area that holds both."""
    return Area(
        min(area.first_row, row),
        min(area.first_column, column),
        max(area.last_row, row),
        max(area.last_column, column),
    )
