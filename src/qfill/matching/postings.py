"""An inverted index: which answers hold each unit."""

from __future__ import annotations

from collections.abc import Mapping

# A unit that more answers hold than this chooses none of them by itself.
_COMMON = 400


class Postings:
    """Which answers hold each unit, and how much it speaks for each of them."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[int, float]]] = {}

    def add(self, key: str, number: int, speaks: float) -> None:
        """An answer, by its number, holds a unit."""
        self._held.setdefault(key, []).append((number, speaks))

    def scores(self, weights: Mapping[str, float], count: int) -> dict[int, float]:
        """What the units say for each answer in all, each times its weight.

        The rarest units choose the answers; those that hundreds hold only add, once there are `count`.
        """
        totals: dict[int, float] = {}
        for key in sorted(weights, key=lambda key: (len(self._held.get(key, ())), key)):
            found = self._held.get(key, ())
            weight = weights[key]
            if len(found) <= _COMMON or len(totals) < count:
                for number, speaks in found:
                    totals[number] = totals.get(number, 0.0) + weight * speaks
            else:
                for number, speaks in found:
                    if number in totals:
                        totals[number] += weight * speaks
        return totals
