"""Two states of one sheet beside each other: which cells differ, and what else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from qfill.files.grid import Cell, MergeIndex
from qfill.files.interface import CellChange
from qfill.files.xlsx.parts import SheetPart
from qfill.files.xlsx.rowindex import index_like, read_cells
from qfill.files.xlsx.rows import CellBytes, RowBytes, locate_rows
from qfill.files.xlsx.scan import SheetScan
from qfill.files.xmltext import Tag, edit_tag, read_tag
from qfill.model import SheetCell, column_letters

if TYPE_CHECKING:
    from qfill.files.xlsx.workbook import Workbook

_TYPED = frozenset((b"t", b"cm", b"vm", b"ph", b"s"))
_TRUE = (b"1", b"true")
_BATCH = 1_000
"""Differing rows held at a time."""
Origins = Callable[[int], frozenset[int]]


class _State:
    """One of the two: its bytes, where its rows lie, and those of its rows that are at hand."""

    def __init__(self, workbook: Workbook, sheet: SheetPart, model: _State | None = None) -> None:
        self.content, self.encoding = workbook.content(sheet)
        self.part = sheet.part
        self._context = workbook.context()
        # Cells need to be read only where rows differ, which is soon known if all else is equal.
        quick = index_like(self.content, sheet.part, model.content, model.scan) if model is not None else None
        self.scan: SheetScan = quick or workbook.scan(sheet)
        self.index = {number: index for index, number in enumerate(self.scan.data.numbers)}
        self.rows: dict[int, RowBytes] = {}

    def region(self, number: int) -> bytes:
        """The row's bytes and whatever follows them up to the next row."""
        start, end = self.scan.row_span(self.index[number])
        return self.content[start:end]

    def take(self, numbers: list[int]) -> None:
        """Take the rows of these numbers apart, and let go of those before."""
        indexes = [self.index[number] for number in numbers if number in self.index]
        self.rows = {row.number: row for row in locate_rows(self.content, self.scan, indexes, self.part)}

    def texts(self, cells: Iterable[tuple[int, int]]) -> Mapping[int, Mapping[int, Cell]]:
        """What stands in cells of the rows taken apart; empty ones may be missing."""
        elements: dict[int, list[bytes]] = {}
        for number, column in cells:
            row = self.rows.get(number)
            cell = next((cell for cell in row.cells if cell.column == column), None) if row else None
            if cell is not None and self.content.find(b"<", cell.start + 1, cell.end) >= 0:
                tag = read_tag(self.content, cell.start)
                # A cell may go without its address, which then depends on those before it.
                head = edit_tag(self.content, tag, {b"r": f"{column_letters(column)}{number}".encode()})
                elements.setdefault(number, []).append(head + self.content[tag.end : cell.end])
        prefix = read_tag(self.content, self.scan.data_start).prefix
        return read_cells(elements, self.scan, prefix, self.part, self._context) if elements else {}

    def frame(self) -> tuple[bytes, bytes, bytes]:
        """What stands before the cells, between their start tag and the first row, and after them."""
        scan = self.scan
        tag = read_tag(self.content, scan.data_start)
        head = self.content[: tag.start]
        if scan.dimension >= 0:
            dimension = read_tag(self.content, scan.dimension)
            bare = edit_tag(self.content, dimension, {}, frozenset((b"ref",)))
            head = head[: dimension.start] + bare + head[dimension.end :]
        opening = self.content[tag.start : tag.end - 2 if tag.empty else tag.end - 1].rstrip()
        if tag.empty:
            return head + opening, b"", self.content[tag.end :]
        first = scan.data.starts[0] if len(scan.data.starts) else scan.data_end
        tail = self.content[self.content.index(b">", scan.data_end) + 1 :]
        return head + opening, self.content[tag.end : first], tail


def compare_sheet(
    before: Workbook, after: Workbook, sheet: SheetPart, origins: Origins
) -> tuple[list[CellChange], list[str]]:
    """The cells of a sheet that differ, and sentences on all that should not.

    `origins` gives the formats that a format is a quoted clone of.
    """
    old = _State(before, sheet)
    new = _State(after, sheet, old)
    name = sheet.name
    differences: list[str] = []
    if old.encoding != new.encoding:
        differences.append(f"{sheet.part}: its encoding changed")
    for what, frame, other in zip(("before", "above", "after"), old.frame(), new.frame(), strict=True):
        if frame != other:
            differences.append(f"{sheet.part}: something changed {what} the rows of {name!r}")
    for state, when in ((old, "before"), (new, "now")):
        if not state.scan.data.ordered:
            return [], [*differences, f"{sheet.part}: its rows are out of order {when}"]
    differences += [f"{name}!{row}: the row is gone" for row in old.index if row not in new.index]
    numbers = [row for row in new.index if row not in old.index or old.region(row) != new.region(row)]
    merges = MergeIndex(old.scan.merges)
    cells: list[CellChange] = []
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        old.take(batch)
        new.take(batch)
        found: list[tuple[int, int, str]] = []
        for number in batch:
            differences += _row(old, new, number, name)
            for column, problem in sorted(_cells(old, new, number, origins)):
                area = merges.at(number, column)
                if area is not None and (number, column) != (area.first_row, area.first_column):
                    problem = problem or "it lies under a merged area"
                found.append((number, column, problem))
        addresses = [(number, column) for number, column, _ in found]
        was, now = old.texts(addresses), new.texts(addresses)
        for number, column, problem in found:
            place = SheetCell(name, number, column)
            if problem:
                differences.append(f"{name}!{place.name}: {problem}")
            texts = [_text(state, number, column) for state in (was, now)]
            if texts[0] != texts[1] or not problem:
                cells.append(CellChange(place=place, before=texts[0], after=texts[1]))
    return cells, differences


def _text(cells: Mapping[int, Mapping[int, Cell]], row: int, column: int) -> str:
    cell = cells.get(row, {}).get(column)
    return cell.text if cell is not None else ""


def _row(old: _State, new: _State, number: int, name: str) -> Iterator[str]:
    """What differs in a row besides its cells."""
    row, was = new.rows[number], old.rows.get(number)
    if was is None:
        if row.tag.attributes.keys() - {b"r", b"spans"}:
            yield f"{name}!{number}: the new row brings a format of its own"
        if not row.cells:
            yield f"{name}!{number}: an empty row was put in"
        return
    old_tag, new_tag = _bare(old.content, was.tag), _bare(new.content, row.tag)
    kept = b"ht" in was.tag.attributes and was.tag.get(b"customHeight") in _TRUE
    if old_tag != new_tag or (kept and was.tag.get(b"ht") != row.tag.get(b"ht")):
        yield f"{name}!{number}: the row's own settings changed"
    if was.tag.get(b"ht") != row.tag.get(b"ht") and row.tag.get(b"ht") is not None:
        yield f"{name}!{number}: the row got another height"
    if _between(old, was) != _between(new, row):
        yield f"{name}!{number}: something between its cells changed"


def _bare(content: bytes, tag: Tag) -> bytes:
    """A row's start tag without what may change: its spans and its height."""
    return edit_tag(content, tag, {}, frozenset((b"spans", b"ht"))).rstrip(b"/>").rstrip()


def _between(state: _State, row: RowBytes) -> bytes:
    """All bytes of a row's region that belong to no cell, its start tag or its end tag."""
    position, out = row.tag.end, []
    for cell in row.cells:
        out.append(state.content[position : cell.start])
        position = cell.end
    out.append(state.content[position : max(row.close, position)])
    _, end = state.scan.row_span(state.index[row.number])
    return b"".join(out) + b"|" + state.content[row.end : end]


def _cells(old: _State, new: _State, number: int, origins: Origins) -> Iterator[tuple[int, str]]:
    """The columns whose cells differ, each with what is wrong about it ('': nothing)."""
    row, was = new.rows[number], old.rows.get(number)
    before = {cell.column: cell for cell in was.cells} if was is not None else {}
    after = {cell.column: cell for cell in row.cells}
    for column in before.keys() - after.keys():
        yield column, "the cell is gone"
    for column, cell in after.items():
        original = before.get(column)
        if original is None:
            default = old.scan.data.row_styles.get(number)
            style = old.scan.column_style(column) if default is None else default
            yield column, _new_form(new, cell, style, {}, origins)
        elif old.content[original.start : original.end] != new.content[cell.start : cell.end]:
            if original.formula:
                yield column, "its formula was replaced"
                continue
            tag = read_tag(old.content, original.start)
            kept = {key: value[2] for key, value in tag.attributes.items() if key not in _TYPED}
            yield column, _new_form(new, cell, _style(tag), kept, origins)


def _new_form(
    state: _State, cell: CellBytes, style: int, kept: Mapping[bytes, bytes], origins: Origins
) -> str:
    """What is wrong with a cell that was written: only an inline text or a number may stand in it."""
    tag = read_tag(state.content, cell.start)
    if cell.formula:
        return "a formula was put in"
    now = _style(tag)
    if now != style and style not in origins(now):
        return "its format changed"
    others = {key: value[2] for key, value in tag.attributes.items() if key not in _TYPED}
    if (kept or others.keys() - {b"r"}) and others != kept:
        return "its attributes changed"
    kind = tag.get(b"t")
    if kind not in (None, b"n", b"inlineStr") or tag.attributes.keys() & {b"cm", b"vm", b"ph"}:
        return "its text does not stand in the cell itself"
    return ""


def _style(tag: Tag) -> int:
    style = tag.get(b"s") or b"0"
    return int(style) if style.isdigit() else -1
