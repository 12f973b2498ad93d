"""Rows taken apart by byte offset, so that single cells can be replaced in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qfill.errors import UnsafeFileError
from qfill.files.xlsx.parts import local_name
from qfill.files.xlsx.scan import SheetScan
from qfill.files.xmltext import Tag, make_parser, parse, read_tag
from qfill.model import column_number


@dataclass(slots=True)
class CellBytes:
    """A cell's element: its column and where it lies; whether it holds a formula."""

    column: int
    start: int
    end: int
    formula: bool = False


@dataclass(slots=True)
class RowBytes:
    """A row's element, from its start tag to its end, and its cells; offsets count in the part."""

    number: int
    tag: Tag
    close: int = -1
    """Where its end tag begins; for an empty row, where the row ends."""
    end: int = -1
    cells: list[CellBytes] = field(default_factory=list)


def locate_rows(content: bytes, scan: SheetScan, indexes: Sequence[int], part: str) -> list[RowBytes]:
    """Take apart the rows of these indexes (positions in the sheet, ascending)."""
    if not indexes:
        return []
    prefix = read_tag(content, scan.row_span(indexes[0])[0]).prefix
    splitter = _Splitter(content, prefix)
    found: dict[int, RowBytes] = {}
    hard = []
    for index in indexes:
        row = splitter.split(*scan.row_span(index), scan.data.numbers[index])
        if row is None:
            hard.append(index)
        else:
            found[index] = row
    if hard:
        found |= zip(hard, _parsed_rows(content, scan, hard, part), strict=True)
    return [found[index] for index in indexes]


class _Splitter:
    """Takes plain rows apart by their tags' beginnings.

    In a well-formed part without comments, character data sections and instructions every
    `<` begins a tag, so that this is exact. Anything unusual is left to the parser.
    """

    def __init__(self, content: bytes, prefix: bytes) -> None:
        name = re.escape(prefix)
        self._content = content
        self._cell = re.compile(rb"<" + name + rb"c(?=[\s/>])(?:\s+r=\"([A-Z]{1,3})\d+\")?")
        self._formula = re.compile(rb"<" + name + rb"f(?=[\s/>])")
        self._close = b"</" + prefix + b"c>"
        self._columns: dict[bytes, int] = {}

    def split(self, start: int, end: int, number: int) -> RowBytes | None:
        """The row between two offsets; None where only a parser can tell."""
        content = self._content
        if any(content.find(odd, start, end) >= 0 for odd in (b"<!", b"<?", b"extLst")):
            return None
        tag = read_tag(content, start)
        row = RowBytes(number, tag, tag.end, tag.end)
        if tag.empty:
            return row
        row.close = content.rfind(b"</", start, end)
        row.end = content.index(b">", row.close) + 1
        starts = []
        column = 0
        for found in self._cell.finditer(content, tag.end, row.close):
            letters = found[1] or (read_tag(content, found.start()).get(b"r") or b"").rstrip(b"0123456789")
            column = self._column(letters) if letters else column + 1
            starts.append((column, found.start()))
        for index, (column, begin) in enumerate(starts):
            following = starts[index + 1][1] if index + 1 < len(starts) else row.close
            stop = begin + len(content[begin:following].rstrip())
            if not content.startswith(self._close, stop - len(self._close)) and (
                content[stop - 2 : stop] != b"/>" or content.find(b"<", begin + 1, stop) >= 0
            ):
                return None
            formula = self._formula.search(content, begin, stop) is not None
            row.cells.append(CellBytes(column, begin, stop, formula))
        return row if starts or not content[tag.end : row.close].strip() else None

    def _column(self, letters: bytes) -> int:
        number = self._columns.get(letters)
        if number is None:
            number = self._columns[letters] = column_number(letters.decode())
        return number


def _parsed_rows(content: bytes, scan: SheetScan, indexes: Sequence[int], part: str) -> list[RowBytes]:
    """Rows taken apart by the parser, in one go, inside an element that declares what their
    own ancestors declare.
    """
    spans = [scan.row_span(index) for index in indexes]
    opening = b"<rows" + declarations(scan) + b">"
    rows: list[RowBytes] = []
    depth = column = shift = 0
    closing = b"</c"
    parser = make_parser(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, column, shift, closing
        depth += 1
        if depth == 3:
            reference = attributes.get("r")
            letters = reference.rstrip("0123456789") if reference else ""
            column = column_number(letters) if letters else column + 1
            rows[-1].cells.append(CellBytes(column, parser.CurrentByteIndex + shift, -1))
        elif depth == 2:
            begin = spans[len(rows)][0]
            shift = begin - parser.CurrentByteIndex
            tag = read_tag(content, begin)
            closing = b"</" + tag.prefix + b"c"
            rows.append(RowBytes(scan.data.numbers[indexes[len(rows)]], tag))
            column = 0
        elif depth == 4 and local_name(name)[1] == "f":
            rows[-1].cells[-1].formula = True

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        at = parser.CurrentByteIndex + shift
        if depth == 2:
            cell = rows[-1].cells[-1]
            if content[at : at + 2] != b"</":
                cell.end = at  # An empty element: its reported end lies behind its tag already.
            elif content.startswith(closing, at) or not (tag := read_tag(content, cell.start)).empty:
                cell.end = content.index(b">", at) + 1
            else:
                cell.end = tag.end
        elif depth == 1:
            row = rows[-1]
            row.close = at
            row.end = at if row.tag.empty else content.index(b">", at) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    pieces = [content[begin:stop] for begin, stop in spans]
    parse(parser, b"".join([opening, *pieces, b"</rows>"]), part)
    if len(rows) != len(spans):
        raise UnsafeFileError(f"{part} is damaged: something that is no row stands between its rows")
    return rows


def declarations(scan: SheetScan) -> bytes:
    """The namespaces in scope inside a sheet's rows, as attributes."""
    written = []
    for prefix, uri in scan.namespaces.items():
        value = uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        written.append(f' xmlns{":" if prefix else ""}{prefix}="{value}"')
    return "".join(written).encode()
