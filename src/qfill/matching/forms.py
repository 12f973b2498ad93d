"""How a text asks: what leads up to it, and whether it is open, a question, a statement or a label."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from qfill.matching import patterns

Form: TypeAlias = Literal["open", "question", "statement", "label"]

# Words that a label, a heading and a list to choose from have at most.
_LABEL = 4
_SHORT = 7
_LISTED = 8
_HEADING = 16
# A text shorter than this has no room for a story before its question.
_LEADS_FROM = 60


def gapless(text: str) -> str:
    """A text whose long runs of white space are one blank: patterns would try each of them many times."""
    return patterns.GAP.sub(" ", text)


def asking(text: str) -> tuple[str, str]:
    """The sentences that lead up to what is asked, and those that ask.

    "We are a small council. Do you keep logs?" asks from its second sentence on; a text
    that nowhere asks, or asks at once, leads up with nothing.
    """
    text = gapless(text)
    if len(text) < _LEADS_FROM:
        return "", text
    sentences = [found for found in patterns.SENTENCE.split(text.strip()) if found.strip()]
    for number, sentence in enumerate(sentences):
        if sentence.rstrip().endswith("?") or _opens(sentence) or patterns.DESCRIBE.match(sentence):
            return " ".join(sentences[:number]), " ".join(sentences[number:])
    return "", text


@lru_cache(maxsize=32)
def plain(text: str) -> str:
    """A row without its number, its boxes to tick and what it asks of whoever says no."""
    row = patterns.NUMBERING.sub("", patterns.TICKS.sub(" ", gapless(text)).strip())
    return patterns.ABOUT.sub("", patterns.IF_NOT.sub(" ", row).strip() or row)


def follows_up(text: str) -> bool:
    """Whether a row goes on from the one above it: `If yes, describe.`"""
    return patterns.FOLLOWS.match(gapless(text).strip()) is not None


def form(text: str) -> Form:
    """How a text asks: open (describe, how, which), question, statement or label."""
    row = plain(text)
    if _asks_a_value(row) or _shall_tell(row) or _offers_a_choice(row):
        return "open"
    last = _last_clause(row)
    if row.endswith("?") and "," in row and patterns.SETTING.match(row) and patterns.ASKS_WHETHER.match(last):
        return "question"
    opening = _opens(row) or patterns.DESCRIBE.match(last) or _asks_last(row, last)
    if opening:
        rest = row[opening.end() :]
        if not patterns.WHETHER.match(rest.lstrip()[:10]) or patterns.ASKS_ON.search(rest):
            return "open"
    if "?" in row or patterns.ASKS_WHETHER.match(row) or patterns.SAYS_WHETHER.match(row):
        return "question"
    return "statement" if len(row.split()) > _LABEL else "label"


def answer_type(text: str, how: Form) -> str:
    """What sort of answer a text of a form asks for: of an open one its type, otherwise the form."""
    if how != "open":
        return how
    return next((name for name, pattern in patterns.ANSWER_TYPES if pattern.search(text)), "other")


def _opens(text: str) -> re.Match[str] | None:
    return None if patterns.WHEN.match(text) else patterns.OPEN.match(text)


def _last_clause(row: str) -> str:
    """ "With X in place, who does Y?" asks in its last clause."""
    return re.split(r"[,:;]\s+|\s[-–]\s", row)[-1]


def _asks_last(row: str, last: str) -> re.Match[str] | None:
    # "Is it kept apart, in which case …?" tells of a case; "…, and how?" wants a yes first.
    if not row.endswith("?") or (patterns.ASKS.match(row) and not patterns.INTERROGATIVE.match(row)):
        return None
    return patterns.INTERROGATIVE.match(last) or patterns.INTERROGATIVE.match(row.partition(": ")[2])


def _asks_a_value(row: str) -> bool:
    """A label that names a property: how many, by whom, which."""
    size = len(row.split())
    if patterns.VALUED.search(row):
        return False
    if patterns.PROPERTY.match(row) and not patterns.TELLS.match(row):
        said = patterns.SAID.search(patterns.RELATIVE.split(row, maxsplit=1)[0])
        if size <= (3 if "?" in row else _SHORT if said else _HEADING):
            return True
    if "?" not in row and not patterns.ASKS_WHETHER.match(row):
        bare = patterns.ASIDE.sub(" ", row).strip()
        if len(bare.split()) <= _LABEL and (patterns.VALUE.search(bare) or patterns.VALUE.search(row)):
            return True
    return patterns.COUNT.match(row) is not None


def _shall_tell(row: str) -> bool:
    return patterns.SHALL_TELL.search(row) is not None or patterns.WHOM.search(row) is not None


def _offers_a_choice(row: str) -> bool:
    """Whether a row names alternatives and asks which of them."""
    which = patterns.WHICH_OF.search(row)
    if which and not patterns.ASKS_WHETHER.match(row) and not patterns.ASKS_WHETHER.match(which["rest"]):
        return True
    if patterns.OR_IS_IT.search(row):
        return True
    plain = patterns.EXAMPLES.sub("", row).strip()
    if not patterns.ANY_OF.search(plain) and not patterns.LIMITED.search(plain):
        if patterns.CHOICE.search(plain) and ", whether " not in plain.lower():
            return True
        if patterns.CHOICE.match(_last_clause(row)):
            return True
    listed = (
        len(plain.split()) <= _LISTED and patterns.OTHER.search(plain) and not patterns.SUPPORT.match(plain)
    )
    return bool(listed and ("?" not in plain or not patterns.ASKS.match(plain)))
