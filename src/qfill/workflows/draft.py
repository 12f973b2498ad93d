"""Draft answers from a document: a company's FAQ or policy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qfill.bank.ids import slug
from qfill.bank.splice import open_editor
from qfill.errors import QuestionnaireError, UsageError
from qfill.files.prose import read_lines
from qfill.language.detect import main_language
from qfill.learning.documents import sections
from qfill.learning.draft import register_document


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What was drafted: the new answers' ids, the questions that nothing answered, the files written."""

    ids: tuple[str, ...]
    unanswered: tuple[str, ...]
    source: str
    language: str
    written: tuple[Path, ...]


def draft(document: Path, bank: Path, *, language: str = "auto", title: str = "") -> DraftResult:
    """Read a document into drafts of a bank, which is made where it is missing.

    Raises QfillError, and then nothing has been written: for a document that cannot be read
    or holds nothing to draft from, and for one that the register knows already.
    """
    lines = read_lines(document)
    editor = open_editor(bank)
    known = editor.bank()
    source = slug(document.stem) or "document"
    if any(one.id == source for one in known.register.sources):
        raise UsageError(
            f"{document}: the register holds {source} already",
            hint=f"qfill check --document {document} names what changed since",
        )
    name = title or document.stem
    found = sections(lines, name)
    if not any(section.parts for section in found):
        raise QuestionnaireError(
            f"{document}: no question with an answer and no heading with text below it was found",
            hint="put each question or heading on a line of its own",
        )
    if language == "auto":
        language = main_language(lines)
    ids = register_document(
        editor,
        source,
        name,
        language,
        found,
        known_ids=known.by_id,
        known_facts=known.register.facts,
    )
    return DraftResult(
        ids=ids,
        unanswered=tuple(section.title for section in found if not section.parts),
        source=source,
        language=language,
        written=editor.save(),
    )
