"""The bank prepared for matching: every wording read once, and inverted indexes over units."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from qfill.language.lexicon import Lexicon
from qfill.matching.agreement import Agreements, Near, Weighed
from qfill.matching.cache import Readings
from qfill.matching.fusion import fuse
from qfill.matching.postings import Postings
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

# How many wordings put as the whole bank puts them stand beside those counted.
_LEANS = 3.0
# In how many orders the answers are put that are near a question.
ORDERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """An answer, by its number, that is near a question.

    `shared`: the telling units that both hold, 0 and more; `likely`: the mean log-likelihood ratio of the
    question's units among its wordings, in nats; `nearest`: how well the one wording agrees that does best,
    refused ones too, 0 to 1; `fused`: its places in these three orders (`fusion.py`).
    """

    number: int
    shared: float
    likely: float
    nearest: float
    fused: float
    near: Near


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
        self._shared = Postings()
        self._likely = Postings()
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
                self._shared.add(key, number, strength)
                self._shares[key] = self._shares.get(key, 0.0) + prepared.core[key] / len(self.answers)
        self._core_masses = [
            sum(self.weight(key) * share for key, share in prepared.strong) for prepared in self.answers
        ]
        self._masses: dict[int, list[float]] = {}
        # What asks for more than an answer says is still on its subject, so refused wordings count too.
        held: dict[str, list[tuple[int, int]]] = {}
        for number, prepared in enumerate(self.answers):
            for key, times in prepared.counts().items():
                held.setdefault(key, []).append((number, times))
        for key, found in held.items():
            share = sum(times / len(self.answers[number].wordings) for number, times in found)
            leans = _LEANS * share / len(self.answers)
            for number, times in found:
                self._likely.add(key, number, math.log1p(times / leans))
        self._lengths = [math.log1p(len(prepared.wordings) / _LEANS) for prepared in self.answers]

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

    def nearest(
        self, question: Reading, count: int, leave_out: tuple[int, int] | None = None
    ) -> list[Retrieved]:
        """The answers nearest to a question, best first, ties by answer id.

        Three orders are fused: by the telling units that an answer's phrasings share with the question, by
        how likely its units are among all wordings of the answer, refused ones too (naive Bayes, see
        `likelihood.py`), and by the one wording that agrees best.
        `leave_out`: an answer and the place of one of its wordings that shall not count as the nearest.
        """
        keys = frozenset(question.keys)
        shared = {
            number: total / (1.5 + self._core_masses[number])
            for number, total in self._shared.scores(
                {key: self.weight(key) * (1.0 if key in keys else 0.5) for key in question.reach}, count
            ).items()
        }
        likely = {
            number: total - len(keys) * self._lengths[number]
            for number, total in self._likely.scores(dict.fromkeys(keys, 1.0), count).items()
        }
        weighed = self._weigh(question)
        blind, without = leave_out or (None, None)
        considered = {
            number: self._agreements(number, weighed, without if number == blind else None)
            for scores in (shared, likely)
            for number in self._best(scores, 3 * count // 2)
        }
        for number in considered:
            shared.setdefault(number, 0.0)
            likely.setdefault(number, -len(keys) * self._lengths[number])
        nearest = {number: max(one.best, one.refused) for number, one in considered.items()}
        fused = fuse(
            self._best({number: scores[number] for number in considered})
            for scores in (shared, likely, nearest)
        )
        return [
            Retrieved(
                number=number,
                shared=shared[number],
                likely=likely[number] / (1 + len(keys)),
                fused=fused[number],
                nearest=nearest[number],
                near=considered[number].near(),
            )
            for number in self._best(fused, count)
        ]

    def _best(self, scores: Mapping[int, float], count: int | None = None) -> list[int]:
        """The answers of the highest scores, all if no count is given; ties by answer id."""
        return heapq.nsmallest(
            count or len(scores),
            scores,
            key=lambda number: (-scores[number], self.answers[number].answer.id),
        )

    def near(self, number: int, question: Reading) -> Near:
        """How near an answer's wordings come to a question."""
        return self._agreements(number, self._weigh(question)).near()

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
