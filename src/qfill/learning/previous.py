"""Last time's file: its answers carried over where the question stands unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from qfill.answering import HELD_BACK, Settled, texts_for
from qfill.answering.text import verdict_word
from qfill.language.messages import cut
from qfill.language.normalise import bare, words
from qfill.learning.completed import Given
from qfill.model import Answer, Outcome, Question, Role, Verdict

_CHANGED = 80.0


@dataclass(frozen=True, slots=True)
class Previous:
    """The answered rows of last year's version of a form, by the words of the question and by its id.

    `name` is the file's; of several rows with an id the first is kept.
    """

    name: str
    by_words: Mapping[tuple[str, ...], Sequence[Given]]
    by_id: Mapping[str, Given]

    def carry(self, question: Question, settled: Settled) -> Settled:
        """What becomes of a row, the answer given last time considered.

        An unchanged question takes last time's answer, unless the bank gives another verdict or
        its answer may not be given unseen; then, and where the question is put otherwise, both
        are shown to a person. What is above the tier stays held back, whoever was told last time.
        """
        if settled.outcome is Outcome.SKIPPED or HELD_BACK in settled.notes:
            return settled
        same = self._same(question)
        if same is not None:
            told = f"last time: {_short(same)} ({self.name}, {same.place})"
            if against := _against(settled, same):
                reason = f"{against}; {told}"
                return replace(settled, outcome=Outcome.REVIEW, reason=reason, notes=(*settled.notes, told))
            if settled.outcome is Outcome.FILLED:
                return settled
            return self._taken(question, settled, same)
        changed = self._changed(question)
        if changed is not None:
            where = f"{self.name}, {changed.place}"
            told = f"asked otherwise last time: {changed.question} ({_short(changed)}; {where})"
            if settled.outcome is Outcome.FILLED and not _differ(settled.verdict, changed.verdict):
                return settled
            taken = settled if settled.text else self._taken(question, settled, changed)
            return replace(taken, outcome=Outcome.REVIEW, reason=told, notes=(*settled.notes, told))
        return settled

    def _same(self, question: Question) -> Given | None:
        """The one row that asked this in the same words, in the same context where there are several."""
        found = self.by_words.get(tuple(words(question.text)), ())
        if len(found) > 1:
            context = " ".join(part for part in (question.parent, question.section) if part)
            close = [row for row in found if row.context == context]
            found = close or (found if len({(row.verdict, row.text) for row in found}) == 1 else [])
        return found[0] if found else None

    def _changed(self, question: Question) -> Given | None:
        """The row of the same question ID that asked something like this."""
        row = self.by_id.get(question.question_id) if question.question_id else None
        if row is None:
            return None
        near = fuzz.token_sort_ratio(bare(row.question), bare(question.text))
        return row if near >= _CHANGED else None

    def _taken(self, question: Question, settled: Settled, row: Given) -> Settled:
        said = Answer(id="", topic="", verdict=row.verdict, phrasings={}, text={row.language: row.text})
        alone = Role.COMMENT not in question.targets and not question.options
        # A cell that takes everything there is to say takes a verdict that stood alone as a word.
        text = row.text or (verdict_word(row.verdict, row.language) if alone else "")
        writes, problem = texts_for(
            question, said, verdict=row.verdict, text=text, short="", language=row.language
        )
        told = f"carried over from {self.name}, {row.place}"
        return replace(
            settled,
            outcome=Outcome.REVIEW if problem else Outcome.FILLED,
            reason=problem or told,
            answers=(),
            facts=(),
            verdict=row.verdict,
            text=row.text or _short(row),
            language=row.language,
            writes={role: text for role, text in writes.items() if text},
            notes=(told,),
        )


def previous_of(name: str, rows: Iterable[Given]) -> Previous:
    """Last time's answered rows, ready to be asked."""
    by_words: dict[tuple[str, ...], list[Given]] = {}
    by_id: dict[str, Given] = {}
    for row in rows:
        by_words.setdefault(tuple(words(row.question)), []).append(row)
        by_id.setdefault(row.question_id, row)
    return Previous(name, by_words, by_id)


def _against(settled: Settled, row: Given) -> str:
    """What the bank has against giving last time's answer unseen, '' where nothing."""
    if settled.doubt or not _differ(settled.leaning, row.verdict):
        return settled.doubt
    sure = settled.outcome is Outcome.FILLED
    return f"the bank says {settled.leaning} now" if sure else f"the nearest answer says {settled.leaning}"


def _differ(one: Verdict, other: Verdict) -> bool:
    return Verdict.NONE not in (one, other) and one is not other


def _short(row: Given) -> str:
    text = " ".join(
        part for part in ("" if row.verdict is Verdict.NONE else str(row.verdict), row.text) if part
    )
    return cut(text, 120)
