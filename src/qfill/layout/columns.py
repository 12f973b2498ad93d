"""What the columns of a grid hold below a row, counted once for every row that may be the header."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from qfill.files.grid import Grid
from qfill.layout.words import ID, asks

SAMPLE = 400
"""Rows below a header that are looked at, and of these the first for what forbids or offers to write."""
_CHECKED = 120
_LONG = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column below a header; shares are between 0 and 1, `length` is that of a text on average.

    `asking` and `ids`: of its texts, those that ask and those that look like a question's id.
    `optional`, `open`, `computed`: of its cells, those with a list of options, those unlocked
    on a protected sheet, those that are formulas.
    """

    column: int
    count: int
    empty: float
    asking: float
    distinct: float
    ids: float
    length: float
    optional: float
    open: float
    computed: float

    def says(self) -> str:
        """The evidence in a few words."""
        parts = [f"{self.empty:.0%} empty"]
        if self.optional > 0.2:
            parts.append(f"a dropdown on {self.optional:.0%} of the rows")
        if self.open > 0.2:
            parts.append("unlocked on a protected sheet")
        return ", ".join(parts)


class ColumnCounts:
    """The cells of a grid's first rows, judged once; each header then only sums up the rows below it."""

    def __init__(self, grid: Grid, rows: list[int]) -> None:
        self._grid = grid
        self._rows = rows
        self._judged: dict[int, _Judged] = {}

    def below(self, header: int, named: Iterable[int]) -> dict[int, Column]:
        """The columns that hold something below a header and those named; empty where no row follows."""
        start = bisect_right(self._rows, header)
        end = min(start + SAMPLE, len(self._rows))
        if start == end:
            return {}
        cells = self._grid.rows
        held = sorted({column for row in self._rows[start:end] for column in cells[row]})
        return {column: self._column(column, start, end) for column in dict.fromkeys((*held, *named))}

    def _column(self, column: int, start: int, end: int) -> Column:
        judged = self._judged.get(column)
        if judged is None:
            judged = self._judged[column] = _Judged(self._grid, column)
        judged.reach(self._rows, end)
        texts = [text for text in judged.texts[start:end] if text]
        count, rows = len(texts), end - start
        checked = min(_CHECKED, rows)
        near = slice(start, start + checked)
        return Column(
            column=column,
            count=count,
            empty=1 - count / rows,
            asking=sum(judged.asking[start:end]) / max(1, count),
            distinct=len(set(texts)) / max(1, count),
            ids=sum(judged.ids[start:end]) / max(1, count) if count > 1 else 0.0,
            length=sum(map(len, texts)) / max(1, count),
            optional=sum(judged.options[near]) / checked,
            open=sum(judged.unlocked[near]) / checked,
            computed=sum(judged.formulas[near]) / checked,
        )


class _Judged:
    """A column's cells in the order of the grid's rows, as far down as was asked for."""

    def __init__(self, grid: Grid, column: int) -> None:
        self._grid = grid
        self._column = column
        self.texts: list[str] = []
        self.asking: list[float] = []
        self.ids: list[bool] = []
        self.options: list[bool] = []
        self.unlocked: list[bool] = []
        self.formulas: list[bool] = []

    def reach(self, rows: list[int], end: int) -> None:
        """Judge the cells of the rows up to this position."""
        grid, column = self._grid, self._column
        for row in rows[len(self.texts) : end]:
            cell = grid.rows[row].get(column)
            text = cell.text.strip() if cell is not None else ""
            self.texts.append(text)
            # Headings and sections stand among the questions, so the share is taken of the longer texts.
            self.asking.append(asks(text) if len(text) > _LONG else 0.0)
            self.ids.append(bool(text and ID.match(text)))
            validation = grid.validation(row, column)
            self.options.append(validation is not None and bool(validation.options))
            self.unlocked.append(grid.protected and not grid.locked(row, column))
            self.formulas.append(cell is not None and cell.formula)
