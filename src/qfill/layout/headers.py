"""The texts of a header row and what they say of its columns."""

from __future__ import annotations

from collections.abc import Mapping

from qfill.files.grid import Grid
from qfill.layout.words import asks, header_roles, is_kept
from qfill.model import TARGET_ROLES, TICK_ROLES, Role

ANSWERS = (Role.ANSWER, Role.COMMENT, *TICK_ROLES)
"""The roles of the columns that say what a row answers."""
_ABOVE = 4
_SHORT = 40


def header_cells(grid: Grid, row: int) -> dict[int, str]:
    """A header's texts by column, those included that a merge brings down from the rows above."""
    above = range(row - 1, max(0, row - _ABOVE), -1)
    columns = {column for near in (row, *above) for column in grid.rows.get(near, {})}
    found = {column: text for column in columns if (text := grid.text(row, column)).strip()}
    ticks = {role for text in found.values() for role in header_roles(text) if role in TICK_ROLES}
    if len(ticks) >= 2:
        # Options to tick stand in a row of their own, under the header of everything else.
        for column in columns - set(found):
            text = next((text for near in above if (text := grid.text(near, column)).strip()), "")
            if text:
                found[column] = text
    return dict(sorted(found.items()))


def named_roles(grid: Grid, row: int, headers: Mapping[int, str]) -> dict[int, Mapping[Role, float]]:
    """What each column's header says of it; under somebody else's name none takes our answers."""
    found = {column: header_roles(text) for column, text in headers.items()}
    asking = [column for column, roles in found.items() if Role.QUESTION in roles]
    for column, roles in found.items():
        if roles and _under_another(grid, row, column, asking):
            found[column] = {role: weight for role, weight in roles.items() if role not in TARGET_ROLES}
    return found


def is_heading_row(grid: Grid, row: int) -> bool:
    """Whether a row's words name columns of a questionnaire, one for answers among them."""
    own = [text for cell in grid.rows.get(row, {}).values() if (text := cell.text.strip())]
    if not any(map(header_roles, own)) or any(asks(text) >= 0.9 for text in own):
        return False
    texts = header_cells(grid, row)
    named = [roles for text in texts.values() if (roles := header_roles(text))]
    found = {role for roles in named for role in roles}
    answers = Role.ANSWER in found or Role.COMMENT in found or len(found.intersection(TICK_ROLES)) > 1
    asking = Role.QUESTION in found or len(found.intersection(ANSWERS)) > 1
    return answers and asking and len(named) >= 2 and len(named) * 2 >= len(texts)


def _under_another(grid: Grid, row: int, column: int, asking: list[int]) -> bool:
    """Whether a heading over several columns, but not over the questions, keeps them for somebody else."""
    for above in range(row - 1, max(0, row - _ABOVE), -1):
        area = grid.merges.at(above, column)
        if area is None or area.first_column == area.last_column or area.holds(row, column):
            continue
        text = grid.text(above, column)
        over_questions = any(area.first_column <= each <= area.last_column for each in asking)
        return bool(asking) and not over_questions and len(text) <= _SHORT and is_kept(text)
    return False
