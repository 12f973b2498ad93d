"""A text as the matcher reads it: its concepts, numbers, polarity and form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from qfill.language.lexicon import Lexicon, Unit
from qfill.language.normalise import fold, words

# What a row asks beyond the bare claim; each must be met by something in the answer.
DEMANDS = ("frequency", "quantity", "strength", "time", "evidence", "ask", "document", "number")
GLUE = "glue"
SUBJECTS = ("topic", "object", "scope", "party", "action", "word")

_POLITE = r"(?:please|kindly|vänligen|vennligst|kan ni|kan dere|can you|could you)"
_IF = r"(?:(?:if (?:yes|so)|om ja|om så|i så fall|hvis ja|i så fall|dersom ja)\s*[,:–-]?\s*)"
_LEAD = (
    r"(?:to|in|by|through|under|within|via|from|for|with|at|on|of|and|till|i|på|med|av|från|"
    r"för|hos|mot|til|fra|og|och|genom|gjennom|enligt|ifølge|innen|inom)"
)
_OPEN = re.compile(
    rf"^{_IF}?(?:{_POLITE}\s+)?(?:{_LEAD}\s+)?(?:describe|name|tell|summarise|summarize|explain|outline|detail|list|specify|state|provide|give|how|what|"
    r"which|who|whom|whose|where|when|why|beskriv|beskriva|förklara|redogör|ange|lista|nämn|berätta|namnge|hur|vad|vilka|vilken|vilket|"
    r"vem|vems|var|när|varför|forklar|redegjør|oppgi|angi|nevn|fortell|hvordan|hva|hvilke|hvilken|hvilket|hvem|hvor|når|"
    r"hvorfor)\b",
    re.IGNORECASE,
)

# "When a user logs in, the traffic is encrypted." tells of a time and asks for none.
_WHEN = re.compile(
    r"^(?:when|where|när|når|hvor)\b(?!\s+(?:ofta|ofte|lenge|mange|lang|mye))[^?.]{40,}(?:\.|$)",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(rf"^{_IF}", re.IGNORECASE)
_DESCRIBE = re.compile(
    r"^(?:please\s+)?(?:describe|explain|beskriv|förklara|redogör|forklar|redegjør)\b", re.IGNORECASE
)
_INTERROGATIVE = re.compile(
    rf"^(?:{_LEAD}\s+)?(?:how|what|which|who|whom|where|when|hur|vad|vilka|vilken|vilket|vem|hvordan|hva|hvilke|"
    r"hvilken|hvilket|hvem|hvor)\b",
    re.IGNORECASE,
)

# Examples illustrate what is asked; they do not ask for more.
_EXAMPLES = re.compile(
    r"[(\[](?:e\.?\s?g\b|i\.?\s?e\b|for example|for instance|such as|including|t\.?\s?ex\b|till exempel|"
    r"exempelvis|f\.?\s?eks\b|for eksempel|bl\.?\s?a\b|som)[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[eitf]\.[a-z]\.)(?<!\betc\.)(?<!\bt\.ex\.)(?<!\beks\.)\s+(?=[^\W\d_])"
    r"|(?:\r?\n\s*){2,}"
)
# A label that names a property asks for its value, not whether there is one.
_PROPERTY = re.compile(
    r"^(?:retention|frequency|interval|period|duration|responsible|owner|tools?|sources?|methods?|methodology|"
    r"location|provider|supplier|versions?|protocols?|standards?|certificat\w+|contact|channels?|number of|"
    r"lagringstid|frekvens|intervall|period|varaktighet|ansvarig\w*|ägare|verktyg|källor|metod\w*|plats|"
    r"leverantör|protokoll|standarder|certifi\w+|kanal\w*|antal|hyppighet|varighet|ansvarlig\w*|eier|verktøy|"
    r"kilder|sted|leverandør|sertifi\w+)(?!\w)",
    re.IGNORECASE,
)
# "Single-tenant or multi-tenant?" asks which of them, and no yes answers it.
_CHOICE = re.compile(
    r"^(?:is|are|was|were|är|er)\b[^?]{0,90}\b(?:or|eller)\s+"
    r"(?!stronger|higher|later|newer|better|more|above|similar|equivalent|not\b|starkare|högre|senare|nyare|bättre|"
    r"mer|motsvarande|liknande|inte|ej|sterkere|høyere|nyere|bedre|tilsvarende|lignende|ikke)(?:[^\s?]+\s*){1,3}\?$"
    r"|\b(?:or|eller)\s+(?:something else|other|others|annat|andra|noe annet|annet)\s*\)?\s*\??$",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|eller)\b", re.IGNORECASE)
# "When a flaw is found, is a warning given?" asks whether, in its last clause.
_ASKS_WHETHER = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|can|could|will|would|shall|should|must|may|är|har|kan|ska|skall|får|måste|"
    r"finns|blir|er|skal|må|finnes|blir)\b",
    re.IGNORECASE,
)
# "It is the client, not the vendor, who decides" denies nothing of what is asked.
_CONTRAST = re.compile(
    r",\s*(?:and\s+|och\s+|og\s+)?(?:not|inte|ikke)\s+[^,.;:?]{1,40}(?=,?\s(?:who|that|which|som)\b)",
    re.IGNORECASE,
)
# What a form prints beside a question to tick is no part of it.
_TICKS = re.compile(
    r"[(\[]\s*(?:yes\s*/\s*no|y\s*/\s*n|ja\s*/\s*nej|ja\s*/\s*nei|j\s*/\s*n)\s*[)\]]", re.IGNORECASE
)
# "Number of instances in which data is held" asks for a number; "… shall be two" requires one.
_COUNT = re.compile(
    r"^(?:the\s+)?(?:number of|antal|antall)\b"
    r"(?!.*\b(?:shall|must|should|ska|skall|måste|bör|skal|må|bør)\b)",
    re.IGNORECASE,
)
# "Support for X or Y" is there or is not.
_SUPPORT = re.compile(
    r"^(?:support (?:for|of)|use of|availability of|possibility|stöd för|användning av|möjlighet|"
    r"støtte for|bruk av|mulighet)\b",
    re.IGNORECASE,
)
_SHORT = 7
_LISTED = 8
_WHETHER = re.compile(r"\b(?:whether|if|huruvida|om|hvorvidt)\b", re.IGNORECASE)


# A text shorter than this has no room for a story before its question.
_LEADS_FROM = 60
# "other environments that aren't production" names a rest; it denies nothing of what is asked.
_REST = re.compile(
    r"\b(other|andra|övriga|andre|øvrige)((?:\s+[\w-]+){1,3})\s+(?:(?:that|which)\s+(?:are\s+not|aren['’]t)"
    r"|som\s+(?:inte|ikke|ej)\s+(?:är|er))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's units by key, what they imply, and how it asks.

    `keys` are the text's own units in order, without doubles; `reach` holds them and all
    broader concepts. `negations` counts the words that turn the polarity, `opposites` those
    among them that name what they deny (unencrypted). `form` is open, question, statement
    or label.
    """

    text: str
    language: str
    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    reach: frozenset[str]
    negations: int
    opposites: int
    form: str
    folded: str
    surfaces: tuple[str, ...]

    @property
    def turned(self) -> bool:
        """Whether the text's polarity is turned by an odd number of negations."""
        return self.negations % 2 == 1


def read(text: str, language: str, lexicon: Lexicon) -> Reading:
    """Read a text in a language."""
    keys: dict[str, tuple[str, str]] = {}
    negations = opposites = 0
    last_negation = -9
    for unit in lexicon.units(
        _REST.sub(r"\1\2", _EXAMPLES.sub(" ", _CONTRAST.sub(" ", _TICKS.sub(" ", text)))), language
    ):
        if unit.kind == "negation":
            concept = lexicon.concepts[unit.key]
            # "no unencrypted …" negates twice, as "do not … without" does.
            if unit.first != last_negation:
                negations += 1
            last_negation = unit.first
            if concept.opposite:
                opposites += 1
                keys.setdefault(concept.opposite, (lexicon.kind(concept.opposite), unit.surface))
            continue
        if unit.kind == "generic":
            # Words of little tell stand for themselves, and those that only join others for nothing.
            if unit.key != GLUE:
                keys.setdefault("-" + unit.surface, (unit.kind, unit.surface))
            continue
        keys.setdefault(unit.key, (unit.kind, unit.surface))
    return Reading(
        text=text,
        language=language,
        keys=tuple(keys),
        kinds=tuple(kind for kind, _ in keys.values()),
        reach=_reach(keys, lexicon),
        negations=negations,
        opposites=opposites,
        form=form(text),
        folded=" ".join(fold(text).split()),
        surfaces=tuple(surface for _, surface in keys.values()),
    )


def _reach(keys: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    found: set[str] = set()
    for key in keys:
        found.add(key)
        if key[0] not in "~#-":
            found |= lexicon.ancestors(key)
    return frozenset(found)


def merge(first: Reading, *others: Reading) -> Reading:
    """One reading of a terse text and the context that says what it is about.

    The form and polarity stay those of the first.
    """
    keys = dict(zip(first.keys, zip(first.kinds, first.surfaces, strict=True), strict=True))
    reach = set(first.reach)
    for other in others:
        for key, kind, surface in zip(other.keys, other.kinds, other.surfaces, strict=True):
            keys.setdefault(key, (kind, surface))
        reach |= other.reach
    return Reading(
        text=first.text,
        language=first.language,
        keys=tuple(keys),
        kinds=tuple(kind for kind, _ in keys.values()),
        reach=frozenset(reach),
        negations=first.negations,
        opposites=first.opposites,
        form=first.form,
        folded=" ".join([*(other.folded for other in others), first.folded]),
        surfaces=tuple(surface for _, surface in keys.values()),
    )


def without(reading: Reading, keys: frozenset[str], lexicon: Lexicon) -> Reading:
    """The part of a text that is left when some of its units are asked of somebody else."""
    kept = [number for number, key in enumerate(reading.keys) if key not in keys]
    left = tuple(reading.keys[number] for number in kept)
    surfaces = tuple(reading.surfaces[number] for number in kept)
    return replace(
        reading,
        keys=left,
        kinds=tuple(reading.kinds[number] for number in kept),
        reach=_reach(left, lexicon),
        folded=" ".join(surfaces),
        surfaces=surfaces,
    )


def bare(text: str) -> str:
    """A wording's words without its punctuation: what two copies of one question share."""
    return " ".join(words(text))


def pairs(reading: Reading) -> frozenset[tuple[str, str]]:
    """Neighbouring units of a text, unordered: who does what to what, more than words alone say."""
    return _pairs(reading.keys)


@lru_cache(maxsize=4096)
def _pairs(keys: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (min(one, other), max(one, other))
        for number, one in enumerate(keys)
        for other in keys[number + 1 : number + 3]
    )


def asking(text: str) -> tuple[str, str]:
    """The sentences that lead up to what is asked, and those that ask.

    "We are a small council. Do you keep logs?" asks from its second sentence on; a text
    that nowhere asks, or asks at once, leads up with nothing.
    """
    if len(text) < _LEADS_FROM:
        return "", text
    sentences = [found for found in _SENTENCE.split(text.strip()) if found.strip()]
    for number, sentence in enumerate(sentences):
        if sentence.rstrip().endswith("?") or _opens(sentence) or _DESCRIBE.match(sentence):
            return " ".join(sentences[:number]), " ".join(sentences[number:])
    return "", text


def follows_up(text: str) -> bool:
    """Whether a row goes on from the one above it: `If yes, describe.`"""
    return _FOLLOWS.match(text.strip()) is not None


def _opens(text: str) -> re.Match[str] | None:
    return None if _WHEN.match(text) else _OPEN.match(text)


def form(text: str) -> str:
    """How a text asks: open (describe, how, which), question, statement or label."""
    stripped = _TICKS.sub(" ", text).strip()
    # "With X in place, who does Y?" asks in its last clause.
    last = re.split(r"[,:;]\s+|\s[-–]\s", stripped)[-1]
    opening = _opens(stripped) or _DESCRIBE.match(last)
    if opening is None and stripped.endswith("?"):
        opening = _INTERROGATIVE.match(last)
    if _PROPERTY.match(stripped) and len(stripped.split()) <= (_SHORT if "?" not in stripped else 3):
        return "open"
    if _COUNT.match(stripped):
        return "open"
    plain = _EXAMPLES.sub("", stripped).strip()
    if (_CHOICE.search(plain) and ", whether " not in plain.lower()) or _CHOICE.match(last):
        return "open"
    if "?" not in plain and len(plain.split()) <= _LISTED and _OR.search(plain) and not _SUPPORT.match(plain):
        return "open"
    if opening and "," in stripped and stripped.endswith("?") and _ASKS_WHETHER.match(last):
        return "question"
    if opening and not _WHETHER.match(stripped[opening.end() :].lstrip()[:10]):
        return "open"
    if "?" in stripped:
        return "question"
    return "statement" if len(stripped.split()) > 4 else "label"


__all__ = ["DEMANDS", "SUBJECTS", "Reading", "Unit", "form", "merge", "read", "without"]
