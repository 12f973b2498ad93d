"""The claims in a text that can be held against its facts: numbers, certificates and names.

A number is the same in digits and in words, in each language; a certificate is the same
with and without the name of its publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qfill.language.mentions import ADDRESS, FIRM
from qfill.language.numerals import GROUPED, INTERVALS, NUMBERS, one_form

_LISTED = re.compile(r"^\s*\d+[.)]\s+", re.MULTILINE)
_CLOCK = re.compile(r"\b(?:around|round) the clock\b|\bdygnet runt\b|\bdøgnet rundt\b|\bhele døgnet\b", re.I)
_FACTORS = re.compile(
    r"\b(?:two|2)[- ]?(?:factor|step)|\btvå(?:faktor|steg)\w*|\bto(?:faktor|trinn)\w*|\b2FA\b", re.I
)
_DIGITS = re.compile(r"(?<![^\W\d_])(?<![\d.,])\d+(?:[.,]\d+)*")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# The months in en, sv and nb, whole or cut short: "mail 30" names none.
_MONTHS = (
    "jan(?:uary|uari|uar)?|feb(?:r|ruary|ruari|ruar)?|mar(?:ch|s)?|apr(?:il)?|ma[jiy]|jun[ei]?|jul[yi]?"
    "|aug(?:ust|usti)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?"
)
_MONTH = re.compile(rf"(?<=\d)[. ]+({_MONTHS})\b|\b({_MONTHS})(?= \d)", re.I)
_WORD = re.compile(r"[^\W\d_]+")

_INTERVAL = re.compile(rf"\b(?:every|each|var|vart|hver|hvert) ({'|'.join(INTERVALS)})\b", re.I)
_ONE = {
    "en": {"a", "an", "one", "once", "each", "every"},
    "sv": {"en", "ett", "varje"},
    "nb": {"en", "ett", "et", "én", "ei", "hver", "hvert"},
}


def numbers(text: str, language: str) -> dict[str, str]:
    """The numbers of a text in one form (`2`, `99.9`), each with how the text writes it.

    One, which is also an article in Swedish and Norwegian, counts in digits only.
    """
    text = _LISTED.sub(" ", ADDRESS.sub(" ", text))
    for _, span in standards(text):
        text = text.replace(span, " ", 1)
    text = _FACTORS.sub(" ", text)
    text = _ISO_DATE.sub(lambda found: f" {found[1]} {int(found[2])} {int(found[3])} ", text)
    text = _MONTH.sub(lambda found: f" {_month(found[1] or found[2])} ", text)
    found: dict[str, str] = {}
    for surface in _CLOCK.findall(text):
        found |= {"24": surface, "7": surface}
    for group in GROUPED.findall(text):
        found[re.sub(r"\D", "", group)] = group
    for digits in _DIGITS.findall(GROUPED.sub(" ", text)):
        found[one_form(digits)] = digits
    for ordinal in _INTERVAL.findall(text):
        found[str(INTERVALS[ordinal.lower()])] = ordinal
    known = NUMBERS.get(language, {})
    joined = re.sub(r"(?<=ty)-(?=[a-z])", "", text) if language == "en" else text
    for word in _WORD.findall(joined):
        if (value := known.get(word.lower())) is not None:
            found.setdefault(str(value), word)
    return found


def says_one(text: str, language: str) -> bool:
    """Whether a text may say one in words."""
    return not _ONE.get(language, set()).isdisjoint(word.lower() for word in _WORD.findall(text))


def _month(name: str) -> int:
    start = name[:3].lower().replace("maj", "may").replace("mai", "may").replace("okt", "oct")
    start = start.replace("des", "dec")
    return "jan feb mar apr may jun jul aug sep oct nov dec".split().index(start) + 1


_STANDARD = re.compile(
    r"""
      \bISO(?:\s*/\s*IEC)?[\s-]*(?P<iso>\d{4,5}(?:-\d{1,2})?)
    | \bSOC[\s-]*(?P<soc>[123])\b (?:[\s,-]*Typ[e]?[\s-]*(?P<type>I{1,2}|[12])\b)?
    | \b(?P<isae>ISAE|SSAE)[\s-]*(?P<number>\d{2,4})\b
    | \bFIPS[\s-]*(?P<fips>\d{3}(?:-\d)?)
    | \bNIST(?:\s*SP)?[\s-]*(?P<nist>\d{3}-\d{2,3})
    | \b(?P<named>PCI[\s-]?DSS|HIPAA|HITRUST|FedRAMP|StateRAMP|TISAX|CSA[\s-]STAR
        |Cyber[\s-]Essentials(?:[\s-]Plus)?|BSI[\s-]C5|GDPR|CCPA|DORA|NIS[\s-]?2|TX-RAMP|IRAP|ENS|NEN[\s-]?7510|CMMC)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def standards(text: str) -> Iterator[tuple[str, str]]:
    """The certificates, attestations and laws that a text names: one form of each, and its span."""
    for found in _STANDARD.finditer(text):
        if found["iso"]:
            yield f"iso {found['iso']}", found[0]
        elif found["soc"]:
            yield f"soc {found['soc']}", found[0]
            if found["type"]:
                kind = found["type"].upper().replace("II", "2").replace("I", "1")
                yield f"soc {found['soc']} type {kind}", found[0]
        elif found["isae"]:
            yield f"{found['isae'].lower()} {found['number']}", found[0]
        elif found["fips"]:
            yield f"fips {found['fips']}", found[0]
        elif found["nist"]:
            yield f"nist {found['nist']}", found[0]
        else:
            yield re.sub(r"[\s-]+", " ", found["named"]).lower().replace("pcidss", "pci dss"), found[0]


PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XX+)\b|\blorem ipsum\b|\?\?\?+|_{4,}|\{\{[^}]*\}\}"
    r"|<(?!/)[^\W\d_][\w .:/-]{1,40}>"
    r"|\[(?:your|insert|company|customer|vendor|product|name|date|number|ange|fyll|sett inn)\b[^\]]*\]",
    re.IGNORECASE,
)
"""What somebody meant to replace."""

_CAPITALS = re.compile(r"[^\W\d_a-zåäöøæ][\w’'-]*(?:[ -]+[^\W\d_a-zåäöøæ][\w’'-]*){2,}")
_TOKEN = re.compile(r"[^\W_][\w&+.'’-]*[^\W_]|[^\W_]")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|[\"“”(]\s*)$")
# Words that are written with a capital though they name no product; places.py knows the countries.
_COMMON = frozenset(
    """
    i january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday english swedish norwegian danish finnish german french
    european union eu eea ees eøs uk us usa sweden norway denmark finland germany france ireland netherlands
    europe sverige norge nordic danmark tyskland frankrike irland island iceland nederländerna nederland
    storbritannien storbritannia europa norden internet ok id it ict
    """.split()
)


def names(text: str) -> dict[str, str]:
    """The words of a text that look like names of products, services or firms, by their folded form.

    A word does that begins with a capital within a sentence, or has one inside it.
    """
    bare = FIRM.sub(" , ", PLACEHOLDER.sub(" , ", ADDRESS.sub(" ", text)))
    for _, span in standards(bare):
        bare = bare.replace(span, " , ", 1)
    found: dict[str, str] = {}
    for token in _TOKEN.finditer(bare):
        first = bool(_SENTENCE_END.search(bare[: token.start()]))
        for part in re.split(r"[-'’]", token[0]):
            inner = any(letter.isupper() for letter in part[1:])
            if len(part) < 2 or not (inner or (part[0].isupper() and not first)):
                continue
            folded = part.casefold()
            if folded not in _COMMON:
                found.setdefault(folded, part)
    return found


def spelt_out(text: str, known: str) -> Iterator[str]:
    """The folded words of a text that spell out an acronym which another text, in small letters, holds."""
    acronyms = set(_WORD.findall(known))
    for run in _CAPITALS.findall(text):
        parts = re.split(r"[ -]+", run)
        for first in range(len(parts) - 2):
            if "".join(part[0] for part in parts[first:]).casefold() in acronyms:
                yield from (part.casefold() for part in parts[first:])
