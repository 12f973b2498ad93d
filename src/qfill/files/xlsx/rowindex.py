"""Where a sheet's rows lie, found without reading its cells, and single rows read."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence

from qfill.files.grid import Cell
from qfill.files.xlsx.cells import CellContext, SheetData
from qfill.files.xlsx.rows import declarations
from qfill.files.xlsx.scan import SheetScan, scan_sheet
from qfill.files.xmltext import edit_tag, make_parser, parse, read_tag


def index_like(content: bytes, part: str, model: bytes, scan: SheetScan) -> SheetScan | None:
    """A scan of `content` without its cells, if it is `model` but for its dimension and its rows.

    The part has to be well-formed (UnsafeFileError). None where the frame differs, or where
    row tags could hide in comments or character data: then only a full scan is sure.
    """
    parse(make_parser(part), content, part)
    shift = 0
    if scan.dimension >= 0:
        bare = frozenset((b"ref",))
        old = read_tag(model, scan.dimension)
        try:
            new = read_tag(content, scan.dimension)
        except ValueError:
            return None
        if edit_tag(model, old, {}, bare) != edit_tag(content, new, {}, bare):
            return None
        shift = new.end - old.end
        if model[: old.start] != content[: new.start]:
            return None
        if model[old.end : scan.data_start] != content[new.end : scan.data_start + shift]:
            return None
    elif model[: scan.data_start] != content[: scan.data_start]:
        return None
    tag = read_tag(model, scan.data_start)
    tail = model[scan.data_end :]
    begin, end = scan.data_start + shift, len(content) - len(tail)
    if tag.empty or not content.startswith(model[tag.start : tag.end], begin) or content[end:] != tail:
        return None
    first = begin + tag.end - tag.start
    if end < first or content.find(b"<!", first, end) >= 0 or content.find(b"<?", first, end) >= 0:
        return None
    rows = _rows(content, first, end, tag.prefix)
    if rows is None:
        return None
    return SheetScan(
        data=rows,
        columns=scan.columns,
        merges=scan.merges,
        dimension=scan.dimension,
        data_start=begin,
        data_end=end,
        namespaces=scan.namespaces,
    )


def _rows(content: bytes, first: int, end: int, prefix: bytes) -> SheetData | None:
    """Numbers and offsets of the rows; in plain well-formed XML every `<` begins a tag."""
    data = SheetData(numbers=array("L"), starts=array("Q"))
    opening = re.compile(rb"<" + re.escape(prefix) + rb"row(?=[\s/>])(?:\s+r=\"(\d{1,7})\")?")
    last = 0
    for found in opening.finditer(content, first, end):
        if (digits := found[1]) is None:
            digits = read_tag(content, found.start()).get(b"r") or b"%d" % (last + 1)
            if not digits.isdigit():
                return None
        number = int(digits)
        if number <= last:
            return None
        last = number
        data.numbers.append(number)
        data.starts.append(found.start())
    return data


def read_cells(
    cells: Mapping[int, Sequence[bytes]], scan: SheetScan, prefix: bytes, part: str, context: CellContext
) -> Mapping[int, Mapping[int, Cell]]:
    """The cells of these elements, by row and column, as a full scan of the sheet reads them."""
    sheet, data, row = prefix + b"worksheet", prefix + b"sheetData", prefix + b"row"
    rows = [
        b'<%b r="%d">%b</%b>' % (row, number, b"".join(elements), row)
        for number, elements in sorted(cells.items())
    ]
    whole = [b"<", sheet, declarations(scan), b"><", data, b">", *rows, b"</", data, b"></", sheet, b">"]
    return scan_sheet(b"".join(whole), part, context).data.rows
