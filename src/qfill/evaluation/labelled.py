"""Labelled rows: questions with what a careful compliance lead would allow to be filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qfill.errors import QuestionnaireError
from qfill.language.messages import counted
from qfill.model import LANGUAGES, CsvField, Question, Role, Verdict

REQUIRED = ("id", "question", "language", "label", "facts")
OPTIONAL = ("verdict", "section", "parent", "control")
LABELS = ("A", "P", "N")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRow:
    """One row. `facts`: alternatives, each a set of facts needed together."""

    id: str
    question: str
    language: str
    label: str
    facts: tuple[frozenset[str], ...]
    verdict: Verdict | None = None
    section: str = ""
    parent: str = ""
    control: str = ""

    @property
    def source(self) -> str:
        """The part of the id before its first separator: which set the row came from."""
        return self.id.split("-")[0]

    @property
    def wanted(self) -> str:
        """The wanted facts as text, "nothing" where there are none."""
        return " or ".join("+".join(sorted(needed)) for needed in self.facts) or "nothing"

    def covered_by(self, facts: frozenset[str]) -> bool:
        """Whether cited facts cover one of the alternatives."""
        return any(needed <= facts for needed in self.facts)

    def touched_by(self, facts: frozenset[str]) -> bool:
        """Whether cited facts hold one that is wanted."""
        return any(needed & facts for needed in self.facts)

    def as_question(self, number: int) -> Question:
        """The row as a fill would read it."""
        return Question(
            place=CsvField(number, 2, "question"),
            text=self.question,
            row=number,
            section=self.section,
            parent=self.parent,
            control=self.control,
            # A free cell beside it, or nothing could be filled.
            targets={Role.COMMENT: CsvField(number, 3, "comment")},
        )


def read_labelled(path: Path) -> list[LabelledRow]:
    """The rows of a labelled csv.

    Raises QuestionnaireError that names the line of what is no csv, of a label, language or
    verdict that is not one, and of an id that is missing or stands twice; and one that names
    missing columns.
    """
    rows: list[LabelledRow] = []
    problems: list[str] = []
    seen: set[str] = set()
    for line, record in _records(path):
        problem = _problem(record)
        if problem:
            problems.append(f"{path}:{line}: {problem}")
            continue
        row = _row(record)
        if row.id in seen:
            problems.append(f"{path}:{line}: the id {row.id!r} stands twice")
        seen.add(row.id)
        rows.append(row)
    if problems:
        raise QuestionnaireError(f"{path}: {counted(len(problems), 'row')} cannot be read", details=problems)
    return rows


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The records with their lines; a field that is missing is empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionnaireError(f"{path}: no such file") from None
    except OSError as error:
        raise QuestionnaireError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise QuestionnaireError(f"{path}: not a UTF-8 csv file") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        if missing:
            raise QuestionnaireError(
                f"{path}: no column {', '.join(missing)}",
                hint=f"the header is {','.join(REQUIRED + OPTIONAL)}",
            )
        for record in reader:
            yield reader.line_num, {name: record.get(name, "") for name in REQUIRED + OPTIONAL}
    except csv.Error as error:
        raise QuestionnaireError(f"{path}:{reader.reader.line_num}: not a csv file ({error})") from None


def _problem(record: Mapping[str, str]) -> str:
    """What is wrong with a record, '' where nothing is."""
    if not record["id"]:
        return "the row has no id"
    for name, known in (("label", LABELS), ("language", ("", *LANGUAGES)), ("verdict", ("", *Verdict))):
        said = record[name].strip()
        if said not in known:
            return f"{name} {said!r} is not one of {', '.join(filter(None, known))}"
    return ""


def _row(record: Mapping[str, str]) -> LabelledRow:
    verdict = record["verdict"].strip()
    return LabelledRow(
        id=record["id"],
        question=record["question"],
        language=record["language"].strip() or "en",
        label=record["label"].strip(),
        facts=tuple(
            frozenset(part.strip() for part in alternative.split("+") if part.strip())
            for alternative in record["facts"].split("|")
            if alternative.strip()
        ),
        verdict=Verdict(verdict) if verdict else None,
        section=record["section"],
        parent=record["parent"],
        control=record["control"],
    )
