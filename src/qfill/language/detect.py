"""Which of the languages a text is in, by its function words and letters.

A questionnaire's texts are short and full of English jargon, so only words that carry
grammar count; counting them is the classic method of Grefenstette (1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qfill.language.normalise import fold, words

_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        the of and to a in is are do does you your have has be been for with that this by on or any
        all how what which who when where if not can will shall must should it its at as an from
        please describe provide there was were other their they we our under per during before after
        into between within
        """.split()
    ),
    "sv": frozenset(
        """
        och att det som en ett är av för på med till den de inte om har ni er era ert finns hur
        vilka vilken vilket vad vem kan ska skall eller från vid vår vårt våra när var där varje
        samt även mellan under efter innan görs sker beskriv i utan man vi får måste bör kunna vara
        ingen inga inget endast bara enligt varför åt upp ut sina deras sedan också per antal
        senaste egna flera ange leverantören tjänsten systemet blir inom någon något några alla hos
        genom mot
        """.split()
    ),
    "nb": frozenset(
        """
        og å det som en et er av for på med til den de ikke om har dere deres finnes hvordan hvilke
        hvilken hvilket hva hvem kan skal eller fra ved vår vårt våre når hvor der hver samt også
        mellom under etter før gjøres skjer beskriv oppgi leverandøren tjenesten systemet blir innen
        noen noe alle hos gjennom mot at i ett ei jeg vi dersom hvis uten man får må bør kunne være
        ingen intet kun bare ifølge hvorfor opp ut sine siden per antall siste egne flere
        """.split()
    ),
}
_FOLDED = {language: frozenset(map(fold, known)) for language, known in _FUNCTION_WORDS.items()}
# Spellings that one of the languages has and the others hardly.
_LETTERS = {"sv": ("ä",), "nb": ("æ", "ø", "kk", "hv", "gj", "sj")}
_ENDINGS = {
    "sv": (
        "ering",
        "ningar",
        "ande",
        "as",
        "orna",
        "arna",
        "erna",
        "heten",
        "lig",
        "ligt",
        "ation",
        "eras",
        "erad",
        "ade",
    ),
    "nb": (
        "ering",
        "ninger",
        "ende",
        "ene",
        "heten",
        "lig",
        "sjon",
        "eres",
        "ert",
        "else",
        "elser",
        "sjonen",
    ),
}
# A text's vote, which two or three languages can share.
_VOTE = 6


def scores(text: str) -> dict[str, float]:
    """How much speaks for each language; all zeros where nothing does."""
    lower = text.lower()
    found = dict.fromkeys(_FUNCTION_WORDS, 0.0)
    for word in words(text):
        hits = [language for language, known in _FOLDED.items() if word in known]
        for language in hits:
            found[language] += 1.0 / len(hits)
        if not hits and len(word) > 5:
            for language, endings in _ENDINGS.items():
                if word.endswith(endings):
                    found[language] += 0.4
    for language, letters in _LETTERS.items():
        found[language] += 0.8 * sum(lower.count(letter) for letter in letters)
    if "ö" in lower:
        found["sv"] += 0.8
    if "å" in lower:
        found["sv"] += 0.4
        found["nb"] += 0.4
    return found


def detect(text: str, default: str = "en") -> str:
    """The language of a text, `default` where it is too short or mixed to tell."""
    found = scores(text)
    ranked = sorted(found, key=lambda language: (-found[language], language != default))
    best, second = ranked[0], ranked[1]
    if found[best] == 0 or (found[best] - found[second] < 0.5 and default in (best, second)):
        return default
    return best


def main_language(texts: Iterable[str]) -> str:
    """The language that most of the texts are in, English where none tells: one for a whole questionnaire."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = scores(text)
        best = max(found.values())
        if best >= 1:
            # A text that is as much in one language as in another counts for each by its share.
            tied = [language for language in found if found[language] == best]
            counts.update({language: _VOTE // len(tied) for language in tied})
    return max(_FUNCTION_WORDS, key=lambda language: counts[language])
