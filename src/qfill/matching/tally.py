"""Weights added up over all wordings of an answer at once.

A unit that many wordings hold is kept as one large integer with a lane of 16 bits for each
wording, 1 where the wording holds it: a multiplication and an addition of such integers add
a weight to hundreds of sums in one step of the interpreter. A unit that few hold is kept as
their places, which takes less room.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

_LANE = 16
_LARGEST = (1 << _LANE) - 1
# Units in as many wordings as this or fewer are kept as places.
_FEW = 12


class Tally:
    """Which of an answer's wordings hold a unit."""

    __slots__ = ("_few", "_many", "_size")

    def __init__(self, wordings: Sequence[Iterable[str]]) -> None:
        """`wordings`: the units of each."""
        self._size = len(wordings)
        found: dict[str, list[int]] = {}
        for place, units in enumerate(wordings):
            for unit in units:
                found.setdefault(unit, []).append(place)
        self._few = {unit: tuple(places) for unit, places in found.items() if len(places) <= _FEW}
        self._many = {
            unit: sum(1 << (_LANE * place) for place in places)
            for unit, places in found.items()
            if len(places) > _FEW
        }

    def sums(self, weighed: Iterable[tuple[str, int]]) -> list[int]:
        """For each wording the weights of the units that it holds; all together come to 65,535 at most."""
        packed = 0
        apart: list[tuple[tuple[int, ...], int]] = []
        for unit, weight in weighed:
            mask = self._many.get(unit)
            if mask is not None:
                packed += mask * weight
            elif (places := self._few.get(unit)) is not None:
                apart.append((places, weight))
        found = list(struct.unpack(f"<{self._size}H", packed.to_bytes(2 * self._size, "little")))
        for places, weight in apart:
            for place in places:
                found[place] += weight
        return found


def scale_of(total: float, count: int) -> float:
    """By what `count` weights of that total are multiplied so that, rounded, they still fit into a lane."""
    return (_LARGEST - count) / total
