"""Wordings that ask the very same but for spelling, joined words and words of no weight.

"Are backups stored off-site?" and "Are the backups stored offsite?" are one question. Two
texts are alike if their letters are, plurals and doubled letters counted once, or if
they name the same telling units in the same order, with the same negations and form.
A number, a name or any other word of weight keeps them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from qfill.language.normalise import words
from qfill.matching.index import Prepared
from qfill.matching.reading import Reading
from qfill.model import Answer

_PLURAL = re.compile(r"(?<=[^\W\d_]{3})s$")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
# Fewer units than these name a subject, not a question.
_UNITS = 4

Likeness: TypeAlias = tuple[str, ...]


def likenesses(reading: Reading) -> tuple[Likeness, ...]:
    """What every text that asks the same as this one shares with it: one or two keys, both hashable."""
    letters = "".join(_PLURAL.sub("", word) for word in words(reading.text))
    found: list[Likeness] = [("letters", _DOUBLE.sub(r"\1", letters))]
    units = [
        key
        for key, kind in zip(reading.keys, reading.kinds, strict=True)
        if kind not in ("generic", "negation")
    ]
    if len(units) >= _UNITS and reading.form != "label":
        found.append(("units", reading.form, str(reading.negations), str(reading.opposites), *units))
    return tuple(found)


class Alikes:
    """The answers of a bank by what their wordings share with those that ask the same."""

    def __init__(self, answers: Iterable[Prepared]) -> None:
        self._known: dict[Likeness, set[str]] = {}
        for prepared in answers:
            for wording in prepared.wordings:
                if not wording.refused:
                    for likeness in likenesses(wording.reading):
                        self._known.setdefault(likeness, set()).add(prepared.answer.id)

    def of(self, question: Reading) -> frozenset[str]:
        """The ids of the answers with a wording alike."""
        found: set[str] = set()
        for likeness in likenesses(question):
            found |= self._known.get(likeness, set())
        return frozenset(found)


def elsewhere(answer: Answer, scope: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an answer holds only for another product or region than what is asked for."""
    for key, values in answer.applies_to.items():
        wanted = {" ".join(words(value)) for value in scope.get(key, ())}
        if wanted and wanted.isdisjoint(" ".join(words(value)) for value in values):
            return True
    return False
