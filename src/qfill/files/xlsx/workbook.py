"""A workbook as qfill sees it: Grids read sheet by sheet, each only once, when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from qfill.errors import QuestionnaireError
from qfill.files.container import Container
from qfill.files.grid import Area, Cell, Grid, MergeIndex, Spans
from qfill.files.interface import Patched, naming
from qfill.files.xlsx.cells import CellContext
from qfill.files.xlsx.formulas import Book
from qfill.files.xlsx.marks import drop_blank_rows, mark_computed, mark_fixed, table_header, uncover
from qfill.files.xlsx.parts import SheetPart, read_parts, relationships
from qfill.files.xlsx.scan import SheetScan, scan_sheet
from qfill.files.xlsx.strings import read_strings
from qfill.files.xlsx.styles import Styles, read_styles
from qfill.files.xlsx.tables import Table, output_areas, read_tables
from qfill.files.xlsx.validations import OptionReader
from qfill.files.xmltext import Encoding, to_utf8
from qfill.model import Place, SheetCell, Write


class Workbook:
    """A customer's workbook, kept as the bytes that came; its parts are unpacked when needed."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.format = "xlsm" if path.suffix.lower() == ".xlsm" else "xlsx"
        self.data = data
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.container = Container(data)
        self.parts = read_parts(self.container)
        self.warnings = (
            ("the workbook is signed; its signature breaks as soon as an answer is written",)
            if self.parts.signed
            else ()
        )
        self._styles: Styles | None = None
        self._strings: list[str] | None = None
        self._context = CellContext(self.strings, Styles(), self.parts.date1904)
        self._scans: dict[str, SheetScan] = {}
        self._tables: dict[str, tuple[Table, ...]] = {}
        self._grids: tuple[Grid, ...] | None = None

    @property
    def styles(self) -> Styles:
        """The workbook's cell formats."""
        if self._styles is None:
            self._styles = read_styles(self.container, self.parts.styles)
        return self._styles

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Every worksheet in the workbook's order; the first use reads them all."""
        if self._grids is None:
            merges = {sheet.name: MergeIndex(self.scan(sheet).merges) for sheet in self.parts.sheets}
            rows = {sheet.name: self._rows(sheet) for sheet in self.parts.sheets}
            folded = {name.casefold(): name for name in rows}
            book = Book(
                rows_of=lambda name: rows.get(folded.get(name.casefold(), "")),
                names=self.parts.names,
                tables=self._table_bodies,
            )
            options = OptionReader(book)
            self._grids = tuple(
                self._grid(sheet, rows[sheet.name], merges[sheet.name], options)
                for sheet in self.parts.sheets
            )
        return self._grids

    @property
    def has_formulas(self) -> bool:
        """Whether anything is calculated in the workbook."""
        return any(self.scan(sheet).data.formulas for sheet in self.parts.sheets)

    def sheet(self, name: str) -> SheetPart:
        """The sheet of that name; raises QuestionnaireError where there is none."""
        for sheet in self.parts.sheets:
            if sheet.name == name:
                return sheet
        raise QuestionnaireError(f"{self.path}: there is no sheet {name!r}")

    def content(self, sheet: SheetPart) -> tuple[bytes, Encoding]:
        """A sheet's part in UTF-8, and how to get back to its own encoding."""
        return to_utf8(self.container.read(sheet.part), sheet.part)

    def context(self) -> CellContext:
        """What reading a few rows of this workbook needs."""
        return CellContext(self.strings, self.styles, self.parts.date1904)

    def scan(self, sheet: SheetPart) -> SheetScan:
        """A sheet as read, once."""
        if sheet.name not in self._scans:
            self._context.styles = self.styles
            self._scans[sheet.name] = scan_sheet(self.content(sheet)[0], sheet.part, self._context)
        return self._scans[sheet.name]

    def tables(self, sheet: SheetPart) -> tuple[Table, ...]:
        """The tables that lie on a sheet."""
        if sheet.name not in self._tables:
            self._tables[sheet.name] = read_tables(self.container, relationships(self.container, sheet.part))
        return self._tables[sheet.name]

    def strings(self) -> Sequence[str]:
        """The shared strings, read when a cell first needs one."""
        if self._strings is None:
            self._strings = read_strings(self.container, self.parts.strings)
        return self._strings

    def patch(self, writes: Iterable[Write]) -> tuple[bytes, Patched]:
        """The workbook's bytes with the texts put in; see `patch.patch_workbook`."""
        from qfill.files.xlsx.patch import patch_workbook

        with naming(self.path):
            return patch_workbook(self, writes)

    def read(self, places: Iterable[Place]) -> dict[Place, str]:
        """The texts that stand at these places in the file as it was read."""
        grids = {grid.sheet: grid for grid in self.grids}
        found: dict[Place, str] = {}
        for place in places:
            if not isinstance(place, SheetCell) or place.sheet not in grids:
                raise QuestionnaireError(f"{self.path}: there is no place {place.name!r} in this workbook")
            found[place] = grids[place.sheet].text(place.row, place.column)
        return found

    def _table_bodies(self) -> Mapping[str, tuple[str, Area]]:
        """Tables' bodies and columns by folded name: `People`, `People[Name]`."""
        found: dict[str, tuple[str, Area]] = {}
        for sheet in self.parts.sheets:
            for table in self.tables(sheet):
                found |= {name: (sheet.name, area) for name, area in table.bodies()}
        return found

    def _rows(self, sheet: SheetPart) -> dict[int, dict[int, Cell]]:
        """A sheet's cells without those a merge covers, with computed and fixed ones marked."""
        scan = self.scan(sheet)
        rows = scan.data.rows
        uncover(rows, scan.merges)
        mark_computed(rows, scan.data.arrays)
        mark_fixed(rows, [area for table in self.tables(sheet) for area in table.fixed()])
        mark_fixed(rows, output_areas(self.container, relationships(self.container, sheet.part)))
        if not scan.protected:
            drop_blank_rows(rows)
        return rows

    def _grid(
        self, sheet: SheetPart, rows: dict[int, dict[int, Cell]], merges: MergeIndex, options: OptionReader
    ) -> Grid:
        scan = self.scan(sheet)
        styles = self.styles
        return Grid(
            rows=rows,
            locate=partial(SheetCell, sheet.name),
            sheet=sheet.name,
            merges=merges,
            validations=options.validations(scan.validations, sheet.name, sheet.position),
            rules=options.rules(scan.validations, sheet.name, sheet.position),
            visible=sheet.visible,
            protected=scan.protected,
            hidden_rows=frozenset(scan.data.hidden),
            hidden_columns=Spans(tuple((each.first, each.last, each.hidden) for each in scan.columns)),
            row_locks={row: styles.is_locked(style) for row, style in scan.data.row_styles.items()},
            column_locks=Spans(
                tuple((each.first, each.last, styles.is_locked(each.style)) for each in scan.columns)
            ),
            header_row=table_header(self.tables(sheet), rows),
        )


def read_workbook(path: Path, data: bytes) -> Workbook:
    """Open a workbook; raises UnsafeFileError or QuestionnaireError, with `path` in the message."""
    with naming(path):
        return Workbook(path, data)
