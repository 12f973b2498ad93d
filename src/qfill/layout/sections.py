"""Which rows of a read sheet do not ask: headers that are repeated, and the headings of sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qfill.files.grid import Grid
from qfill.layout.words import FOLLOWS, ID, NUMBERED, asks, header_roles
from qfill.model import TARGET_ROLES, TICK_ROLES, Role

_ASKING = 0.9
_MOST = 0.9
_LEAST = 2
_FEW_WORDS = 5
_HEADING_WORDS = 20


@dataclass(frozen=True, slots=True)
class Usual:
    """What nearly all rows that surely ask have: a number, options to choose from.

    `roots`: the numbers that others continue (`1` of `1.1`), where no question has such a one.
    """

    numbered: bool
    options: bool
    roots: frozenset[str]


def usual_of(grid: Grid, header_row: int, roles: Mapping[Role, int]) -> Usual:
    """What marks a question in this table; nothing does where too few rows ask to tell."""
    question = roles[Role.QUESTION]
    rows = [row for row in grid.rows if row > header_row and asks(grid.own_text(row, question)) >= _ASKING]
    least = max(_LEAST, _MOST * len(rows))
    numbers = [_number(grid, row, roles) for row in rows]
    return Usual(
        numbered=sum(map(_is_number, numbers)) >= least,
        options=sum(has_options(grid, row, roles) for row in rows) >= least,
        roots=_roots(numbers, [grid.own_text(row, question).strip() for row in rows]),
    )


def _roots(numbers: list[str], texts: list[str]) -> frozenset[str]:
    continued = {
        found["root"]
        for number, text in zip(numbers, texts, strict=True)
        if (found := NUMBERED.match(number)) is not None and not FOLLOWS.match(text)
    }
    return frozenset() if continued.intersection(numbers) else frozenset(continued)


def has_options(grid: Grid, row: int, roles: Mapping[Role, int]) -> bool:
    """Whether one of the row's cells for answers accepts only what its validation says."""
    targets = [roles[role] for role in TARGET_ROLES if role in roles]
    return any(grid.validation(row, target) is not None for target in targets)


def is_header(grid: Grid, row: int, roles: Mapping[Role, int], header: Mapping[Role, str]) -> bool:
    """Whether the header is repeated here."""
    cells = grid.rows[row]
    if asks(grid.own_text(row, roles[Role.QUESTION])) >= _ASKING:
        return False
    same = sum(
        bool(header[role]) and " ".join(grid.text(row, column).split()) == header[role]
        for role, column in roles.items()
        if column in cells
    )
    if same >= 2:
        return True
    target = any(
        role in header_roles(text)
        for role, column in roles.items()
        if role in TARGET_ROLES and (text := grid.text(row, column))
    )
    if not target:
        return False
    texts = [text for cell in cells.values() if (text := cell.text.strip())]
    named = sum(bool(header_roles(text)) for text in texts)
    return named >= 2 and named * 2 >= len(texts)


def is_section(grid: Grid, row: int, roles: Mapping[Role, int], text: str, number: str, usual: Usual) -> bool:
    """Whether a row is a heading: it reaches over the answer, or lacks what marks this table's questions."""
    area = grid.merges.at(row, roles[Role.QUESTION])
    targets = [roles[role] for role in TARGET_ROLES if role in roles]
    if area is not None and any(area.holds(row, target) for target in targets):
        return True
    if asks(text) >= _ASKING or _is_number(number) or has_options(grid, row, roles):
        return False
    words = len(text.split())
    if usual.numbered and usual.options:
        return words <= _HEADING_WORDS
    return asks(text) < 0.6 and bool(grid.validations) and words <= 8


def seems_section(
    grid: Grid, row: int, roles: Mapping[Role, int], text: str, number: str, usual: Usual
) -> bool:
    """Whether a row may be a heading.

    It has the number that the questions under it continue, or, longer than a form field, none
    where all others have one.
    """
    answers = [roles[role] for role in (Role.ANSWER, Role.COMMENT, *TICK_ROLES) if role in roles]
    given = any(grid.text(row, column).strip() for column in answers)
    words = len(text.split())
    if given or words > _HEADING_WORDS or asks(text) >= _ASKING or has_options(grid, row, roles):
        return False
    if _is_number(number):
        return number.rstrip(".") in usual.roots
    return usual.numbered and not usual.options and words > _FEW_WORDS


def heading_of(grid: Grid, row: int, roles: Mapping[Role, int]) -> str:
    """The one text of a row that is not a question, '' where there are more."""
    texts = [cell.text.strip() for column, cell in sorted(grid.rows[row].items()) if cell.text.strip()]
    first = texts[0] if texts else ""
    return first if first and len(first) <= 120 and not ID.match(first) and not header_roles(first) else ""


def _number(grid: Grid, row: int, roles: Mapping[Role, int]) -> str:
    return grid.text(row, roles[Role.QUESTION_ID]).strip().rstrip(".") if Role.QUESTION_ID in roles else ""


def _is_number(text: str) -> bool:
    return bool(ID.match(text.strip()))
