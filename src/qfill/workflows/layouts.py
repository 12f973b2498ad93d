"""How a customer's file is laid out, for every workflow that reads one."""

from __future__ import annotations

from qfill.errors import QuestionnaireError
from qfill.files import QuestionnaireFile
from qfill.layout import Layout, LayoutHints, read_layout


def layout_of(file: QuestionnaireFile, hints: LayoutHints) -> Layout:
    """The file's sheets that ask; raises QuestionnaireError, which names the file."""
    try:
        return read_layout(file.grids, hints)
    except QuestionnaireError as error:
        # The layout knows sheets, not files; of several, the user must see which file it was.
        message = f"{file.path}: {error.message}"
        raise QuestionnaireError(message, hint=error.hint, details=error.details) from None
