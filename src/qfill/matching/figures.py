"""Lengths of time and rates, as a question demands them and as an answer states them.

"Within 24 hours", "at least once a year" and "kvartalsvis" ask for a figure. An answer says yes
to it only if it states one that is as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from qfill.language.numerals import INTERVALS, NUMBERS, one_form

Bound: TypeAlias = Literal["", "least", "most"]

_HOUR, _DAY = 1.0, 24.0
_WEEK, _MONTH, _YEAR = 7 * _DAY, 365 * _DAY / 12, 365 * _DAY
# A unit's length in hours by how it is written, with the genitives of "30 dagars varsel".
_UNITS: dict[str, dict[str, float]] = {
    "en": {
        r"minutes?": _HOUR / 60,
        r"h|hrs?|hours?": _HOUR,
        r"days?": _DAY,
        r"weeks?": _WEEK,
        r"months?": _MONTH,
        r"quarters?": 3 * _MONTH,
        r"years?|yrs?": _YEAR,
    },
    "sv": {
        r"minut(?:er)?s?": _HOUR / 60,
        r"h|timm(?:e|ar|en|es|ars)": _HOUR,
        r"(?:arbets|kalender|var|bank)?dag(?:ar|en|s|ars)?|dygn(?:et|s)?": _DAY,
        r"veck(?:a|or|an|ors)": _WEEK,
        r"månad(?:er|en|ers)?": _MONTH,
        r"kvartal(?:et|s)?": 3 * _MONTH,
        r"halvår(?:et|s)?": 6 * _MONTH,
        r"år(?:et|s)?": _YEAR,
    },
    "nb": {
        r"minutt(?:er)?s?": _HOUR / 60,
        r"h|time(?:r|n|rs|s)?": _HOUR,
        r"(?:arbeids|kalender|virke|bank)?dag(?:er|en|s|ers)?|døgn(?:et|s)?": _DAY,
        r"uke(?:r|n|rs|s)?": _WEEK,
        r"måned(?:er|en|ers|s)?": _MONTH,
        r"kvartal(?:et|s)?": 3 * _MONTH,
        r"halvår(?:et|s)?": 6 * _MONTH,
        r"år(?:et|s)?": _YEAR,
    },
}
# "Within the same hour" is within one.
_ONE = {"en": "a an one same", "sv": "en ett samma", "nb": "en ett et én ei samme"}
_HALF = {"en": r"half(?: an?| of an?)?", "sv": r"ett halvt|en halv|halvt?", "nb": r"et halvt|en halv|halvt?"}
_WORDS = {
    language: {word: float(value) for word, value in known.items() if word != "twice"}
    | dict.fromkeys(_ONE[language].split(), 1.0)
    for language, known in NUMBERS.items()
}
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d{1,6}(?:[.,]\d{1,2})?"
_NTH = r"\d{1,2}(?:st|nd|rd|th|:[ae]|\.)"

# Said of a service that never rests; it asks and states no length of time.
_CLOCK = re.compile(
    r"\b(?:24|twenty-four)\s*hours?(?: a| per| each)? day\b|\b(?:7|seven) days (?:a|per) week\b"
    r"|\b(?:365|all) days (?:a|per|of the) year\b|\b24 timmar om dygnet\b|\b(?:7|sju) dagar i veckan\b"
    r"|\b24 timer i døgnet\b|\b(?:7|sju|syv) dager i uken\b|\b(?:365|alle|alla) dag\w+ i året\b",
    re.IGNORECASE,
)
_RATES = (
    (r"continuously|in real time|kontinuerligt?|löpande|fortlöpande|løpende|fortløpende", 0.0),
    (r"hourly", _HOUR),
    (r"daily|nightly|dagligen|daglig\w?|nattlig\w*|every night|varje natt|hver natt", _DAY),
    (r"weekly|veckovis|ukentlig\w?", _WEEK),
    (r"monthly|månadsvis|månatlig\w*|månedlig\w?", _MONTH),
    (r"quarterly|kvartalsvis\w*", 3 * _MONTH),
    (r"half-yearly|semi-?annual(?:ly)?|halvårsvis|halvårlig\w*", 6 * _MONTH),
    (r"biennial(?:ly)?|vartannat år|annethvert år", 2 * _YEAR),
    (r"varannan vecka|annenhver uke|fortnightly", 2 * _WEEK),
    (r"annual(?:ly)?|yearly|årlig\w*|årsvis\w*", _YEAR),
)
_RATE = re.compile(
    r"(?<![\w-])(?:(?P<twice>twice|two times|två gånger|to ganger)\s+)?"
    rf"(?:{'|'.join(rf'(?P<r{n}>(?:{words}))' for n, (words, _) in enumerate(_RATES))})\b",
    re.IGNORECASE,
)
_MORE_THAN = r"(?:more|later|longer|greater|over|mer|mera|längre|senare|lenger|lengre|senere)"
_LESS_THAN = r"(?:less|fewer|shorter|mindre|färre|kortare|færre|kortere)"
_THAN = r"\s+(?:than|än|enn)"
_NOT = r"(?:no|not|inte|ej|ikke)"
# What stands before a figure, nearest last; a denied comparison turns about and is met by the figure itself.
_BEFORE = re.compile(
    rf"\b(?:(?P<most>{_NOT}\s+{_MORE_THAN}(?:{_THAN})?|not exceed\w*|within|at most|up to"
    rf"|(?P<under>in under|under|{_LESS_THAN}{_THAN})"
    r"|max(?:imum|imalt)?|inom|högst|senast|upp till|innen|senest|høyst|maks|opptil|inntil)"
    rf"|(?P<least>{_NOT}\s+{_LESS_THAN}{_THAN}|at least|minimum(?: of)?"
    rf"|(?P<over>{_MORE_THAN}{_THAN}|over|exceed\w*|överstig\w*|överskrid\w*|oversti\w*|overskrid\w*)"
    r"|minst|lägst|åtminstone))\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\W*(?:or|eller)\s+(?:(?P<often>more often|more frequently|oftare|oftere)"
    r"|(?P<least>more|longer|mer|mera|längre|lenger|lengre)"
    r"|(?P<most>less|fewer|sooner|shorter|faster|mindre|kortare|kortere|raskere|snabbare))\b",
    re.IGNORECASE,
)
# How far from a figure its bound may stand.
_NEAR = 40
# A month may be 30 days and a year 360: figures nearer than this are one.
_SAME = 0.07


@dataclass(frozen=True, slots=True)
class Figure:
    """A length of time in hours; `rate`: how often, the length being that between two times.

    `bound`: whether at least or at most so much (or so often) is meant; `strict`: more, or less, than that.
    """

    hours: float
    surface: str
    rate: bool = False
    bound: Bound = ""
    strict: bool = False

    def same(self, other: Figure) -> bool:
        """Whether both say the same, each in its own words."""
        ours, theirs = (self.rate, self.bound, self.strict), (other.rate, other.bound, other.strict)
        return self._near(other) and ours == theirs

    def met_by(self, stated: Iterable[Figure]) -> bool:
        """Whether one of the figures that an answer states is as good as this one asks for."""
        return any(self._met(one) for one in stated)

    def _near(self, other: Figure) -> bool:
        return abs(other.hours - self.hours) <= _SAME * self.hours

    def _met(self, one: Figure) -> bool:
        if one.rate != self.rate or {one.bound, self.bound} == {"least", "most"}:
            return False
        if self._near(one):
            return not self.strict or one.strict
        longer = one.hours > self.hours
        if not self.rate:
            return (self.bound == "least" and longer) or (self.bound == "most" and not longer)
        if self.bound == "most" or one.bound == "most":
            return self.bound == "most" and longer
        # What never stops is done every day; of what is done seldom "continuously" says little.
        return not longer and (one.hours > 0 or self.hours <= _DAY)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What names an interval, how many times in it, and a length; made for the languages that are asked."""
    words = sorted(_WORDS[language], key=len, reverse=True)
    number = rf"(?<![\w.,/-]){_DIGITS}|\b(?:{'|'.join(words)})"
    unit = "|".join(_UNITS[language])
    # "every six months", "var sjätte månad", "hvert annet år", "every 6th month".
    every = (
        rf"\b(?:every|each|var|vart|varje|hver|hvert)\s+"
        rf"(?:(?P<number>{number}|{_NTH}|{'|'.join(INTERVALS)}|other)\s+)?(?P<unit>{unit})\b"
    )
    # "How many times a year" names no figure, and "per month" alone may be a price.
    per = (
        rf"\b(?:(?P<once>once|en gång|en gang)|(?P<twice>twice|två gånger|to ganger)"
        rf"|(?P<times>{number})\s+(?:times|gånger|ganger))"
        rf"\s+(?:a|an|per|om|i|each|every|varje|hver|hvert)\s+(?P<unit>{unit})\b"
    )
    length = (
        rf"(?<!\btimes )(?:(?P<half>\b(?:{_HALF[language]}))|(?P<number>{number}))"
        rf"[\s\u00a0-]*(?:\([^()]{{1,20}}\)\s*)?"
        rf"(?:(?:working|business|calendar|full|whole|hela|hele)[\s-]+)?(?P<unit>{unit})\b(?!-to-)"
    )
    return re.compile(every, re.I), re.compile(per, re.I), re.compile(length, re.I)


@lru_cache(maxsize=512)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The lengths of time and the rates that a text names, rates first; none in a language unknown."""
    if language not in _WORDS:
        return ()
    every, per, length = _patterns(language)
    plain = _CLOCK.sub(lambda found: " " * len(found[0]), text)
    found: list[Figure] = []
    taken = bytearray(len(plain))

    def add(match: re.Match[str], hours: float | None, *, rate: bool) -> None:
        start, end = match.span()
        if hours is None or any(taken[start:end]):
            return
        taken[start:end] = b"\1" * (end - start)
        bound, strict = _bound(plain[max(0, start - _NEAR) : start], plain[end : end + _NEAR], rate=rate)
        found.append(Figure(hours, match[0].strip(), rate, bound, strict))

    for match in every.finditer(plain):
        add(match, _times(_value(match["number"] or "1", language), match["unit"], language), rate=True)
    for match in _RATE.finditer(plain):
        hours = next(hours for n, (_, hours) in enumerate(_RATES) if match[f"r{n}"])
        add(match, hours / 2 if match["twice"] else hours, rate=True)
    for match in per.finditer(plain):
        often = 1.0 if match["once"] else 2.0 if match["twice"] else _value(match["times"], language)
        add(match, _times(1 / often if often else None, match["unit"], language), rate=True)
    for match in length.finditer(plain):
        count = 0.5 if match["half"] else _value(match["number"], language)
        add(match, _times(count, match["unit"], language), rate=False)
    return tuple(found)


def _bound(before: str, after: str, *, rate: bool) -> tuple[Bound, bool]:
    """The bound of a figure by what stands around it, and whether the figure itself is left out."""
    behind = _AFTER.match(after)
    if behind and behind["often"]:
        return "least", False
    if behind and not rate:
        return "least" if behind["least"] else "most", False
    ahead = _BEFORE.search(before)
    if ahead is None:
        return "", False
    return "least" if ahead["least"] else "most", bool(ahead["over"] or ahead["under"])


def _value(number: str, language: str) -> float | None:
    """What a number says; None for what only looks like one."""
    word = number.casefold()
    known = _WORDS[language].get(word) or INTERVALS.get(word) or (2 if word == "other" else None)
    if known is not None:
        return float(known)
    digits = re.sub(r"[^\d.,]", "", word).strip(".,")
    return float(one_form(digits)) if re.fullmatch(r"\d+(?:[.,]\d+)*", digits) else None


def _times(count: float | None, unit: str, language: str) -> float | None:
    """So many of a unit, in hours."""
    if count is None:
        return None
    for pattern, hours in _UNITS[language].items():
        if re.fullmatch(pattern, unit, re.IGNORECASE):
            return count * hours
    return None
