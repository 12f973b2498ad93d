"""Paragraphs of a document that may ask and wait for an answer below them, or may be statements."""

from __future__ import annotations

import re

from qfill.files.grid import Grid
from qfill.layout.words import asks

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
