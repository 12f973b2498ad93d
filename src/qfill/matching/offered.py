"""What a question names without asking for it: examples, and the alternatives of an "or".

"Do you use SSO standards such as SAML?" is answered by one who uses another standard, and
"by a team of your own or an external one?" by one who has either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qfill.language.lexicon import Lexicon, Unit
from qfill.language.normalise import fold, words

_EXAMPLE = re.compile(
    r"\b(?:such as|for example|for instance|something like|e\.g\.|såsom|till exempel|exempelvis|t\.ex\.|"
    r"slik som|slike som|for eksempel|f\.eks\.)[\s,:]*",
    re.IGNORECASE,
)
# Where a list of examples stops: at the end of a clause. Its items are parted by commas and joining words.
_CLAUSE = re.compile(r"[.;:?!()\[\]\n]")
_ITEMS = re.compile(r"[,/]|\b(?:and|or|och|eller|og)\b")
_ITEM_WORDS = 3
_OR = frozenset({"or", "eller"})
_REACH = 3
# Kinds that no "or" and no example excuses: a number or a document asked for stays asked for.
_OWED = frozenset({"number", "evidence", "time", "negation", "generic", "ask"})


@dataclass(frozen=True, slots=True)
class Offered:
    """Units named as examples only, and the groups of units of which one is enough."""

    examples: frozenset[str] = frozenset()
    either: tuple[frozenset[str], ...] = ()

    def excused(self, reach: frozenset[str], *, one_is_enough: bool) -> frozenset[str]:
        """The units that an answer which covers `reach` need not cover."""
        found = set(self.examples)
        if one_is_enough:
            for group in self.either:
                if group & reach:
                    found |= group
        return frozenset(found)


def offered(text: str, language: str, lexicon: Lexicon) -> Offered:
    """What a question offers as examples and as alternatives."""
    folded = fold(text)
    examples: set[str] = set()
    besides, last = "", 0
    for marker in _EXAMPLE.finditer(folded):
        rest = _CLAUSE.split(folded[marker.end() :], maxsplit=1)[0]
        besides += folded[last : marker.start()] + " . "
        last = max(last, marker.end() + len(rest))
        for item in _ITEMS.split(rest):
            if not item.strip():
                continue
            units = lexicon.units(item, language)
            long = len(words(item)) > _ITEM_WORDS
            examples.update(unit.key for unit in (units[:1] if long else units) if unit.kind not in _OWED)
            if long:
                break
    if examples:
        # What is asked for besides is not excused by standing among the examples too.
        examples.difference_update(unit.key for unit in lexicon.units(besides + folded[last:], language))
    return Offered(frozenset(examples), tuple(_alternatives(folded, language, lexicon)))


def _alternatives(folded: str, language: str, lexicon: Lexicon) -> list[frozenset[str]]:
    found = []
    for clause in _CLAUSE.split(folded):
        # A slash joins as "or" does; a comma only where an "or" ends the list.
        tokens = words(clause.replace("/", " or "))
        if _OR.isdisjoint(tokens):
            continue
        units = lexicon.units(clause.replace("/", " or "), language)
        for at in (number for number, token in enumerate(tokens) if token in _OR):
            left = _nearest([unit for unit in reversed(units) if unit.last < at], at)
            right = _nearest([unit for unit in units if unit.first > at], at)
            if left is not None and right is not None and left.key != right.key:
                found.append({left.key, right.key})
    merged: list[frozenset[str]] = []
    for first, second in pairwise([*found, set()]):
        if first & second:
            second |= first
        elif first:
            merged.append(frozenset(first))
    return merged


def _nearest(units: Sequence[Unit], at: int) -> Unit | None:
    """The first unit of some tell within reach of the joining word."""
    for unit in units:
        if min(abs(unit.first - at), abs(unit.last - at)) > _REACH:
            return None
        if unit.kind not in _OWED:
            return unit
    return None
