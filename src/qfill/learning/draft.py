"""A document's sections into draft answers, each resting on facts of the section that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from qfill.answering.options import verdict_of
from qfill.bank.ids import free_name, slug
from qfill.bank.splice import BankEditor
from qfill.language.normalise import squash
from qfill.learning.documents import DocumentSection
from qfill.model import Verdict

_FIRST_WORDS = 3


def register_document(
    editor: BankEditor,
    source: str,
    title: str,
    language: str,
    found: Sequence[DocumentSection],
    *,
    known_ids: Iterable[str],
    known_facts: Iterable[str],
) -> tuple[str, ...]:
    """Put a document and its sections into a bank's files in the making, as drafts; the new answers' ids.

    Each paragraph and bullet becomes a fact, each section an answer; its title is the one
    wording. Questions that nothing answers are left out. Raises BankError where the register
    cannot be edited.
    """
    taken, facts = set(known_ids), set(known_facts)
    ids: list[str] = []
    sections: list[dict[str, str]] = []
    said: list[dict[str, str]] = []
    for section in found:
        if not section.parts:
            continue
        number = str(len(sections) + 1)
        sections.append({"id": number, "title": squash(section.title), "sha256": section.sha256})
        cited = []
        for part in section.parts:
            fact = free_name(f"{source}-{len(said) + 1}", facts)
            said.append({"id": fact, "place": number, "says": part})
            cited.append(fact)
        name = free_name(slug(section.title) or f"{source}-section-{number}", taken)
        entry: dict[str, Any] = {
            "id": name,
            "verdict": str(_verdict(section)),
            "phrasings": {language: [squash(section.title)]},
            "answer": {language: section.text},
            "facts": cited,
            "disclosure": "public",
            "status": "draft",
        }
        editor.add_answer(source, entry)
        ids.append(name)
    editor.add_source(
        "documents",
        {"id": source, "title": title, "language": language, "sections": sections, "facts": said},
    )
    return tuple(ids)


def _verdict(section: DocumentSection) -> Verdict:
    """The verdict that a question's answer begins with, none where it begins otherwise."""
    first = re.split(r"[.,;:!\n–—]", section.text, maxsplit=1)[0]
    if not section.asks or len(first.split()) > _FIRST_WORDS:
        return Verdict.NONE
    return verdict_of(first, ()) or Verdict.NONE
