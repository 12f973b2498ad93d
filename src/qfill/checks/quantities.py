"""Numbers, lengths of time and rates of an answer, held against those that its facts state.

48 hours are two days, and 30 days about a month; 48 minutes are neither, though the number is
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qfill.checks.claims import numbers, says_one
from qfill.language.detect import detect
from qfill.matching.figures import Figure, figures
from qfill.model import LANGUAGES

_YEAR, _WEEK, _DAY = 365 * 24.0, 7 * 24.0, 24.0
# A month is 30 days or 31, a year has 52 weeks: so near each other two figures say the same.
_SAME = 0.02
# A managing director and the run of business, not how often.
_NO_RATE = re.compile(
    r"\b(?:daily|dagliga?|daglige) (?:leder\w*|ledelse\w*|ledning\w*|drift\w*|virksomhet\w*|verksamhet\w*"
    r"|arbeid\w*|arbet\w*|operations?|business|work|management|running)\b",
    re.IGNORECASE,
)
_SAME_DAY = ("same ", "samma ", "samme ")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|januari|februari|mars|maj|juni|juli|augusti|oktober|januar|februar|mai|desember"
    "|spring|summer|autumn|fall|winter|vår|sommar|höst|vinter|sommer|høst"
)
_WEEKDAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mån|tis|ons|tors|fre|lör|sön|man|tirs|lør|søn)dag"
_TIMES_OF_DAY = "morning|evening|afternoon|morgon|kväll|morgen|kveld"
# What comes round with the calendar, said without its length.
_TURNS = tuple(
    (re.compile(rf"\b(?:every|each|varje|var|hver|hvert)\s+(?:{words})\b", re.IGNORECASE), hours)
    for words, hours in ((_MONTHS, _YEAR), (_WEEKDAYS, _WEEK), (_TIMES_OF_DAY, _DAY))
)


def unstated(text: str, language: str, facts: Iterable[str]) -> list[str]:
    """The numbers, lengths and rates of a text that none of the facts states, as the text writes them."""
    stated: set[str] = set()
    known: list[Figure] = []
    exceeded: list[Figure] = []
    for fact in facts:
        own = detect(fact)
        stated.update(numbers(fact, own))
        if says_one(fact, own):
            stated.add("1")
        found = [one for each in LANGUAGES for one in _figures(fact, each)]
        known += [*found, *_turns(fact)]
        exceeded += filter(_exceeds, found)
    lonely: list[str] = []
    rest = text
    for figure in _figures(text, language):
        if not any(_same(figure, one) for one in known):
            lonely.append(figure.surface)
        elif _exceeds(figure) and not any(_same(figure, one) for one in exceeded):
            lonely.append(f"more than {figure.surface}")
        else:
            rest = rest.replace(figure.surface, " ", 1)
    alone = [surface for number, surface in numbers(rest, language).items() if number not in stated]
    return [*alone, *(one for one in lonely if not any(_within(number, one) for number in alone))]


def _figures(text: str, language: str) -> list[Figure]:
    """The lengths and rates of a text; neither what is done all the time nor the same day has one."""
    found = figures(_NO_RATE.sub(" ", text), language)
    return [one for one in found if one.hours and not one.surface.lower().startswith(_SAME_DAY)]


def _turns(fact: str) -> Iterator[Figure]:
    for pattern, hours in _TURNS:
        if found := pattern.search(fact):
            yield Figure(hours, found[0], rate=True)


def _same(one: Figure, other: Figure) -> bool:
    return one.rate == other.rate and abs(one.hours - other.hours) <= _SAME * max(one.hours, other.hours)


def _exceeds(figure: Figure) -> bool:
    """Whether a length is said to be exceeded, not only reached."""
    return not figure.rate and figure.strict and figure.bound == "least"


def _within(number: str, figure: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", figure) is not None
