"""Which phrasing of another answer each phrasing is most like, and how like its own answer's others are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz

from qfill.answering.scope import scopes_meet
from qfill.checks.bench import Bench
from qfill.checks.overlap import Overlaps
from qfill.matching.index import Index
from qfill.matching.prepared import Wording
from qfill.model import LANGUAGES, Answer

_WORTH = 0.75
"""Below this agreement two wordings ask different things, whatever their letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """One phrasing beside the wording of another answer that is most like it.

    `agreement` (0-1): how far the two hold the same concepts. `strength` (0-1): the mean of
    that and of how alike their letters are; `own`: the same for the nearest other wording of
    the phrasing's own answer. `turned`: one of the two asks the opposite of the other.
    """

    answer: Answer
    key: str
    language: str
    text: str
    rival: Answer
    rival_text: str
    agreement: float
    strength: float
    own: float
    turned: bool


_known: WeakKeyDictionary[Index, tuple[Rivalry, ...]] = WeakKeyDictionary()


def rivalries(bench: Bench) -> tuple[Rivalry, ...]:
    """For every phrasing, its nearest rival of the same language and scope, where one is worth naming."""
    index = bench.matcher.index
    found = _known.get(index)
    if found is None:
        found = _known[index] = tuple(_rivalries(index))
    return found


def _rivalries(index: Index) -> Iterator[Rivalry]:
    for language in LANGUAGES:
        overlaps = Overlaps(index, language, _WORTH)
        for number, (owner, wording) in enumerate(overlaps.wordings):
            own = best = agreement = 0.0
            rival: tuple[int, Wording] | None = None
            for other, near in overlaps.agreements(wording.reading):
                its_owner, its_wording = overlaps.wordings[other]
                if other == number:
                    continue
                alike = fuzz.token_sort_ratio(wording.reading.folded, its_wording.reading.folded) / 100
                strength = (near + alike) / 2
                if its_owner == owner:
                    own = max(own, strength)
                elif strength > best and scopes_meet(
                    index.answers[owner].answer.applies_to, index.answers[its_owner].answer.applies_to
                ):
                    best, agreement, rival = strength, near, (its_owner, its_wording)
            if rival is not None:
                yield _rivalry(index, owner, wording, rival, agreement, best, own)


def _rivalry(
    index: Index,
    owner: int,
    wording: Wording,
    rival: tuple[int, Wording],
    agreement: float,
    strength: float,
    own: float,
) -> Rivalry:
    one, other = wording.reading, rival[1].reading
    return Rivalry(
        answer=index.answers[owner].answer,
        key="turned" if wording.turned else "phrasings",
        language=one.language,
        text=one.text,
        rival=index.answers[rival[0]].answer,
        rival_text=other.text,
        agreement=agreement,
        strength=strength,
        own=own,
        turned=(one.turned != other.turned) != (wording.turned != rival[1].turned),
    )
