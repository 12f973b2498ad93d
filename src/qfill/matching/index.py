"""The bank prepared for matching: every wording read once, and inverted indexes over units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from qfill.language.lexicon import Lexicon
from qfill.matching.agreement import Agreements, Near, Weighed
from qfill.matching.cache import Readings
from qfill.matching.prepared import prepare
from qfill.matching.reading import Reading
from qfill.matching.tally import scale_of
from qfill.model import Answer

T = TypeVar("T")

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

# A unit that more answers hold than this chooses none of them by itself.
_COMMON = 400
# How many answers are added for a wording that they were refused for, and how near it must come.
_ADDED = 2
_REFUSED_FROM = 0.45


class Index:
    """All answers of a bank that may be matched, with document frequencies and postings."""

    def __init__(
        self,
        answers: Iterable[Answer],
        lexicon: Lexicon,
        background: Mapping[str, float],
        beyond: Mapping[str, float],
        readings: Readings | None = None,
    ) -> None:
        readings = readings or Readings(lexicon)
        self.lexicon = lexicon
        self.background = background
        self.beyond = beyond
        self.answers = tuple(prepare(answer, readings) for answer in answers)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        frequency: Counter[str] = Counter()
        for prepared in self.answers:
            frequency.update(prepared.phrased)
        self._frequency = frequency
        self._weights: dict[str, float] = {}
        self._shares: dict[str, float] = {}
        for number, prepared in enumerate(self.answers):
            for key in prepared.phrased:
                # A unit in most phrasings of an answer speaks louder for it than one in a single phrasing.
                strength = 0.35 + 0.65 * min(1.0, prepared.core.get(key, 0.0) * 2)
                self._postings.setdefault(key, []).append((number, strength))
                self._shares[key] = self._shares.get(key, 0.0) + prepared.core[key] / len(self.answers)
        self._core_masses = [
            sum(self.weight(key) * share for key, share in prepared.strong) for prepared in self.answers
        ]
        self._masses: dict[int, list[float]] = {}
        # What asks for more than an answer says is still on its subject.
        self._refused: dict[str, list[int]] = {}
        for number, prepared in enumerate(self.answers):
            for key in sorted(prepared.beyond):
                self._refused.setdefault(key, []).append(number)

    def weight(self, key: str) -> float:
        """How telling a unit is: its kind, its rarity in the bank and in questionnaires at large."""
        found = self._weights.get(key)
        if found is None:
            total = max(1, len(self.answers))
            rarity = math.log(1 + total / (1 + self._frequency.get(key, 0))) / math.log(1 + total)
            common = self.background.get(key, 0.0)
            kind = KIND_WEIGHT[self.lexicon.kind(key)]
            found = self._weights[key] = kind * (0.3 + 0.7 * rarity) * (1 - 0.8 * common)
        return found

    def share(self, key: str) -> float:
        """How large a share of an answer's phrasings implies a unit, on the mean of all answers, 0 to 1."""
        return self._shares.get(key, 0.0)

    @cached_property
    def answer_types(self) -> Mapping[str, float]:
        """The shares of the bank's phrasings that ask for each sort of answer."""
        counts = Counter(
            wording.reading.answer_type for prepared in self.answers for wording in prepared.phrasings
        )
        return {name: count / counts.total() for name, count in sorted(counts.items())}

    def nearest(self, question: Reading, count: int) -> list[tuple[int, float, Near]]:
        """The answers nearest to a question with their rank scores, best first, ties by answer id.

        Those that share most telling units, and among twice as many those of which one
        phrasing agrees best.
        """
        totals: dict[int, float] = {}
        keys = frozenset(question.keys)
        # The rarest units choose the answers; those that half the bank holds only add to them.
        for key in sorted(question.reach, key=lambda key: (len(self._postings.get(key, ())), key)):
            found = self._postings.get(key)
            if found is None:
                continue
            weight = self.weight(key) if key in keys else self.weight(key) * 0.5
            if len(found) <= _COMMON or len(totals) < count:
                for number, strength in found:
                    totals[number] = totals.get(number, 0.0) + weight * strength
            else:
                for number, strength in found:
                    if number in totals:
                        totals[number] += weight * strength
        ranks = {number: total / (1.5 + self._core_masses[number]) for number, total in totals.items()}
        ranked = sorted(ranks, key=lambda number: (-ranks[number], self.answers[number].answer.id))
        weighed = self._weigh(question)
        considered = {number: self._agreements(number, weighed) for number in ranked[: 2 * count]}
        by_phrasing = sorted(
            considered, key=lambda number: (-considered[number].best, self.answers[number].answer.id)
        )
        chosen = dict.fromkeys([*ranked[:count], *by_phrasing[: count // 2]])
        for number in self._once_refused(question, weighed, considered, chosen):
            chosen[number] = None
        return [(number, ranks.get(number, 0.0), considered[number].near()) for number in chosen]

    def _once_refused(
        self,
        question: Reading,
        weighed: Weighed,
        considered: dict[int, Agreements],
        chosen: Collection[int],
    ) -> list[int]:
        """Answers that a person kept from a wording much like the question: near its subject, then."""
        totals: dict[int, float] = {}
        for key in question.keys:
            for number in self._refused.get(key, ()):
                if number not in chosen:
                    totals[number] = totals.get(number, 0.0) + self.weight(key)
        found = []
        for number in sorted(totals, key=lambda number: (-totals[number], number))[: 2 * _ADDED]:
            if number not in considered:
                considered[number] = self._agreements(number, weighed)
            if considered[number].refused >= _REFUSED_FROM:
                found.append(number)
        return sorted(found, key=lambda number: (-considered[number].refused, number))[:_ADDED]

    def near(self, number: int, question: Reading, leave_out: int | None = None) -> Near:
        """How near an answer's wordings come to a question, one of them left out if asked."""
        return self._agreements(number, self._weigh(question), leave_out).near()

    def _weigh(self, question: Reading) -> Weighed:
        keys = [(key, self.weight(key)) for key in question.keys]
        reach = [(key, self.weight(key)) for key in question.reach]
        most = max(math.fsum(weight for _, weight in units) for units in (keys, reach)) or 1.0
        scale = scale_of(most, len(keys) + len(reach))
        whole = [(key, round(weight * scale)) for key, weight in keys]
        return Weighed(
            whole,
            [(key, round(weight * scale)) for key, weight in reach],
            sum(weight for _, weight in whole) or 1,
            scale,
        )

    def _agreements(self, number: int, weighed: Weighed, leave_out: int | None = None) -> Agreements:
        prepared = self.answers[number]
        wordings, own = prepared.wordings, prepared.own
        covered = prepared.implied.sums(weighed.keys)
        asked = prepared.named.sums(weighed.reach)
        weights = self._masses.get(number)
        if weights is None:
            weights = self._masses[number] = [
                sum(map(self.weight, wording.reading.keys)) or 1e-9 for wording in wordings
            ]
        scale, total = weighed.scale, weighed.total
        masses = [scale * weight for weight in weights]
        if leave_out is not None:
            wordings = tuple(_without(wordings, leave_out))
            covered, asked = _without(covered, leave_out), _without(asked, leave_out)
            masses = _without(masses, leave_out)
            own -= leave_out < own
        # The harmonic mean of how much of the question is covered and how much of the wording is asked.
        agreed = [
            2 * cover * ask / (cover * mass + ask * total) if cover and ask else 0.0
            for cover, ask, mass in zip(covered, asked, masses, strict=True)
        ]
        return Agreements(wordings, own, total, covered, asked, masses, agreed)


def _without(values: Sequence[T], place: int) -> list[T]:
    return [value for number, value in enumerate(values) if number != place]
