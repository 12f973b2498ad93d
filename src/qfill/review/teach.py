"""What decisions teach the bank: wordings accepted, wordings refused, answers newly written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256

from qfill.bank import AnswerBank
from qfill.bank.splice import BankEditor
from qfill.language.normalise import squash
from qfill.matching import Matcher
from qfill.model import LANGUAGES, Answer, CsvField, Question, Verdict
from qfill.records.audit import AuditRow
from qfill.records.decisions import Decision, Decisions, dump_decisions
from qfill.review.apply import Settlement

TOPIC = "taught"
_PULLS = 0.9
_TURN = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}


def teach(
    editor: BankEditor,
    bank: AnswerBank,
    given: Sequence[Decisions],
    settled: Sequence[Settlement],
    audit: str,
) -> list[str]:
    """Put what was decided into the bank's files in the making; what was learnt and what was not, in words.

    `audit` names the audit for the register. Nothing is saved here.
    """
    said: list[str] = []
    matcher = Matcher(bank.answers)
    by_key = {one.decision.key: one for one in settled}
    for decisions in given:
        new: list[tuple[AuditRow, Decision]] = []
        for decision in decisions.rows:
            one = by_key[decision.key]
            if decision.action == "edit":
                new.append((one.after, decision))
            said += _wordings(editor, bank, matcher, one)
        said += _answers(editor, bank, decisions, new, audit)
    return said


def _wordings(editor: BankEditor, bank: AnswerBank, matcher: Matcher, one: Settlement) -> Iterator[str]:
    row, decision = one.before, one.decision
    taken: list[str] = list(one.after.answers) if decision.action in ("accept", "choose", "confirm") else []
    if len(taken) == 1 and taken[0] in bank.by_id:
        verdict = Verdict((one.after.proposed or {}).get("verdict", "none"))
        yield from _accept(editor, bank.by_id[taken[0]], matcher, row, verdict)
    elif len(taken) > 1:
        yield f"{_short(row)}: composed of {' and '.join(taken)}; not taught"
    proposed = list(row.answers) or [str(found["answer"]) for found in row.candidates[:1]]
    refused = proposed if decision.action in ("choose", "edit", "blank") else []
    for name in refused[:1]:
        if name in taken or name not in bank.by_id or (decision.action == "blank" and not row.proposed):
            continue
        answer = bank.by_id[name]
        if _is_known(answer, row) or not _stands_alone(row, matcher):
            continue
        if editor.add_wording(name, "not_this", row.language, squash(row.question)):
            yield f"{_short(row)}: kept as what {name} does not answer"


def _accept(
    editor: BankEditor, answer: Answer, matcher: Matcher, row: AuditRow, verdict: Verdict
) -> Iterator[str]:
    if _is_known(answer, row):
        return
    if not _stands_alone(row, matcher):
        yield f"{_short(row)}: says too little by itself to be taught"
        return
    rival = _pulled(answer, matcher, row)
    if rival:
        yield f"{_short(row)}: not taught to {answer.id}, it would pull rows from {rival}"
        return
    group = "turned" if _TURN.get(verdict) is answer.verdict else "phrasings"
    if editor.add_wording(answer.id, group, row.language, squash(row.question)):
        yield f"{_short(row)}: taught to {answer.id}"


def _is_known(answer: Answer, row: AuditRow) -> bool:
    wording = squash(row.question).casefold()
    return any(
        squash(text).casefold() == wording
        for group in (answer.phrasings, answer.turned)
        for texts in group.values()
        for text in texts
    )


def _question(row: AuditRow) -> Question:
    context = row.context
    return Question(
        place=CsvField(1, 1),
        text=row.question,
        section=context.get("section") or "",
        parent=context.get("parent") or "",
    )


def _stands_alone(row: AuditRow, matcher: Matcher) -> bool:
    """Whether the wording means the same without the section and parent around it."""
    return not matcher.asked(_question(row), row.language).terse


def _pulled(answer: Answer, matcher: Matcher, row: AuditRow) -> str:
    """Another answer on other facts that has nearly this wording already, '' where there is none."""
    asked = matcher.asked(_question(row), row.language)
    for number, prepared in enumerate(matcher.index.answers):
        other = prepared.answer
        if other.id == answer.id or set(other.facts) & set(answer.facts):
            continue
        if matcher.index.near(number, asked.reading).phrasings[0].agreement >= _PULLS:
            return other.id
    return ""


def _answers(
    editor: BankEditor,
    bank: AnswerBank,
    decisions: Decisions,
    new: Sequence[tuple[AuditRow, Decision]],
    audit: str,
) -> Iterator[str]:
    """New answers as drafts, the decision as their registered source."""
    if not new:
        return
    digest = sha256(dump_decisions(decisions)).hexdigest()[:8]
    source = f"decision-{digest}"
    if any(known.id == source for known in bank.register.sources):
        return
    taken = set(bank.by_id)
    facts = []
    for number, (row, decision) in enumerate(new, 1):
        text = (decision.text or "").strip() or str((row.proposed or {}).get("verdict", ""))
        language = str((row.proposed or {}).get("language", row.language))
        language = language if language in LANGUAGES else "en"
        name = _fresh(row.question, taken)
        taken.add(name)
        fact = f"D{digest}-{number}"
        cell = next(iter(row.cells.values()), str(row.row))
        place = f"{row.sheet}!{cell}" if row.sheet else cell
        facts.append({"id": fact, "place": place, "says": squash(text)})
        editor.add_answer(
            TOPIC,
            {
                "id": name,
                "verdict": str(decision.verdict or (row.proposed or {}).get("verdict", "none")),
                "phrasings": {row.language: [squash(row.question)]},
                "answer": {language: text},
                "facts": [fact],
                "disclosure": "public",
                "status": "draft",
            },
        )
        yield f"{_short(row)}: a new answer {name}, a draft until it is approved"
    entry = {"id": source, "who": decisions.reviewer or "unnamed", "at": decisions.when, "audit": audit}
    editor.add_source("decisions", {**{key: value for key, value in entry.items() if value}, "facts": facts})


def _fresh(question: str, taken: set[str]) -> str:
    """An id made of a question's words that no answer has."""
    plain = unicodedata.normalize("NFKD", question.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)[:8] or ["answer"]
    name = "-".join(words)[:48].strip("-")
    return next(
        candidate
        for candidate in (name, *(f"{name}-{number}" for number in range(2, 10_000)))
        if candidate not in taken
    )


def _short(row: AuditRow) -> str:
    text = squash(row.question)
    return f"“{text}”" if len(text) <= 60 else f"“{text[:59]}…”"
