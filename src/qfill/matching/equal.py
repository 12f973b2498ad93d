"""How many wordings of an answer name the very same units of weight as a question.

Two texts that name the same, put the same way round, ask the same but for their small words:
the more wordings of an answer do so, and the fewer refused ones and other answers', the surer it is.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from qfill.matching.reading import Reading

NAMES = ("equal", "equal_typed", "equal_refused", "equal_refused_typed")


class Tells:
    """What each of some readings names, and what it asks for besides, as hashes of this run."""

    __slots__ = ("_named", "_typed")

    def __init__(self, readings: Sequence[Reading]) -> None:
        found = [_tells(reading) for reading in readings]
        self._named = array("q", [named for named, _ in found])
        self._typed = array("q", [typed for _, typed in found])

    def equal(self, question: Reading) -> tuple[int, int]:
        """How many name what a question names, and how many of them ask for the same sort of answer."""
        named, typed = _tells(question)
        count = self._named.count(named)
        return count, self._typed.count(typed) if count else 0


def equals(question: Reading, own: Tells, refused: Tells) -> dict[str, float]:
    """The features of one candidate, by the names in `NAMES`: log2 of one more than each count."""
    counts = (*own.equal(question), *refused.equal(question))
    return {name: math.log2(1 + count) for name, count in zip(NAMES, counts, strict=True)}


def _tells(reading: Reading) -> tuple[int, int]:
    named = hash((frozenset(key for key in reading.keys if key[0] != "-"), reading.turned))
    return named, hash((named, reading.answer_type))
