"""The bank prepared for matching: every phrasing read once, and an inverted index over units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qfill.language.lexicon import Lexicon
from qfill.matching.reading import Reading, pairs, read
from qfill.model import LANGUAGES, Answer

# How telling a kind of unit is before any counting; the model weighs the features anew.
KIND_WEIGHT = {
    "topic": 1.0,
    "object": 0.7,
    "scope": 0.8,
    "party": 0.5,
    "action": 0.6,
    "word": 0.55,
    "number": 0.6,
    "document": 0.5,
    "frequency": 0.45,
    "time": 0.6,
    "strength": 0.4,
    "evidence": 0.5,
    "quantity": 0.25,
    "ask": 0.2,
    "negation": 0.2,
    "generic": 0.2,
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One answer prepared: its phrasings read, what it covers, and its core.

    `reach`: every unit that a phrasing or the answer's text implies. `core`: how large a
    share of the phrasings holds a unit, the units that most have in common.
    """

    answer: Answer
    phrasings: tuple[Reading, ...]
    reach: frozenset[str]
    phrased: frozenset[str]
    core: Mapping[str, float]
    turned: bool
    numbers: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class Index:
    """All answers of a bank that may be matched, with document frequencies and postings."""

    def __init__(self, answers: Iterable[Answer], lexicon: Lexicon, background: Mapping[str, float]) -> None:
        self.lexicon = lexicon
        self.background = background
        self.answers = tuple(prepare(answer, lexicon) for answer in answers)
        self.postings: dict[str, list[tuple[int, float]]] = {}
        frequency: Counter[str] = Counter()
        for prepared in self.answers:
            frequency.update(prepared.phrased)
        self.frequency = frequency
        self._weights: dict[str, float] = {}
        for number, prepared in enumerate(self.answers):
            for key in prepared.phrased:
                # A unit in most phrasings of an answer speaks louder for it than one in a single phrasing.
                strength = 0.35 + 0.65 * min(1.0, prepared.core.get(key, 0.0) * 2)
                self.postings.setdefault(key, []).append((number, strength))

    def weight(self, key: str, kind: str) -> float:
        """How telling a unit is: its kind, its rarity in the bank and in questionnaires at large."""
        found = self._weights.get(key)
        if found is None:
            total = max(1, len(self.answers))
            rarity = math.log(1 + total / (1 + self.frequency.get(key, 0))) / math.log(1 + total)
            common = self.background.get(key, 0.0)
            found = self._weights[key] = KIND_WEIGHT[kind] * (0.3 + 0.7 * rarity) * (1 - 0.8 * common)
        return found

    def nearest(self, question: Reading, count: int = 6) -> list[tuple[int, float]]:
        """The answers that share most telling units with a question, best first, ties by answer id."""
        totals: dict[int, float] = {}
        for key in question.reach:
            found = self.postings.get(key)
            if found is None:
                continue
            weight = self.weight(key, self.lexicon.kind(key))
            if key not in question.keys:
                weight *= 0.5
            for number, strength in found:
                totals[number] = totals.get(number, 0.0) + weight * strength
        for number, total in totals.items():
            totals[number] = total / (1.5 + self._mass(number))
        ranked = sorted(totals.items(), key=lambda item: (-item[1], self.answers[item[0]].answer.id))
        return ranked[:count]

    def _mass(self, number: int) -> float:
        prepared = self.answers[number]
        return sum(
            self.weight(key, self.lexicon.kind(key)) * share
            for key, share in prepared.core.items()
            if share >= 0.3
        )


def prepare(answer: Answer, lexicon: Lexicon) -> Prepared:
    """Read an answer's phrasings and texts."""
    phrasings = tuple(
        read(text, language, lexicon) for language in LANGUAGES for text in answer.phrasings.get(language, ())
    )
    texts = [read(text, language, lexicon) for language, text in answer.text.items()]
    counts: Counter[str] = Counter()
    for phrasing in phrasings:
        counts.update(phrasing.reach)
    size = max(1, len(phrasings))
    phrased = frozenset(counts)
    reach = phrased.union(*(text.reach for text in texts))
    turned = sum(phrasing.turned for phrasing in phrasings) * 2 > size
    return Prepared(
        answer=answer,
        phrasings=phrasings,
        reach=reach,
        phrased=phrased,
        core={key: count / size for key, count in counts.items()},
        turned=turned,
        numbers=frozenset(key for key in reach if key.startswith("#")),
        pairs=frozenset().union(*(pairs(phrasing) for phrasing in phrasings)),
    )
