"""A text as the matcher reads it: its concepts, numbers, polarity and form."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from qfill.language.lexicon import Lexicon, Unit
from qfill.language.normalise import fold, words
from qfill.matching.forms import answer_type, form, plain
from qfill.matching.patterns import EXAMPLES, NAMED, OR

# What a row asks beyond the bare claim; each must be met by something in the answer.
DEMANDS = ("frequency", "quantity", "strength", "time", "evidence", "ask", "document", "number")
GLUE = "glue"
_PARTED = "\n"
# Negations that stand before what they deny, and how many units after them may be meant.
_WITHOUT = "without"
_BEFORE_WHAT = frozenset({_WITHOUT, "none"})
_AFTER = 2
_NOTHING = ""
_VENDOR = "vendor"
SUBJECTS = ("topic", "object", "scope", "party", "action", "word")

# "It is the client, not the vendor, who decides" denies nothing of what is asked.
_CONTRAST = re.compile(
    r",\s*(?:and\s+|och\s+|og\s+)?(?:not|inte|ikke)\s+[^,.;:?]{1,40}(?=,?\s(?:who|that|which|som)\b)",
    re.IGNORECASE,
)
# "other environments that aren't production" names a rest; it denies nothing of what is asked.
_REST = re.compile(
    r"\b(other|andra|övriga|andre|øvrige)((?:\s+[\w-]+){1,3})\s+(?:(?:that|which)\s+(?:are\s+not|aren['’]t)"
    r"|som\s+(?:inte|ikke|ej)\s+(?:är|er))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's units by key, what they imply, and how it asks.

    `keys` are the text's own units in order, without doubles; `broader` the concepts that they
    imply besides; `reach` holds both. `negations` counts the words that turn the polarity, `opposites` those
    among them that name what they deny (unencrypted). `denied`: what follows its "without" and
    "no" where all its negations are of that sort. `form` is open, question, statement or label;
    `answer_type` is what sort of answer an open one asks for, and the form of any other.
    """

    text: str
    language: str
    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    broader: tuple[str, ...]
    negations: int
    opposites: int
    form: str
    answer_type: str
    spelt: str
    denied: tuple[str, ...] = ()
    put: str | None = None

    @property
    def folded(self) -> str:
        """How it is put, folded; made when asked for, since a bank's readings are many."""
        return _folded(self.text) if self.put is None else self.put

    @property
    def reach(self) -> frozenset[str]:
        """Its units and all that they imply; made when asked for, since a bank's readings are many."""
        return _reach(self.keys, self.broader)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The words that each unit was read from; kept as one text, since few readings are asked for them."""
        return tuple(self.spelt.split(_PARTED)) if self.keys else ()

    @property
    def turned(self) -> bool:
        """Whether the text's polarity is turned by an odd number of negations."""
        return self.negations % 2 == 1

    def denies(self, other: Reading) -> bool:
        """Whether it denies what another text is about: "upgraded without our help" denies no upgrade."""
        return self.turned and not (self.denied and other.reach.isdisjoint(self.denied))


def read(text: str, language: str, lexicon: Lexicon) -> Reading:
    """Read a text in a language."""
    keys: dict[str, tuple[str, str]] = {}
    negations = opposites = 0
    opposed: set[str] = set()
    named: set[str] = set()
    last_negation = -9
    asked = _REST.sub(r"\1\2", EXAMPLES.sub(" ", _CONTRAST.sub(" ", plain(text))))
    units = _unnamed(asked, lexicon.units(asked, language))
    for unit in units:
        if unit.kind == "negation":
            opposite = lexicon.opposite(unit.key)
            # "no unencrypted …" negates twice, as "do not … without" does.
            if unit.first != last_negation:
                negations += 1
            last_negation = unit.first
            if opposite:
                opposites += 1
                opposed.add(opposite)
                keys.setdefault(opposite, (lexicon.kind(opposite), unit.surface))
            continue
        if unit.kind == "generic":
            # Words of little tell stand for themselves, and those that only join others for nothing.
            if unit.key != GLUE:
                keys.setdefault("-" + unit.surface, (unit.kind, unit.surface))
            continue
        named.add(unit.key)
        keys.setdefault(unit.key, (unit.kind, unit.surface))
    # "Free of charge or for a fee?" names a thing and its opposite, and asks which of them.
    how = "open" if opposed & named and OR.search(text) else form(text)
    return Reading(
        text=text,
        language=language,
        keys=tuple(keys),
        kinds=tuple(kind for kind, _ in keys.values()),
        broader=_broader(keys, lexicon),
        negations=negations,
        opposites=opposites,
        form=how,
        answer_type=answer_type(text, how),
        spelt=_PARTED.join(surface for _, surface in keys.values()),
        denied=_denied(units) if negations else (),
    )


def _unnamed(text: str, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units without the name that the vendor is asked by: "Does Acme keep backups?" """
    name = NAMED.match(text)
    if name is None:
        return units
    first = len(words(text[: name.start(1)]))
    place = range(first, first + len(words(name[1])))
    return [unit for unit in units if unit.first not in place or unit.kind != "word"]


def _denied(units: Sequence[Unit]) -> tuple[str, ...]:
    """What each negation denies by standing before it; nothing where one of them denies the whole clause."""
    found: dict[str, None] = {}
    for number, unit in enumerate(units):
        if unit.kind != "negation":
            continue
        if unit.key not in _BEFORE_WHAT:
            return ()
        subjects = (units[place] for place in range(number + 1, len(units)) if units[place].kind in SUBJECTS)
        after = list(islice(subjects, _AFTER))
        named = [one.key for one in after if one.kind != "party"]
        if after and not named and unit.key == _WITHOUT:
            # "Without the customer's part" denies nothing but who takes part.
            named = [_NOTHING]
        found |= dict.fromkeys(named)
    return tuple(found)


def _broader(keys: Collection[str], lexicon: Lexicon) -> tuple[str, ...]:
    found: set[str] = set()
    for key in keys:
        if key[0] not in "~#-":
            found |= lexicon.ancestors(key)
    return tuple(sorted(found.difference(keys)))


@lru_cache(maxsize=256)
def _reach(keys: tuple[str, ...], broader: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*keys, *broader))


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def merge(first: Reading, *others: Reading) -> Reading:
    """One reading of a terse text and the context that says what it is about.

    The form and polarity stay those of the first. A context lends its subjects: "Annex 28" above
    a row asks for no number.
    """
    keys = dict(zip(first.keys, zip(first.kinds, first.surfaces, strict=True), strict=True))
    reach = set(first.reach)
    for other in others:
        for key, kind, surface in zip(other.keys, other.kinds, other.surfaces, strict=True):
            if kind not in DEMANDS:
                keys.setdefault(key, (kind, surface))
        reach |= other.reach
    return Reading(
        text=first.text,
        language=first.language,
        keys=tuple(keys),
        kinds=tuple(kind for kind, _ in keys.values()),
        broader=tuple(sorted(reach.difference(keys))),
        negations=first.negations,
        opposites=first.opposites,
        form=first.form,
        answer_type=first.answer_type,
        put=" ".join([*(other.folded for other in others), first.folded]),
        spelt=_PARTED.join(surface for _, surface in keys.values()),
        denied=first.denied,
    )


def without(reading: Reading, keys: frozenset[str], lexicon: Lexicon) -> Reading:
    """The part of a text that is left when some of its units are asked of somebody else."""
    kept = [number for number, key in enumerate(reading.keys) if key not in keys]
    left = tuple(reading.keys[number] for number in kept)
    spelt = reading.surfaces
    surfaces = [spelt[number] for number in kept]
    return replace(
        reading,
        keys=left,
        kinds=tuple(reading.kinds[number] for number in kept),
        broader=_broader(left, lexicon),
        put=" ".join(surfaces),
        spelt=_PARTED.join(surfaces),
    )


def first_party(reading: Reading) -> str:
    """Whom a text is about: the party that it names before any other subject, '' where it names another.

    The vendor is meant where nobody is named, and counts as nobody.
    """
    for key, kind in zip(reading.keys, reading.kinds, strict=True):
        if kind in SUBJECTS and key != _VENDOR:
            return key if kind == "party" else ""
    return ""


def pairs(reading: Reading) -> frozenset[tuple[str, str]]:
    """Neighbouring units of a text, unordered: who does what to what, more than words alone say."""
    return _pairs(reading.keys)


@lru_cache(maxsize=128)
def _pairs(keys: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (min(one, other), max(one, other))
        for number, one in enumerate(keys)
        for other in keys[number + 1 : number + 3]
    )
