"""One sheet's part with cells replaced or put in, every other byte as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qfill.errors import QuestionnaireError
from qfill.files.grid import Area
from qfill.files.xlsx.refs import area_name, join, parse_area
from qfill.files.xlsx.rows import CellBytes, RowBytes, locate_rows
from qfill.files.xlsx.scan import SheetScan
from qfill.files.xlsx.strings import protect
from qfill.files.xmltext import Tag, edit_tag, escape, read_tag
from qfill.model import column_letters

_TYPED = frozenset((b"t", b"cm", b"vm", b"ph"))
_TRUE = (b"1", b"true")
Edit = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is to hold: a text, or a number (`value`, as stored).

    `quoted`: its format is to be the clone that keeps such a text from becoming a formula.
    """

    text: str
    value: str | None = None
    quoted: bool = False


NewCells = Mapping[int, Mapping[int, NewCell]]
"""Cells to write by row and column."""


class SheetPatch:
    """A sheet's bytes, of which rows are taken apart a batch at a time."""

    BATCH = 1_000

    def __init__(self, content: bytes, scan: SheetScan, part: str) -> None:
        self.content = content
        self.scan = scan
        self.part = part
        if not scan.data.ordered:
            raise _disordered(part, "its rows")
        self._index = {number: index for index, number in enumerate(scan.data.numbers)}
        self._prefix = read_tag(content, scan.data_start).prefix

    def quoted_styles(self, cells: NewCells) -> set[int]:
        """The formats that the quoted ones among the cells have, or would get from row or column."""
        wanted = sorted(row for row, news in cells.items() if any(new.quoted for new in news.values()))
        found: set[int] = set()
        for batch in _batches(wanted, self.BATCH):
            rows = self._located(batch)
            for number in batch:
                known = {cell.column: cell for cell in rows[number].cells} if number in rows else {}
                quoted = (column for column, new in cells[number].items() if new.quoted)
                found |= {self._style(number, column, known.get(column)) for column in quoted}
        return found

    def apply(self, cells: NewCells, clones: Mapping[int, int]) -> bytes:
        """The sheet's bytes with these cells in it; `clones` gives a format's quoted clone."""
        self._clones = clones
        out: list[bytes] = []
        position = 0
        if edit := self._dimension(cells):
            position = self._splice(out, position, [edit])
        tag = read_tag(self.content, self.scan.data_start)
        if tag.empty:
            made = b"".join(self._new_row(number, cells[number]) for number in sorted(cells))
            head = self.content[tag.start : tag.end - 2].rstrip() + b">"
            position = self._splice(
                out, position, [(tag.start, tag.end, head + made + b"</" + tag.name + b">")]
            )
        else:
            for batch in _batches(sorted(cells), self.BATCH):
                rows = self._located(batch)
                edits: list[Edit] = []
                for number in batch:
                    if (row_bytes := rows.get(number)) is not None:
                        edits += self._row_edits(row_bytes, cells[number])
                    else:
                        at = self._insertion(number)
                        edits.append((at, at, self._new_row(number, cells[number])))
                position = self._splice(out, position, edits)
        out.append(self.content[position:])
        return b"".join(out)

    def _located(self, numbers: list[int]) -> dict[int, RowBytes]:
        indexes = [self._index[number] for number in numbers if number in self._index]
        rows = {row.number: row for row in locate_rows(self.content, self.scan, indexes, self.part)}
        for row in rows.values():
            columns = [cell.column for cell in row.cells]
            if columns != sorted(set(columns)):
                raise _disordered(self.part, f"the cells of row {row.number}")
        return rows

    def _splice(self, out: list[bytes], position: int, edits: list[Edit]) -> int:
        """Append the content from `position` up to the last edit; edits at one place keep their order."""
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            out += (self.content[position:start], new)
            position = end
        return position

    def _style(self, row: int, column: int, cell: CellBytes | None) -> int:
        if cell is None:
            own = self.scan.data.row_styles.get(row)
            return self.scan.column_style(column) if own is None else own
        style = read_tag(self.content, cell.start).get(b"s") or b"0"
        return int(style) if style.isdigit() else 0

    def _insertion(self, number: int) -> int:
        starts = self.scan.data.starts
        index = bisect_left(self.scan.data.numbers, number)
        return starts[index] if index < len(starts) else self.scan.data_end

    def _row_edits(self, row: RowBytes, news: Mapping[int, NewCell]) -> list[Edit]:
        edits: list[Edit] = []
        columns = [cell.column for cell in row.cells]
        added = b""
        for column, new in sorted(news.items()):
            index = bisect_left(columns, column)
            if index < len(columns) and columns[index] == column:
                cell = row.cells[index]
                edits.append((cell.start, cell.end, self._replaced(row.number, cell, new)))
            elif index < len(columns):
                at = row.cells[index].start
                edits.append((at, at, self._new_cell(row.number, column, new)))
            else:
                added += self._new_cell(row.number, column, new)
        tag = row.tag
        head = edit_tag(self.content, tag, _spans(tag, list(news)), _height(tag))
        if tag.empty:
            head = head[:-2].rstrip() + b">" + added + b"</" + tag.name + b">"
        elif added:
            last = row.cells[-1].end if row.cells else tag.end
            edits.append((last, last, added))
        edits.append((tag.start, tag.end, head))
        return edits

    def _replaced(self, row: int, cell: CellBytes, new: NewCell) -> bytes:
        tag = read_tag(self.content, cell.start)
        put = {}
        if new.quoted:
            put[b"s"] = b"%d" % self._quoted(self._style(row, cell.column, cell))
        if new.text and new.value is None:
            put[b"t"] = b"inlineStr"
        head = edit_tag(self.content, tag, put, _TYPED - put.keys())
        body = self._body(new)
        head = head[:-2].rstrip() if tag.empty else head[:-1].rstrip()
        return head + b">" + body + b"</" + tag.name + b">" if body else head + b"/>"

    def _new_row(self, number: int, news: Mapping[int, NewCell]) -> bytes:
        made = b"".join(self._new_cell(number, column, cell) for column, cell in sorted(news.items()))
        return self._element(b"row", b' r="%d"' % number, made)

    def _new_cell(self, row: int, column: int, new: NewCell) -> bytes:
        style = self._style(row, column, None)
        style = self._quoted(style) if new.quoted else style
        attributes = f' r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
        if new.text and new.value is None:
            attributes += ' t="inlineStr"'
        return self._element(b"c", attributes.encode(), self._body(new))

    def _quoted(self, style: int) -> int:
        return self._clones.get(style, style)

    def _body(self, new: NewCell) -> bytes:
        if new.value is not None:
            return self._element(b"v", b"", new.value.encode())
        if not new.text:
            return b""
        # Readers may trim a text's ends unless told not to.
        space = b' xml:space="preserve"' if new.text != new.text.strip() else b""
        return self._element(b"is", b"", self._element(b"t", space, escape(protect(new.text))))

    def _element(self, name: bytes, attributes: bytes, body: bytes) -> bytes:
        name = self._prefix + name
        return b"<" + name + attributes + (b">" + body + b"</" + name + b">" if body else b"/>")

    def _dimension(self, cells: NewCells) -> Edit | None:
        if self.scan.dimension < 0:
            return None
        tag = read_tag(self.content, self.scan.dimension)
        area = parse_area((tag.get(b"ref") or b"").decode("utf-8", "replace"))
        if area is None:
            return None
        wide: Area = area
        for row, news in cells.items():
            wide = join(join(wide, row, min(news)), row, max(news))
        if wide == area:
            return None
        return tag.start, tag.end, edit_tag(self.content, tag, {b"ref": area_name(wide).encode()})


def _height(tag: Tag) -> frozenset[bytes]:
    """Drop a height that Excel once worked out, so that a long answer shows in full."""
    kept = tag.get(b"customHeight") in _TRUE or tag.get(b"hidden") in _TRUE or tag.get(b"ht") == b"0"
    return frozenset() if kept else frozenset((b"ht",))


def _spans(tag: Tag, columns: list[int]) -> dict[bytes, bytes]:
    """The row's spans, widened where a cell lies outside of them."""
    spans = tag.get(b"spans")
    pairs = [pair.split(b":") for pair in spans.split()] if spans else []
    if not pairs or not all(len(pair) == 2 and pair[0].isdigit() and pair[1].isdigit() for pair in pairs):
        return {}
    limits = [(int(first), int(last)) for first, last in pairs]
    if all(any(first <= column <= last for first, last in limits) for column in columns):
        return {}
    first = min(columns + [low for low, _ in limits])
    last = max(columns + [high for _, high in limits])
    return {b"spans": b"%d:%d" % (first, last)}


def _batches(numbers: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _disordered(part: str, what: str) -> QuestionnaireError:
    return QuestionnaireError(
        f"{part}: {what} are out of order", hint="let Excel repair the file, save it and try that copy"
    )
