"""Sheets written down as rows of texts, and how they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qfill.files.grid import Area, Cell, Grid, MergeIndex, Validation
from qfill.layout import Layout, LayoutHints, parse_columns, read_layout
from qfill.model import Role, SheetCell, column_letters, column_number

A = "Is customer data backed up?"
B = "Does the solution support single sign-on?"
C = "Is multi-factor authentication supported?"
D = "Is SAML supported?"
HEAD = ("ID", "Question", "Response", "Comments")


def area(reference: str) -> Area:
    """The area of a reference such as `A1:F2`."""
    first, _, last = reference.partition(":")
    ends = [
        (int(each.lstrip("ABCDEFGHIJ")), column_number(each.rstrip("0123456789")))
        for each in (first, last or first)
    ]
    return Area(*ends[0], *ends[1])


def sheet(
    *rows: Sequence[str],
    name: str = "S",
    merges: Sequence[str] = (),
    options: Mapping[str, Sequence[str]] | None = None,
    **more: object,
) -> Grid:
    """A grid of rows of texts; `options` are what may be chosen, by range."""
    held = {
        number: {column: Cell(text) for column, text in enumerate(row, 1) if text}
        for number, row in enumerate(rows, 1)
    }
    return Grid(
        rows={number: row for number, row in held.items() if row},
        locate=lambda row, column: SheetCell(name, row, column),
        sheet=name,
        merges=MergeIndex(map(area, merges)),
        validations=tuple(
            Validation(areas=(area(place),), options=tuple(said)) for place, said in (options or {}).items()
        ),
        **more,  # type: ignore[arg-type]
    )


def told(*columns: str) -> LayoutHints:
    """What `--columns` with these says."""
    return LayoutHints(columns=dict(map(parse_columns, columns)))


def read(*grids: Grid, hints: LayoutHints | None = None) -> Layout:
    """The layout, with no hints but those given."""
    return read_layout(grids, hints or LayoutHints())


def answers(found: Layout) -> dict[int, str]:
    """By the question's row, where its answer and its comment go, or why it is left alone."""
    return {
        int(question.row): question.skip
        or " ".join(
            f"{role}={place.name}"
            for role, place in sorted(question.targets.items(), key=lambda pair: str(pair[0]))
        )
        for question in found.questions
    }


def roles(found: Layout) -> list[str]:
    """The columns' roles of each table, as `--columns` has them."""
    return [
        ",".join(f"{role}={column_letters(column)}" for role, column in one.roles.items() if role in Role)
        for one in found.sheets
    ]
