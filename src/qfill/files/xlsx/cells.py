"""The hot part of reading a sheet: rows and cells, called once for each element by the parser."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from qfill.errors import UnsafeFileError
from qfill.files.grid import MAX_LETTERS, Area, Cell, check_letters
from qfill.files.xlsx.numbers import shown
from qfill.files.xlsx.refs import MAX_COLUMN, MAX_ROW, parse_area
from qfill.files.xlsx.strings import unescape
from qfill.files.xlsx.styles import Styles
from qfill.model import column_number

MAX_CELLS = 2_000_000
"""Cells that the sheets of one workbook may hold together; about 400 MB."""
_CACHED = 20_000
"""Cells kept for use again where the same short value recurs."""


@dataclass(slots=True)
class SheetData:
    """What stands in a sheet's rows, and where each row begins in the part's UTF-8 bytes."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    numbers: array[int] = field(default_factory=lambda: array("L"))
    starts: array[int] = field(default_factory=lambda: array("Q"))
    ordered: bool = True
    """Whether row numbers ascend, as the format demands."""
    hidden: set[int] = field(default_factory=set)
    row_styles: dict[int, int] = field(default_factory=dict)
    arrays: list[Area] = field(default_factory=list)
    """Ranges of array formulas and data tables, the masters included."""
    formulas: bool = False
    cells: int = 0


@dataclass(slots=True)
class CellContext:
    """What cells need from other parts, and how many cells may still be read."""

    strings: Callable[[], Sequence[str]]
    styles: Styles
    date1904: bool
    left: int = MAX_CELLS


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def cell_handlers(
    parser: expat.XMLParserType,
    space: str,
    part: str,
    context: CellContext,
    data: SheetData,
    leave: Callable[[], None],
) -> tuple[Start, End, Text]:
    """Handlers for everything inside sheetData; `leave` is called at its end tag."""
    c_name, v_name, f_name, t_name = (f"{space} {local}" for local in "cvft")
    row_name, is_name, ph_name = f"{space} row", f"{space} is", f"{space} rPh"
    data_name = f"{space} sheetData"
    text_names = frozenset((v_name, t_name))
    styles, date1904 = context.styles, context.date1904
    strings: Sequence[str] | None = None
    columns: dict[str, int] = {}
    empties: dict[str, Cell] = {}
    formats: dict[str, tuple[bool, str]] = {}
    known: dict[tuple[str, str, str, bool], Cell] = {}
    shared_rows: dict[tuple[tuple[int, Cell], ...], dict[int, Cell]] = {}
    chunks: list[str] = []
    runs: list[str] = []
    row = column = phonetic = 0
    row_text = ""
    cells: dict[int, Cell] = {}
    filled = False
    kind = style = value = ""
    formula = inside = False

    def new_column(letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise _broken(part, f"a cell of row {row} has no valid reference")
        number = column_number(letters)
        if number > MAX_COLUMN:
            raise _broken(part, f"a cell of row {row} lies beyond column XFD")
        columns[letters] = number
        return number

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, row_text, column, cells, filled, kind, style, value, formula, inside, phonetic
        if name == c_name:
            reference = attributes.get("r")
            if reference is None:
                column += 1
                if column > MAX_COLUMN:
                    raise _broken(part, f"row {row} has more cells than columns")
            elif reference.endswith(row_text):
                letters = reference[: -len(row_text)]
                column = columns.get(letters) or new_column(letters)
            else:
                raise _broken(part, f"the cell {reference[:12]!r} stands in row {row}")
            kind = attributes.get("t", "n")
            style = attributes.get("s", "0")
            value = ""
            formula = False
            inside = True
        elif name in text_names:
            chunks.clear()
        elif name == f_name:
            if not inside:
                raise _broken(part, f"a formula of row {row} stands outside of any cell")
            formula = True
            if attributes.get("t") in ("array", "dataTable"):
                area = parse_area(attributes.get("ref", ""))
                if area is not None:
                    data.arrays.append(area)
        elif name == row_name:
            row_text = attributes.get("r", "") or str(row + 1)
            number = _number(row_text)
            if not 0 < number <= MAX_ROW:
                raise _broken(part, f"row {row_text[:12]!r} is no row of a sheet")
            if number <= row:
                data.ordered = False
            row, column, filled = number, 0, False
            data.numbers.append(row)
            data.starts.append(parser.CurrentByteIndex)
            cells = {}
            if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
                data.hidden.add(row)
            if attributes.get("customFormat") in ("1", "true"):
                data.row_styles[row] = _number(attributes.get("s", "0"))
        elif name == is_name:
            runs.clear()
        elif name == ph_name:
            phonetic += 1

    def end(name: str) -> None:
        nonlocal value, phonetic, filled, inside
        if name == v_name:
            value = chunks[0] if len(chunks) == 1 else "".join(chunks)
        elif name == c_name:
            inside = False
            if value or formula:
                filled = True
                cells[column] = make_cell()
            else:
                cell = empties.get(style)
                if cell is None:
                    cell = empties[style] = Cell("", locked=styles.is_locked(_number(style)))
                cells[column] = cell
        elif name == row_name:
            if cells:
                finish_row()
        elif name == t_name:
            if not phonetic:
                runs.extend(chunks)
        elif name == is_name:
            value = "".join(runs)
        elif name == ph_name:
            phonetic -= 1
        elif name == data_name:
            leave()

    def finish_row() -> None:
        data.cells += len(cells)
        context.left -= len(cells)
        if context.left < 0:
            raise UnsafeFileError(
                f"the workbook holds more than {MAX_CELLS:,} cells",
                hint="delete sheets and rows that belong to no question, or split the workbook",
            )
        if row in data.rows:
            data.rows[row] = data.rows[row] | cells
        elif filled:
            data.rows[row] = cells
        else:
            # Sheets formatted down to the last row hold the same empty cells a million times.
            data.rows[row] = shared_rows.setdefault(tuple(cells.items()), cells)

    def make_cell() -> Cell:
        nonlocal strings
        short = len(value) < 9
        if short:
            key = (value, kind, style, formula)
            cell = known.get(key)
            if cell is not None:
                return cell
        looks = formats.get(style)
        if looks is None:
            number = _number(style)
            looks = formats[style] = (styles.is_locked(number), styles.number_kind(number))
        if formula:
            data.formulas = True
        numeric = False
        if kind == "s":
            if strings is None:
                strings = context.strings()
            index = _number(value)
            text = strings[index] if index < len(strings) else ""
        elif kind in ("inlineStr", "str"):
            text = unescape(value) if "_x" in value else value
        elif kind == "n":
            numeric = value != ""
            text = shown(value, looks[1], date1904) if numeric else ""
        elif kind == "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(value, value.upper())
        elif kind == "d":
            text = value.removesuffix("T00:00:00")
        else:
            text = unescape(value)
        if len(text) > MAX_LETTERS:
            check_letters(text, f"a cell of row {row} in {part}")
        cell = Cell(text, formula, looks[0], False, numeric)
        if short and len(known) < _CACHED:
            known[key] = cell
        return cell

    return start, end, chunks.append


def _number(text: str) -> int:
    """A style or string number; what is none counts as one that does not exist."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1 << 30


def _broken(part: str, what: str) -> UnsafeFileError:
    return UnsafeFileError(
        f"{part} is damaged: {what}",
        hint="open it in Excel, let it repair the file, save it and try that copy",
    )
