"""One sheet's part with cells replaced or put in, every other byte as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qfill.errors import QuestionnaireError
from qfill.files.grid import Area
from qfill.files.xlsx.refs import area_name, join, parse_area
from qfill.files.xlsx.rows import CellBytes, RowBytes, locate_rows
from qfill.files.xlsx.scan import SheetScan
from qfill.files.xlsx.strings import protect
from qfill.files.xlsx.xmltext import Tag, edit_tag, escape, read_tag
from qfill.model import column_letters

_TYPED = frozenset((b"t", b"cm", b"vm", b"ph"))
_TRUE = (b"1", b"true")
Edit = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is to hold: a text, or a number (`value`, as stored), and its format."""

    text: str
    value: str | None
    style: int


class SheetPatch:
    """A sheet's bytes with the rows of some cells taken apart."""

    def __init__(self, content: bytes, scan: SheetScan, part: str, cells: Iterable[tuple[int, int]]) -> None:
        self.content = content
        self.scan = scan
        numbers = scan.data.numbers
        if not scan.data.ordered:
            raise QuestionnaireError(
                f"{part}: its rows are out of order",
                hint="let Excel repair the file, save it and try that copy",
            )
        wanted = {row for row, _ in cells}
        indexes = [index for index, number in enumerate(numbers) if number in wanted]
        self._rows = {row.number: row for row in locate_rows(content, scan, indexes, part)}
        for row in self._rows.values():
            columns = [cell.column for cell in row.cells]
            if columns != sorted(set(columns)):
                raise QuestionnaireError(
                    f"{part}: the cells of row {row.number} are out of order",
                    hint="let Excel repair the file, save it and try that copy",
                )
        self._prefix = read_tag(content, scan.data_start).prefix

    def formula(self, row: int, column: int) -> Mapping[str, str] | None:
        """The attributes of the cell's formula element, None where it has none."""
        cell = self._cell(row, column)
        return cell.formula if cell is not None else None

    def style(self, row: int, column: int) -> int:
        """The format that the cell has, or would get from its row or column."""
        cell = self._cell(row, column)
        if cell is None:
            own = self.scan.data.row_styles.get(row)
            return self.scan.column_style(column) if own is None else own
        style = read_tag(self.content, cell.start).get(b"s") or b"0"
        return int(style) if style.isdigit() else 0

    def apply(self, cells: Mapping[tuple[int, int], NewCell]) -> bytes:
        """The sheet's bytes with these cells in it, all of which were announced."""
        by_row: dict[int, list[tuple[int, NewCell]]] = {}
        for (row, column), cell in sorted(cells.items()):
            by_row.setdefault(row, []).append((column, cell))
        edits: list[Edit] = []
        created: list[tuple[int, bytes]] = []
        for number, news in by_row.items():
            located = self._rows.get(number)
            if located is None:
                made = b"".join(self._new_cell(number, column, cell) for column, cell in news)
                created.append((number, self._element(b"row", b' r="%d"' % number, made)))
            else:
                edits += self._row_edits(located, news)
        edits += self._row_insertions(created)
        edits += self._dimension(cells)
        return _spliced(self.content, edits)

    def _cell(self, row: int, column: int) -> CellBytes | None:
        found = self._rows.get(row)
        return next((cell for cell in found.cells if cell.column == column), None) if found else None

    def _row_edits(self, row: RowBytes, news: list[tuple[int, NewCell]]) -> list[Edit]:
        edits: list[Edit] = []
        columns = [cell.column for cell in row.cells]
        added = b""
        for column, new in news:
            index = bisect_left(columns, column)
            if index < len(columns) and columns[index] == column:
                cell = row.cells[index]
                edits.append((cell.start, cell.end, self._replaced(cell, new)))
            elif index < len(columns):
                at = row.cells[index].start
                edits.append((at, at, self._new_cell(row.number, column, new)))
            else:
                added += self._new_cell(row.number, column, new)
        tag = row.tag
        head = edit_tag(self.content, tag, _spans(tag, [column for column, _ in news]), _height(tag))
        if tag.empty:
            head = head[:-2].rstrip() + b">" + added + b"</" + tag.name + b">"
        elif added:
            last = row.cells[-1].end if row.cells else tag.end
            edits.append((last, last, added))
        edits.append((tag.start, tag.end, head))
        return edits

    def _replaced(self, cell: CellBytes, new: NewCell) -> bytes:
        tag = read_tag(self.content, cell.start)
        put = {b"s": b"%d" % new.style} if new.style or tag.get(b"s") is not None else {}
        if new.text and new.value is None:
            put[b"t"] = b"inlineStr"
        head = edit_tag(self.content, tag, put, _TYPED - put.keys())
        body = self._body(new)
        head = head[:-2].rstrip() if tag.empty else head[:-1].rstrip()
        return head + b">" + body + b"</" + tag.name + b">" if body else head + b"/>"

    def _new_cell(self, row: int, column: int, new: NewCell) -> bytes:
        attributes = f' r="{column_letters(column)}{row}"' + (f' s="{new.style}"' if new.style else "")
        if new.text and new.value is None:
            attributes += ' t="inlineStr"'
        return self._element(b"c", attributes.encode(), self._body(new))

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

    def _row_insertions(self, created: list[tuple[int, bytes]]) -> list[Edit]:
        if not created:
            return []
        scan = self.scan
        tag = read_tag(self.content, scan.data_start)
        if tag.empty:
            whole = b"".join(element for _, element in created)
            head = self.content[tag.start : tag.end - 2].rstrip() + b">"
            return [(tag.start, tag.end, head + whole + b"</" + tag.name + b">")]
        edits = []
        for number, element in created:
            index = bisect_left(scan.data.numbers, number)
            at = scan.data.starts[index] if index < len(scan.data.starts) else scan.data_end
            edits.append((at, at, element))
        return edits

    def _dimension(self, cells: Iterable[tuple[int, int]]) -> list[Edit]:
        if self.scan.dimension < 0:
            return []
        tag = read_tag(self.content, self.scan.dimension)
        area = parse_area((tag.get(b"ref") or b"").decode("utf-8", "replace"))
        if area is None:
            return []
        wide: Area = area
        for row, column in cells:
            wide = join(wide, row, column)
        if wide == area:
            return []
        return [(tag.start, tag.end, edit_tag(self.content, tag, {b"ref": area_name(wide).encode()}))]


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


def _spliced(content: bytes, edits: list[Edit]) -> bytes:
    """The content with the edits made; those at one place keep their order."""
    out: list[bytes] = []
    position = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        out += (content[position:start], new)
        position = end
    out.append(content[position:])
    return b"".join(out)
