"""Lengths of time and how often, as a question demands them and as an answer states them.

"Within 24 hours", "at least once a year" and "kvartalsvis" ask for a figure. An answer says yes
to it only if its own text states one that is as good: that some wording of it names the same
figure proves nothing, for a wording may stand there to be denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Bound: TypeAlias = Literal["", "least", "most"]

_HOUR, _DAY = 1.0, 24.0
_WEEK, _MONTH, _YEAR = 7 * _DAY, 365 * _DAY / 12, 365 * _DAY
_UNITS = (
    (r"h|hrs?|hours?|timm(?:e|ar|en)|time[rn]?", _HOUR),
    (r"days?|dag(?:ar|er|en)?|dygn|døgn", _DAY),
    (r"weeks?|veck(?:a|or|an)|uke[rn]?", _WEEK),
    (r"months?|månad(?:er|en)?|måned(?:er|en)?", _MONTH),
    (r"quarters?|kvartal(?:et)?", 3 * _MONTH),
    (r"years?|yrs?|år(?:et)?", _YEAR),
)
_UNIT = "|".join(pattern for pattern, _ in _UNITS)
_VALUES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 20, 24, 30, 36, 48, 60, 72, 90)
_NUMBERS = {
    "en": "one two three four five six seven eight ten twelve fourteen twenty twenty-four thirty thirty-six "
    "forty-eight sixty seventy-two ninety",
    "sv": "ett två tre fyra fem sex sju åtta tio tolv fjorton tjugo tjugofyra trettio trettiosex fyrtioåtta "
    "sextio sjuttiotvå nittio",
    "nb": "ett to tre fire fem seks syv åtte ti tolv fjorten tjue tjuefire tretti trettiseks førtiåtte "
    "seksti syttito nitti",
}
_ONE = {"en": "a an", "sv": "en", "nb": "en et én ei"}
_WORDS = {
    language: dict(zip(words.split(), map(float, _VALUES), strict=True))
    | dict.fromkeys(_ONE[language].split(), 1.0)
    for language, words in _NUMBERS.items()
}
_ORDINALS = {
    "other second annan annat andra annen annet andre": 2.0,
    "third tredje": 3.0,
    "fourth fjärde fjerde": 4.0,
    "sixth sjätte sjette": 6.0,
}
_SECOND = {word: value for words, value in _ORDINALS.items() for word in words.split()}


def _number(language: str) -> str:
    return rf"\d{{1,4}}(?:[.,]\d+)?|{'|'.join(sorted(_WORDS[language], key=len, reverse=True))}"


# "every six months", "var sjätte månad", "hvert annet år", "per quarter", "om året", "i uken".
_EVERY = {
    language: re.compile(
        rf"\b(?:every|each|var|vart|varje|hver|hvert)\s+"
        rf"(?:(?P<number>{_number(language)}|{'|'.join(_SECOND)})\.?\s+)?(?P<unit>{_UNIT})\b",
        re.IGNORECASE,
    )
    for language in _WORDS
}
# "How many times a year" names no figure.
_PER = {
    language: re.compile(
        rf"(?:(?P<twice>\b(?:twice|två gånger|to ganger))"
        rf"|\b(?P<times>{_number(language)})\s+(?:times|gånger|ganger|gång|gang))"
        rf"\s+(?:a|an|per|om|i|each|every)\s+(?P<unit>{_UNIT})\b"
        rf"|\b(?P<per>per|om)\s+(?P<alone>{_UNIT})\b",
        re.IGNORECASE,
    )
    for language in _WORDS
}
_RATES = (
    (r"continuous(?:ly)?|in real time|kontinuerlig\w*|löpande|fortlöpande|løpende|fortløpende", 0.0),
    (r"hourly", _HOUR),
    (r"daily|nightly|dagligen|daglig\w?|nattlig\w*|every night|varje natt|hver natt", _DAY),
    (r"weekly|veckovis|ukentlig\w?", _WEEK),
    (r"monthly|månadsvis|månatlig\w*|månedlig\w?", _MONTH),
    (r"quarterly|kvartalsvis\w*|kvartalsvise", 3 * _MONTH),
    (r"half-yearly|semi-?annual(?:ly)?|bi-?annual(?:ly)?|halvårsvis|halvårlig\w*", 6 * _MONTH),
    (r"biennial(?:ly)?|vartannat år|annethvert år", 2 * _YEAR),
    (r"annual(?:ly)?|yearly|årlig\w*|årsvis\w*|once a year", _YEAR),
)
_RATE = re.compile("|".join(rf"(?P<r{n}>\b(?:{words})\b)" for n, (words, _) in enumerate(_RATES)), re.I)
_LENGTH = {
    language: re.compile(
        rf"(?<!\btimes )(?<!\bin )\b(?P<number>{_number(language)})[\s\u00a0-]*(?:\(\d+\)\s*)?"
        rf"(?:(?:working|business|calendar|full|whole|hela|hele|arbets|virke)[\s-]*)?(?P<unit>{_UNIT})\b",
        re.IGNORECASE,
    )
    for language in _WORDS
}
_LEAST = re.compile(
    r"\b(?:at least|minimum(?: of)?|no (?:less|fewer) than|not less than|more than|over|minst|lägst"
    r"|åtminstone|mer än|mer enn)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"^\W*(?:or|eller)\s+(?:more|longer|mer|mera|längre|lenger|lengre)\b", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:within|in under|under|at most|no (?:more|later|longer) than|not later than|less than"
    r"|max(?:imum|imalt)?|inom|högst|senast|inte mer än|mindre än|innen|senest|høyst|maksimalt|mindre enn"
    r"|ikke mer enn)"
    r"\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    r"^\W*(?:or|eller)\s+(?:less|fewer|sooner|shorter|faster|mindre|kortare|kortere|raskere|snabbare|oftare"
    r"|oftere|more often|more frequently)\b",
    re.IGNORECASE,
)
# A month may be 30 days and a year 360; figures nearer than this are one.
_SAME = 0.07


@dataclass(frozen=True, slots=True)
class Figure:
    """A length of time in hours; `rate`: how often, the length being that between two times."""

    hours: float
    surface: str
    rate: bool = False
    bound: Bound = ""

    def met_by(self, stated: Iterable[Figure]) -> bool:
        """Whether one of the figures that an answer states is as good as this one asks for."""
        return any(self._met(one) for one in stated)

    def _met(self, one: Figure) -> bool:
        if abs(one.hours - self.hours) <= _SAME * self.hours:
            return True
        if self.rate:
            # What is done more often than asked is done often enough.
            return one.rate and one.hours < self.hours
        if one.rate:
            return False
        return (self.bound == "least" and one.hours > self.hours) or (
            self.bound == "most" and one.hours < self.hours
        )


@lru_cache(maxsize=512)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The lengths of time and the rates that a text in a language names; none in a language unknown."""
    if language not in _WORDS:
        return ()
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []

    def add(match: re.Match[str], hours: float, *, rate: bool) -> None:
        if any(match.start() < end and start < match.end() for start, end in taken):
            return
        taken.append(match.span())
        bound = "" if rate else _bound(text[: match.start()], text[match.end() :])
        found.append(Figure(hours, match[0].strip(), rate, bound))

    for match in _EVERY[language].finditer(text):
        add(match, _value(match["number"] or "1", language) * _hours(match["unit"]), rate=True)
    for match in _RATE.finditer(text):
        add(match, next(hours for n, (_, hours) in enumerate(_RATES) if match[f"r{n}"]), rate=True)
    for match in _PER[language].finditer(text):
        times = 2.0 if match["twice"] else _value(match["times"] or "1", language)
        add(match, _hours(match["unit"] or match["alone"]) / (times or 1.0), rate=True)
    for match in _LENGTH[language].finditer(text):
        add(match, _value(match["number"], language) * _hours(match["unit"]), rate=False)
    return tuple(found)


def _bound(before: str, after: str) -> Bound:
    if _LEAST.search(before) or _OR_MORE.match(after):
        return "least"
    if _MOST.search(before) or _OR_LESS.match(after):
        return "most"
    return ""


def _value(number: str, language: str) -> float:
    word = number.lower()
    known = _WORDS[language].get(word) or _SECOND.get(word)
    return known if known is not None else float(word.replace(",", "."))


def _hours(unit: str) -> float:
    return next(hours for pattern, hours in _UNITS if re.fullmatch(pattern, unit, re.IGNORECASE))
