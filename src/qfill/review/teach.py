"""What decisions teach the bank: wordings accepted, wordings refused, answers newly written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qfill.answering import Policy, settle
from qfill.bank import AnswerBank
from qfill.bank.splice import BankEditor
from qfill.files import QuestionnaireFile
from qfill.language.normalise import bare, squash
from qfill.matching import Matcher
from qfill.matching.asked import Asked
from qfill.matching.cache import cache_path
from qfill.model import Answer, Outcome, Verdict, parse_day
from qfill.records.audit import AuditRow
from qfill.records.decisions import Decisions
from qfill.review.apply import Settlement, question_of
from qfill.review.teach_new import New, Says, add_answers, short

_PULLS = 0.9
_TAKEN = ("accept", "choose", "confirm")


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
    lesson = _Lesson(editor, bank, settled)
    by_key = {one.decision.key: one for one in settled}
    said: list[str] = []
    done: set[Says] = set()
    for decisions in given:
        new: list[New] = []
        for decision in decisions.rows:
            one = by_key[decision.key]
            behind = (*one.before.answers, *one.after.answers)
            if decision.action == "edit":
                text = (decision.text or "").strip()
                new.append(New(row=one.after, text=text, verdict=decision.verdict, behind=behind))
            elif decision.action in _TAKEN and len(one.after.answers) > 1:
                text, facts = str((one.after.proposed or {}).get("text", "")), tuple(one.after.facts)
                new.append(New(row=one.after, text=text, verdict=None, facts=facts, behind=behind))
            said += lesson.accepted(one)
            said += lesson.refused(one)
        said += add_answers(editor, decisions, new, audit, done)
    return said


def still_waiting(
    bank: AnswerBank, settled: Sequence[Settlement], file: QuestionnaireFile, settings: dict[str, Any]
) -> Iterator[str]:
    """The accepted rows whose wording the taught bank holds, and which a fill would leave all the same.

    `settings` are those of the audit: the rows are tried as they were filled.
    """
    policy = Policy(
        accept=float(settings["accept"]),
        suggest=float(settings["suggest"]),
        language=str(settings["language"]),
        tier=str(settings.get("tier", "public")),
        scope={key: tuple(values) for key, values in settings.get("for", {}).items()},
        today=parse_day(str(settings["today"])),
        stale=str(settings.get("stale", "fill")),
    )
    matcher = Matcher(bank.answers, cache=cache_path(bank.sha256))
    for one in settled:
        row = one.after
        if one.decision.action not in _TAKEN or len(row.answers) != 1:
            continue
        answer = bank.by_id.get(row.answers[0])
        if answer is None or not _is_known(answer, row):
            continue
        question = question_of(row, file)
        found = settle(
            question, matcher.match(question, row.language, scope=policy.scope, explain=False), bank, policy
        )
        if found.outcome is not Outcome.FILLED:
            yield f"{short(row)}: will wait for a person again: {found.reason}"


class _Lesson:
    """One teaching: what one row taught is known to the next, so that no wording goes two ways."""

    def __init__(self, editor: BankEditor, bank: AnswerBank, settled: Sequence[Settlement]) -> None:
        self._editor = editor
        self._bank = bank
        self._matcher = Matcher(bank.answers, cache=cache_path(bank.sha256))
        self._taught: dict[str, str] = {}
        self._taken_out: set[tuple[str, str]] = set()
        self._phrasings = {
            answer.id: sum(map(len, answer.phrasings.values())) for answer in self._bank.answers
        }
        # What is accepted on one row is not refused because of another.
        self._wanted = {
            (_wording(one.before), name)
            for one in settled
            if one.decision.action in _TAKEN
            for name in one.after.answers
        }

    def accepted(self, one: Settlement) -> Iterator[str]:
        """The wording of an accepted question goes to its answer."""
        row, taken = one.before, one.after.answers
        if one.decision.action not in _TAKEN or len(taken) != 1 or taken[0] not in self._bank.by_id:
            return
        answer = self._bank.by_id[taken[0]]
        verdict = Verdict((one.after.proposed or {}).get("verdict", "none"))
        unsaid = verdict is Verdict.NONE and answer.verdict is not Verdict.NONE
        if one.decision.action == "accept" and unsaid and self._asked(row).asks_whether:
            # Facts that help are no answer yet: taught, they would be filled as one.
            said = f"accepted without a yes or a no, so not taught; choose {answer.id} to teach it"
            yield f"{short(row)}: {said}"
            return
        if _is_known(answer, row):
            yield from self._forgive(answer, row)
            return
        if self._taught.get(_wording(row)) == answer.id:
            return
        if not self._stands_alone(row):
            yield f"{short(row)}: says too little by itself to be taught"
            return
        rival = self._taught.get(_wording(row)) or self._pulled(answer, row)
        if rival:
            yield f"{short(row)}: not taught to {answer.id}, it would pull rows from {rival}"
            return
        opposite = verdict is not answer.verdict and verdict.turned is answer.verdict
        group = "turned" if opposite else "phrasings"
        self._taught[_wording(row)] = answer.id
        yield from self._forgive(answer, row)
        if self._editor.add_wording(answer.id, group, row.language, squash(row.question)):
            yield f"{short(row)}: taught to {answer.id}"

    def refused(self, one: Settlement) -> Iterator[str]:
        """The wording of a question whose proposal was turned down is kept as what it does not answer."""
        row, decision = one.before, one.decision
        if decision.action not in ("choose", "edit", "blank"):
            return
        if decision.action == "blank" and not row.proposed:
            return
        proposed = list(row.answers) or [str(found["answer"]) for found in row.candidates[:1]]
        for name in proposed[:1]:
            answer = self._bank.by_id.get(name)
            if answer is None or (name in one.after.answers and decision.action == "choose"):
                continue
            if (_wording(row), name) in self._wanted or not self._stands_alone(row):
                continue
            if _is_known(answer, row):
                yield from self._take_out(answer, row, edited=decision.action == "edit")
            elif self._editor.add_wording(name, "not_this", row.language, squash(row.question)):
                yield f"{short(row)}: kept as what {name} does not answer"

    def _forgive(self, answer: Answer, row: AuditRow) -> Iterator[str]:
        """A refusal that a person takes back goes, and is told."""
        for _, language, text in list(_held(answer, row, "not_this")):
            if self._once(answer, language, text):
                self._editor.remove_wording(answer.id, "not_this", language, text)
                said = f"accepted against the bank, so no longer kept as what {answer.id} does not answer"
                yield f"{short(row)}: {said}"

    def _take_out(self, answer: Answer, row: AuditRow, *, edited: bool) -> Iterator[str]:
        """A wording that the answer has, and a person turned down, goes under `not_this`.

        Not where the text alone may have been what the person changed, nor the last phrasing.
        """
        held = list(_held(answer, row, "phrasings", "turned"))
        left = self._phrasings[answer.id] - sum(group == "phrasings" for group, _, _ in held)
        if edited or left < 1:
            said = f"is {'a' if edited else 'the only'} phrasing of {answer.id}"
            yield f"{short(row)}: {said}; take it out there if it is not answered by it"
            return
        for group, language, text in held:
            if self._once(answer, language, text):
                self._phrasings[answer.id] -= group == "phrasings"
                self._editor.remove_wording(answer.id, group, language, text)
                self._editor.add_wording(answer.id, "not_this", language, text)
                said = f"no longer a phrasing of {answer.id}, but kept as what it does not answer"
                yield f"{short(row)}: {said}"

    def _once(self, answer: Answer, language: str, text: str) -> bool:
        """Whether a wording of an answer is to be taken out for the first time."""
        one = (answer.id, f"{language} {text}")
        found = one not in self._taken_out
        self._taken_out.add(one)
        return found

    def _stands_alone(self, row: AuditRow) -> bool:
        """Whether the wording means the same without the section and parent around it."""
        return self._asked(row).stands_alone

    def _asked(self, row: AuditRow) -> Asked:
        return self._matcher.asked(row.asked, row.language)

    def _pulled(self, answer: Answer, row: AuditRow) -> str:
        """Another answer on other facts that has nearly this wording already, '' where there is none."""
        asked = self._asked(row)
        for number, prepared in enumerate(self._matcher.index.answers):
            other = prepared.answer
            if other.id == answer.id or set(other.facts) & set(answer.facts):
                continue
            if self._matcher.index.near(number, asked.reading).phrasings[0].agreement >= _PULLS:
                return other.id
        return ""


def _wording(row: AuditRow) -> str:
    return _same(row.question)


def _same(text: str) -> str:
    """What two spellings of one wording share: its words, or its signs where it has none."""
    return bare(text) or squash(text)


def _held(answer: Answer, row: AuditRow, *groups: str) -> Iterator[tuple[str, str, str]]:
    """The wordings of an answer that are this row's, with the list and the language they stand under."""
    for group in groups:
        for language, texts in getattr(answer, group).items():
            for text in texts:
                if _same(text) == _wording(row):
                    yield group, language, text


def _is_known(answer: Answer, row: AuditRow) -> bool:
    return any(_held(answer, row, "phrasings", "turned"))
