"""What stands in an answer's cell before anybody has answered: `Please select`, `[your answer]`, `☐`."""

from __future__ import annotations

import re

from qfill.language.normalise import fold

_LONGEST = 80
# Held against folded text, in which ø is ö.
_VERBS = (
    r"(?:select|choose|pick|enter|type|insert|write|click|provide|fill|add|välj|ange|skriv|fyll|klicka|velg|"
    r"oppgi|klikk)"
)
_REST = (
    r"(?:or|tap|an?|one|your|the|from|below|list|drop-?down|menu|item|option|answer|response|reply|value|text|"
    r"comments?|here|to|in|out|this|i|ut|inn|et|ett|en|ditt|din|ert|er|svar(?:et)?|alternativ(?:et)?|objekt|"
    r"element|verdi|värde|tekst|här|her|för|att|for|å|av|fra|från|eller|trykk|tryck|skrive|kommentar|"
    r"list[ae]n?|"
    rf"{_VERBS})"
)
_ASKS_FOR = re.compile(
    rf"(?:(?:please|kindly|vänligen|vennligst)\s+)?{_VERBS}(?:\s+{_REST})*"
    r"|tbd|tba|to be (?:completed|determined|filled(?: in)?|answered)|svar her|svar här"
)
_BRACKETED = re.compile(r"[\[<{(«]+\s*(?P<inner>[^\[\]<>{}()«»]*?)\s*[\]>})»]+")
_ANSWERS = re.compile(
    r"\b(?:answer|response|reply|comments?|svar(?:et)?|kommentar|text|tekst|vendor|supplier|leverantör\w*|"
    r"leverandör\w*)\b"
)
_NOTHING = re.compile(r"[\s.…_\-–—?*]+")
_EMPTY_BOX = re.compile(r"[☐□◻❏❑]|\[\s?\]")
_TICKED_BOX = re.compile(r"[☑☒✓✔✗✘■◼]|\[\s?[xX✓]\s?\]")
_WORDS_OF_A_BOX = 3


def is_placeholder(text: str) -> bool:
    """Whether a cell's text only says that an answer belongs there, or that none is given yet."""
    plain = " ".join(fold(text).split())
    if not plain or len(plain) > _LONGEST:
        return False
    if _NOTHING.fullmatch(plain) or _only_boxes(plain):
        return True
    if (bracketed := _BRACKETED.fullmatch(plain)) is not None:
        inner = bracketed["inner"]
        return len(inner.split()) <= 5 and bool(_ASKS_FOR.fullmatch(inner) or _ANSWERS.search(inner))
    return bool(_ASKS_FOR.fullmatch(plain.strip(" .…:*-–")))


def _only_boxes(plain: str) -> bool:
    """Boxes of which none is ticked, each with a word or two beside it."""
    if not _EMPTY_BOX.search(plain) or _TICKED_BOX.search(plain):
        return False
    return all(len(part.split()) <= _WORDS_OF_A_BOX for part in _EMPTY_BOX.split(plain))
