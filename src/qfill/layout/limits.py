"""What the cells that take an answer accept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from qfill.files.grid import Grid
from qfill.layout.words import asks
from qfill.model import TICK_ROLES, Question, Role

_ASKING = 0.9
_STATES = re.compile(
    r"(?:the|leverantören|leverandøren|tjänsten|tjenesten|systemet|løsningen|lösningen)\b[^?]*$",
    re.IGNORECASE,
)


def doubt(grid: Grid, row: int, text: str) -> str:
    """Why nothing is written unseen below a paragraph, '' where it plainly asks and waits for an answer."""
    if row not in grid.unmarked:
        return ""
    if asks(text) < _ASKING or _STATES.match(text):
        return "nothing marks the paragraph below as the place of an answer, and this may be a statement"
    behind = grid.unmarked[row]
    if behind and asks(behind) < _ASKING:
        return "the paragraph behind the empty one may be its answer"
    return ""


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
