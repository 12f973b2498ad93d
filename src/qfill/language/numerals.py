"""Numbers as texts write them, in digits and in words."""

from __future__ import annotations

import re

_UNITS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
    "arton nitton",
    "nb": "to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra",
    "nb": "tjue tretti førti femti seksti sytti åtti nitti hundre",
}
_MORE = {
    "en": {"twice": 2, "thousand": 1000},
    "sv": {"tusen": 1000},
    "nb": {"syv": 7, "tyve": 20, "tusen": 1000},
}
_ORDINALS = {
    "second andra annan annat andre annen annet": 2,
    "third tredje": 3,
    "fourth fjärde fjerde": 4,
    "fifth femte": 5,
    "sixth sjätte sjette": 6,
    "eighth åttonde åttende": 8,
    "tenth tionde tiende": 10,
    "twelfth tolfte tolvte": 12,
    "fifteenth femtonde femtende": 15,
    "twentieth tjugonde tyvende tjuende": 20,
    "thirtieth trettionde trettiende": 30,
}
INTERVALS = {word: value for words, value in _ORDINALS.items() for word in words.split()}
"""Ordinals where they tell an interval: "every fourth hour", "hver fjerde time"."""
GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
"""A number whose thousands are set apart by spaces."""


def _words_of(language: str) -> dict[str, int]:
    units = dict(zip(_UNITS[language].split(), range(2, 20), strict=True))
    tens = dict(zip(_TENS[language].split(), range(20, 101, 10), strict=True))
    both = {
        tens_word + unit_word: ten + unit
        for tens_word, ten in tens.items()
        for unit_word, unit in units.items()
        if ten < 100 and unit < 10
    }
    return {**both, **units, **tens, **_MORE[language]}


NUMBERS = {language: _words_of(language) for language in _UNITS}
"""The number words of each language that are no articles, with what they stand for."""


def one_form(digits: str) -> str:
    """A number in digits with nothing between its thousands, and a point before its decimals."""
    parts = re.split(r"[.,]", digits)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and parts[0] != "0" and len(parts[0]) < 4:
        return "".join(parts)
    # Digit by digit: Python makes no whole number of a text of more than 4,300.
    head = "".join(str(int(digit)) for digit in parts[0]).lstrip("0") or "0"
    return ".".join([head, *parts[1:]])
