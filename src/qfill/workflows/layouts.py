"""How a customer's file is laid out, for every workflow that reads one."""

from __future__ import annotations

from qfill.errors import QuestionnaireError
from qfill.files import QuestionnaireFile
from qfill.files.csvfile import CsvQuestionnaire
from qfill.language.normalise import fold
from qfill.layout import Layout, LayoutHints, read_layout
from qfill.layout.words import header_roles
from qfill.model import TICK_ROLES, Role

_OWN = 1.5
"""From this weight on, a heading's words say that the column is for answers or comments."""


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
