"""Wordings that agree with a text, found among thousands without looking at each.

A unit's wordings are the bits of one large integer. Adding a unit's weight to the sums of all
its wordings is then binary addition over whole such integers, a digit of the sums in each
(bit-sliced counters; O'Neil and Quass 1997, "Improved query performance with variant indexes").
Only those whose sum is large enough are compared one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from qfill.matching.index import Index
from qfill.matching.prepared import Wording
from qfill.matching.reading import Reading

_STEPS = 128
"""In how many steps a text's weight is counted; each unit's part is rounded up, so that none is missed."""


class Overlaps:
    """The wordings of one language that answers answer, by the units that they imply."""

    def __init__(self, index: Index, language: str, least: float) -> None:
        """`least` (0-1): the agreement below which two wordings ask different things."""
        self._weight = index.weight
        self._least = least
        # The harmonic mean of two shares is at least this only if each share is so at least.
        self._threshold = math.floor(least / (2 - least) * _STEPS)
        self.wordings: Sequence[tuple[int, Wording]] = [
            (owner, wording)
            for owner, prepared in enumerate(index.answers)
            for wording in prepared.wordings
            if wording.reading.language == language and not wording.refused
        ]
        self._masses = [self._mass(wording.reading) for _, wording in self.wordings]
        self._implied: dict[str, int] = {}
        for number, (_, wording) in enumerate(self.wordings):
            for key in wording.reading.reach:
                self._implied[key] = self._implied.get(key, 0) | 1 << number

    def agreements(self, text: Reading) -> Iterator[tuple[int, float]]:
        """The wordings that agree with a text, by their numbers, as matching counts agreement (0-1)."""
        weighed = [(key, self._weight(key)) for key in text.keys]
        total, reach = self._mass(text), text.reach
        for number in _bits(self._covering(weighed, total)):
            wording = self.wordings[number][1].reading
            its_reach = wording.reach
            share = math.fsum(weight for key, weight in weighed if key in its_reach) / total
            told = math.fsum(self._weight(key) for key in wording.keys if key in reach)
            told /= self._masses[number]
            if share and told and (agreement := 2 * share * told / (share + told)) >= self._least:
                yield number, agreement

    def _mass(self, text: Reading) -> float:
        return math.fsum(map(self._weight, text.keys)) or 1e-9

    def _covering(self, weighed: Iterable[tuple[str, float]], total: float) -> int:
        """The wordings, as bits, that may cover enough of a text."""
        digits: list[int] = []
        for key, weight in weighed:
            holders = self._implied.get(key, 0)
            steps = math.ceil(weight / total * _STEPS) if holders else 0
            for place in range(steps.bit_length()):
                if steps >> place & 1:
                    _add(digits, place, holders)
        return self._reaching(digits)

    def _reaching(self, digits: Sequence[int]) -> int:
        """The wordings whose sum is the threshold or more."""
        above, equal = 0, (1 << len(self.wordings)) - 1
        for place in reversed(range(max(len(digits), self._threshold.bit_length()))):
            digit = digits[place] if place < len(digits) else 0
            if self._threshold >> place & 1:
                equal &= digit
            else:
                above |= equal & digit
                equal &= ~digit
        return above | equal


def _add(digits: list[int], place: int, carry: int) -> None:
    """Add a one at a place to the sums of those wordings that `carry` names."""
    while carry:
        while place >= len(digits):
            digits.append(0)
        digits[place], carry = digits[place] ^ carry, digits[place] & carry
        place += 1


def _bits(found: int) -> Iterator[int]:
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest
