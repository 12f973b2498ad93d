"""The values that every room shares: places, questions, answers, candidates, outcomes.

All are frozen. A place is an address, never a running count, so that nothing has to
walk a file again to find a cell it has seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

LANGUAGES = ("en", "sv", "nb")
"""The languages that qfill asks and answers in, in the order in which they are shown."""
TIERS = ("public", "nda")
"""How far an answer may be shown, the widest first: to everybody, or under an agreement of secrecy."""
CELL_UNITS = 32_767
"""UTF-16 units that a spreadsheet's cell may hold."""
CELL_BREAKS = 253
"""Line breaks that it may hold."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Verdict(StrEnum):
    """What an answer says in one word; `NONE` is the verdict of an open question."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not-applicable"
    NONE = "none"

    @property
    def turned(self) -> Verdict:
        """What is said to the opposite question: yes and no change places, the others stay."""
        return _TURNED.get(self, self)


_TURNED = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}


class Ownership(StrEnum):
    """Who carries a control under the shared security responsibility model (SSRM)."""

    CSP = "csp"
    CSC = "csc"
    SHARED_CSP_CSC = "shared-csp-csc"
    THIRD_PARTY = "third-party"
    SHARED_CSP_THIRD_PARTY = "shared-csp-third-party"


class Outcome(StrEnum):
    """What became of a row."""

    FILLED = "filled"
    REVIEW = "review"
    UNANSWERED = "unanswered"
    SKIPPED = "skipped"


class Role(StrEnum):
    """What a column is for. The last four are columns in which one option is ticked."""

    QUESTION = "question"
    SUBQUESTION = "subquestion"
    QUESTION_ID = "id"
    ANSWER = "answer"
    COMMENT = "comment"
    OWNERSHIP = "ownership"
    SECTION = "section"
    CONTROL = "control"
    PARENT = "parent"
    TICK_YES = "yes"
    TICK_NO = "no"
    TICK_NA = "na"
    TICK_PARTIAL = "partial"


TICK_VERDICTS = {
    Role.TICK_YES: Verdict.YES,
    Role.TICK_NO: Verdict.NO,
    Role.TICK_NA: Verdict.NOT_APPLICABLE,
    Role.TICK_PARTIAL: Verdict.PARTIAL,
}
"""What a tick in each of these columns says."""
TICK_ROLES = tuple(TICK_VERDICTS)
TARGET_ROLES = (Role.ANSWER, Role.COMMENT, Role.OWNERSHIP, *TICK_ROLES)


def cell_units(text: str) -> int:
    """The length of a text as a spreadsheet counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def column_letters(column: int) -> str:
    """The letters of a 1-based column number: 1 is A, 28 is AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based number of a column's letters; raises ValueError for anything else."""
    if not letters.isascii() or not letters.isalpha():
        raise ValueError(f"not a column: {letters!r}")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_day(text: str) -> date:
    """A date written YYYY-MM-DD, and no other way; raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not a date written YYYY-MM-DD: {text!r}")
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True, order=True)
class SheetCell:
    """A cell of a workbook; row and column count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """The address as Excel writes it, without the sheet: `C50`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True, order=True)
class CsvField:
    """A field of a csv record; the header is record 1, columns count from 1."""

    record: int
    column: int
    header: str = ""

    @property
    def name(self) -> str:
        """The column's header, or its letters where the file has no header."""
        return self.header or column_letters(self.column)


@dataclass(frozen=True, slots=True, order=True)
class DocxPlace:
    """A block of a Word document: a body paragraph (`p12`) or a table's cell (`t1.r3.c2`)."""

    path: str

    @property
    def name(self) -> str:
        """The path itself."""
        return self.path


Place: TypeAlias = SheetCell | CsvField | DocxPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One text to be put into one place of a customer's file.

    `numeric`: the cell's options are numbers, so that a string would not be one of them.
    """

    place: Place
    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A row that asks, with the place of every cell that belongs to it.

    `parent` is the text of the question that this one follows up, `parent_place` its
    place when it is a row of the same file. `existing` is what the target cells hold
    now; `skip` says why the row is left alone (empty: it is to be answered). `lists` are the
    options of the comment's cell and of those to tick, `refused` why a cell takes no text
    unseen, `unsure` why the whole row waits for a person.
    `label_row` marks a form field (vendor name, date) rather than a question.
    """

    place: Place
    text: str
    sheet: str | None = None
    row: int | str = 0
    question_id: str = ""
    section: str = ""
    domain: str = ""
    control: str = ""
    parent: str = ""
    parent_place: Place | None = None
    targets: Mapping[Role, Place] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    ownership_options: tuple[str, ...] = ()
    max_length: Mapping[Role, int] = field(default_factory=dict)
    min_length: Mapping[Role, int] = field(default_factory=dict)
    lists: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    refused: Mapping[Role, str] = field(default_factory=dict)
    unsure: str = ""
    existing: Mapping[Role, str] = field(default_factory=dict)
    skip: str = ""
    label_row: bool = False


@dataclass(frozen=True, slots=True, order=True)
class FilePlace:
    """A line and column (both from 1) of a file; the path is relative to the bank."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One entry of the answer bank; the fields are those of the bank's format."""

    id: str
    topic: str
    verdict: Verdict
    phrasings: Mapping[str, tuple[str, ...]]
    text: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    controls: tuple[str, ...] = ()
    ownership: Ownership | None = None
    facts: tuple[str, ...] = ()
    applies_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disclosure: str = "public"
    owner: str = ""
    reviewed: date | None = None
    review_every: str = ""
    status: str = "approved"
    not_this: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    turned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)
    place: FilePlace = FilePlace("")

    @property
    def approved(self) -> bool:
        """Whether the answer may be filled at all."""
        return self.status == "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature of a candidate: its value, and what it added to the log-odds."""

    feature: str
    value: float
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One bank answer proposed for one question.

    `score` is the raw similarity 0-100 of `phrasing`, the closest wording of the answer;
    `confidence` is the calibrated probability 0-1 that the answer is right to fill.
    `matched` and `missing` are words of the question that the answer covers or lacks.
    `verdict` is the answer's own, turned where the question turns the polarity.
    """

    answer_id: str
    score: float
    confidence: float
    verdict: Verdict = Verdict.NONE
    phrasing: str = ""
    facts: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
