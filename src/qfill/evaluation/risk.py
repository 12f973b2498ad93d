"""The threshold for filling, by risk control from rows that people settled."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

LEVEL = 0.05
"""The share of samples, at most, of which a bound may fall short: 95 % confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A threshold, and what the settled rows say about fills from it on.

    `accept` is a confidence 0-1; `wrong` of `rows` settled rows at or above it were wrong, so
    that with 95 % confidence at most a share `upper` of such fills is; `of` rows were settled in all.
    """

    accept: float
    rows: int
    wrong: int
    of: int
    upper: float


def lowest_threshold(settled: Iterable[tuple[float, bool]], bound: float) -> Threshold | None:
    """The lowest confidence at which the share of wrong fills stays below a bound; None where none does.

    `settled` are a random sample of fills, each with its confidence and whether it was wrong;
    `bound` is a share above 0 and below 1. The bound is held against the upper end of the
    one-sided 95 % interval of Clopper and Pearson (1934), at each threshold by itself.
    """
    ranked = sorted(settled, key=lambda one: -one[0])
    rows = wrong = 0
    found: tuple[float, int, int] | None = None
    for confidence, group in groupby(ranked, key=lambda one: one[0]):
        alike = [was_wrong for _, was_wrong in group]
        rows, wrong = rows + len(alike), wrong + sum(alike)
        if _is_below(wrong, rows, bound):
            found = (confidence, rows, wrong)
    if found is None:
        return None
    accept, rows, wrong = found
    return Threshold(accept=accept, rows=rows, wrong=wrong, of=len(ranked), upper=upper_share(wrong, rows))


def upper_share(wrong: int, rows: int) -> float:
    """The upper end of the one-sided 95 % interval of a share by Clopper and Pearson, 1 without rows."""
    if wrong >= rows:
        return 1.0
    low, high = wrong / rows, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if _at_most(wrong, rows, middle) <= LEVEL else (middle, high)
    return high


def rows_needed(wrong: int, bound: float) -> int:
    """The smallest sample with so many wrong fills that still shows a share below a bound."""
    low, high = wrong, wrong + 1
    while not _is_below(wrong, high, bound):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_below(wrong, middle, bound) else (middle, high)
    return high


def _is_below(wrong: int, rows: int, bound: float) -> bool:
    return wrong < bound * rows and _at_most(wrong, rows, bound) <= LEVEL


def _at_most(wrong: int, rows: int, share: float) -> float:
    """The chance of at most so many wrong among rows that each are wrong with this chance."""
    odds, rest = math.log(share), math.log1p(-share)
    all_ways = math.lgamma(rows + 1)
    return math.fsum(
        math.exp(all_ways - math.lgamma(k + 1) - math.lgamma(rows - k + 1) + k * odds + (rows - k) * rest)
        for k in range(wrong + 1)
    )
