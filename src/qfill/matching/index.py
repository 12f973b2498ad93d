"""The bank prepared for matching: every wording read once, and inverted indexes over units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qfill.language.lexicon import Lexicon
from qfill.language.normalise import words
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
class Prepared:
    """One answer prepared: its wordings read, what it covers, and its core.

    `reach`: every unit that a phrasing or the answer's text implies. `core`: how large a
    share of the phrasings holds a unit, the units that most have in common. `beyond`: units
    that only refused wordings hold, so that asking them is likely asking for more.
    """

    answer: Answer
    wordings: tuple[Wording, ...]
    reach: frozenset[str]
    phrased: frozenset[str]
    beyond: frozenset[str]
    core: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]

    @property
    def phrasings(self) -> tuple[Wording, ...]:
        """The wordings that the answer answers."""
        return tuple(wording for wording in self.wordings if not wording.refused)


class Index:
    """All answers of a bank that may be matched, with document frequencies and postings."""

    def __init__(
        self,
        answers: Iterable[Answer],
        lexicon: Lexicon,
        background: Mapping[str, float],
        beyond: Mapping[str, float],
    ) -> None:
        self.lexicon = lexicon
        self.background = background
        self.beyond = beyond
        self.answers = tuple(prepare(answer, lexicon) for answer in answers)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        frequency: Counter[str] = Counter()
        for prepared in self.answers:
            frequency.update(prepared.phrased)
        self._frequency = frequency
        self._weights: dict[str, float] = {}
        self._starts: list[int] = []
        self._answer_of: list[int] = []
        self._masses: list[float] = []
        # A unit to the wordings that imply it, and to those that name it.
        self._implied: dict[str, list[int]] = {}
        self._named: dict[str, list[int]] = {}
        for number, prepared in enumerate(self.answers):
            for key in prepared.phrased:
                # A unit in most phrasings of an answer speaks louder for it than one in a single phrasing.
                strength = 0.35 + 0.65 * min(1.0, prepared.core.get(key, 0.0) * 2)
                self._postings.setdefault(key, []).append((number, strength))
            self._starts.append(len(self._masses))
            for wording in prepared.wordings:
                own = len(self._masses)
                for key in wording.reading.reach:
                    self._implied.setdefault(key, []).append(own)
                for key in wording.reading.keys:
                    self._named.setdefault(key, []).append(own)
                self._masses.append(sum(map(self.weight, wording.reading.keys)))
                self._answer_of.append(number)
        self._core_masses = [
            sum(self.weight(key) * share for key, share in prepared.core.items() if share >= 0.3)
            for prepared in self.answers
        ]

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

    def nearest(self, question: Reading, fits: Fits, count: int) -> list[tuple[int, float]]:
        """The answers nearest to a question with their rank scores, best first, ties by answer id.

        Those that share most telling units, and those of which one phrasing agrees best.
        """
        totals: dict[int, float] = {}
        for key in question.reach:
            found = self._postings.get(key)
            if found is None:
                continue
            weight = self.weight(key)
            if key not in question.keys:
                weight *= 0.5
            for number, strength in found:
                totals[number] = totals.get(number, 0.0) + weight * strength
        for number, total in totals.items():
            totals[number] = total / (1.5 + self._core_masses[number])
        ranked = sorted(totals.items(), key=lambda item: (-item[1], self.answers[item[0]].answer.id))
        chosen = ranked[:count]
        taken = {number for number, _ in chosen}
        for number in fits.best_answers(count):
            if number not in taken:
                chosen.append((number, totals.get(number, 0.0)))
        return chosen

    def fits(self, question: Reading) -> Fits:
        """How well every wording of the bank fits a question."""
        return Fits(self, question)


class Fits:
    """The fit of every wording to one question, by adding up postings."""

    def __init__(self, index: Index, question: Reading) -> None:
        self._index = index
        self._question = question
        size = len(index._masses)
        covered = [0.0] * size
        asked = [0.0] * size
        self._total = sum(map(index.weight, question.keys)) or 1e-9
        for key in question.keys:
            weight = index.weight(key)
            for number in index._implied.get(key, ()):
                covered[number] += weight
        for key in question.reach:
            weight = index.weight(key)
            for number in index._named.get(key, ()):
                asked[number] += weight
        self._covered = covered
        self._asked = asked

    def of(self, number: int) -> list[Fit]:
        """The fits of an answer's wordings, in their order."""
        index = self._index
        start = index._starts[number]
        return [
            _fit(wording, self._covered[own] / self._total, self._asked[own] / (index._masses[own] or 1e-9))
            for own, wording in enumerate(index.answers[number].wordings, start)
        ]

    def best_answers(self, count: int) -> list[int]:
        """The answers of the phrasings that agree best, best first."""
        index, total, masses = self._index, self._total, self._index._masses
        best: dict[int, float] = {}
        for own, covered in enumerate(self._covered):
            if covered <= 0.0:
                continue
            share, asked = covered / total, self._asked[own] / (masses[own] or 1e-9)
            agreement = 2 * share * asked / (share + asked) if asked else 0.0
            number = index._answer_of[own]
            if agreement > best.get(number, 0.0):
                best[number] = agreement
        ranked = sorted(best, key=lambda number: (-best[number], index.answers[number].answer.id))
        return ranked[:count]


def fits_with(
    question: Reading, wordings: Sequence[Wording], index: Index, excused: frozenset[str]
) -> list[Fit]:
    """The fits of some wordings where `excused` units count as covered by another answer."""
    total = sum(map(index.weight, question.keys)) or 1e-9
    found = []
    for wording in wordings:
        reading = wording.reading
        covered = sum(index.weight(key) for key in question.keys if key in reading.reach or key in excused)
        mass = sum(map(index.weight, reading.keys)) or 1e-9
        asked = sum(index.weight(key) for key in reading.keys if key in question.reach)
        found.append(_fit(wording, covered / total, asked / mass))
    return found


def bare(text: str) -> str:
    """A wording's words without its punctuation: what two copies of one question share."""
    return " ".join(words(text))


def _fit(wording: Wording, covers: float, asked: float) -> Fit:
    both = covers + asked
    return Fit(wording, covers, asked, 2 * covers * asked / both if both else 0.0)


def prepare(answer: Answer, lexicon: Lexicon) -> Prepared:
    """Read an answer's wordings and texts."""
    wordings = tuple(
        Wording(read(text, language, lexicon), bare(text), turned=turned, refused=refused)
        for texts, turned, refused in (
            (answer.phrasings, False, False),
            (answer.turned, True, False),
            (answer.not_this, False, True),
        )
        for language in LANGUAGES
        for text in texts.get(language, ())
    )
    return of_wordings(answer, wordings, lexicon)


def of_wordings(answer: Answer, wordings: tuple[Wording, ...], lexicon: Lexicon) -> Prepared:
    """An answer prepared with the wordings given."""
    texts = [read(text, language, lexicon) for language, text in answer.text.items()]
    phrasings = [wording.reading for wording in wordings if not wording.refused]
    counts: Counter[str] = Counter()
    for phrasing in phrasings:
        counts.update(phrasing.reach)
    size = max(1, len(phrasings))
    phrased = frozenset(counts)
    refused = frozenset(key for wording in wordings if wording.refused for key in wording.reading.keys)
    reach = phrased.union(*(text.reach for text in texts))
    return Prepared(
        answer=answer,
        wordings=wordings,
        reach=reach,
        phrased=phrased,
        beyond=refused - reach,
        core={key: count / size for key, count in counts.items()},
        pairs=frozenset().union(*(pairs(phrasing) for phrasing in phrasings)),
    )
