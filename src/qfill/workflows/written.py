"""Texts as they are to be written, and what was written: read back and compared before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qfill.errors import VerificationError
from qfill.files import QuestionnaireFile, compare, parse
from qfill.model import Place, SheetCell, Write
from qfill.workflows.verify import shown


def writes_of(file: QuestionnaireFile, texts: Mapping[Place, str]) -> list[Write]:
    """The texts as a file takes them: where a cell's options are numbers, a number is put in."""
    numeric = {
        grid.sheet: grid for grid in file.grids if any(one.numeric or one.at for one in grid.validations)
    }

    def takes_number(place: Place) -> bool:
        if not isinstance(place, SheetCell) or place.sheet not in numeric:
            return False
        accepted = numeric[place.sheet].validation(place.row, place.column)
        return accepted is not None and accepted.numeric

    return [Write(place=place, text=text, numeric=takes_number(place)) for place, text in texts.items()]


def check_written(
    file: QuestionnaireFile,
    data: bytes,
    writes: Sequence[Write],
    changes: Mapping[Place, tuple[str, ...]],
) -> dict[Place, str]:
    """The texts that really stand in the answered file; raises VerificationError, a bug of qfill."""
    if not writes and data == file.data:
        return {}
    after = parse(file.path, data)
    found = compare(file, after)
    wanted = {write.place: write for write in writes}
    problems = list(found.differences)
    problems += [
        f"{shown(change.place)} changed unasked" for change in found.cells if change.place not in wanted
    ]
    landed = after.read(wanted)
    problems += [
        f"{shown(place)} holds another text than the one written"
        for place, write in wanted.items()
        if place not in changes and not _holds(after, write, landed.get(place, ""))
    ]
    if problems:
        raise VerificationError(
            f"{file.path}: what was written does not verify; nothing has been kept", details=problems[:20]
        )
    return landed


def _holds(after: QuestionnaireFile, write: Write, text: str) -> bool:
    """Whether what is read at a place is what was to be written there."""
    if text == write.text:
        return True
    # A number reads as its cell's format shows it (1.00, 50%): writing it once more must change nothing.
    return write.numeric and after.patch([write])[0] == after.data
