"""Statements of the register's documents that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qfill.answering.scope import scopes_meet
from qfill.bank import Fact
from qfill.checks.bench import Bench
from qfill.checks.rule import Finding
from qfill.language.detect import detect
from qfill.language.normalise import bare
from qfill.matching.figures import Figure, figures

_STATEMENT = re.compile(r"(?<=[.!?;])\s+")
_LEAST_STATED = 3
# A statement whose subject stands in the one before it.
_REFERS = re.compile(r"(?:it|they|these|those|this|that|the (?:former|latter)|de|den|det|dessa|disse)\b")


def differing_facts(bench: Bench) -> Iterator[Finding]:
    """Statements of documents that are the same words but for a length of time, unless of other scopes."""
    seen: dict[str, tuple[Fact, str, tuple[Figure, ...]]] = {}
    for source in bench.bank.register.sources:
        for fact in source.facts if source.kind == "document" else ():
            for said in _STATEMENT.split(fact.says):
                language = detect(said)
                lengths = figures(said, language)
                rest = bare(_without(said, lengths))
                if not lengths or rest.count(" ") + 1 < _LEAST_STATED or _REFERS.match(rest):
                    continue
                first, text, stated = seen.setdefault(rest, (fact, said, lengths))
                if not _same_lengths(lengths, stated) and _one_scope(bench, fact, first):
                    yield Finding(
                        code="QF304",
                        place=bench.place(fact.line, "says"),
                        message=f"fact {fact.id} says {said.strip()!r} and fact {first.id} {text.strip()!r}",
                        hint="settle which is true, and correct the other",
                    )


def _without(text: str, lengths: Iterable[Figure]) -> str:
    for length in lengths:
        text = text.replace(length.surface, " # ", 1)
    return text


def _same_lengths(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    return len(one) == len(other) and all(map(Figure.same, one, other))


def _one_scope(bench: Bench, one: Fact, other: Fact) -> bool:
    """Whether answers of one scope may rest on both facts; what no answer cites may hold anywhere."""
    first, second = (
        [answer.applies_to for answer in bench.bank.answers if fact.id in answer.facts]
        for fact in (one, other)
    )
    return not first or not second or any(scopes_meet(mine, theirs) for mine in first for theirs in second)
