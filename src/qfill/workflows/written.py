"""Texts as they are to be written, and what was written: read back and compared before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qfill.errors import VerificationError
from qfill.files import QuestionnaireFile, compare, parse
from qfill.model import Place, SheetCell, Write


def writes_of(file: QuestionnaireFile, texts: Mapping[Place, str]) -> list[Write]:
    """The texts as a file takes them: where a cell's options are numbers, a number is put in."""
    numeric = {grid.sheet: grid for grid in file.grids if any(one.numeric for one in grid.validations)}

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
    if data == file.data:
        return dict(file.read(write.place for write in writes))
    after = parse(file.path, data)
    found = compare(file, after)
    wanted = {write.place: write.text for write in writes}
    problems = list(found.differences)
    problems += [f"{change.place} changed unasked" for change in found.cells if change.place not in wanted]
    landed = after.read(wanted)
    problems += [
        f"{place} holds another text than the one written"
        for place, text in wanted.items()
        if landed.get(place, "") != text and place not in changes
    ]
    if problems:
        raise VerificationError(
            f"{file.path}: what was written does not verify; nothing has been kept", details=problems[:20]
        )
    return landed
