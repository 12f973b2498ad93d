"""A question ready to be compared with answers: its units weighed, its context beside it."""

from __future__ import annotations

from dataclasses import dataclass

from qfill.language.normalise import bare
from qfill.matching.index import Index
from qfill.matching.offered import Offered
from qfill.matching.reading import Reading

_NOTHING = Offered()
# Words that a wording has at least which says by itself what it is about: few, where they tell enough.
_SENTENCE = 5
_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready to compare: its reading, its context's, and what they weigh.

    `own`: what a terse row says itself, its context left out.
    `attribute`: a terse row that asks for a property (`Frequency?`, `Performed by`), not whether.
    """

    reading: Reading
    context: Reading | None
    terse: bool
    weights: tuple[float, ...]
    total: float
    bare: str
    control: str = ""
    question_id: str = ""
    attribute: bool = False
    offered: Offered = _NOTHING
    own: frozenset[str] = frozenset()

    @property
    def asks_whether(self) -> bool:
        """Whether a yes or a no is asked for."""
        return self.reading.form in ("question", "statement") and not self.attribute

    @property
    def stands_alone(self) -> bool:
        """Whether its wording means the same under any heading: a whole sentence does."""
        if self.context is None:
            return True
        return len(self.bare.split()) >= (_SENTENCE if self.terse else _CLAUSE)


def ask(
    reading: Reading,
    context: Reading | None,
    terse: bool,
    index: Index,
    control: str = "",
    question_id: str = "",
    attribute: bool = False,
    offered: Offered | None = None,
    own: frozenset[str] = frozenset(),
) -> Asked:
    """Weigh a question's units."""
    weights = tuple(map(index.weight, reading.keys))
    return Asked(
        reading,
        context,
        terse,
        weights,
        sum(weights) or 1e-9,
        bare(reading.text),
        control,
        question_id,
        attribute,
        offered or _NOTHING,
        own,
    )
