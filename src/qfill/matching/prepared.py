"""An answer of the bank prepared for matching: its wordings read, what it covers and what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qfill.matching.cache import Readings
from qfill.matching.equal import Tells
from qfill.matching.figures import Figure, figures
from qfill.matching.reading import Reading, first_party, pairs
from qfill.matching.tally import Tally
from qfill.model import LANGUAGES, Answer

# Of an answer's phrasings, the share that holds what it is strongly about.
_STRONG = 0.3


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of an answer, read. `turned`: it asks the opposite; `refused`: it stands under `not_this`.

    `bare`: its words alone. `apart`: of a refused one, the units that set it apart from the
    answer's phrasings, none where it differs only in how they are put together.
    """

    reading: Reading
    bare: str
    turned: bool = False
    refused: bool = False
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prepared:
    """One answer prepared: its wordings read, what it covers, and its core.

    `reach`: every unit that a phrasing (`phrased`) or the answer's text (`told`) implies. `core`: how large a
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
    told: frozenset[str]
    beyond: frozenset[str]
    own: int
    core: Mapping[str, float]
    strong: Sequence[tuple[str, float]]

    @cached_property
    def implied(self) -> Tally:
        """The wordings by the units that they imply."""
        return Tally([wording.reading.reach for wording in self.wordings])

    @cached_property
    def named(self) -> Tally:
        """The wordings by the units that they name."""
        return Tally([wording.reading.keys for wording in self.wordings])

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring units of its phrasings."""
        return frozenset().union(*(pairs(wording.reading) for wording in self.phrasings))

    @cached_property
    def forms(self) -> frozenset[str]:
        """How its phrasings ask."""
        return frozenset(wording.reading.form for wording in self.phrasings)

    @cached_property
    def answer_types(self) -> Counter[str]:
        """How many of its phrasings ask for each sort of answer."""
        return Counter(wording.reading.answer_type for wording in self.phrasings)

    @cached_property
    def refused_types(self) -> Counter[str]:
        """How many of its refused wordings ask for each sort of answer."""
        return Counter(wording.reading.answer_type for wording in self.wordings[self.own :])

    @cached_property
    def refused_counts(self) -> Counter[str]:
        """How many of its refused wordings imply each unit."""
        return Counter(key for wording in self.wordings[self.own :] for key in wording.reading.reach)

    def counts(self) -> Counter[str]:
        """How many of all its wordings, refused ones too, imply each unit."""
        counts = Counter({key: round(share * self.own) for key, share in self.core.items()})
        for wording in self.wordings[self.own :]:
            counts.update(wording.reading.reach)
        return counts

    @cached_property
    def tells(self) -> Tells:
        """What its phrasings tell."""
        return Tells([wording.reading for wording in self.phrasings])

    @cached_property
    def refused_tells(self) -> Tells:
        """What its refused wordings tell."""
        return Tells([wording.reading for wording in self.wordings[self.own :]])

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The lengths of time and rates that its text states, in any of its languages."""
        return tuple(
            figure for language, text in self.answer.text.items() for figure in figures(text, language)
        )

    @cached_property
    def plain(self) -> Mapping[str, Sequence[Wording]]:
        """Its phrasings that ask plainly whether something is so, none turned or denying, by language."""
        found: dict[str, list[Wording]] = {}
        for wording in self.phrasings:
            if not wording.turned and wording.reading.form == "question" and not wording.reading.negations:
                found.setdefault(wording.reading.language, []).append(wording)
        return found

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """What its phrasings imply that ask for a yes or a no."""
        whether = (one.reading for one in self.phrasings if one.reading.form in ("question", "statement"))
        return frozenset().union(*(reading.reach for reading in whether))

    @cached_property
    def parties(self) -> frozenset[str]:
        """Whom its phrasings are about."""
        return frozenset(first_party(one.reading) for one in self.phrasings)

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
    texts = [readings.get(text, language) for language, text in answer.text.items()]
    phrasings = [wording.reading for wording in wordings if not wording.refused]
    counts: Counter[str] = Counter()
    for phrasing in phrasings:
        counts.update(phrasing.reach)
    size = max(1, len(phrasings))
    core = {key: counts[key] / size for key in sorted(counts)}
    phrased = frozenset(counts)
    wordings = (
        *(wording for wording in wordings if not wording.refused),
        *(
            replace(wording, apart=_apart(wording.reading, phrased))
            for wording in wordings
            if wording.refused
        ),
    )
    refused = frozenset(key for wording in wordings if wording.refused for key in wording.reading.keys)
    told = frozenset().union(*(text.reach for text in texts))
    reach = phrased | told
    return Prepared(
        answer=answer,
        wordings=wordings,
        reach=reach,
        phrased=phrased,
        told=told,
        beyond=refused - reach,
        own=len(phrasings),
        core=core,
        strong=tuple((key, share) for key, share in core.items() if share >= _STRONG),
    )


def _apart(refused: Reading, phrased: frozenset[str]) -> frozenset[str]:
    unlike = frozenset(refused.keys) - phrased
    # Words of little tell set it apart only where nothing else does.
    return frozenset(key for key in unlike if key[0] != "-") or unlike
