"""What a cell accepts: dropdown lists worked out to their options, longest texts, other rules."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qfill.files.grid import Area, Cell, Validation
from qfill.files.xlsx.formulas import Book, Formula
from qfill.files.xlsx.refs import area_name
from qfill.files.xlsx.scan import RawValidation

MAX_OPTIONS = 5_000
"""Options of one list that are worked out; no person picks from a longer one."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?%?$")
_LENGTH = re.compile(r"LEN\(\$?([A-Z]{1,3})\$?(\d{1,7})\)\s*(<=?)\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {
    "between": (0, 1),
    "equal": (0, 0),
    "lessThan": (None, 0),
    "lessThanOrEqual": (None, 0),
    "greaterThan": (0, None),
    "greaterThanOrEqual": (0, None),
}
"""Which of a rule's two numbers is the shortest length, and which the longest."""
_LENGTHS = 100_000_000
_UNREAD = "the options of the cell's dropdown cannot be worked out"
_EMPTY = "the cell's dropdown has no options"
_TAKES = {
    "whole": "the cell takes only whole numbers",
    "decimal": "the cell takes only numbers",
    "date": "the cell takes only dates",
    "time": "the cell takes only times",
    "custom": "the cell takes only what its formula allows, which cannot be worked out",
    "textLength": "how long a text the cell takes cannot be worked out",
}


class OptionReader:
    """Works out what a workbook's cells accept; `book` is what the rules' formulas look up."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, str, tuple[int, ...]], _Pointed] = {}

    def validations(self, raw: Sequence[RawValidation], sheet: str, position: int) -> tuple[Validation, ...]:
        """A sheet's lists and longest texts, in the sheet's order."""
        found = []
        for each in raw:
            if each.kind == "list" and each.areas:
                found.append(self._listed(each, sheet, position))
            elif each.kind == "textLength" and each.areas:
                rule = self._length(each, sheet, position)
                found += [rule] if rule is not None and not rule.refuses else []
        return tuple(found)

    def rules(self, raw: Sequence[RawValidation], sheet: str, position: int) -> tuple[Validation, ...]:
        """A sheet's rules of other kinds, and lengths that are not known."""
        found = []
        for each in raw:
            if each.kind not in _TAKES or not each.areas:
                continue
            if each.kind == "textLength":
                rule = self._length(each, sheet, position)
                found += [rule] if rule is not None and rule.refuses else []
                continue
            longest = self._own_length(each, sheet, position) if each.kind == "custom" else None
            refuses = _TAKES[each.kind] if longest is None else ""
            found.append(Validation(areas=each.areas, max_length=longest, refuses=refuses))
        return tuple(found)

    def _length(self, raw: RawValidation, sheet: str, position: int) -> Validation | None:
        """The lengths of text that a rule allows; None where it allows every one."""
        if raw.operator not in _BOUNDS:
            return None
        lowest, highest = _BOUNDS[raw.operator]
        numbers = [self._whole(text, sheet, position) for text in raw.formulas]
        shortest = 0 if lowest is None else numbers[lowest]
        longest = None if highest is None else numbers[highest]
        if shortest is None or (highest is not None and longest is None):
            return Validation(areas=raw.areas, refuses=_TAKES[raw.kind])
        if raw.operator == "greaterThan":
            shortest += 1
        if raw.operator == "lessThan" and longest is not None:
            longest = max(longest - 1, 0)
        return Validation(areas=raw.areas, max_length=longest, min_length=shortest)

    def _own_length(self, raw: RawValidation, sheet: str, position: int) -> int | None:
        """The longest text by a formula of the cell's own length: `LEN(C2)<=20`."""
        found = _LENGTH.fullmatch(raw.formulas[0].removeprefix("=").strip())
        if found is None or f"{found[1]}{found[2]}".upper() != area_name(_first_cell(raw)):
            return None
        longest = self._whole(found[4], sheet, position)
        return longest if longest is None or found[3] == "<=" else max(longest - 1, 0)

    def _whole(self, text: str, sheet: str, position: int) -> int | None:
        """The length that a formula gives for every cell of a rule, None where it is not known."""
        formula = Formula(self._book, sheet, position)
        number = formula.number(text)
        return None if number is None or formula.relative or not 0 <= number < _LENGTHS else int(number)

    def _listed(self, raw: RawValidation, sheet: str, position: int) -> Validation:
        formula = raw.formulas[0].removeprefix("=").strip()
        if raw.listed or (formula.startswith('"') and formula.endswith('"') and len(formula) > 1):
            texts = _items(raw.listed) if raw.listed else formula[1:-1].replace('""', '"').split(",")
            options = [text.strip() for text in texts if text.strip()]
            return _offering(raw.areas, options, all(_NUMBER.match(text) for text in options))
        first = _first_cell(raw)
        found, relative = self._choice(raw, formula, sheet, position, first.first_row, first.first_column)
        if not relative or raw.areas == (first,):
            return found
        if any(one.first_row < first.first_row or one.first_column < first.first_column for one in raw.areas):
            # Programs do not agree on the cell from which such a formula then counts.
            return Validation(areas=raw.areas, refuses=_UNREAD)
        return replace(
            found, at=lambda row, column: self._choice(raw, formula, sheet, position, row, column)[0]
        )

    def _choice(
        self, raw: RawValidation, formula: str, sheet: str, position: int, row: int, column: int
    ) -> tuple[Validation, bool]:
        """What a list offers at one of its cells, and whether it may offer something else at others."""
        first = _first_cell(raw)
        moved = (row - first.first_row, column - first.first_column)
        here = (*moved, row, column)
        pointed = self._known.get((formula, sheet, ())) or self._known.get((formula, sheet, here))
        if pointed is None:
            worked_out = Formula(self._book, sheet, position, *moved, (row, column))
            reference = worked_out.reference(formula)
            cells = self._book.cells(reference, MAX_OPTIONS) if reference is not None else None
            pointed = _Pointed(None if cells is None else tuple(cells[:MAX_OPTIONS]), worked_out.relative)
            self._known[formula, sheet, here if pointed.relative else ()] = pointed
        if pointed.cells is None:
            return Validation(areas=raw.areas, refuses=_UNREAD), pointed.relative
        held = [cell for cell in pointed.cells if cell.text.strip()]
        numeric = all(cell.numeric for cell in held)
        return _offering(raw.areas, [cell.text for cell in held], numeric), pointed.relative


@dataclass(frozen=True, slots=True)
class _Pointed:
    """The cells that a list's formula points at, None where it is none that is worked out."""

    cells: tuple[Cell, ...] | None
    relative: bool


def _offering(areas: tuple[Area, ...], options: Sequence[str], numeric: bool) -> Validation:
    unique = tuple(dict.fromkeys(options))
    return Validation(
        areas=areas, options=unique, numeric=numeric and bool(unique), refuses="" if unique else _EMPTY
    )


def _first_cell(raw: RawValidation) -> Area:
    """The cell for which a rule's formulas are written."""
    first = raw.areas[0]
    return Area(first.first_row, first.first_column, first.first_row, first.first_column)


def _items(listed: str) -> list[str]:
    """The items of a list in the newer form: `Yes,"No, but"`."""
    return next(csv.reader([listed.replace("\n", " ")]), [])
