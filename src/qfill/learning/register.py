"""What was learnt into a bank's files in the making: draft answers that cite their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qfill.answering.text import verdict_word
from qfill.bank import AnswerBank
from qfill.bank.controls import control_ids
from qfill.bank.ids import free_name, slug
from qfill.bank.splice import BankEditor
from qfill.language.normalise import words
from qfill.learning.completed import Given
from qfill.learning.lessons import Learnt, Lessons
from qfill.model import Verdict

TOPIC = "learned"


def register(
    editor: BankEditor,
    found: Lessons,
    files: Sequence[tuple[str, str]],
    *,
    known: AnswerBank,
    applies_to: Mapping[str, Sequence[str]],
) -> list[str]:
    """Put what was learnt into a bank's files in the making, as drafts; the new answers' ids.

    `files` are the completed questionnaires' names and dates ('' where unknown), in order;
    `known` is the bank before, whose answers that the files bear out get them as sources.
    """
    taken = set(known.by_id)
    names = {source.id for source in known.register.sources}
    sources = [free_name(f"completed-{slug(name, 40)}", names) for name, _ in files]
    facts: list[list[dict[str, str]]] = [[] for _ in files]
    ids: list[str] = []
    borne_out: dict[str, list[str]] = {}
    for learnt in found.answers:
        cited = []
        for row in learnt.rows:
            fact = f"{sources[row.file]}-{len(facts[row.file]) + 1}"
            facts[row.file].append({"id": fact, "place": row.place, "says": said_by(row)})
            cited.append(fact)
        if learnt.known:
            borne_out.setdefault(learnt.known, []).extend(cited)
            continue
        last = learnt.last
        name = free_name(slug(f"{last.question_id} {last.question}") or "answer", taken)
        editor.add_answer(TOPIC, _entry(name, learnt, cited, applies_to))
        ids.append(name)
    for answer, cited in borne_out.items():
        editor.set_ids(answer, "facts", [*known.by_id[answer].facts, *cited])
    for source, (name, day), own in zip(sources, files, facts, strict=True):
        if own:
            dated = {"date": day} if day else {}
            editor.add_source("questionnaires", {"id": source, "file": name, **dated, "facts": own})
    return ids


def said_by(row: Given) -> str:
    """What a row says, as a fact states it: its verdict, then its text."""
    return " ".join(part for part in (_word(row.verdict, row.language), row.text) if part)


def learnt_already(known: AnswerBank, name: str, rows: Sequence[Given]) -> bool:
    """Whether the register holds a questionnaire of this file name with these very rows."""
    own = {(row.place, said_by(row)) for row in rows}
    return any(
        source.kind == "questionnaire"
        and source.file == name
        and {(fact.place, fact.says) for fact in source.facts} == own
        for source in known.register.sources
    )


def _entry(
    name: str, learnt: Learnt, cited: Sequence[str], applies_to: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    last = learnt.last
    wordings: dict[tuple[str, ...], str] = {}
    for row in learnt.rows:
        if row.language == last.language:
            wordings.setdefault(tuple(words(row.question)), row.question)
    entry: dict[str, Any] = {
        "id": name,
        "verdict": str(learnt.verdict),
        "phrasings": {last.language: list(wordings.values())},
        "answer": {last.language: last.text or _word(learnt.verdict, last.language)},
    }
    controls = [row.question_id for row in learnt.rows if row.question_id in control_ids()]
    if controls:
        entry["controls"] = list(dict.fromkeys(controls))
    owners = [row.ownership for row in learnt.rows if row.ownership is not None]
    if owners:
        entry["ownership"] = str(owners[0])
    entry["facts"] = list(cited)
    if applies_to:
        entry["applies_to"] = {key: list(values) for key, values in applies_to.items()}
    return entry | {"disclosure": "public", "status": "draft"}


def _word(verdict: Verdict, language: str) -> str:
    word = verdict_word(verdict, language)
    return word and f"{word}."
