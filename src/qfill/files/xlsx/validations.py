"""What a cell accepts: dropdown lists worked out to their options, longest texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence

from qfill.files.grid import Area, Cell, Validation
from qfill.files.xlsx.refs import parse_area
from qfill.files.xlsx.scan import RawValidation

MAX_OPTIONS = 5_000
"""Options of one list that are worked out; no person picks from a longer one."""

Rows = Mapping[int, Mapping[int, Cell]]

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)$", re.DOTALL)
_INDIRECT = re.compile(r'INDIRECT\(\s*"([^"]+)"\s*\)$', re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?$")


class OptionReader:
    """Works out lists: inline, from ranges on any sheet, by defined names and tables' columns.

    `rows_of` gives a sheet's cells by its name (None: no such sheet); `names` the formulas
    of defined names by folded name and position of the sheet they belong to.
    """

    def __init__(
        self,
        rows_of: Callable[[str], Rows | None],
        names: Mapping[tuple[str, int | None], str],
        tables: Callable[[], Mapping[str, tuple[str, Area]]],
    ) -> None:
        self._rows_of = rows_of
        self._names = names
        self._tables = tables
        self._known: dict[tuple[str, str], tuple[Cell, ...] | None] = {}

    def validations(self, raw: Sequence[RawValidation], sheet: str, position: int) -> tuple[Validation, ...]:
        """A sheet's validations of lists and text lengths; other kinds are left out."""
        found = []
        for each in raw:
            if each.kind == "list" and each.areas:
                found.append(self._listed(each, sheet, position))
            elif each.kind == "textLength" and each.areas and (longest := _longest(each)) is not None:
                found.append(Validation(areas=each.areas, max_length=longest))
        return tuple(found)

    def _listed(self, raw: RawValidation, sheet: str, position: int) -> Validation:
        formula = raw.formulas[0].removeprefix("=").strip()
        if raw.listed or (formula.startswith('"') and formula.endswith('"') and len(formula) > 1):
            texts = _items(raw.listed) if raw.listed else formula[1:-1].replace('""', '"').split(",")
            options = [text.strip() for text in texts if text.strip()]
            numeric = all(_NUMBER.match(text) for text in options)
        else:
            cells = self._cells(formula, sheet, position, 0)
            if cells is None:
                return Validation(areas=raw.areas)
            options = [cell.text.strip() for cell in cells if cell.text.strip()]
            numeric = all(cell.numeric for cell in cells if cell.text.strip())
        unique = tuple(dict.fromkeys(options))
        return Validation(areas=raw.areas, options=unique, numeric=numeric and bool(unique))

    def _cells(self, formula: str, sheet: str, position: int, depth: int) -> tuple[Cell, ...] | None:
        """The cells that a formula points at; None where it would have to be calculated."""
        key = (formula, sheet)
        if key not in self._known:
            self._known[key] = self._work_out(formula, sheet, position, depth) if depth < 8 else None
        return self._known[key]

    def _work_out(self, formula: str, sheet: str, position: int, depth: int) -> tuple[Cell, ...] | None:
        if (indirect := _INDIRECT.match(formula)) is not None:
            return self._cells(indirect[1], sheet, position, depth + 1)
        if (named := _REFERENCE.match(formula)) is not None:
            name, reference = (named[1] or "").replace("''", "'") or named[2], named[3]
        else:
            name, reference = sheet, formula
        area = parse_area(reference)
        if area is not None:
            rows = self._rows_of(name)
            return None if rows is None else _cells_of(rows, area)
        for scope in (position, None):
            pointed = self._names.get((reference.casefold(), scope))
            if pointed is not None:
                return self._cells(pointed.strip().removeprefix("="), sheet, position, depth + 1)
        table, _, column = reference.partition("[")
        known = self._tables()
        body = (
            known.get(f"{table}[{column.rstrip(']')}]".casefold()) if column else known.get(table.casefold())
        )
        if body is None:
            return None
        rows = self._rows_of(body[0])
        return None if rows is None else _cells_of(rows, body[1])


def _cells_of(rows: Rows, area: Area) -> tuple[Cell, ...]:
    """The cells of an area in reading order; a walk over what exists, never over the area."""
    height = area.last_row - area.first_row + 1
    if height <= len(rows):
        numbers = [row for row in range(area.first_row, area.last_row + 1) if row in rows]
    else:
        numbers = sorted(row for row in rows if area.first_row <= row <= area.last_row)
    found: list[Cell] = []
    for row in numbers:
        cells = rows[row]
        found += [
            cells[c] for c in sorted(cells) if area.first_column <= c <= area.last_column and cells[c].text
        ]
        if len(found) > MAX_OPTIONS:
            break
    return tuple(found[:MAX_OPTIONS])


def _items(listed: str) -> list[str]:
    """The items of a list in the newer form: `Yes,"No, but"`."""
    return next(csv.reader([listed.replace("\n", " ")]), [])


def _longest(raw: RawValidation) -> int | None:
    """The greatest length that a text-length rule allows, None where it sets none."""
    first, second = (int(text) if text.isdecimal() and len(text) < 9 else None for text in raw.formulas)
    if raw.operator in ("lessThanOrEqual", "equal"):
        return first
    if raw.operator == "lessThan":
        return None if first is None else max(first - 1, 0)
    return second if raw.operator == "between" else None
