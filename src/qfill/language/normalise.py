"""Text into comparable words: Unicode folding, tokens and stems.

Stems are those of the Snowball project (Porter 2001, https://snowballstem.org) through
PyStemmer; each language has its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[123](?:st|nd|rd)\b|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?|\d+")
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_APOSTROPHE = re.compile(r"['’].*$")
_SPACE = re.compile(r"\s+")
_STEMMERS = {
    "en": Stemmer.Stemmer("english", 0),
    "sv": Stemmer.Stemmer("swedish", 0),
    "nb": Stemmer.Stemmer("norwegian", 0),
}
_FOLD = str.maketrans("øæéèü’", "öäeeu'")


def squash(text: str) -> str:
    """NFC, white space folded to single spaces, trimmed: the form that hashes and comparisons use."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """The text lower-cased, compatibility forms resolved, invisible format characters gone.

    Norwegian and Swedish letters of the same sound are one (ø = ö, æ = ä), so that the
    two languages' common words meet.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order: `Multi-factor (MFA)?` gives multi, factor, mfa."""
    return [
        _APOSTROPHE.sub("", word) if "'" in word else _ORDINALS.get(word, word)
        for word in _WORD.findall(fold(text))
    ]


def bare(text: str) -> str:
    """A text's words without case and punctuation: what two copies of one wording share."""
    return " ".join(words(text))


@lru_cache(maxsize=8_192)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; numbers stay as they are."""
    if word[0].isdigit():
        return word
    stemmer = _STEMMERS.get(language, _STEMMERS["en"])
    if language != "en":
        # The stemmers know the letters as they are written, not as fold() leaves them.
        word = word.replace("ö", "ø").replace("ä", "æ") if language == "nb" else word
        return str(stemmer.stemWord(word)).replace("ø", "ö").replace("æ", "ä")
    return str(stemmer.stemWord(word))
