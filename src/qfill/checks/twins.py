"""Wordings of two answers in the same words, or in words that ask the opposite ("stored unencrypted")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qfill.answering.scope import scopes_meet
from qfill.checks.bench import Bench
from qfill.language.lexicon import DENYING
from qfill.language.normalise import stem, words
from qfill.matching.reading import read
from qfill.model import Answer

# What says no more than that something is asked, denied, or lies where it is stored.
_LIGHT = frozenset(
    "a an the is are do does you your our we us i have has any some stored store storage at rest in of not no"
    " without är ni vi våra en ett lagras lagrad vila någon inte utan er dere noen ikke uten lagres"
    " hvile".split()
)
_LEAST_STEM = 5
_LEAST_WORDS = 3


def at_odds(one: Answer, other: Answer, *, turned: bool) -> bool:
    """Whether two answers say yes and no, the second turned where the question is."""
    mine, theirs = one.verdict, other.verdict
    if turned:
        theirs = theirs.turned
    return mine is not mine.turned and theirs is mine.turned


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A wording that stands in an answer, and in the same words before it, in `first`."""

    answer: Answer
    key: str
    language: str
    text: str
    first: Answer
    first_key: str

    @property
    def opposed(self) -> bool:
        """Whether the two answers say yes and no to it."""
        turned = self.key != self.first_key
        return self.first is not self.answer and at_odds(self.answer, self.first, turned=turned)


def twins(bench: Bench) -> Iterator[Twin]:
    """The wordings of all answers, drafts among them, that stand in another of the same scope already."""
    seen: dict[tuple[str, ...], list[tuple[Answer, str]]] = {}
    for answer in bench.bank.answers:
        for key, language, text in bench.wordings(answer):
            folded = tuple(words(text))
            if not folded:
                continue
            before = seen.setdefault((language, *folded), [])
            found = next((one for one in before if scopes_meet(one[0].applies_to, answer.applies_to)), None)
            if found is not None:
                yield Twin(
                    answer=answer, key=key, language=language, text=text, first=found[0], first_key=found[1]
                )
            before.append((answer, key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposites:
    """A wording of an answer, and one of another answer of its scope that asks the opposite."""

    answer: Answer
    key: str
    language: str
    text: str
    other: Answer
    other_key: str
    other_text: str


def opposites(bench: Bench) -> Iterator[Opposites]:
    """The wordings of approved answers that turn one of another answer about."""
    seen: dict[tuple[str, frozenset[str]], list[tuple[Answer, str, str]]] = {}
    for answer in bench.bank.answers:
        for key, language, text in bench.wordings(answer) if answer.approved else ():
            core = _core(text, language)
            if len(core) < _LEAST_WORDS:
                continue
            before = seen.setdefault((language, core), [])
            for other, other_key, other_text in before:
                if other is answer or not scopes_meet(other.applies_to, answer.applies_to):
                    continue
                if _turned(bench, text, language) != _turned(bench, other_text, language):
                    yield Opposites(
                        answer=answer, key=key, language=language, text=text,
                        other=other, other_key=other_key, other_text=other_text,
                    )  # fmt: skip
            before.append((answer, key, text))


def _turned(bench: Bench, text: str, language: str) -> bool:
    return read(text, language, bench.lexicon).turned


def _core(text: str, language: str) -> frozenset[str]:
    """The stems of a wording, without those that deny and those that say little."""
    return frozenset(
        stem(_affirmed(word, DENYING[language]), language) for word in words(text) if word not in _LIGHT
    )


def _affirmed(word: str, prefix: str) -> str:
    return word.removeprefix(prefix) if len(word) > len(prefix) + _LEAST_STEM else word
