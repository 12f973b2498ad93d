"""Answered rows for tests."""

from __future__ import annotations

from qfill.learning.completed import Given
from qfill.model import Verdict


def given(file: int, question: str, verdict: Verdict, text: str = "", **changes: object) -> Given:
    """A row of the file of that number; anything else may be set by name."""
    found: dict[str, object] = {
        "file": file, "question": question, "question_id": "", "context": "", "language": "en",
        "verdict": verdict, "text": text, "ownership": None, "place": f"S!C{file + 2}", **changes,
    }  # fmt: skip
    return Given(**found)  # type: ignore[arg-type]
