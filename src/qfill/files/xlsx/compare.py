"""Whether one workbook is another but for the texts of cells, part by part and byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qfill.errors import QuestionnaireError
from qfill.files.interface import CellChange, Comparison, QuestionnaireFile
from qfill.files.xlsx.calc import FULL, find_calc
from qfill.files.xlsx.parts import SheetPart
from qfill.files.xlsx.sheetcompare import Origins, compare_sheet
from qfill.files.xlsx.styles import clone_origins, only_clones_added
from qfill.files.xlsx.workbook import Workbook
from qfill.files.xmltext import edit_tag, read_tag, to_utf8
from qfill.model import SheetCell

if TYPE_CHECKING:
    from qfill.files.container import Container, Member

_SHOWN = 20
"""Names listed of a long difference."""


def compare_workbooks(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
    """The cells that differ, and every difference that no answer explains.

    Allowed besides the cells are: their rows' `spans` and automatic height, the sheet's
    dimension, `calcPr/@fullCalcOnLoad`, and quoted clones of cell formats at the end of
    their list. Every other member has to be the same bytes at the same place in the order.
    """
    if not isinstance(before, Workbook) or not isinstance(after, Workbook):
        raise QuestionnaireError(f"{after.path}: only two workbooks can be compared as workbooks")
    old, new = before.container, after.container
    differences = _order(old, new)
    sheets = {sheet.part: sheet for sheet in before.parts.sheets}
    changed = []
    identical = 0
    for member in old.members:
        other = new.find(member.name)
        if other is None or other.name != member.name:
            continue
        if _same(old, member, new, other):
            identical += 1
        else:
            changed.append(member.name)
    if before.parts.styles in changed:
        differences += _styles(before, after, before.parts.styles)
    origins = _Origins(after)
    cells: list[CellChange] = []
    for name in changed:
        if name in sheets:
            found_cells, found = _sheet(before, after, sheets[name], origins)
            cells += found_cells
            differences += found
        elif name == before.parts.part:
            differences += _workbook_part(before, after, name)
        elif name != before.parts.styles:
            differences.append(_changed(old, new, name))
    return Comparison(
        cells=tuple(sorted(cells, key=lambda change: _position(change, before))),
        differences=tuple(differences),
        parts=len(old.members),
        identical=identical,
    )


def _position(change: CellChange, workbook: Workbook) -> tuple[int, int, int]:
    place = change.place
    assert isinstance(place, SheetCell)
    return workbook.sheet(place.sheet).position, place.row, place.column


def _order(old: Container, new: Container) -> list[str]:
    names, others = [m.name for m in old.members], [m.name for m in new.members]
    known, known_now = set(names), set(others)
    found = []
    if missing := [name for name in names if name not in known_now]:
        found.append(f"the workbook lost {', '.join(missing[:_SHOWN])}")
    if added := [name for name in others if name not in known]:
        found.append(f"the workbook gained {', '.join(added[:_SHOWN])}")
    if not found and (names != others or _physical(old) != _physical(new)):
        found.append("the workbook's members stand in another order")
    if old.tail != new.tail:
        found.append("the zip's comment changed")
    return found


def _physical(container: Container) -> list[str]:
    return [member.name for member in sorted(container.members, key=lambda member: member.start)]


def _same(old: Container, member: Member, new: Container, other: Member) -> bool:
    """Whether a member is the same to the bit: headers, compressed bytes and all."""
    blank = slice(42, 46)  # In its record only the place in the file may differ.
    record, second = bytearray(member.record), bytearray(other.record)
    record[blank] = second[blank] = bytes(4)
    if record != second:
        return False
    return old.data[member.start : member.end] == new.data[other.start : other.end]


def _changed(old: Container, new: Container, name: str) -> str:
    if old.read(name) == new.read(name):
        return f"{name}: packed anew, its content is the same"
    return f"{name}: its content changed"


def _sheet(
    before: Workbook, after: Workbook, sheet: SheetPart, origins: Origins
) -> tuple[list[CellChange], list[str]]:
    try:
        return compare_sheet(before, after, sheet, origins)
    except QuestionnaireError as error:
        return [], [f"{sheet.part}: cannot be compared ({error.message})"]


def _workbook_part(before: Workbook, after: Workbook, part: str) -> list[str]:
    """workbook.xml may differ in one attribute: whether everything is calculated on opening."""
    old, new = (_without_full(to_utf8(book.container.read(part), part)[0], part) for book in (before, after))
    if old == new:
        return []
    # Where the customer's file had no calcPr at all, a bare one was put in.
    found, _, _ = find_calc(new, part)
    if found >= 0 and find_calc(old, part)[0] < 0:
        tag = read_tag(new, found)
        if tag.empty and not tag.attributes and new[:found] + new[tag.end :] == old:
            return []
    return [f"{part}: more changed than whether formulas are calculated on opening"]


def _without_full(content: bytes, part: str) -> bytes:
    found, _, _ = find_calc(content, part)
    if found < 0:
        return content
    tag = read_tag(content, found)
    return content[:found] + edit_tag(content, tag, {}, frozenset((FULL,))) + content[tag.end :]


def _styles(before: Workbook, after: Workbook, part: str | None) -> list[str]:
    if part is None:
        return []
    old, new = (to_utf8(book.container.read(part), part)[0] for book in (before, after))
    if only_clones_added(old, new, part):
        return []
    return [f"{part}: more changed than quoted clones of cell formats at the end of their list"]


class _Origins:
    """Which formats a format is a quoted clone of; worked out only where a cell's format changed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[int, frozenset[int]] | None = None

    def __call__(self, style: int) -> frozenset[int]:
        if self._known is None:
            part = self._workbook.parts.styles
            content = to_utf8(self._workbook.container.read(part), part)[0] if part else b""
            self._known = clone_origins(content, part) if part else {}
        return self._known.get(style, frozenset())
