"""The Grid: a file's rows of cells as read, the same for every format.

Row and column numbers count from 1. A grid is sparse: only cells that exist in the
file are held, and nothing ever loops to a declared dimension.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from qfill.errors import UnsafeFileError
from qfill.model import Place

MAX_LETTERS = 100_000
"""Characters that one cell, field or paragraph may hold; Excel's own limit is 32,767."""


def check_letters(text: str, where: str) -> None:
    """Raise UnsafeFileError for a text longer than any cell's, which would take minutes to work on."""
    if len(text) > MAX_LETTERS:
        raise UnsafeFileError(
            f"{where} holds a text of {len(text):,} characters; qfill reads up to {MAX_LETTERS:,}",
            hint="delete that text, or ask for the file again",
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the text that a reader sees, and what forbids to write it.

    `formula`: its text is computed (a formula, a part of an array or a data table, a
    content control bound to data). `locked`: its own lock flag; it counts only on a
    protected grid. `fixed`: it must never be written for another reason (a table's
    header, a nested table); `holds` names what it holds, where that is the reason.
    `numeric`: the file holds a number, of which `text` is the reading.
    """

    text: str
    formula: bool = False
    locked: bool = True
    fixed: bool = False
    numeric: bool = False
    holds: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What a range of cells accepts: a list of options (`options`), texts of a length, or both.

    `numeric` marks options that are numbers in the file rather than text. `refuses`: why nothing
    is written here unseen; a list whose options are not known has none. `at`: what a single cell
    accepts, where that differs from cell to cell.
    """

    areas: tuple[Area, ...]
    options: tuple[str, ...] = ()
    max_length: int | None = None
    min_length: int = 0
    numeric: bool = False
    refuses: str = ""
    at: Callable[[int, int], Validation] | None = None


class AreaIndex:
    """Areas found by a cell of theirs in about constant time, for sheets with thousands of them.

    Low areas are listed by row, tall ones by column; the few that are both are tried one
    by one. Where areas overlap, the one given first wins among the nearest.
    """

    HIGH = 200
    """Rows (or columns) up to which an area is listed at each of its rows (or columns)."""
    _NEAREST = 32

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = tuple(areas)
        self._rows: dict[int, list[tuple[int, int, int]]] = {}
        self._columns: dict[int, list[tuple[int, int, int]]] = {}
        self._large: list[int] = []
        for order, area in enumerate(self.areas):
            if area.last_row - area.first_row < self.HIGH:
                for row in range(area.first_row, area.last_row + 1):
                    self._rows.setdefault(row, []).append((area.first_column, area.last_column, order))
            elif area.last_column - area.first_column < self.HIGH:
                for column in range(area.first_column, area.last_column + 1):
                    self._columns.setdefault(column, []).append((area.first_row, area.last_row, order))
            else:
                self._large.append(order)
        for lists in (self._rows, self._columns):
            for spans in lists.values():
                spans.sort()

    def at(self, row: int, column: int) -> int | None:
        """The position of the first area that holds the cell, or None."""
        found = [self._nearest(self._rows.get(row), column), self._nearest(self._columns.get(column), row)]
        found += [order for order in self._large if self.areas[order].holds(row, column)]
        return min((order for order in found if order is not None), default=None)

    def _nearest(self, spans: list[tuple[int, int, int]] | None, number: int) -> int | None:
        if spans is None:
            return None
        end = bisect_right(spans, (number, 1 << 30, 0))
        return min(
            (order for _, last, order in spans[max(end - self._NEAREST, 0) : end] if last >= number),
            default=None,
        )


class MergeIndex:
    """Merged areas found by any of their cells."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self.areas = tuple(sorted(set(areas)))
        self._index = AreaIndex(self.areas) if self.areas else None

    def at(self, row: int, column: int) -> Area | None:
        """The merged area that holds the cell, or None."""
        order = self._index.at(row, column) if self._index is not None else None
        return self.areas[order] if order is not None else None


class Spans:
    """Ranges of numbers with a value each (hidden columns, column locks).

    In a sound file they don't overlap; of those that do, the one that begins last is asked alone.
    """

    def __init__(self, spans: tuple[tuple[int, int, bool], ...] = ()) -> None:
        self._spans = tuple(sorted(spans))
        self._starts = [first for first, _, _ in self._spans]

    def at(self, number: int) -> bool | None:
        """The value of the span that holds the number, or None."""
        index = bisect_right(self._starts, number) - 1
        if index < 0:
            return None
        first, last, value = self._spans[index]
        return value if first <= number <= last else None


class _ValidationIndex:
    """Validations found by any of their cells."""

    def __init__(self, validations: Iterable[Validation]) -> None:
        pairs = [(area, found) for found in validations for area in found.areas]
        self._areas = AreaIndex(area for area, _ in pairs)
        self._owners = tuple(found for _, found in pairs)

    def at(self, row: int, column: int) -> Validation | None:
        """What the cell accepts by the first of them that holds it."""
        order = self._areas.at(row, column)
        if order is None:
            return None
        found = self._owners[order]
        return found if found.at is None else found.at(row, column)


@dataclass(slots=True, kw_only=True)
class Grid:
    """One sheet, csv file or docx block sequence.

    `rows` maps a row number to its cells by column number; only the top-left cell of a
    merged area is held. `sheet` is None for csv and docx. `locate` gives a cell's Place,
    whether or not the cell exists yet.
    """

    rows: Mapping[int, Mapping[int, Cell]]
    locate: Callable[[int, int], Place]
    sheet: str | None = None
    merges: MergeIndex = field(default_factory=MergeIndex)
    validations: tuple[Validation, ...] = ()
    """Lists of options and longest texts; `rules` are those of other kinds (whole numbers, dates)."""
    rules: tuple[Validation, ...] = ()
    visible: bool = True
    protected: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Spans = field(default_factory=Spans)
    row_locks: Mapping[int, bool] = field(default_factory=dict)
    column_locks: Spans = field(default_factory=Spans)
    header_row: int | None = None
    """Known from the format (a csv's record 1, a sheet's table); layout decides otherwise."""
    title: str = ""
    """What a grid that is no sheet is called: `table 2` of a document."""
    unmarked: Mapping[int, str] = field(default_factory=dict)
    """Paragraphs above an empty one that nothing marks as the place of an answer, with the text behind."""
    _validated: _ValidationIndex | None = field(default=None, init=False, repr=False)
    _ruled: _ValidationIndex | None = field(default=None, init=False, repr=False)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell, by way of the merged area that covers it; None where nothing stands."""
        found = self.rows.get(row, {}).get(column)
        if found is None and (area := self.merges.at(row, column)) is not None:
            found = self.rows.get(area.first_row, {}).get(area.first_column)
        return found

    def text(self, row: int, column: int) -> str:
        """The cell's text, '' where nothing stands."""
        found = self.cell(row, column)
        return found.text if found is not None else ""

    def own_text(self, row: int, column: int) -> str:
        """The text of this very cell, not of a merge that reaches over it."""
        found = self.rows.get(row, {}).get(column)
        return found.text if found is not None else ""

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell to write: the top-left one of a merge, else the cell itself."""
        area = self.merges.at(row, column)
        return (area.first_row, area.first_column) if area is not None else (row, column)

    def place(self, row: int, column: int) -> Place:
        """The Place of the cell to write."""
        return self.locate(*self.anchor(row, column))

    def locked(self, row: int, column: int) -> bool:
        """Whether protection forbids to write the cell."""
        if not self.protected:
            return False
        found = self.cell(row, column)
        if found is not None:
            return found.locked
        by_row = self.row_locks.get(row)
        if by_row is not None:
            return by_row
        by_column = self.column_locks.at(column)
        return True if by_column is None else by_column

    def hidden(self, row: int, column: int) -> bool:
        """Whether the row or the column is hidden."""
        return row in self.hidden_rows or bool(self.hidden_columns.at(column))

    def validation(self, row: int, column: int) -> Validation | None:
        """The list or the longest text of a cell: the first validation that holds it."""
        if not self.validations:
            return None
        if self._validated is None:
            self._validated = _ValidationIndex(self.validations)
        return self._validated.at(row, column)

    def accepts(self, row: int, column: int) -> Validation | None:
        """What the cell accepts, by its list or its longest text, else by a rule of another kind."""
        found = self.validation(row, column)
        if found is not None or not self.rules:
            return found
        if self._ruled is None:
            self._ruled = _ValidationIndex(self.rules)
        return self._ruled.at(row, column)
