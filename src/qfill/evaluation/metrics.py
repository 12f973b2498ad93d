"""The figures, each defined once; the definitions are the contract's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A count out of a total with its Wilson 95 % interval, which is (0, 1) where nothing was counted."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """The count by the total, 0 where there is none."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (Wilson 1927) at 95 %."""
        return wilson(self.count, self.of)


def wilson(count: int, of: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The score interval of a share; (0, 1) where nothing was counted."""
    if not of:
        return (0.0, 1.0)
    p = count / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (max(0.0, middle - half), min(1.0, middle + half))


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error (Naeini 2015) over ten equal-width bins; 0 without rows."""
    return _error([confidence for confidence, _ in pairs], [right for _, right in pairs])


def _error(confidences: Sequence[float], hits: Sequence[bool]) -> float:
    bins: list[list[int]] = [[] for _ in range(BINS)]
    for number, confidence in enumerate(confidences):
        bins[min(BINS - 1, int(confidence * BINS))].append(number)
    total = len(confidences) or 1
    return sum(
        abs(sum(confidences[n] for n in members) - sum(hits[n] for n in members)) / total
        for members in bins
        if members
    )


def calibration_by_chance(confidences: Sequence[float], rounds: int = 400) -> float:
    """The 95th percentile of the error that a perfectly calibrated predictor would show by chance."""
    import random

    # A fixed seed: the same rows give the same figure.
    generator = random.Random(20260101)
    found = sorted(
        _error(confidences, [generator.random() < confidence for confidence in confidences])
        for _ in range(rounds)
    )
    return found[min(rounds - 1, math.ceil(0.95 * rounds) - 1)] if found else 0.0


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """For each bin that holds rows: mean confidence, share right, and how many."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return [
        (sum(c for c, _ in members) / len(members), sum(r for _, r in members) / len(members), len(members))
        for members in bins
        if members
    ]
