"""How a customer's file is laid out, for every workflow that reads one."""

from __future__ import annotations

from dataclasses import replace

from qfill.errors import QuestionnaireError
from qfill.files import QuestionnaireFile
from qfill.files.csvfile import CsvQuestionnaire
from qfill.language.normalise import fold
from qfill.layout import Layout, LayoutHints, read_layout
from qfill.layout.words import header_roles
from qfill.model import TICK_ROLES, Role

_OWN = 1.5
"""From this weight on, a heading's words say that the column is for answers or comments."""

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
        return read_layout(with_columns(file, hints).grids, hints)
    except QuestionnaireError as error:
        # The layout knows sheets, not files; of several, the user must see which file it was.
        message = f"{file.path}: {error.message}"
        raise QuestionnaireError(message, hint=error.hint, details=error.details) from None


def with_columns(file: QuestionnaireFile, hints: LayoutHints) -> QuestionnaireFile:
    """The file with the columns that a csv lacks for answers: none that stands there by another name."""
    if not isinstance(file, CsvQuestionnaire) or not file.appended:
        return file
    told = set(hints.columns.get(None, {}))
    own = set()
    for heading in (one.text for one in file.header):
        if fold(heading).strip() not in ("answer", "comment"):
            own |= {role for role, weight in header_roles(heading).items() if weight >= _OWN}
    if Role.ANSWER in told | own or len(own.intersection(TICK_ROLES)) >= 2 or told.intersection(TICK_ROLES):
        # A form with a column of its own for answers has all that it wants.
        return file.appending(())
    return file.appending(name for name in file.appended if Role(name) not in told | own)
