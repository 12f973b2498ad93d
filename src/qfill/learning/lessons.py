"""What completed questionnaires say together: where they agree, and where they contradict each other.

Rows that ask the same, be it in another spelling, give one answer if their verdicts agree;
its text is that of the file given last. Where verdicts differ each becomes an answer of its
own, the one that more files give first, of those the newer: both claim one wording, so that
neither is ever filled unseen. What a bank answers already is weighed like a file: a row that
agrees with it only adds a source, one that does not is a contradiction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qfill.answering.scope import scopes_meet
from qfill.language.lexicon_data import load_lexicon
from qfill.language.mentions import strangers
from qfill.language.normalise import bare, words
from qfill.learning.completed import Given
from qfill.matching.alike import Likeness, close
from qfill.matching.cache import Readings
from qfill.matching.reading import Reading
from qfill.model import Answer, Verdict

# A question of so few words says only under its heading what it is about.
_ALONE = 4
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:()] )[A-ZÅÄÖØÆ][\w-]*[A-Za-zÅÄÖØÆåäöøæ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """An answer in the making: rows that ask alike and are answered alike, the last one first.

    `known`: the id of the bank's answer that says so already, '' where it is new.
    """

    rows: tuple[Given, ...]
    verdict: Verdict
    known: str = ""

    @property
    def last(self) -> Given:
        """The row that words the answer: the newest with a text, else the newest."""
        own = [row for row in self.rows if row.verdict is self.verdict] or list(self.rows)
        return next((row for row in own if row.text), own[0])

    def strangers(self, known: str, customers: Iterable[str]) -> tuple[str, ...]:
        """The companies, addresses and customers in the text that a text in small letters does not know."""
        text = self.last.text
        named = {name for name in customers if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
        found = strangers(text, known)
        return (*sorted(name for name in named if not any(name in other for other in found)), *found)

    @property
    def differs(self) -> bool:
        """Whether an older file's text names other dates, figures or names than the one taken."""
        return any(_differ(self.last.text, row.text) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A question that is answered in several ways. `held`: the bank's own answer, if it is one of them."""

    question: str
    sides: tuple[Learnt, ...]
    held: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What files taught: answers in the order of their questions, and the contradictions among them."""

    answers: tuple[Learnt, ...]
    contradictions: tuple[Contradiction, ...]


def lessons(
    rows: Iterable[Given],
    known: Iterable[Answer] = (),
    scope: Mapping[str, Sequence[str]] | None = None,
    readings: Readings | None = None,
) -> Lessons:
    """Rows of all files as answers; those given last come first within an answer.

    `known` are the bank's answers, of which those count that may hold for `scope` too; `readings`
    those of its wordings that are kept.
    """
    readings = readings or Readings(load_lexicon())
    held = _Groups(readings)
    said: dict[int, Answer] = {}
    for answer in known:
        if scopes_meet(answer.applies_to, scope or {}):
            for language, texts in answer.phrasings.items():
                for text in texts:
                    said.setdefault(held.of(text, language), answer)
    answers: list[Learnt] = []
    contradictions: list[Contradiction] = []
    for asked in _grouped(list(rows), readings):
        sides = _sides(asked)
        first = asked[0]
        number = None if _needs_context(first) else held.find(first.question, first.language)
        old = said.get(number) if number is not None else None
        if old is not None:
            sides = [
                Learnt(rows=side.rows, verdict=side.verdict, known=old.id)
                if side.verdict is old.verdict
                else side
                for side in sides
            ]
        answers += sides
        told = {side.verdict for side in sides} | ({old.verdict} if old is not None else set())
        if len(told) > 1:
            contradictions.append(Contradiction(question=first.question, sides=tuple(sides), held=old))
    return Lessons(answers=tuple(answers), contradictions=tuple(contradictions))


def _sides(asked: Sequence[Given]) -> list[Learnt]:
    """The rows of one question by verdict: what more files say first, of those what the newer says."""
    by_verdict: dict[Verdict, list[Given]] = {}
    for row in sorted(asked, key=lambda row: -row.file):
        by_verdict.setdefault(row.verdict, []).append(row)
    if len(by_verdict) == 2 and Verdict.NONE in by_verdict:
        # A comment whose verdict was left open does not contradict the one verdict there is.
        (verdict,) = set(by_verdict) - {Verdict.NONE}
        every = tuple(sorted(asked, key=lambda row: -row.file))
        return [Learnt(rows=every, verdict=verdict)]
    weighed = sorted(
        by_verdict.items(), key=lambda side: (-len({row.file for row in side[1]}), -side[1][0].file)
    )
    return [Learnt(rows=tuple(found), verdict=verdict) for verdict, found in weighed]


class _Groups:
    """Texts that ask the same, numbered in the order in which they were met."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._known: dict[tuple[Likeness, str], list[tuple[int, Reading]]] = {}
        self._count = 0

    def of(self, text: str, language: str, context: str = "") -> int:
        """The number of a text's group, which is made where there is none."""
        reading = self._readings.get(text, language)
        found = self._find(reading, context)
        if found is None:
            found, self._count = self._count, self._count + 1
        for likeness in self._readings.likenesses(reading):
            self._known.setdefault((likeness, context), []).append((found, reading))
        return found

    def find(self, text: str, language: str) -> int | None:
        """The number of a text's group, None where there is none."""
        return self._find(self._readings.get(text, language), "")

    def _find(self, reading: Reading, context: str) -> int | None:
        for likeness in self._readings.likenesses(reading):
            for number, other in self._known.get((likeness, context), ()):
                if close(reading, other):
                    return number
        return None


def _grouped(rows: Sequence[Given], readings: Readings) -> list[list[Given]]:
    """The rows by what they ask, in the order in which it was first asked."""
    contexts: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows:
        contexts[row.file, bare(row.question)].add(row.context)
    often = {asked for (_, asked), found in contexts.items() if len(found) > 1}
    groups = _Groups(readings)
    found: dict[int, list[Given]] = {}
    for row in rows:
        apart = _needs_context(row) or bare(row.question) in often
        context = bare(row.context) if apart else ""
        found.setdefault(groups.of(row.question, row.language, context), []).append(row)
    return list(found.values())


def _needs_context(row: Given) -> bool:
    return len(words(row.question)) <= _ALONE


def _differ(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if set(_FIGURE.findall(one)) != set(_FIGURE.findall(other)):
        return True
    first, second = set(_NAME.findall(one)), set(_NAME.findall(other))
    return bool(first - second and second - first)
