"""The few formulas by which forms name a list's cells or a number, worked out as Excel does.

References with their relative parts, ranges that INDEX ends, OFFSET, CHOOSE, INDIRECT of a literal
text, COUNTA, COUNTIF of any text, sums. Whatever else stands in a formula makes it one that is not
worked out: a wrong list is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qfill.files.grid import Area, Cell
from qfill.files.xlsx.refs import MAX_COLUMN, MAX_ROW, join, parse_area
from qfill.model import column_letters, column_number

Rows = Mapping[int, Mapping[int, Cell]]

MAX_DEPTH = 8
"""Names within each other that are followed."""
MAX_NESTED = 64
"""Functions and brackets within each other; Excel's own limit."""
MAX_LOOKED = 3_000_000
"""Rows and cells that are looked at for all formulas of a workbook."""
_TOKEN_COSTS = 30

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
    |(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)
    |(?P<area>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w.(\[!\#])
      |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(\[!])
      |\$?\d{1,7}:\$?\d{1,7}(?![\w.(\[!]))
    |(?P<number>\d+(?:\.\d+)?(?![\w.]))
    |(?P<call>[A-Za-z][A-Za-z.]*)\(
    |(?P<name>(?:[^\W\d]|\\)[\w.?\\]*(?:\[[^\[\]]*\])?)
    |(?P<sign>[-+*:,()])
    )""",
    re.VERBOSE,
)
_PART = re.compile(r"(\$?)([A-Za-z]{1,3}|\d{1,7})")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells of a sheet that a formula points at."""

    sheet: str
    area: Area


Value = Reference | float | str | None


class _NotWorkedOutError(Exception):
    """A formula, or a part of it, is none of those that are understood."""


@dataclass(slots=True, kw_only=True)
class Book:
    """What formulas look up in a workbook.

    `rows_of` gives a sheet's cells by its name (None: no such sheet); `names` the formulas of
    defined names by folded name and position of the sheet they belong to; `tables` tables' bodies
    and columns by folded name.
    """

    rows_of: Callable[[str], Rows | None]
    names: Mapping[tuple[str, int | None], str]
    tables: Callable[[], Mapping[str, tuple[str, Area]]]
    looked: int = field(default=0, init=False)

    def cells(self, found: Reference, most: int) -> list[Cell] | None:
        """The cells of a reference that hold something, in reading order; None where they are unknown.

        A walk over what exists, never over the area; it ends behind `most` cells.
        """
        rows, area = self.rows_of(found.sheet), found.area
        if rows is None or self.looked > MAX_LOOKED:
            return None
        height = area.last_row - area.first_row + 1
        if height <= len(rows):
            numbers = [row for row in range(area.first_row, area.last_row + 1) if row in rows]
        else:
            numbers = sorted(row for row in rows if area.first_row <= row <= area.last_row)
        self.looked += min(height, len(rows))
        held: list[Cell] = []
        for row in numbers:
            self.looked += 1 if area.first_column == area.last_column else len(rows[row])
            held += [cell for cell in _within(rows[row], area) if cell.text or cell.formula]
            if self.looked > MAX_LOOKED:
                return None
            if len(held) > most:
                break
        return held


def _within(cells: Mapping[int, Cell], area: Area) -> list[Cell]:
    """A row's cells inside of an area, from left to right."""
    if area.first_column == area.last_column:
        return [cells[area.first_column]] if area.first_column in cells else []
    return [cells[c] for c in sorted(cells) if area.first_column <= c <= area.last_column]


@dataclass(slots=True)
class Formula:
    """A formula of a cell's rule, as it reads at one cell.

    `down` and `right` are how far that cell lies from the one for which the formula is written.
    `relative` says, once it is worked out, whether it reads otherwise at other cells.
    """

    book: Book
    sheet: str
    position: int
    down: int = 0
    right: int = 0
    cell: tuple[int, int] = (1, 1)
    relative: bool = field(default=False, init=False)
    nested: int = field(default=0, init=False)

    def reference(self, text: str) -> Reference | None:
        """The cells that it points at; None where that is not understood."""
        try:
            value = self._reader(text).whole()
        except _NotWorkedOutError:
            return None
        return value if isinstance(value, Reference) else None

    def number(self, text: str) -> float | None:
        """The number that it gives; None where that is not understood."""
        try:
            reader = self._reader(text)
            return reader.as_number(reader.whole())
        except _NotWorkedOutError:
            return None

    def _reader(self, text: str) -> _Reader:
        return _Reader(self, text, self.sheet, (self.down, self.right), 0)


class _Reader:
    """Reads one formula text from left to right."""

    def __init__(self, formula: Formula, text: str, sheet: str, shift: tuple[int, int], depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _NotWorkedOutError
        self._formula, self._sheet, self._shift, self._depth = formula, sheet, shift, depth
        self._book = formula.book
        self._tokens = _tokens(text.strip().removeprefix("="))
        self._at = 0
        self._book.looked += _TOKEN_COSTS * len(self._tokens)

    def whole(self) -> Value:
        """The value of all of it."""
        value = self._sum()
        if self._at < len(self._tokens):
            raise _NotWorkedOutError
        return value

    def as_number(self, value: Value) -> float:
        """A number, or the number that the one cell of a reference holds."""
        if isinstance(value, Reference) and value.area.first_row == value.area.last_row:
            cells = self._held(value) if value.area.first_column == value.area.last_column else []
            if len(cells) == 1 and cells[0].numeric and _NUMBER.fullmatch(cells[0].text):
                return float(cells[0].text)
        if isinstance(value, float):
            return value
        raise _NotWorkedOutError

    def _next(self, *signs: str) -> bool:
        """Whether one of these signs comes next; it is then read over."""
        if self._at < len(self._tokens) and self._tokens[self._at] in [("sign", sign) for sign in signs]:
            self._at += 1
            return True
        return False

    def _sum(self) -> Value:
        value = self._range()
        while self._next("+", "-"):
            sign = 1 if self._tokens[self._at - 1][1] == "+" else -1
            value = self.as_number(value) + sign * self.as_number(self._range())
        return value

    def _range(self) -> Value:
        value = self._single()
        while self._next(":"):
            other = self._single()
            if not (isinstance(value, Reference) and isinstance(other, Reference)):
                raise _NotWorkedOutError
            if value.sheet.casefold() != other.sheet.casefold():
                raise _NotWorkedOutError
            ends = other.area
            area = join(value.area, ends.first_row, ends.first_column)
            value = Reference(value.sheet, join(area, ends.last_row, ends.last_column))
        return value

    def _single(self) -> Value:
        self._formula.nested += 1
        if self._formula.nested > MAX_NESTED or self._book.looked > MAX_LOOKED:
            raise _NotWorkedOutError
        value = self._one()
        self._formula.nested -= 1
        return value

    def _one(self) -> Value:
        if self._next("-"):
            return -self.as_number(self._single())
        if self._next("("):
            value = self._sum()
            self._expect(")")
            return value
        kind, text = self._token()
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "call":
            return self._call(text.upper())
        sheet = self._sheet
        if kind == "sheet":
            sheet = text[1:-2].replace("''", "'") if text.startswith("'") else text[:-1]
            kind, text = self._token()
        if kind == "area":
            return Reference(sheet, self._moved(text))
        if kind == "name":
            return self._named(text)
        raise _NotWorkedOutError

    def _token(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise _NotWorkedOutError
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, sign: str) -> None:
        if not self._next(sign):
            raise _NotWorkedOutError

    def _moved(self, text: str) -> Area:
        """An area as it reads at the formula's cell."""
        moved = parse_area(_PART.sub(self._part, text))
        if moved is None:
            raise _NotWorkedOutError
        return moved

    def _part(self, found: re.Match[str]) -> str:
        """A row or a column of a reference, moved with the cell where it is relative."""
        fixed, part = found.groups()
        if fixed:
            return part
        self._formula.relative = True
        row = part.isdigit()
        number = int(part) + self._shift[0] if row else column_number(part) + self._shift[1]
        if not 1 <= number <= (MAX_ROW if row else MAX_COLUMN):
            raise _NotWorkedOutError
        return str(number) if row else column_letters(number)

    def _named(self, text: str) -> Value:
        """A defined name, else a table or a column of one."""
        for scope in (self._formula.position, None):
            pointed = self._book.names.get((text.casefold(), scope))
            if pointed is not None:
                # A name's relative parts are written for the first cell of the sheet.
                row, column = self._formula.cell
                reader = _Reader(self._formula, pointed, self._sheet, (row - 1, column - 1), self._depth + 1)
                return reader.whole()
        body = self._book.tables().get(text.casefold())
        if body is None:
            raise _NotWorkedOutError
        return Reference(*body)

    def _call(self, name: str) -> Value:
        arguments: list[Value] = []
        if not self._next(")"):
            while True:
                empty = self._at < len(self._tokens) and self._tokens[self._at] in (
                    ("sign", ","),
                    ("sign", ")"),
                )
                arguments.append(None if empty else self._sum())
                if self._next(")"):
                    break
                self._expect(",")
        function = _FUNCTIONS.get(name)
        if function is None:
            raise _NotWorkedOutError
        return function(self, arguments)

    def _offset(self, arguments: list[Value]) -> Value:
        if not 3 <= len(arguments) <= 5 or not isinstance(arguments[0], Reference):
            raise _NotWorkedOutError
        area = arguments[0].area
        down, right = (0 if one is None else self._count(one) for one in arguments[1:3])
        sizes = [*arguments[3:], None, None][:2]
        own = (area.last_row - area.first_row + 1, area.last_column - area.first_column + 1)
        height, width = (
            usual if one is None else self._count(one) for one, usual in zip(sizes, own, strict=True)
        )
        first = (area.first_row + down, area.first_column + right)
        last = (first[0] + height - 1, first[1] + width - 1)
        if height < 1 or width < 1 or min(first) < 1 or last[0] > MAX_ROW or last[1] > MAX_COLUMN:
            raise _NotWorkedOutError
        return Reference(arguments[0].sheet, Area(*first, *last))

    def _index(self, arguments: list[Value]) -> Value:
        if not 2 <= len(arguments) <= 3 or not isinstance(arguments[0], Reference):
            raise _NotWorkedOutError
        area = arguments[0].area
        numbers = [0 if one is None else self._count(one) for one in arguments[1:]]
        if len(numbers) == 1:
            # With one number a single row is counted along, a column down.
            along = area.first_row == area.last_row and area.first_column != area.last_column
            numbers = [1, numbers[0]] if along else [numbers[0], 1]
            if area.first_row != area.last_row and area.first_column != area.last_column:
                raise _NotWorkedOutError
        row, column = numbers
        found = Area(
            area.first_row + row - 1 if row else area.first_row,
            area.first_column + column - 1 if column else area.first_column,
            area.first_row + row - 1 if row else area.last_row,
            area.first_column + column - 1 if column else area.last_column,
        )
        if min(row, column) < 0 or not (
            area.holds(found.first_row, found.first_column) and area.holds(found.last_row, found.last_column)
        ):
            raise _NotWorkedOutError
        return Reference(arguments[0].sheet, found)

    def _choose(self, arguments: list[Value]) -> Value:
        number = self._count(arguments[0]) if arguments else 0
        if not 1 <= number < len(arguments):
            raise _NotWorkedOutError
        return arguments[number]

    def _indirect(self, arguments: list[Value]) -> Value:
        if len(arguments) != 1 or not isinstance(arguments[0], str):
            raise _NotWorkedOutError
        # What stands in a text is not moved with the cell.
        return _Reader(self._formula, arguments[0], self._sheet, (0, 0), self._depth + 1).whole()

    def _counta(self, arguments: list[Value]) -> Value:
        return float(sum(len(self._held(one)) for one in arguments))

    def _countif(self, arguments: list[Value]) -> Value:
        if len(arguments) != 2 or arguments[1] not in ("?*", "*?"):
            raise _NotWorkedOutError
        return float(sum(bool(cell.text) and not cell.numeric for cell in self._held(arguments[0])))

    def _count(self, value: Value) -> int:
        number = self.as_number(value)
        if number != int(number):
            raise _NotWorkedOutError
        return int(number)

    def _held(self, value: Value) -> list[Cell]:
        cells = self._book.cells(value, MAX_ROW) if isinstance(value, Reference) else None
        if cells is None:
            raise _NotWorkedOutError
        return cells


_FUNCTIONS: Mapping[str, Callable[[_Reader, list[Value]], Value]] = {
    "OFFSET": _Reader._offset,
    "INDEX": _Reader._index,
    "CHOOSE": _Reader._choose,
    "INDIRECT": _Reader._indirect,
    "COUNTA": _Reader._counta,
    "COUNTIF": _Reader._countif,
}


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise _NotWorkedOutError
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found
