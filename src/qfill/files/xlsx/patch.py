"""Texts put into a workbook: what may be written where, and the parts that change with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qfill.errors import QuestionnaireError
from qfill.files.grid import AreaIndex, Grid
from qfill.files.interface import Patched
from qfill.files.xlsx.calc import with_full_calculation, without_entry
from qfill.files.xlsx.parts import SheetPart, relationships
from qfill.files.xlsx.refs import MAX_COLUMN, MAX_ROW
from qfill.files.xlsx.sheetpatch import NewCell, SheetPatch
from qfill.files.xlsx.styles import quoted_clones
from qfill.files.xlsx.xmltext import FORBIDDEN, Encoding, from_utf8, to_utf8
from qfill.model import Place, SheetCell, Write

if TYPE_CHECKING:
    from qfill.files.xlsx.workbook import Workbook

MAX_TEXT = 32_767
"""UTF-16 units that a cell may hold."""
MAX_BREAKS = 253
"""Line breaks that a cell may hold."""
_FORMULA_LIKE = ("=", "+", "-", "@")
_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Put:
    place: SheetCell
    text: str
    value: str | None
    over_formula: bool


def patch_workbook(workbook: Workbook, writes: Iterable[Write]) -> tuple[bytes, Patched]:
    """The workbook's bytes with the texts in their cells; untouched members stay the same bytes.

    A cell that already reads so is left alone, so that a second patch changes nothing.
    Raises QuestionnaireError for a cell that must not be written or a text too long for one.
    """
    grids = {grid.sheet or "": grid for grid in workbook.grids}
    changes: dict[Place, tuple[str, ...]] = {}
    puts: dict[SheetCell, _Put] = {}
    for write in writes:
        put, remarks = _prepare(write, grids)
        if puts.setdefault(put.place, put) != put:
            raise QuestionnaireError(f"two texts are meant for the cell {put.place.sheet}!{put.place.name}")
        if remarks:
            changes[write.place] = remarks
    guards = {sheet.name: _Guard(workbook, sheet) for sheet in workbook.parts.sheets}
    todo = [put for put in puts.values() if _differs(put, grids[put.place.sheet], guards[put.place.sheet])]
    patched = Patched(changes=changes, warnings=workbook.warnings if todo else ())
    if not todo:
        return workbook.data, patched
    return _rewritten(workbook, todo), patched


def _prepare(write: Write, grids: dict[str, Grid]) -> tuple[_Put, tuple[str, ...]]:
    place = write.place
    if not isinstance(place, SheetCell) or place.sheet not in grids:
        raise QuestionnaireError(f"there is no place {place.name!r} in this workbook")
    if not (0 < place.row <= MAX_ROW and 0 < place.column <= MAX_COLUMN):
        raise QuestionnaireError(f"{place.name} lies outside of any sheet")
    anchor = SheetCell(place.sheet, *grids[place.sheet].anchor(place.row, place.column))
    text, replaced = FORBIDDEN.subn("\ufffd", write.text)
    units = len(text) + sum(character > "\uffff" for character in text)
    where = f"{anchor.sheet}!{anchor.name}"
    if units > MAX_TEXT:
        raise QuestionnaireError(
            f"{where}: a cell holds at most {MAX_TEXT:,} characters, the text has {units:,}"
        )
    if text.count("\n") > MAX_BREAKS:
        raise QuestionnaireError(f"{where}: a cell holds at most {MAX_BREAKS} line breaks")
    value = None
    if write.numeric and text:
        value = _value(text)
        if value is None:
            raise QuestionnaireError(f"{where}: {text!r} is not a number, but the cell takes only numbers")
    remark = f"replaced {replaced} character{'s' * (replaced > 1)} that XML forbids"
    put = _Put(place=anchor, text=text, value=value, over_formula=write.over_formula)
    return put, (remark,) if replaced else ()


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


def _differs(put: _Put, grid: Grid, guard: _Guard) -> bool:
    """Whether the cell has to change; raises QuestionnaireError where it must not."""
    row, column = put.place.row, put.place.column
    cell = grid.cell(row, column)
    where = f"{put.place.sheet}!{put.place.name}"
    computed = guard.computed.at(row, column) is not None
    if computed or (cell is not None and cell.formula and not put.over_formula):
        raise QuestionnaireError(f"{where} holds a formula; qfill does not write over one")
    if (cell is not None and cell.fixed) or guard.fixed.at(row, column) is not None:
        raise QuestionnaireError(f"{where} belongs to a table's header, its totals or a pivot table")
    if grid.locked(row, column):
        raise QuestionnaireError(f"{where} is locked, and its sheet is protected")
    if cell is None:
        return put.text != ""
    if cell.formula or cell.numeric != (put.value is not None):
        return True
    if put.value is not None and (now := _value(cell.text)) is not None:
        return float(now) != float(put.value)
    return cell.text != put.text


def _quotes(put: _Put) -> bool:
    """Whether Excel would make a formula of the text once somebody edits the cell."""
    return put.value is None and put.text.startswith(_FORMULA_LIKE)


def _rewritten(workbook: Workbook, puts: list[_Put]) -> bytes:
    """The zip with the sheets patched, and with them the parts that go along."""
    by_sheet: dict[str, list[_Put]] = {}
    for put in puts:
        by_sheet.setdefault(put.place.sheet, []).append(put)
    patches: list[tuple[SheetPart, Encoding, SheetPatch, dict[SheetCell, int]]] = []
    formulas: list[bool] = []
    for name, each in by_sheet.items():
        sheet = workbook.sheet(name)
        content, encoding = workbook.content(sheet)
        patch = SheetPatch(
            content, workbook.scan(sheet), sheet.part, [(p.place.row, p.place.column) for p in each]
        )
        styles = {put.place: patch.style(put.place.row, put.place.column) for put in each}
        formulas += [_replaces_formula(patch, put) for put in each]
        patches.append((sheet, encoding, patch, styles))
    replaced: dict[str, bytes] = {}
    clones = _clones(workbook, patches, puts, replaced)
    for sheet, encoding, patch, styles in patches:
        cells = {
            (put.place.row, put.place.column): NewCell(
                put.text,
                put.value,
                clones.get(styles[put.place], styles[put.place]) if _quotes(put) else styles[put.place],
            )
            for put in by_sheet[sheet.name]
        }
        replaced[sheet.part] = from_utf8(patch.apply(cells), encoding)
    if workbook.has_formulas:
        _replace(workbook, replaced, workbook.parts.part, with_full_calculation)
    dropped = _drop_chain(workbook, replaced) if any(formulas) else ()
    return workbook.container.rewrite(replaced, dropped=dropped)


def _replaces_formula(patch: SheetPatch, put: _Put) -> bool:
    formula = patch.formula(put.place.row, put.place.column)
    if formula is not None and formula.get("ref"):
        raise QuestionnaireError(f"{put.place.sheet}!{put.place.name} holds a formula that other cells share")
    return formula is not None


def _clones(
    workbook: Workbook,
    patches: list[tuple[SheetPart, Encoding, SheetPatch, dict[SheetCell, int]]],
    puts: list[_Put],
    replaced: dict[str, bytes],
) -> dict[int, int]:
    """Quoted clones of the formats that texts beginning like formulas need, by format."""
    styles = {place: style for *_, found in patches for place, style in found.items()}
    wanted = {styles[put.place] for put in puts if _quotes(put)}
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


def _drop_chain(workbook: Workbook, replaced: dict[str, bytes]) -> tuple[str, ...]:
    """The calculation chain taken out whole: one that names a cell without a formula is an error to Excel."""
    main = workbook.parts.part
    chain = next((r.target for r in relationships(workbook.container, main) if r.kind == "calcChain"), None)
    if chain is None or (member := workbook.container.find(chain)) is None:
        return ()
    folder, _, name = main.rpartition("/")
    rels = workbook.container.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    file_name = chain.rpartition("/")[2]
    if rels is not None:
        _replace(workbook, replaced, rels.name, lambda c, p: without_entry(c, p, "Target", file_name))
    types = workbook.container.find("[Content_Types].xml")
    if types is not None:
        _replace(workbook, replaced, types.name, lambda c, p: without_entry(c, p, "PartName", "/" + chain))
    return (member.name,)
