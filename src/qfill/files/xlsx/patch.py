"""Texts put into a workbook: what may be written where, and the parts that change with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from qfill.errors import QuestionnaireError
from qfill.files.grid import AreaIndex, Grid
from qfill.files.interface import Patched
from qfill.files.xlsx.calc import with_full_calculation
from qfill.files.xlsx.parts import SheetPart
from qfill.files.xlsx.refs import MAX_COLUMN, MAX_ROW
from qfill.files.xlsx.sheetpatch import NewCell, NewCells, SheetPatch
from qfill.files.xlsx.styles import quoted_clones
from qfill.files.xmltext import FORBIDDEN, from_utf8, to_utf8
from qfill.language.messages import counted
from qfill.model import CELL_BREAKS, CELL_UNITS, Place, SheetCell, Write, cell_units, column_letters

if TYPE_CHECKING:
    from qfill.files.xlsx.workbook import Workbook

_FORMULA_LIKE = ("=", "+", "-", "@")
_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%?)\s*$")


def patch_workbook(workbook: Workbook, writes: Iterable[Write]) -> tuple[bytes, Patched]:
    """The workbook's bytes with the texts in their cells; untouched members stay the same bytes.

    A cell that already reads so is left alone, so that a second patch changes nothing.
    Raises QuestionnaireError for a cell that must not be written or a text too long for one.
    """
    grids = {grid.sheet or "": grid for grid in workbook.grids}
    guards = {sheet.name: _Guard(workbook, sheet) for sheet in workbook.parts.sheets}
    changes: dict[Place, tuple[str, ...]] = {}
    puts: dict[str, dict[int, dict[int, NewCell]]] = {}
    for write in writes:
        place = write.place
        if not isinstance(place, SheetCell) or place.sheet not in grids:
            raise QuestionnaireError(f"there is no place {place.name!r} in this workbook")
        if not (0 < place.row <= MAX_ROW and 0 < place.column <= MAX_COLUMN):
            raise QuestionnaireError(
                f"{place.name} lies outside of any sheet",
                hint=f"the last column is {column_letters(MAX_COLUMN)}; check what --columns names",
            )
        row, column = grids[place.sheet].anchor(place.row, place.column)
        where = f"{place.sheet}!{column_letters(column)}{row}"
        cell, remarks = _prepare(write, where)
        if remarks:
            changes[place] = remarks
        if puts.setdefault(place.sheet, {}).setdefault(row, {}).setdefault(column, cell) != cell:
            raise QuestionnaireError(f"two texts are meant for the cell {where}")
    for name, rows in puts.items():
        for row, cells in rows.items():
            rows[row] = {
                c: new for c, new in cells.items() if _differs(row, c, new, grids[name], guards[name])
            }
        puts[name] = {row: cells for row, cells in rows.items() if cells}
    puts = {name: rows for name, rows in puts.items() if rows}
    patched = Patched(changes=changes, warnings=workbook.warnings if puts else ())
    return (_rewritten(workbook, puts) if puts else workbook.data), patched


def _prepare(write: Write, where: str) -> tuple[NewCell, tuple[str, ...]]:
    """What goes into the cell, and what had to be changed to make it fit."""
    text, replaced = FORBIDDEN.subn("\ufffd", write.text)
    units = cell_units(text)
    if units > CELL_UNITS:
        raise QuestionnaireError(
            f"{where}: a cell holds at most {CELL_UNITS:,} characters, the text has {units:,}"
        )
    if text.count("\n") > CELL_BREAKS:
        raise QuestionnaireError(f"{where}: a cell holds at most {CELL_BREAKS} line breaks")
    value = None
    if write.numeric and text:
        value = _value(text)
        if value is None:
            raise QuestionnaireError(f"{where}: {text!r} is not a number, but the cell takes only numbers")
    # Excel would make a formula of such a text as soon as somebody edits the cell.
    quoted = value is None and text.startswith(_FORMULA_LIKE)
    remark = f"replaced {counted(replaced, 'character')} that XML forbids"
    return NewCell(text, value, quoted), (remark,) if replaced else ()


def _value(text: str) -> str | None:
    """The number as the format stores it, None for what is none."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    if found[2]:
        return repr(float(found[1]) / 100)
    return found[1].lstrip("+")


class _Guard:
    """Ranges of a sheet that must not be written, worked out at the first use."""

    def __init__(self, workbook: Workbook, sheet: SheetPart) -> None:
        self._workbook, self._sheet = workbook, sheet

    @cached_property
    def computed(self) -> AreaIndex:
        """Array formulas and data tables."""
        return AreaIndex(self._workbook.scan(self._sheet).data.arrays)

    @cached_property
    def fixed(self) -> AreaIndex:
        """Headers and totals of tables."""
        return AreaIndex(area for table in self._workbook.tables(self._sheet) for area in table.fixed())


def _differs(row: int, column: int, new: NewCell, grid: Grid, guard: _Guard) -> bool:
    """Whether the cell has to change; raises QuestionnaireError where it must not."""
    cell = grid.cell(row, column)
    problem = ""
    if (cell is not None and cell.formula) or guard.computed.at(row, column) is not None:
        problem = "holds a formula; qfill does not write over one"
    elif (cell is not None and cell.fixed) or guard.fixed.at(row, column) is not None:
        problem = "belongs to a table's header, its totals or a pivot table"
    elif grid.locked(row, column):
        problem = "is locked, and its sheet is protected"
    if problem:
        raise QuestionnaireError(f"{grid.sheet}!{column_letters(column)}{row} {problem}")
    if cell is None:
        return new.text != ""
    if cell.numeric != (new.value is not None):
        return True
    if new.value is not None and (now := _value(cell.text)) is not None:
        return float(now) != float(new.value)
    return cell.text != new.text


def _rewritten(workbook: Workbook, puts: Mapping[str, NewCells]) -> bytes:
    """The zip with the sheets patched, and with them the parts that go along."""
    replaced: dict[str, bytes] = {}
    clones = _clones(workbook, puts, replaced)
    for name, cells in puts.items():
        sheet = workbook.sheet(name)
        content, encoding = workbook.content(sheet)
        patch = SheetPatch(content, workbook.scan(sheet), sheet.part)
        replaced[sheet.part] = from_utf8(patch.apply(cells, clones), encoding)
    if workbook.has_formulas:
        _replace(workbook, replaced, workbook.parts.part, with_full_calculation)
    return workbook.container.rewrite(replaced)


def _clones(workbook: Workbook, puts: Mapping[str, NewCells], replaced: dict[str, bytes]) -> dict[int, int]:
    """Quoted clones of the formats that texts beginning like formulas need, by format."""
    wanted: set[int] = set()
    for name, cells in puts.items():
        if any(new.quoted for news in cells.values() for new in news.values()):
            sheet = workbook.sheet(name)
            patch = SheetPatch(workbook.content(sheet)[0], workbook.scan(sheet), sheet.part)
            wanted |= patch.quoted_styles(cells)
    wanted = {style for style in wanted if not workbook.styles.is_quoted(style)}
    part = workbook.parts.styles
    if not wanted or part is None:
        return {}
    content, encoding = to_utf8(workbook.container.read(part), part)
    changed, clones = quoted_clones(content, part, sorted(wanted))
    if changed != content:
        replaced[part] = from_utf8(changed, encoding)
    return clones


def _replace(
    workbook: Workbook, replaced: dict[str, bytes], part: str, change: Callable[[bytes, str], bytes]
) -> None:
    content, encoding = to_utf8(workbook.container.read(part), part)
    changed = change(content, part)
    if changed != content:
        replaced[part] = from_utf8(changed, encoding)
