"""A person's decisions on an audit's rows as texts to write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qfill.answering import say, texts_for
from qfill.answering.scope import withheld
from qfill.answering.text import contradicts, fits
from qfill.bank import AnswerBank
from qfill.errors import RecordError
from qfill.files import QuestionnaireFile
from qfill.layout.limits import with_limits
from qfill.model import (
    Answer,
    DocxPlace,
    Place,
    Question,
    Role,
    SheetCell,
    Verdict,
    column_number,
)
from qfill.records.audit import Audit, AuditRow
from qfill.records.decisions import Decision, Decisions, Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One row as decided: its audit row as it will stand, and the texts by place.

    `note`: what the decision leaves open, '' where nothing.
    """

    decision: Decision
    before: AuditRow
    after: AuditRow
    writes: Mapping[Place, str]
    note: str = ""


def conflicts(given: Sequence[Decisions]) -> list[tuple[Key, list[tuple[str, Decision]]]]:
    """The rows that several files decide differently, with who decided what."""
    by_row: dict[Key, list[tuple[str, Decision]]] = {}
    for decisions in given:
        for row in decisions.rows:
            by_row.setdefault(row.key, []).append((decisions.reviewer or decisions.name, row))
    return [(key, found) for key, found in by_row.items() if len({one.settles for _, one in found}) > 1]


def already_applied(audit: Audit, decisions: Decisions) -> bool:
    """Whether every row of a file of decisions stands in the audit as decided so by the same reviewer.

    A file that decides nothing was never applied.
    """
    rows = {(row.sheet, row.row): row for row in audit.rows}
    for decision in decisions.rows:
        row = rows.get(decision.key)
        if row is None or row.decision != recorded(decision, decisions.reviewer):
            return False
    return bool(decisions.rows)


def recorded(decision: Decision, reviewer: str) -> dict[str, Any]:
    """A decision as its row of the audit keeps it."""
    found = {key: value for key, value in decision.as_json().items() if key not in ("sheet", "row")}
    return {"reviewer": reviewer, **{key: value for key, value in found.items() if value is not None}}


def settle_rows(
    audit: Audit,
    given: Sequence[Decisions],
    bank: AnswerBank,
    file: QuestionnaireFile,
    original: QuestionnaireFile | None,
) -> list[Settlement]:
    """Every decided row in the audit's order; raises RecordError for a decision that cannot be meant.

    `original` is the customer's own file: what it held comes back where a row is left blank.
    """
    wanted = {row.key: (row, one.reviewer) for one in given for row in one.rows}
    known = {(row.sheet, row.row) for row in audit.rows}
    for key in wanted:
        if key not in known:
            raise RecordError(f"the audit has no row {key[1]} of {key[0] or 'the file'}, which is decided")
    found: list[Settlement] = []
    problems: list[RecordError] = []
    for row in audit.rows:
        if (row.sheet, row.row) in wanted:
            decision, reviewer = wanted[row.sheet, row.row]
            try:
                found.append(_settlement(row, decision, reviewer, bank, file, original, audit))
            except RecordError as error:
                problems.append(error)
    if len(problems) > 1:
        raise RecordError(
            f"{len(problems)} decisions cannot be applied",
            hint=problems[0].hint,
            details=[error.message for error in problems],
        )
    if problems:
        raise problems[0]
    return found


def check_nothing_lost(audit: Audit, settled: Sequence[Settlement]) -> None:
    """Refuse to empty cells of which nobody can tell any more what the customer's file held there.

    That is so where the fill wrote over what it found and the file is gone; raises RecordError.
    """
    lost = [
        f"row {one.before.row} of {one.before.sheet or 'the file'}"
        for one in settled
        if _emptied(one) & _written_over(audit, one.before)
    ]
    if lost:
        raise RecordError(
            f"{', '.join(lost)}: what the customer's file held cannot be put back:"
            f" {audit.input['path']} is gone, or has changed",
            hint="put that file back where it lay, or decide otherwise",
        )


def _emptied(one: Settlement) -> set[str]:
    return {place.name for place, text in one.writes.items() if not text}


def _written_over(audit: Audit, row: AuditRow) -> set[str]:
    """The row's cells that may have held something when they were filled."""
    every = bool(audit.settings.get("overwrite"))
    return {name for role, name in row.cells.items() if every or role == Role.OWNERSHIP}


def _settlement(
    row: AuditRow,
    decision: Decision,
    reviewer: str,
    bank: AnswerBank,
    file: QuestionnaireFile,
    original: QuestionnaireFile | None,
    audit: Audit,
) -> Settlement:
    where = f"row {row.row} of {row.sheet or 'the file'}"
    if row.outcome == "skipped":
        raise RecordError(
            f"{where} was skipped ({row.reason})", hint="qfill fill --overwrite answers such rows anew"
        )
    question = question_of(row, file)
    who = reviewer or "a reviewer"
    kept = {place_of(file, row, name): text for name, text in row.written.items()}
    after = replace(row, decision=recorded(decision, reviewer))
    if decision.action == "confirm":
        if row.outcome != "filled":
            raise RecordError(f"{where} is confirmed, and was not filled")
        return Settlement(decision=decision, before=row, after=after, writes={})
    writes: dict[Place, str] = {}
    note = ""
    if decision.action == "blank":
        after = replace(
            after,
            outcome="unanswered",
            reason=_because(f"left blank by {who}", decision),
            written={},
            changes=(),
        )
    else:
        said = _said(row, decision, bank, question, audit, where)
        note = f"{where}: {said.note}" if said.note else ""
        writes = {
            question.targets[role]: text for role, text in said.writes.items() if role in question.targets
        }
        after = replace(
            after,
            outcome="filled",
            reason=_because(f"{_DONE[decision.action]} by {who}", decision),
            answers=said.answers,
            facts=said.facts,
            proposed={
                "verdict": str(said.verdict),
                "text": said.text,
                "language": said.language,
                "writes": {str(role): text for role, text in said.writes.items()},
            },
            changes=(),
        )
    held = original.read(kept) if original is not None else {}
    back = {place: held.get(place, "") for place in kept if place not in writes}
    return Settlement(decision=decision, before=row, after=after, writes={**back, **writes}, note=note)


_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})$")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_OPEN = "its text is written, and no option chosen"
_DONE = {"accept": "accepted", "choose": "chosen", "edit": "written"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    verdict: Verdict
    text: str
    language: str
    answers: Sequence[str]
    facts: Sequence[str]
    writes: Mapping[Role, str]
    note: str = ""


def _said(
    row: AuditRow,
    decision: Decision,
    bank: AnswerBank,
    question: Question,
    audit: Audit,
    where: str,
) -> _Said:
    proposed: Mapping[str, Any] = row.proposed or {}
    language = str(proposed.get("language") or audit.settings.get("language") or row.language)
    answers: list[str] = []
    facts: list[str] = []
    if decision.action == "accept":
        if not proposed:
            raise RecordError(f"{where} is accepted, and had no suggestion")
        _check_given([bank.by_id[name] for name in row.answers if name in bank.by_id], audit.tier, where)
        held: Mapping[str, str] = proposed.get("writes", {})
        writes = {Role(role): text for role, text in held.items() if role in set(Role)}
        if not writes:
            raise RecordError(
                f"{where} is accepted, and its cell takes nothing of what was suggested",
                hint="decide that row otherwise, or leave it blank",
            )
        verdict = Verdict(proposed["verdict"])
        chosen = bool(question.options) or Role.ANSWER in question.refused
        lacks = Role.ANSWER in question.targets and chosen and Role.ANSWER not in writes
        return _Said(
            verdict=verdict, text=str(proposed["text"]), language=language,
            answers=row.answers, facts=row.facts, writes=writes,
            note=f"{_OPEN}: it was suggested without" if lacks else "",
        )  # fmt: skip
    if decision.action == "choose":
        answer = bank.by_id.get(decision.answer or "")
        if answer is None:
            raise RecordError(f"{where}: the bank has no answer {decision.answer!r}")
        _check_given([answer], audit.tier, where)
        verdict = decision.verdict or _verdict_of(row, answer)
        text, language = say((answer,), verdict, language)
        short, _ = say((answer,), verdict, language, short=True)
        answers, facts = [answer.id], list(answer.facts)
    else:
        verdict = decision.verdict or Verdict.NONE  # what was suggested is not what the person says
        text, short = (decision.text or "").strip(), ""
        if contradicts(text, verdict):
            raise RecordError(
                f"{where}: its verdict is {verdict}, and its text begins by saying the opposite",
                hint="decide that row anew, so that both say the same",
            )
        answer = Answer(id="", topic="", verdict=verdict, phrasings={}, text={language: text})
    if decision.action == "edit" and Role.COMMENT not in question.targets:
        # What a person writes into a cell whose rule is not understood is theirs to answer for.
        question = replace(question, refused={})
    roles, problem = texts_for(question, answer, verdict=verdict, text=text, short=short, language=language)
    # A person may say something and give no verdict, or choose an answer whose verdict is not among
    # the options: the text then goes in, no option is chosen, and the row is named.
    comment = roles.get(Role.COMMENT, "")
    free = verdict is Verdict.NONE or decision.action == "choose" or bool(question.refused)
    enough = free and comment and fits(comment, question.max_length.get(Role.COMMENT))
    if problem and not enough:
        raise RecordError(f"{where}: {problem}", hint="decide that row otherwise, or leave it blank")
    return _Said(
        verdict=verdict, text=roles.get(Role.COMMENT, text), language=language,
        answers=answers, facts=facts, writes={role: text for role, text in roles.items() if text},
        note=f"{_OPEN}: {problem}" if problem else "",
    )  # fmt: skip


def _check_given(answers: Sequence[Answer], tier: str, where: str) -> None:
    """Refuse answers that a fill for this tier would not write; raises RecordError."""
    for answer in answers:
        if why := withheld(answer, tier):
            raise RecordError(
                f"{where}: {why}",
                hint="fill with --tier nda where the recipient may see it"
                if answer.approved
                else f"approve it first, with qfill bank approve {answer.id}",
            )


def _verdict_of(row: AuditRow, answer: Answer) -> Verdict:
    """The verdict that matching read for this answer, its polarity turned where the question turns it."""
    said = next((one.get("verdict") for one in row.candidates if one["answer"] == answer.id), None)
    return Verdict(said) if said else answer.verdict


def _because(text: str, decision: Decision) -> str:
    return f"{text}: {decision.reason}" if decision.reason else text


def place_of(file: QuestionnaireFile, row: AuditRow, name: str) -> Place:
    """The place that an audit's row calls by this name."""
    if row.sheet is not None:
        if (found := _CELL.match(name)) is None:
            raise RecordError(f"the audit's row {row.row} of {row.sheet} names {name!r}, which is no cell")
        return SheetCell(row.sheet, int(found[2]), column_number(found[1]))
    if file.format == "docx":
        return DocxPlace(name)
    if not isinstance(row.row, int) or not file.grids:
        raise RecordError(f"the audit's row {row.row} is no record of a csv")
    grid = file.grids[0]
    columns = set(grid.rows.get(grid.header_row or 1, {}))
    if _LETTERS.fullmatch(name):
        columns.add(column_number(name))
    places = [place for one in columns if (place := grid.locate(row.row, one)).name == name]
    if len(places) != 1:
        raise RecordError(f"{file.path}: no one column is named {name!r}", hint="fill the questionnaire anew")
    return places[0]


def question_of(row: AuditRow, file: QuestionnaireFile) -> Question:
    """The question that an audit's row was, with what its cells accept."""
    grid = next((one for one in file.grids if one.sheet == row.sheet), None)
    if unknown := set(row.cells).difference(Role):
        raise RecordError(f"the audit's row {row.row} names a column role that is none: {min(unknown)!r}")
    targets = {Role(role): place_of(file, row, name) for role, name in row.cells.items()}
    place = next(iter(targets.values()), DocxPlace(""))
    question = replace(row.asked, place=place, targets=targets)
    if grid is None:
        return question
    cells = {role: (one.row, one.column) for role, one in targets.items() if isinstance(one, SheetCell)}
    return with_limits(question, grid, cells)
