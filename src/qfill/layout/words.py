"""Header words by role in English, Swedish and Norwegian, and what a question and an id look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from qfill.language.normalise import fold
from qfill.model import TARGET_ROLES, Role

# Weight by how sure a header cell that says this names the role; the longest wording decides.
HEADERS: dict[Role, dict[str, float]] = {
    Role.QUESTION: {
        "question": 3, "questions": 3, "fråga": 3, "frågor": 3, "frågeställning": 3, "spørsmål": 3, "krav": 2,
        "kravtext": 3, "requirement": 2, "requirements": 2, "question text": 3, "assessment question": 3,
        "consensus assessment questions": 3, "control question": 3, "beskrivning av krav": 3,
        "kravbeskrivning": 3,        "kravbeskrivelse": 3, "statement": 2, "item": 1, "description": 1,
        "beskrivning": 1, "beskrivelse": 1,
    },
    Role.QUESTION_ID: {
        "question id": 4, "id": 2, "no": 1, "nr": 1.5, "nr.": 1.5, "number": 1.5, "ref": 1.5,
        "reference": 1.5,        "#": 1.5, "kravnummer": 3, "krav nr": 3, "fråga nr": 3, "consensus id": 2,
        "cid": 2, "question number": 4,
    },
    Role.SUBQUESTION: {
        "sub-question": 4, "sub question": 4, "subquestion": 4, "sub-questions": 4, "sub-requirement": 4,
        "underfråga": 4, "delfråga": 4, "delfrågor": 4, "delkrav": 4, "underkrav": 4, "underspørsmål": 4,
        "delspørsmål": 4,
    },
    Role.ANSWER: {
        "answer": 3, "answers": 3, "csp caiq answer": 5, "svar": 3, "response": 3, "vendor response": 4,
        "vendor answer": 4, "vendor answers": 4, "supplier response": 4, "consensus assessment answers": 2,
        "leverantörens svar": 4, "leverandørens svar": 4, "svar leverantör": 4, "compliance": 1.5,
        "compliant": 1.5, "status": 1, "yes/no": 3, "ja/nej": 3, "ja/nei": 3, "uppfylls": 2, "oppfylles": 2,
        "tenderer response": 4, "your answer": 4, "your response": 4, "reply": 2, "uppfyller": 1.5,
        "oppfyller": 1.5, "besvarelse": 3,
    },
    Role.COMMENT: {
        "comment": 3, "comments": 3, "kommentar": 3, "kommentarer": 3, "additional information": 4,
        "notes": 1.5,        "explanation": 3, "description": 1, "details": 2,
        "csp implementation description": 5, "remarks": 3,
        "supporting information": 3, "beskrivning": 1, "beskrivelse": 1, "förtydligande": 3,
        "utdypning": 3,
        "vendor comments": 4, "implementation description": 4, "motivering": 3, "begrunnelse": 3,
        "comments and notes": 3,
    },
    Role.OWNERSHIP: {"ssrm control ownership": 5, "control ownership": 4, "ownership": 2},
    Role.SECTION: {
        "section": 2, "category": 2, "domain": 2, "area": 2, "kategori": 2, "område": 2, "avsnitt": 2,
        "control domain": 3, "ccm domain title": 3, "topic": 1,
    },
    Role.CONTROL: {"control id": 3, "ccm control id": 4, "control": 1.5, "kontroll": 1.5},
    Role.PARENT: {"parent": 2, "parent question": 3},
    Role.TICK_YES: {
        "yes": 4, "ja": 4, "y": 3, "fully": 4, "fully compliant": 4, "fully met": 4, "helt": 3,
    },
    Role.TICK_NO: {
        "no": 2, "nej": 4, "nei": 4, "n": 2, "not compliant": 4, "non-compliant": 4, "non compliant": 4,
        "not met": 4, "inte alls": 3, "ikke oppfylt": 4, "uppfylls ej": 4,
    },
    Role.TICK_NA: {"n/a": 4, "na": 3, "not applicable": 4, "ej tillämpligt": 4, "ikke relevant": 4},
    Role.TICK_PARTIAL: {
        "partial": 4, "partially": 4, "delvis": 4, "partly": 4, "partially compliant": 4,
        "partly compliant": 4, "partially met": 4,
    },
}  # fmt: skip

# Columns that belong to the customer's own people or to another party, whatever else their header says.
FOREIGN = re.compile(
    r"\b(?:score|scoring|weight|rating|points|analyst|assessor|evaluat\w*|reviewer|internal use|"
    r"csc responsibilit\w*|guidance|reason for question|"
    r"follow[- ]?up|compliant answer|preferred|importance|(?<!characters )(?<!words )max(?!\.?\s*\d)|"
    r"poäng|poeng|vikt|"
    r"vekt|bedömning|vurdering|utvärdering|evaluering|institution)\b",
    re.IGNORECASE,
)
# What a customer keeps for itself is no place for our answers, though its questions may be headed so.
CUSTOMERS = re.compile(
    r"\b(?:customer|client|buyer|purchaser|kund|kunden|kundens|kunde|beställare\w*|"
    r"oppdragsgiver\w*)\b",
    re.IGNORECASE,
)
# All are held against folded text, in which ø is ö.
_FIRST = re.compile(r"[^\W_]+")
_SUPPLIER_STEMS = (
    "vendor", "supplier", "provider", "bidder", "tenderer", "respondent", "contractor", "csp", "anbudsgivare",
    "tilbyder", "leverandör", "leverantör", "your", "you", "er", "dere",
)  # fmt: skip
_SUPPLIERS = rf"(?:{'|'.join(_SUPPLIER_STEMS[:-4])}|(?:{'|'.join(_SUPPLIER_STEMS[-4:])})\b)"
# Words beside `Comments` or `Response` that keep the column for somebody else than whoever answers.
_KEPT = re.compile(
    r"\b(?:use only|do not (?:fill|complete|edit)|(?:leave|keep) (?:blank|empty)|fylls? (?:ej|inte|ikke) i|"
    r"internal(?:ly)?|intern(?:t|a)?|inköp\w*|innköp\w*|procurement|purchasing|team|department|"
    r"avdelning\w*|avdeling\w*)\b"
    rf"|\b(?:from|by|från|fra|(?:i|ut|inn|ifylles|fylls|fylles|kommentar\w*|svar) av)\s+"
    rf"(?!(?:the |den |det )?{_SUPPLIERS})\w"
    r"|\b(?:of|to|on) the (?:question|requirement)\b|\bav (?:frågan|kravet|spörsmålet)\b",
    re.IGNORECASE,
)
_SUPPLIERS_OWN = re.compile(rf"(?:the )?{_SUPPLIERS}\w*(?:['’`]?s?)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[/|]\s*")
_OPTIONS = re.compile(
    r"(?P<before>[^/|]*?)[\s:(\[–-]*\b(?:yes|ja|y|j)\s*[/|,]\s*(?:no|nej|nei|n)\b"
    r"(?:\s*[/|,]\s*[\w/. -]+)?[)\]]?"
)
_OPTIONS_WEIGH = 3.0
FOREIGN_SHEETS = re.compile(
    r"\b(?:instruction\w*|introduction|read ?me|scor\w*|summary|lookup|values|lists?|evaluation|analyst|"
    r"report|change ?log|crosswalk|acknowledg\w*|instruktion\w*|introduktion|oversikt|översikt|high risk)\b",
    re.IGNORECASE,
)
ID = re.compile(
    r"^(?:[A-ZÅÄÖÆØ&]{1,8}[- ]{0,2}\d+(?:[.\-]\d+)*[a-z]?|Q\.?\d+(?:\.\d+)*|\d+(?:\.\d+){0,5}[a-z]?\.?|"
    r"[A-Z]\d*(?:\.\d+)+|[A-Z&]{2,6}(?:-[A-Z]{2,6})?-\d+(?:\.\d+)*)$"
)
NUMBERED = re.compile(r"^(?P<root>.*\d)\.(?P<last>\d+|[a-z])\.?$")
FOLLOWS = re.compile(
    r"^(?:if (?:yes|so|no|not|applicable)|om (?:ja|så|nej)|hvis (?:ja|nei)|dersom|i så fall)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"^(?:is|are|do|does|did|has|have|had|can|could|will|would|should|may|must|what|which|who|how|"
    r"when|where|why|"
    r"describe|please|provide|explain|list|state|specify|är|har|finns|kan|ska|hur|vad|vilka|vilken|"
    r"beskriv|ange|"
    r"redogör|er|finnes|skal|hvordan|hva|hvilke|hvilken|oppgi|leverantören|leverandøren|tjänsten|tjenesten|"
    r"systemet|løsningen|lösningen|the (?:supplier|vendor|solution|service|system|tenderer))\b",
    re.IGNORECASE,
)

# What a form tells whoever fills it in, and asks of nobody: "Answer every question in the box below it."
_ALL = (
    r"(?:(?:the|all|every|each|any|following|this|of|alla|samtliga|varje|dessa|detta|alle|hvert|disse"
    r"|dette)\s+)"
)
_INSTRUCTS = re.compile(
    r"^(?:(?:please|kindly|vänligen|vennligst)\s+)?(?:"
    r"(?:answer|complete|fill (?:in|out)|return|besvara|svara på|fyll i|besvar|fyll (?:ut|inn))"
    rf"\s+{_ALL}{{1,3}}"
    r"(?:questions?|questionnaire|form|rows|frågor(?:na)?|fråga|formulär(?:et)?|rader(?:na)?"
    r"|spørsmål(?:ene)?|skjema)"
    r"|(?:besvara frågorna|svara på frågorna|fyll i formuläret|besvar spørsmålene|fyll (?:ut|inn) skjemaet)"
    rf"|(?:write|enter|put|type|skriv|ange|lämna|før)\s+(?:your|ert|era|deres|{_ALL})\s*"
    r"(?:answers?|responses|repl(?:y|ies)|svar(?:et|en|ene)?)(?!\s+(?:times?|plan))"
    r")\b[^?.]*\.?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def header_roles(text: str) -> Mapping[Role, float]:
    """What a header cell's words say of its column: weights by role, empty where nothing."""
    plain = " ".join(fold(text).split()).strip(" :*?")
    if not plain or len(plain) > 120 or not _may_name(plain) or FOREIGN.search(plain):
        return {}
    found = _wording(plain) or _suppliers(plain) or _all_parts(plain)
    found |= _options(plain)
    if CUSTOMERS.search(text) or _KEPT.search(plain):
        found = {role: weight for role, weight in found.items() if role not in TARGET_ROLES}
    return found


def _may_name(plain: str) -> bool:
    """Whether a text begins as any header does; of a large sheet's texts few do, and the rest cost little."""
    first = _FIRST.match(plain)
    return first is None or first[0] in _first_words() or first[0].startswith(_SUPPLIER_STEMS)


@cache
def _first_words() -> frozenset[str]:
    words = (_FIRST.match(wording) for wording in _known())
    return frozenset({"the", "y", "j", *(word[0] for word in words if word is not None)})


def _wording(plain: str) -> dict[Role, float]:
    """The roles that a folded wording names, whole, before a bracket, or less surely by how it begins."""
    found: dict[Role, float] = {}
    bare = plain.split("(")[0].strip(" :*?")
    known = _known()
    for wording in {plain, bare}:
        for role, weight in known.get(wording, ()):
            found[role] = max(found.get(role, 0), weight)
    space = bare.find(" ")
    while space > 0:
        if space > 4 and bare[:space] != plain:
            for role, weight in known.get(bare[:space], ()):
                found[role] = max(found.get(role, 0), weight * 0.6)
        space = bare.find(" ", space + 1)
    return found


def _suppliers(plain: str) -> dict[Role, float]:
    """What `Vendor's response` says: the answer's roles alone, whatever the vendor is called."""
    named = _SUPPLIERS_OWN.match(plain)
    found = _wording(plain[named.end() :]) if named is not None else {}
    return {role: weight for role, weight in found.items() if role in (Role.ANSWER, Role.COMMENT)}


def _all_parts(plain: str) -> dict[Role, float]:
    """What `Svar / Answer` says: the roles that each of its parts names."""
    parts = [_wording(part.strip(" :*?")) for part in _PARTS.split(plain)]
    shared = set(parts[0]).intersection(*parts[1:])
    return {role: min(part[role] for part in parts) for role in shared} if len(parts) > 1 else {}


def _options(plain: str) -> dict[Role, float]:
    """What `Yes / No` over a column says, alone or after a word for the answer: `Uppfyller (Ja/Nej)`."""
    shown = _OPTIONS.fullmatch(plain)
    if shown is None or (shown["before"] and Role.ANSWER not in _wording(shown["before"])):
        return {}
    return {Role.ANSWER: _OPTIONS_WEIGH}


def is_kept(text: str) -> bool:
    """Whether a heading says that what stands under it is not for whoever answers."""
    plain = fold(text)
    return any(pattern.search(plain) for pattern in (FOREIGN, CUSTOMERS, _KEPT))


@cache
def _known() -> dict[str, list[tuple[Role, float]]]:
    """The roles that a wording names, by the wording folded."""
    found: dict[str, list[tuple[Role, float]]] = {}
    for role, wordings in HEADERS.items():
        for wording, weight in wordings.items():
            found.setdefault(fold(wording), []).append((role, weight))
    return found


def asks(text: str) -> float:
    """How much a text looks like a question or a statement to confirm, 0 to 1."""
    stripped = text.strip()
    if len(stripped) < 8 or _INSTRUCTS.match(stripped):
        return 0.0
    if stripped.endswith(("?", "?*")) or "? " in stripped:
        return 1.0
    if _ASKS.match(stripped):
        return 0.9
    return 0.6 if len(stripped.split()) >= 6 else 0.0
