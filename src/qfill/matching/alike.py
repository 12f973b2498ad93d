"""Wordings that ask the very same but for spelling, joined words and words of no weight.

"Are backups stored off-site?" and "Are the backups stored offsite?" are one question, and so
are "Do you have …?" and "Does your organisation have …?". Two texts are alike if their letters
are, plurals and doubled letters counted once, or if they name the same telling units in the
same order, with the same negations and form. A number, a name or any other word of weight
keeps them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import fuzz

from qfill.language.normalise import words
from qfill.matching.reading import Reading

if TYPE_CHECKING:
    from qfill.matching.prepared import Prepared

_PLURAL = re.compile(r"(?<=[^\W\d_]{3})s$")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
# What is asked about, by the names that forms have for it.
_OFFERING = re.compile(
    r"^-(?:product|solution|application|system|service|software|platform|tool|produkt|lösning|"
    r"applikation|tjänst|tjenest|programvar|plattform|verktyg|verktöy|lösn)"
)
# Whoever fills in the form: to name them or to say "you" is one.
_YOU = re.compile(r"^(?:your|vendor|supplier|leverantör|leverandör)\b|^(?:leverantör|leverandör)")
_YOUR_OWN = "vendor"
_CUSTOMERS = {"customer-data": ("customer", "data")}
# Fewer telling units than these name a subject, not a question; with all words, fewer words than these.
_UNITS = 3
_WORDS = 2
# Texts that share those units must still be put in much the same words.
_CLOSE = 65.0

Likeness: TypeAlias = int
"""A short hash, since a bank has some for each of its wordings; what shares one is compared with `close`."""


def likenesses(reading: Reading) -> tuple[Likeness, ...]:
    """Keys of which every text that asks the same as this one shares one at least."""
    letters = "".join(_PLURAL.sub("", word) for word in words(reading.text))
    found: list[Likeness] = [_joined("letters", _DOUBLE.sub(r"\1", letters))]
    if reading.form == "label":
        return tuple(found)
    units = list(_units(reading))
    how = (reading.form, str(reading.negations), str(reading.opposites))
    if len(units) >= _WORDS:
        found.append(_joined("words", *how, *(key for key, _ in units)))
    named = [key for key, kind in units if kind != "generic"]
    if len(named) >= _UNITS:
        found.append(_joined("units", *how, *named))
    return tuple(found)


def telling(reading: Reading) -> list[tuple[str, str]]:
    """A text's units of weight with their kinds, in order, whatever it calls the vendor and the customer."""
    return [(key, kind) for key, kind in _units(reading) if kind != "generic"]


def _joined(*parts: str) -> Likeness:
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=8).digest(), "big")


def _units(reading: Reading) -> Iterator[tuple[str, str]]:
    for key, kind, surface in zip(reading.keys, reading.kinds, reading.surfaces, strict=True):
        if key == _YOUR_OWN and _YOU.match(surface):
            continue
        if key in _CUSTOMERS:
            yield from ((part, kind) for part in _CUSTOMERS[key])
        else:
            yield ("-it" if kind == "generic" and _OFFERING.match(key) else key), kind


def close(one: Reading, other: Reading) -> bool:
    """Whether two texts that share a likeness are put in much the same words."""
    return fuzz.token_sort_ratio(one.folded, other.folded) >= _CLOSE


class Alikes:
    """The answers of a bank by what their wordings share with those that ask the same."""

    def __init__(
        self,
        answers: Iterable[Prepared],
        likenesses_of: Callable[[Reading], tuple[Likeness, ...]] = likenesses,
    ) -> None:
        """`likenesses_of`: where those of the bank's wordings are kept."""
        self._wordings = [
            (prepared.answer.id, wording.reading)
            for prepared in answers
            for wording in prepared.wordings
            if not wording.refused
        ]
        # Most likenesses are those of one wording: its number stands alone.
        self._known: dict[Likeness, int | tuple[int, ...]] = {}
        for number, (_, reading) in enumerate(self._wordings):
            for likeness in likenesses_of(reading):
                before = self._numbers(likeness)
                self._known[likeness] = (*before, number) if before else number

    def of(self, question: Reading) -> frozenset[str]:
        """The ids of the answers with a wording alike."""
        found = {number for likeness in likenesses(question) for number in self._numbers(likeness)}
        return frozenset(
            name for name, wording in map(self._wordings.__getitem__, found) if close(question, wording)
        )

    def _numbers(self, likeness: Likeness) -> tuple[int, ...]:
        found = self._known.get(likeness, ())
        return (found,) if isinstance(found, int) else found
