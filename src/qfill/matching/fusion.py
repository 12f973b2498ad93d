"""Several orders of the same things made one, by the places that each thing has in them."""

from __future__ import annotations

from collections.abc import Iterable

# How soon a lower place counts for little.
_SOON = 4


def fuse(orders: Iterable[Iterable[int]]) -> dict[int, float]:
    """Each number's score in all orders, the higher the nearer the front (reciprocal rank fusion).

    A place adds 1 / (4 + place), the first place being 0 (Cormack, Clarke & Büttcher 2009): orders of
    unlike scores need no common scale, and one that errs is outvoted.
    """
    scores: dict[int, float] = {}
    for order in orders:
        for place, number in enumerate(order):
            scores[number] = scores.get(number, 0.0) + 1 / (_SOON + place)
    return scores


def first_in(orders: int) -> float:
    """The score of what stands first in so many orders."""
    return orders / _SOON
