"""One pass over a sheet: its cells, its byte offsets, and what it says about itself."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from qfill.errors import UnsafeFileError
from qfill.files.grid import Area
from qfill.files.xlsx.cells import CellContext, SheetData, cell_handlers
from qfill.files.xlsx.marks import check_areas
from qfill.files.xlsx.parts import MAIN, X12AC, X14, XM, local_name
from qfill.files.xlsx.refs import MAX_COLUMN, parse_area, parse_areas
from qfill.files.xmltext import make_parser, parse, whole_number

_REPAIR = "open it in Excel, let it repair the file, save it and try that copy"


@dataclass(slots=True)
class RawValidation:
    """A data validation as written; `formulas` are the texts of its two formulas."""

    kind: str
    operator: str = "between"
    areas: tuple[Area, ...] = ()
    formulas: list[str] = field(default_factory=lambda: ["", ""])
    listed: str = ""
    """The newer form of a long inline list: quoted items parted by commas."""


@dataclass(slots=True)
class ColumnFormat:
    """A `col` element: which columns, their style, whether they are hidden."""

    first: int
    last: int
    style: int
    hidden: bool


@dataclass(slots=True)
class SheetScan:
    """A sheet as read; offsets count in the part's UTF-8 bytes."""

    data: SheetData = field(default_factory=SheetData)
    columns: list[ColumnFormat] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    validations: list[RawValidation] = field(default_factory=list)
    protected: bool = False
    dimension: int = -1
    """Where the start tag of the sheet's dimension lies; -1 where there is none."""
    data_start: int = -1
    """Where the start tag of sheetData begins, and where its end tag begins (or, empty, its end lies)."""
    data_end: int = -1
    namespaces: dict[str, str] = field(default_factory=dict)
    """Prefixes in scope inside sheetData."""

    def row_span(self, index: int) -> tuple[int, int]:
        """Where the row of this index, and whatever follows it up to the next, begins and ends."""
        starts: array[int] = self.data.starts
        return starts[index], starts[index + 1] if index + 1 < len(starts) else self.data_end

    def column_style(self, column: int) -> int:
        """The style that new cells of the column get; 0 is the workbook's default."""
        return next((each.style for each in self.columns if each.first <= column <= each.last), 0)


def scan_sheet(content: bytes, part: str, context: CellContext) -> SheetScan:
    """Read a sheet's UTF-8 bytes; raises UnsafeFileError where they are damaged or absurd."""
    parser = make_parser(part)
    scan = SheetScan()
    collector = _Validations(scan.validations)
    space = ""
    pending: dict[str, str] = {}

    def namespace(prefix: str | None, uri: str) -> None:
        pending[prefix or ""] = uri

    def leave() -> None:
        scan.data_end = parser.CurrentByteIndex
        parser.StartElementHandler, parser.EndElementHandler = start, collector.end
        parser.CharacterDataHandler = collector.text

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal space
        element_space, local = local_name(name)
        declared = pending.copy()
        pending.clear()
        if not space:
            if local != "worksheet" or element_space not in MAIN:
                raise UnsafeFileError(f"{part} is no worksheet, though the workbook says so", hint=_REPAIR)
            space, scan.namespaces = element_space, declared
        elif element_space == space and local == "sheetData":
            if scan.data_start >= 0:
                raise UnsafeFileError(f"{part} is damaged: it holds its cells twice", hint=_REPAIR)
            scan.data_start = parser.CurrentByteIndex
            scan.namespaces |= declared
            begin, end, text = cell_handlers(parser, space, part, context, scan.data, leave)
            parser.StartElementHandler, parser.EndElementHandler = begin, end
            parser.CharacterDataHandler = text
        elif element_space == space and (handler := _ELEMENTS.get(local)) is not None:
            if local == "dimension":
                scan.dimension = parser.CurrentByteIndex
            handler(scan, attributes)
        else:
            collector.start(element_space in MAIN, element_space, local, attributes)

    parser.StartNamespaceDeclHandler = namespace
    parser.StartElementHandler = start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parse(parser, content, part)
    if scan.data_start < 0:
        raise UnsafeFileError(f"{part} is damaged: it holds no sheetData", hint=_REPAIR)
    check_areas(scan.merges, part, "merged areas")
    check_areas(scan.data.arrays, part, "array formulas")
    check_areas((area for each in scan.validations for area in each.areas), part, "validated areas")
    return scan


def _column(scan: SheetScan, attributes: dict[str, str]) -> None:
    first, last, style = (whole_number(attributes.get(name, "0"), -1) for name in ("min", "max", "style"))
    if first >= 0 and last >= 0 and style >= 0:
        hidden = attributes.get("hidden") in ("1", "true") or attributes.get("width") in ("0", "0.0")
        scan.columns.append(ColumnFormat(first, min(last, MAX_COLUMN), style, hidden))


def _merge(scan: SheetScan, attributes: dict[str, str]) -> None:
    reference = attributes.get("ref", "")
    first, _, last = reference.partition(":")
    if last not in ("", first) and (area := parse_area(reference)) is not None:
        scan.merges.append(area)


def _protection(scan: SheetScan, attributes: dict[str, str]) -> None:
    scan.protected = attributes.get("sheet") in ("1", "true")


_ELEMENTS: dict[str, Callable[[SheetScan, dict[str, str]], None]] = {
    "col": _column,
    "mergeCell": _merge,
    "sheetProtection": _protection,
    "dimension": lambda scan, attributes: None,
}


class _Validations:
    """Collects data validations, those of the x14 extension alike."""

    def __init__(self, found: list[RawValidation]) -> None:
        self.found = found
        self.current: RawValidation | None = None
        self.path: list[str] = []
        self.chunks: list[str] = []

    def start(self, main: bool, space: str, local: str, attributes: dict[str, str]) -> None:
        if local == "dataValidation" and (main or space == X14):
            self.current = RawValidation(
                kind=attributes.get("type", "none"),
                operator=attributes.get("operator", "between"),
                areas=parse_areas(attributes.get("sqref", "")),
            )
            self.found.append(self.current)
            self.path.clear()
        if self.current is not None and (main or space in (X14, XM, X12AC)):
            self.path.append(local)
            self.chunks.clear()

    def text(self, chunk: str) -> None:
        if self.current is not None:
            self.chunks.append(chunk)

    def end(self, name: str) -> None:
        current = self.current
        if current is None:
            return
        space, local = local_name(name)
        if space not in MAIN and space not in (X14, XM, X12AC):
            return
        text = "".join(self.chunks)
        self.chunks.clear()
        if local in ("formula1", "formula2", "f"):
            which = 1 if "formula2" in self.path[-2:] else 0
            # In the x14 form the text stands in an `f` inside; the outer end then finds nothing.
            current.formulas[which] = current.formulas[which] or text.strip()
        elif local == "sqref":
            current.areas = parse_areas(text)
        elif local == "list":
            current.listed = text
        elif local == "dataValidation":
            self.current = None
        if self.path:
            self.path.pop()
