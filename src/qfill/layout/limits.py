"""What the cells that take an answer accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qfill.files.grid import Grid
from qfill.layout.paragraphs import doubt
from qfill.model import TICK_ROLES, Question, Role


def with_limits(question: Question, grid: Grid, cells: Mapping[Role, tuple[int, int]]) -> Question:
    """The question with what the cells of its targets accept; the answer's own options it has already."""
    accepted = {role: grid.accepts(*cells[role]) for role in question.targets if role in cells}
    known = {role: found for role, found in accepted.items() if found is not None}
    return replace(
        question,
        ownership_options=known[Role.OWNERSHIP].options if Role.OWNERSHIP in known else (),
        max_length={role: found.max_length for role, found in known.items() if found.max_length is not None},
        min_length={role: found.min_length for role, found in known.items() if found.min_length},
        lists={
            role: found.options
            for role, found in known.items()
            if role in (Role.COMMENT, *TICK_ROLES) and found.options
        },
        unsure=doubt(grid, question.row, question.text) if isinstance(question.row, int) else "",
        refused={role: found.refuses for role, found in known.items() if found.refuses},
    )
