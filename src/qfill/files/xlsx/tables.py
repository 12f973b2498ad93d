"""Ranges of a sheet that belong to tables and pivot tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qfill.files.container import Container
from qfill.files.grid import Area
from qfill.files.xlsx.parts import MAIN, Relationship, local_name, walk
from qfill.files.xlsx.refs import parse_area


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its whole area, the rows that are headers and totals, its columns' names."""

    name: str
    area: Area
    header_rows: int
    total_rows: int
    columns: tuple[str, ...]

    def fixed(self) -> Iterator[Area]:
        """Header and total rows; their texts must stay what the table's part says."""
        area = self.area
        if self.header_rows:
            last = area.first_row + self.header_rows - 1
            yield Area(area.first_row, area.first_column, last, area.last_column)
        if self.total_rows:
            first = area.last_row - self.total_rows + 1
            yield Area(first, area.first_column, area.last_row, area.last_column)

    def bodies(self) -> Iterator[tuple[str, Area]]:
        """The table's body and each of its columns, by folded name: `people`, `people[name]`."""
        area = self.area
        first, last = area.first_row + self.header_rows, area.last_row - self.total_rows
        if first > last:
            return
        name = self.name.casefold()
        yield name, Area(first, area.first_column, last, area.last_column)
        for offset, column in enumerate(self.columns):
            at = area.first_column + offset
            yield f"{name}[{column.casefold()}]", Area(first, at, last, at)


def read_tables(container: Container, related: Sequence[Relationship]) -> tuple[Table, ...]:
    """The tables among a sheet's relationships."""
    parts = _parts(container, related, "table")
    return tuple(table for part in parts if (table := _table(container, part)) is not None)


def output_areas(container: Container, related: Sequence[Relationship]) -> tuple[Area, ...]:
    """Areas that pivot tables write by themselves."""
    found: list[Area] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        space, local = local_name(name)
        if (
            space in MAIN
            and local == "location"
            and (area := parse_area(attributes.get("ref", ""))) is not None
        ):
            found.append(area)

    for part in _parts(container, related, "pivotTable"):
        walk(container, part, element)
    return tuple(found)


def _parts(container: Container, related: Sequence[Relationship], kind: str) -> Iterator[str]:
    """The parts of a kind that are there, each once, however often it is named."""
    return (
        part for part in dict.fromkeys(rel.target for rel in related if rel.kind == kind) if part in container
    )


def _table(container: Container, part: str) -> Table | None:
    root: dict[str, str] = {}
    columns: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        space, local = local_name(name)
        if space in MAIN and local == "table":
            root.update(attributes)
        elif space in MAIN and local == "tableColumn":
            columns.append(attributes.get("name", ""))

    walk(container, part, element)
    area = parse_area(root.get("ref", ""))
    if area is None:
        return None
    return Table(
        name=root.get("displayName") or root.get("name", ""),
        area=area,
        header_rows=_count(root.get("headerRowCount", "1")),
        total_rows=_count(root.get("totalsRowCount", "0")),
        columns=tuple(columns),
    )


def _count(text: str) -> int:
    return int(text) if text in ("0", "1") else 1
