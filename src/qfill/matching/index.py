"""The bank prepared for matching: every wording read once, and inverted indexes over units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qfill.language.lexicon import Lexicon
from qfill.matching.cache import Readings
from qfill.matching.reading import Reading, pairs
from qfill.matching.reading import bare as bare
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

# A unit that more answers hold than this chooses none of them by itself.
_COMMON = 400
_NEAREST = 12
# Of an answer's phrasings, the share that holds what it is strongly about.
_STRONG = 0.3
# How many answers are added for a wording that they were refused for, and how near it must come.
_ADDED = 2
_REFUSED_FROM = 0.45


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of an answer, read. `turned`: it asks the opposite; `refused`: it stands under `not_this`.

    `bare`: its words alone.
    """

    reading: Reading
    bare: str
    turned: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a wording fits a question: what it covers of it, what of it is asked, their harmonic mean."""

    wording: Wording
    covers: float
    asked: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Near:
    """How near an answer's wordings come to a question.

    `phrasings`: the fits of those nearest, best first; `refused`: the agreements of the
    nearest refused ones. `covers`: the largest share of the question that one phrasing
    covers. `crowd`: the share of phrasings that agree nearly as well as the best.
    """

    phrasings: tuple[Fit, ...]
    refused: tuple[float, ...]
    covers: float
    crowd: float


@dataclass(frozen=True)
class Prepared:
    """One answer prepared: its wordings read, what it covers, and its core.

    `reach`: every unit that a phrasing or the answer's text implies. `core`: how large a
    share of the phrasings holds a unit, the units that most have in common. `beyond`: units
    that only refused wordings hold, so that asking them is likely asking for more.
    `own`: how many of the wordings it answers; the refused ones stand behind them. `strong`: the
    part of the core that many phrasings hold.
    What a comparison needs besides is made when the answer is first compared.
    """

    answer: Answer
    wordings: tuple[Wording, ...]
    reach: frozenset[str]
    phrased: frozenset[str]
    beyond: frozenset[str]
    own: int
    core: Mapping[str, float]
    strong: Sequence[tuple[str, float]]

    @cached_property
    def implied(self) -> Mapping[str, Sequence[int]]:
        """The wordings, by their place, that imply a unit."""
        return _places(wording.reading.reach for wording in self.wordings)

    @cached_property
    def named(self) -> Mapping[str, Sequence[int]]:
        """The wordings, by their place, that name a unit."""
        return _places(wording.reading.keys for wording in self.wordings)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring units of its phrasings."""
        return frozenset().union(*(pairs(wording.reading) for wording in self.phrasings))

    @cached_property
    def forms(self) -> frozenset[str]:
        """How its phrasings ask."""
        return frozenset(wording.reading.form for wording in self.phrasings)

    @cached_property
    def bare(self) -> frozenset[str]:
        """Its phrasings by their words alone."""
        return frozenset(wording.bare for wording in self.phrasings)

    @cached_property
    def refused(self) -> frozenset[str]:
        """Its refused wordings by their words alone."""
        return frozenset(wording.bare for wording in self.wordings[self.own :])

    @property
    def phrasings(self) -> tuple[Wording, ...]:
        """The wordings that the answer answers."""
        return self.wordings[: self.own]


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
        for number, prepared in enumerate(self.answers):
            for key in prepared.phrased:
                # A unit in most phrasings of an answer speaks louder for it than one in a single phrasing.
                strength = 0.35 + 0.65 * min(1.0, prepared.core.get(key, 0.0) * 2)
                self._postings.setdefault(key, []).append((number, strength))
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
        weighed: _Weighed,
        considered: dict[int, _Agreements],
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

    def _weigh(self, question: Reading) -> _Weighed:
        return _Weighed(
            [(key, self.weight(key)) for key in question.keys],
            # In one order always: the last bits of a sum depend on it.
            [(key, self.weight(key)) for key in sorted(question.reach)],
            sum(map(self.weight, question.keys)) or 1e-9,
        )

    def _agreements(self, number: int, weighed: _Weighed, leave_out: int | None = None) -> _Agreements:
        prepared = self.answers[number]
        wordings = prepared.wordings
        covered, asked = [0.0] * len(wordings), [0.0] * len(wordings)
        implied, named = prepared.implied, prepared.named
        for key, weight in weighed.keys:
            for place in implied.get(key, ()):
                covered[place] += weight
        for key, weight in weighed.reach:
            for place in named.get(key, ()):
                asked[place] += weight
        masses = self._masses.get(number)
        if masses is None:
            masses = self._masses[number] = [
                sum(map(self.weight, wording.reading.keys)) or 1e-9 for wording in wordings
            ]
        own = prepared.own
        if leave_out is not None:
            wordings = tuple(wording for place, wording in enumerate(wordings) if place != leave_out)
            covered, asked, masses = (
                [value for place, value in enumerate(values) if place != leave_out]
                for values in (covered, asked, masses)
            )
            own -= leave_out < own
        total = weighed.total
        agreed = [
            2 * (one := cover / total) * (other := ask / mass) / (one + other) if cover and ask else 0.0
            for cover, ask, mass in zip(covered, asked, masses, strict=True)
        ]
        return _Agreements(wordings, own, total, covered, asked, masses, agreed)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A question's units with what each weighs, and all that they imply."""

    keys: Sequence[tuple[str, float]]
    reach: Sequence[tuple[str, float]]
    total: float


class _Agreements:
    """What each wording of an answer covers of a question, is asked of it, and their harmonic mean."""

    __slots__ = ("_agreed", "_asked", "_covered", "_masses", "_own", "_total", "_wordings", "best", "refused")

    def __init__(
        self,
        wordings: tuple[Wording, ...],
        own: int,
        total: float,
        covered: list[float],
        asked: list[float],
        masses: list[float],
        agreed: list[float],
    ) -> None:
        self._wordings = wordings
        self._own = own
        self._total = total
        self._covered = covered
        self._asked = asked
        self._masses = masses
        self._agreed = agreed
        self.best = max(agreed[:own])
        self.refused = max(agreed[own:], default=0.0)

    def near(self) -> Near:
        """The wordings that come nearest; of those that agree alike, the first."""
        agreed, own = self._agreed, self._own
        nearest = sorted(range(own), key=agreed.__getitem__, reverse=True)[:_NEAREST]
        close = 0.8 * self.best
        return Near(
            phrasings=tuple(
                Fit(
                    self._wordings[place],
                    self._covered[place] / self._total,
                    self._asked[place] / self._masses[place],
                    agreed[place],
                )
                for place in nearest
            ),
            refused=tuple(sorted(agreed[own:], reverse=True)[:5]),
            covers=max(self._covered[:own]) / self._total,
            crowd=sum([one > close for one in agreed[:own]]) / own,
        )


def prepare(answer: Answer, readings: Readings) -> Prepared:
    """Read an answer's wordings and texts."""
    wordings = tuple(
        Wording(readings.get(text, language), readings.bare(text, language), turned=turned, refused=refused)
        for texts, turned, refused in (
            (answer.phrasings, False, False),
            (answer.turned, True, False),
            (answer.not_this, False, True),
        )
        for language in LANGUAGES
        for text in texts.get(language, ())
    )
    return of_wordings(answer, wordings, readings)


def of_wordings(answer: Answer, wordings: tuple[Wording, ...], readings: Readings) -> Prepared:
    """An answer prepared with the wordings given, the refused ones behind."""
    wordings = tuple(sorted(wordings, key=lambda wording: wording.refused))
    texts = [readings.get(text, language) for language, text in answer.text.items()]
    phrasings = [wording.reading for wording in wordings if not wording.refused]
    counts: Counter[str] = Counter()
    for phrasing in phrasings:
        counts.update(phrasing.reach)
    size = max(1, len(phrasings))
    core = {key: counts[key] / size for key in sorted(counts)}
    phrased = frozenset(counts)
    refused = frozenset(key for wording in wordings if wording.refused for key in wording.reading.keys)
    reach = phrased.union(*(text.reach for text in texts))
    return Prepared(
        answer=answer,
        wordings=wordings,
        reach=reach,
        phrased=phrased,
        beyond=refused - reach,
        own=len(phrasings),
        core=core,
        strong=tuple((key, share) for key, share in core.items() if share >= _STRONG),
    )


def _places(units: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, keys in enumerate(units):
        for key in keys:
            found.setdefault(key, []).append(place)
    return found
