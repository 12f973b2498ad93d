"""How a customer's file is laid out, for every workflow that reads one."""

from __future__ import annotations

from dataclasses import replace

from qfill.errors import QuestionnaireError
from qfill.files import QuestionnaireFile
from qfill.layout import Layout, LayoutHints, read_layout

_BY_HEADINGS = "in a copy, head its columns Question, Answer and Comments, and call the sheet Questions"


def completed_layout(file: QuestionnaireFile, hints: LayoutHints | None = None) -> Layout:
    """The layout of a file that may hold answers, which are read; raises QuestionnaireError.

    Hints are those of another file, an earlier or later version of the form: where they do not
    fit, the file is read without. A command without hints cannot be told columns, so its error
    does not name them.
    """
    wanted = replace(hints or LayoutHints(), overwrite=True, completed=True)
    try:
        return layout_of(file, wanted)
    except QuestionnaireError as error:
        if hints is None:
            raise QuestionnaireError(error.message, hint=_BY_HEADINGS, details=error.details) from None
        try:
            return layout_of(file, LayoutHints(overwrite=True, completed=True))
        except QuestionnaireError:
            raise error from None


def layout_of(file: QuestionnaireFile, hints: LayoutHints) -> Layout:
    """The file's sheets that ask; raises QuestionnaireError, which names the file."""
    try:
        return read_layout(file.grids, hints)
    except QuestionnaireError as error:
        # The layout knows sheets, not files; of several, the user must see which file it was.
        message = f"{file.path}: {error.message}"
        raise QuestionnaireError(message, hint=error.hint, details=error.details) from None
