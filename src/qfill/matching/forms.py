"""How a text asks: what leads up to it, and whether it is open, a question, a statement or a label."""

from __future__ import annotations

import re

# Examples illustrate what is asked; they do not ask for more.
EXAMPLES = re.compile(
    r"[(\[](?:e\.?\s?g\b|i\.?\s?e\b|for example|for instance|such as|including|t\.?\s?ex\b|till exempel|"
    r"exempelvis|f\.?\s?eks\b|for eksempel|bl\.?\s?a\b|som)[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
# What a form prints beside a question to tick is no part of it.
TICKS = re.compile(
    r"[(\[]\s*(?:yes\s*/\s*no|y\s*/\s*n|ja\s*/\s*nej|ja\s*/\s*nei|j\s*/\s*n)\s*[)\]]", re.IGNORECASE
)
_POLITE = r"(?:please|kindly|vänligen|vennligst|kan ni|kan dere|can you|could you)"
_IF = r"(?:(?:if (?:yes|so)|om ja|om så|i så fall|hvis ja|i så fall|dersom ja)\s*[,:–-]?\s*)"
_LEAD = (
    r"(?:to|in|by|through|under|within|via|from|for|with|at|on|of|and|till|i|på|med|av|från|"
    r"för|hos|mot|til|fra|og|och|genom|gjennom|enligt|ifølge|innen|inom)"
)
_OPEN = re.compile(
    rf"^{_IF}?(?:{_POLITE}\s+)?(?:{_LEAD}\s+)?(?:describe|name|tell|summarise|summarize|explain|outline|detail|list|"
    r"specify|state|provide|give|identify|indicate|select|choose|how|what|which|who|whom|whose|where|when|why|"
    r"beskriv|beskriva|förklara|redogör|redogöra|ange|lista|nämn|berätta|namnge|identifiera|välj|hur|vad|vilka|"
    r"vilken|vilket|vem|vems|var|när|varför|forklar|redegjør|oppgi|angi|nevn|fortell|identifiser|velg|hvordan|hva|"
    r"hvilke|hvilken|hvilket|hvem|hvor|når|hvorfor)\b",
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

# What is written with a stop and ends no sentence.
_ABBREVIATIONS = (
    "etc", "eks", "ex", "vs", "cf", "incl", "excl", "approx", "resp", "inkl", "exkl", "ekskl", "ca", "ev",
    "evt", "dvs", "jfr", "jf", "nr", "bl a", "bl.a", "m.m", "m.fl", "o.l", "Inc", "Ltd", "Corp", "Dr", "St",
)  # fmt: skip
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[eitf]\.[a-z]\.)"
    + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS)
    + r"\s+(?=[^\W\d_])|(?:\r?\n\s*){2,}",
    re.IGNORECASE,
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
# So does one that ends in such a property, or says what to write: "Hosting provider", "Platform (name)".
_VALUE = re.compile(
    r"(?:\b(?:retention|frequency|interval|duration|provider|methodology|protocols|standards|location|owner|names?"
    r"|\w+s (?:in use|used)|(?:\w+[aoe]r|verktyg|verktøy) (?:som används|som brukes|i bruk))"
    r"|(?:period|(?<!all)tid|frekvens|frekvensen|intervall|hyppighet|varighet|leverantör|leverandør|metodik|protokoll|"
    r"ägare|eier|namn|navn))\s*[).:]*$",
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
_ANY_OF = re.compile(r"\b(?:any|one|some) of\b|\b(?:någon|något|några|noen|noe) av\b", re.IGNORECASE)
OR = re.compile(r"\b(?:or|eller)\b", re.IGNORECASE)
# "When a flaw is found, is a warning given?" asks whether, in its last clause.
_ASKS_WHETHER = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|can|could|will|would|shall|should|must|may|är|har|kan|ska|skall|får|måste|"
    r"finns|blir|er|skal|må|finnes|blir)\b",
    re.IGNORECASE,
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
_LABEL = 4
_LISTED = 8
_WHETHER = re.compile(r"\b(?:whether|if|huruvida|om|hvorvidt)\b", re.IGNORECASE)
# "State whether data is encrypted and how" is not answered by a yes.
_AND_HOW = re.compile(
    r"\b(?:and|och|og)(?: if so,?| i så fall,?)? "
    r"(?:how|which|what|by whom|hur|vilk\w+|vad|hvordan|hvilk\w+|hva)\b",
    re.IGNORECASE,
)
# A text shorter than this has no room for a story before its question.
_LEADS_FROM = 60


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
    stripped = TICKS.sub(" ", text).strip()
    # "With X in place, who does Y?" asks in its last clause.
    last = re.split(r"[,:;]\s+|\s[-–]\s", stripped)[-1]
    opening = _opens(stripped) or _DESCRIBE.match(last)
    if opening is None and stripped.endswith("?"):
        opening = _INTERROGATIVE.match(last) or _INTERROGATIVE.match(stripped.partition(": ")[2])
    if _PROPERTY.match(stripped) and len(stripped.split()) <= (_SHORT if "?" not in stripped else 3):
        return "open"
    if "?" not in stripped and len(stripped.split()) <= _LABEL and _VALUE.search(stripped):
        return "open"
    if _COUNT.match(stripped):
        return "open"
    plain = EXAMPLES.sub("", stripped).strip()
    if not _ANY_OF.search(plain) and (
        (_CHOICE.search(plain) and ", whether " not in plain.lower()) or _CHOICE.match(last)
    ):
        return "open"
    if "?" not in plain and len(plain.split()) <= _LISTED and OR.search(plain) and not _SUPPORT.match(plain):
        return "open"
    if opening and "," in stripped and stripped.endswith("?") and _ASKS_WHETHER.match(last):
        return "question"
    if opening and (
        not _WHETHER.match(stripped[opening.end() :].lstrip()[:10])
        or _AND_HOW.search(stripped[opening.end() :])
    ):
        return "open"
    if "?" in stripped:
        return "question"
    return "statement" if len(stripped.split()) > _LABEL else "label"
