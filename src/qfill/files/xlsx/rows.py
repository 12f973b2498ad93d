"""Rows taken apart by byte offset, so that single cells can be replaced in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qfill.errors import UnsafeFileError
from qfill.files.xlsx.parts import local_name
from qfill.files.xlsx.scan import SheetScan
from qfill.files.xlsx.xmltext import Tag, make_parser, parse, read_tag
from qfill.model import column_number


@dataclass(slots=True)
class CellBytes:
    """A cell's element: its column and where it lies; `formula` holds its f's attributes."""

    column: int
    start: int
    end: int
    formula: dict[str, str] | None = None


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
    """Take apart the rows of these indexes (positions in the sheet, ascending).

    Only those rows are parsed, in one go, inside an element that declares what their
    own ancestors declare.
    """
    spans = [scan.row_span(index) for index in indexes]
    declared = "".join(
        f" xmlns{':' if prefix else ''}{prefix}={_quoted(uri)}" for prefix, uri in scan.namespaces.items()
    )
    opening = f"<rows{declared}>".encode()
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
            rows[-1].cells[-1].formula = attributes

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


def _quoted(uri: str) -> str:
    escaped = uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'
