"""Labelled rows: questions with what a careful compliance lead would allow to be filled."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from qfill.errors import QuestionnaireError
from qfill.model import CsvField, Question, Role, Verdict

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

    Raises QuestionnaireError that names the line of a label, language or verdict that is
    not one, of a missing column or of an id that stands twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionnaireError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError):
        raise QuestionnaireError(f"{path}: not a UTF-8 csv file") from None
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise QuestionnaireError(
            f"{path}: no column {', '.join(missing)}", hint=f"the header is {','.join(REQUIRED + OPTIONAL)}"
        )
    rows: list[LabelledRow] = []
    problems: list[str] = []
    seen: set[str] = set()
    for record in reader:
        where = f"{path}:{reader.line_num}"
        label, verdict = (record["label"] or "").strip(), (record.get("verdict") or "").strip()
        if label not in LABELS:
            problems.append(f"{where}: label {label!r} is not one of A, P, N")
            continue
        if verdict and verdict not in list(Verdict):
            problems.append(f"{where}: verdict {verdict!r} is not one of {', '.join(Verdict)}")
            continue
        if record["id"] in seen:
            problems.append(f"{where}: the id {record['id']!r} stands twice")
        seen.add(record["id"])
        rows.append(
            LabelledRow(
                id=record["id"],
                question=record["question"] or "",
                language=(record["language"] or "en").strip(),
                label=label,
                facts=tuple(
                    frozenset(part.strip() for part in alternative.split("+") if part.strip())
                    for alternative in (record["facts"] or "").split("|")
                    if alternative.strip()
                ),
                verdict=Verdict(verdict) if verdict else None,
                section=record.get("section") or "",
                parent=record.get("parent") or "",
                control=record.get("control") or "",
            )
        )
    if problems:
        raise QuestionnaireError(f"{path}: {len(problems)} rows cannot be read", details=problems)
    return rows
