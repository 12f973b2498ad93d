"""How a number in a cell reads: its decimals, its percent sign, its date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

GENERAL = ""
DATE = "date"
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]hms][^\]]*\]')
_PLAIN = re.compile(r"(?:#,##)?0(?:\.(0{1,30}))?(%?)$")


def kind_of(number_format: int, code: str | None) -> str:
    """What a number format shows: DATE, GENERAL, or a plain code such as `0.00` or `0%`."""
    if code is not None and len(code) > 255:
        return GENERAL  # longer than any program lets a format be
    if code is None:
        return DATE if number_format in _DATES else _BUILT_IN.get(number_format, GENERAL)
    bare = _QUOTED.sub("", code.partition(";")[0])
    if bare.strip().lower() in ("general", "@", ""):
        return GENERAL
    if re.search("[ymdhs]", bare, re.IGNORECASE):
        return DATE
    return bare if _PLAIN.match(bare) else GENERAL


def shown(value: str, kind: str, date1904: bool = False) -> str:
    """The number as a reader roughly sees it: 3 for 3.0, 50% for 0.5, dates as ISO 8601.

    What is no number, or lies outside the calendar, is shown as stored.
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if kind == DATE and 0 <= number < 2_958_466:
        try:
            return _date(number, date1904)
        except OverflowError:
            return value
    if kind and kind != DATE and (plain := _PLAIN.match(kind)) is not None:
        decimals, percent = len(plain[1] or ""), plain[2]
        return f"{number * 100 if percent else number:.{decimals}f}{percent}"
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15g")


def _date(number: float, date1904: bool) -> str:
    if number < 1 and not date1904:
        return (datetime(2000, 1, 1) + timedelta(seconds=round(number * 86400))).strftime("%H:%M")
    # Excel's 1900 has a 29 February, so that serial numbers before 60 are off by one.
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if number < 60 else 30)
    moment = epoch + timedelta(seconds=round(number * 86400))
    return moment.strftime("%Y-%m-%d" if number.is_integer() else "%Y-%m-%d %H:%M")
