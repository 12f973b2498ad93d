"""How well an answer's wordings fit a question: what each covers of it, and what of it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qfill.matching.prepared import Wording

_NEAREST = 12
_REFUSED = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a wording fits a question: what it covers of it, what of it is asked, their harmonic mean."""

    wording: Wording
    covers: float
    asked: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Near:
    """How near an answer's wordings come to a question.

    `phrasings`: the fits of those nearest, best first; `refused`: those of the nearest
    refused ones. `covers`: the largest share of the question that one phrasing
    covers. `crowd`: the share of phrasings that agree nearly as well as the best.
    """

    phrasings: tuple[Fit, ...]
    refused: tuple[Fit, ...]
    covers: float
    crowd: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's units with what each weighs in whole numbers, and all that they imply.

    `total`: what the units weigh together; `scale`: by what weights were multiplied.
    """

    keys: Sequence[tuple[str, int]]
    reach: Sequence[tuple[str, int]]
    total: int
    scale: float


class Agreements:
    """What each wording of an answer covers of a question, is asked of it, and their harmonic mean."""

    __slots__ = ("_agreed", "_asked", "_covered", "_masses", "_own", "_total", "_wordings", "best", "refused")

    def __init__(
        self,
        wordings: tuple[Wording, ...],
        own: int,
        total: float,
        covered: Sequence[float],
        asked: Sequence[float],
        masses: Sequence[float],
        agreed: list[float],
    ) -> None:
        self._wordings = wordings
        self._own = own
        self._total = total
        self._covered = covered
        self._asked = asked
        self._masses = masses
        self._agreed = agreed
        self.best = max(agreed[:own])
        self.refused = max(agreed[own:], default=0.0)

    def near(self) -> Near:
        """The wordings that come nearest; of those that agree alike, the first."""
        agreed, own = self._agreed, self._own
        nearest = sorted(range(own), key=agreed.__getitem__, reverse=True)[:_NEAREST]
        refused = sorted(range(own, len(agreed)), key=agreed.__getitem__, reverse=True)[:_REFUSED]
        close = 0.8 * self.best
        return Near(
            phrasings=tuple(map(self._fit, nearest)),
            refused=tuple(map(self._fit, refused)),
            covers=max(self._covered[:own]) / self._total,
            crowd=sum([one > close for one in agreed[:own]]) / own,
        )

    def _fit(self, place: int) -> Fit:
        return Fit(
            self._wordings[place],
            self._covered[place] / self._total,
            self._asked[place] / self._masses[place],
            self._agreed[place],
        )
