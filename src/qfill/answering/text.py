"""An answer's text as it is written: language, restated verdict, length."""

from __future__ import annotations

import re

from qfill.model import CELL_BREAKS, CELL_UNITS, Verdict, cell_units

_RESTATED = re.compile(
    r"^(?:yes|no|ja|nej|nei|partly|partially|delvis|not applicable|ej tillämpligt|ikke relevant)"
    r"\s*[.,:;!–—-]\s*",
    re.IGNORECASE,
)
_SAYS = {
    Verdict.YES: re.compile(r"^(?:yes|ja)\b", re.IGNORECASE),
    Verdict.NO: re.compile(r"^(?:no|nej|nei)\b", re.IGNORECASE),
}
_LEADS = (
    (Verdict.YES, re.compile(r"^(?:yes|ja|jo|jepp)\b", re.IGNORECASE)),
    (Verdict.NO, re.compile(r"^(?:no|nej|nei)\b(?!\s+\w)", re.IGNORECASE)),
    (Verdict.PARTIAL, re.compile(r"^(?:partly|partially|in part|delvis)\b", re.IGNORECASE)),
    (
        Verdict.NOT_APPLICABLE,
        re.compile(
            r"^(?:not applicable|n/a|ej tillämpligt|inte tillämpligt|ikke relevant|ikke aktuelt)\b", re.I
        ),
    ),
)
_WORDS = {
    Verdict.YES: {"en": "Yes", "sv": "Ja", "nb": "Ja"},
    Verdict.NO: {"en": "No", "sv": "Nej", "nb": "Nei"},
    Verdict.PARTIAL: {"en": "Partially", "sv": "Delvis", "nb": "Delvis"},
    Verdict.NOT_APPLICABLE: {"en": "Not applicable", "sv": "Ej tillämpligt", "nb": "Ikke relevant"},
}


def restate(text: str, own: Verdict, said: Verdict, language: str) -> str:
    """The text with the verdict that is given, not the one it was written for.

    An open question gets no verdict word, and a turned question gets the turned one.
    """
    if own is said:
        return text
    bare = _RESTATED.sub("", text)
    bare = bare[:1].upper() + bare[1:]
    word = _WORDS.get(said, {}).get(language)
    return f"{word}. {bare}" if word else bare


def bare_text(text: str) -> str:
    """The text without the verdict that it begins with."""
    return _RESTATED.sub("", text)


def says_otherwise(text: str, said: Verdict) -> bool:
    """Whether a text still begins with the opposite of the verdict, in a form that is not taken off."""
    rest = _RESTATED.sub("", text)
    return any(pattern.match(rest) for verdict, pattern in _SAYS.items() if verdict is not said)


def lead(text: str) -> Verdict | None:
    """The verdict that a text begins with in words; None where it begins otherwise."""
    return next((verdict for verdict, pattern in _LEADS if pattern.match(text)), None)


def contradicts(text: str, said: Verdict) -> bool:
    """Whether a text begins with yes and the verdict is no, or the reverse."""
    told = lead(text)
    return told is not None and told is not said and told is said.turned


def verdict_word(verdict: Verdict, language: str) -> str:
    """The verdict as a word, '' for an open question."""
    return _WORDS.get(verdict, {}).get(language, "")


def fits(text: str, limit: int | None) -> bool:
    """Whether a cell takes the text: its own limit, and Excel's in UTF-16 units and line breaks."""
    return cell_units(text) <= min(limit or CELL_UNITS, CELL_UNITS) and text.count("\n") <= CELL_BREAKS
