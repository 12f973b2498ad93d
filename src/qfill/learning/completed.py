"""Completed questionnaires into draft answers, each resting on the cells that it was read from.

A question asked alike in several files gives one answer if the files agree, and the text of
the file given last. Where they disagree each verdict becomes an answer of its own: the two
claim one wording, so neither is ever filled unseen, and both are told as a contradiction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qfill.answering.options import ownership_of, verdict_of
from qfill.bank.splice import BankEditor
from qfill.language.detect import detect
from qfill.language.normalise import squash, words
from qfill.model import TICK_ROLES, Ownership, Place, Question, Role, Verdict

TOPIC = "learned"
_CONTROL = re.compile(r"^[A-Z&]{2,4}-\d{2}(?:\.\d{1,2})?$")
_TICKED = {
    Role.TICK_YES: Verdict.YES,
    Role.TICK_NO: Verdict.NO,
    Role.TICK_NA: Verdict.NOT_APPLICABLE,
    Role.TICK_PARTIAL: Verdict.PARTIAL,
}
_ALONE = 4
# An answer of more words than these says more than its verdict.
_BARE = 3
_SAYS = 300
_WORDS = {
    Verdict.YES: {"en": "Yes.", "sv": "Ja.", "nb": "Ja."},
    Verdict.NO: {"en": "No.", "sv": "Nej.", "nb": "Nei."},
    Verdict.PARTIAL: {"en": "Partially.", "sv": "Delvis.", "nb": "Delvis."},
    Verdict.NOT_APPLICABLE: {"en": "Not applicable.", "sv": "Ej tillämpligt.", "nb": "Ikke relevant."},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answered row of a completed questionnaire. `file` numbers the files as given, from 0."""

    file: int
    question: str
    question_id: str
    context: str
    language: str
    verdict: Verdict
    text: str
    ownership: Ownership | None
    place: str

    @property
    def key(self) -> str:
        """What two copies of one question share: its words, and its context where they say little."""
        own = words(self.question)
        return " ".join([*own, "|", *words(self.context)] if len(own) <= _ALONE else own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """An answer in the making: rows that ask alike and are answered alike, the last one first."""

    rows: tuple[Given, ...]

    @property
    def last(self) -> Given:
        """The row of the file given last, which words the answer."""
        return self.rows[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What files taught: answers in the order of their questions, and the contradictions among them."""

    answers: tuple[Learnt, ...]
    contradictions: tuple[tuple[Learnt, ...], ...]


def given_rows(file: int, questions: Iterable[Question], language: str) -> list[Given]:
    """The rows of a file that hold an answer."""
    found = []
    for question in questions:
        if question.skip not in ("", "already answered", "locked") or question.label_row:
            continue
        verdict, text = _answer(question)
        if verdict is Verdict.NONE and not text:
            continue
        found.append(
            Given(
                file=file,
                question=squash(question.text),
                question_id=question.question_id,
                context=" ".join(part for part in (question.parent, question.section) if part),
                language=detect(question.text, language),
                verdict=verdict,
                text=text,
                ownership=ownership_of(question.existing.get(Role.OWNERSHIP, "")),
                place=_place(question),
            )
        )
    return found


def _answer(question: Question) -> tuple[Verdict, str]:
    """The verdict and the text that stand in a row's cells."""
    held = {role: squash(text) for role, text in question.existing.items() if text.strip()}
    ticked = [role for role in TICK_ROLES if held.get(role)]
    comment = held.get(Role.COMMENT, "")
    if len(ticked) == 1:
        return _TICKED[ticked[0]], comment
    answer = held.get(Role.ANSWER, "")
    verdict = verdict_of(answer, question.options)
    if verdict is not None and (answer in question.options or len(answer.split()) <= _BARE):
        return verdict, comment
    first = verdict_of(re.split(r"[.,;:!\n–-]", answer, maxsplit=1)[0], ())
    text = " ".join(part for part in (answer, comment) if part)
    return verdict or first or Verdict.NONE, text


def _place(question: Question) -> str:
    def name(place: Place) -> str:
        return f"{question.sheet}!{place.name}" if question.sheet else place.name

    roles = [role for role in (Role.ANSWER, *TICK_ROLES, Role.COMMENT) if question.existing.get(role)]
    return (
        name(question.targets[roles[0]]) if roles and roles[0] in question.targets else name(question.place)
    )


def lessons(rows: Iterable[Given]) -> Lessons:
    """Rows of all files as answers; those given last come first within an answer."""
    by_key: dict[str, list[Given]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    answers: list[Learnt] = []
    contradictions: list[tuple[Learnt, ...]] = []
    for asked in by_key.values():
        by_verdict: dict[Verdict, list[Given]] = {}
        for row in sorted(asked, key=lambda row: -row.file):
            by_verdict.setdefault(row.verdict, []).append(row)
        learnt = tuple(Learnt(rows=tuple(found)) for found in by_verdict.values())
        answers += learnt
        if len({verdict for verdict in by_verdict if verdict is not Verdict.NONE}) > 1:
            contradictions.append(learnt)
    return Lessons(answers=tuple(answers), contradictions=tuple(contradictions))


def register(
    editor: BankEditor,
    found: Lessons,
    files: Sequence[tuple[str, str]],
    *,
    known_ids: Iterable[str],
    known_sources: Iterable[str],
    applies_to: Mapping[str, Sequence[str]],
) -> list[str]:
    """Put what was learnt into a bank's files in the making, as drafts; the new answers' ids.

    `files` are the completed questionnaires' names and dates ('' where unknown), in order.
    """
    taken = set(known_ids)
    sources = [_fresh(f"completed-{_slug(name, 40)}", set(known_sources)) for name, _ in files]
    facts: list[list[dict[str, str]]] = [[] for _ in files]
    ids: list[str] = []
    for learnt in found.answers:
        last = learnt.last
        name = _fresh(_slug(f"{last.question_id} {last.question}", 56) or "answer", taken)
        taken.add(name)
        cited = []
        for row in learnt.rows:
            fact = f"{sources[row.file]}-{len(facts[row.file]) + 1}"
            said = " ".join(part for part in (_word(row), row.text) if part)
            facts[row.file].append({"id": fact, "place": row.place, "says": said[:_SAYS]})
            cited.append(fact)
        wordings = dict.fromkeys(row.question for row in learnt.rows if row.language == last.language)
        entry: dict[str, Any] = {
            "id": name,
            "verdict": str(last.verdict),
            "phrasings": {last.language: list(wordings)},
            "answer": {last.language: last.text or _word(last)},
        }
        controls = [row.question_id for row in learnt.rows if _CONTROL.match(row.question_id)]
        if controls:
            entry["controls"] = list(dict.fromkeys(controls))
        if last.ownership is not None:
            entry["ownership"] = str(last.ownership)
        entry["facts"] = cited
        if applies_to:
            entry["applies_to"] = {key: list(values) for key, values in applies_to.items()}
        entry |= {"disclosure": "public", "status": "draft"}
        editor.add_answer(TOPIC, entry)
        ids.append(name)
    for source, (name, day), own in zip(sources, files, facts, strict=True):
        if own:
            dated = {"date": day} if day else {}
            editor.add_source("questionnaires", {"id": source, "file": name, **dated, "facts": own})
    return ids


def _word(row: Given) -> str:
    return _WORDS.get(row.verdict, {}).get(row.language, "")


def _slug(text: str, most: int) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:most].strip("-")


def _fresh(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that is free."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
