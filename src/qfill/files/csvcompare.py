"""Whether an answered csv is the customer's own but for the texts of fields."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from qfill.errors import QuestionnaireError
from qfill.files.csvfile import NOTHING, CsvQuestionnaire
from qfill.files.interface import CellChange, Comparison, QuestionnaireFile


def compare_csv(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
    """Whether `after` is `before` with the spelling of some fields put in, byte for byte.

    A missing `answer` or `comment` column may stand on the right.
    """
    if not isinstance(before, CsvQuestionnaire) or not isinstance(after, CsvQuestionnaire):
        raise QuestionnaireError("only two csv files can be compared as csv")
    cells: list[CellChange] = []
    spelt: dict[int, dict[int, str]] = {}
    width = len(before.header)
    table = after.records[before.head - 1 :]
    wider = max(map(len, table[:1] if before.known else table), default=0)
    top = _top(before)
    for number, (old, new) in enumerate(zip(before.records, after.records, strict=False), 1):
        for column, (was, now) in enumerate(zip_longest(old, new, fillvalue=NOTHING), 1):
            # An answer that was taken back may have left its columns empty.
            if was.text != now.text or (number >= top and len(old) < column <= wider):
                spelt.setdefault(number, {})[column] = after.text[now.start : now.end]
            heading = number == before.head and column > width and now.text in before.appended
            if was.text == now.text or heading:
                continue
            cells.append(CellChange(place=before.locate(number, column), before=was.text, after=now.text))
    return Comparison(
        cells=tuple(cells),
        differences=tuple(_differences(before, after, spelt)),
        identical=int(before.data == after.data),
    )


def _top(file: CsvQuestionnaire) -> int:
    """The record where the table begins: the header, else the first of the most fields."""
    if file.known:
        return file.head
    most = max(map(len, file.records))
    return next(number for number, record in enumerate(file.records, 1) if len(record) == most)


def _differences(
    before: CsvQuestionnaire, after: CsvQuestionnaire, spelt: Mapping[int, Mapping[int, str]]
) -> list[str]:
    """What differs besides the fields that are put in."""
    found: list[str] = []
    try:
        if before.put(spelt) == after.data:
            return found
    except QuestionnaireError as error:
        found.append(error.message)
    for what in ("encoding", "bom", "delimiter", "newline"):
        if getattr(before, what) != getattr(after, what):
            found.append(f"the {what} changed")
    if len(before.records) != len(after.records):
        found.append(f"{len(before.records)} records became {len(after.records)}")
    found += [
        f"record {number}, column {column}: the quoting changed"
        for number, (old, new) in enumerate(zip(before.records, after.records, strict=False), 1)
        for column, (was, now) in enumerate(zip(old, new, strict=False), 1)
        if was.text == now.text and was.quoted != now.quoted
    ]
    found += [
        f"record {number}: it had {len(old)} fields, and has {len(new)}"
        for number, (old, new) in enumerate(zip(before.records, after.records, strict=False), 1)
        if number < _top(before) and len(old) != len(new)
    ]
    return found or ["more changed than the texts of fields: line ends, quotes or empty fields"]
