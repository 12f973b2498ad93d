"""How rows ask, as patterns over their first and last words in the three languages."""

from __future__ import annotations

import re


def _any(*lists: str) -> str:
    """One of some words, each list held as one text; an underscore joins the words of a phrase."""
    words = [word.replace("_", r"\s+") for listed in lists for word in listed.split()]
    return f"(?:{'|'.join(words)})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# White space that no one writes into a sentence.
GAP = re.compile(r"\s{9,}")
# Examples illustrate what is asked; they do not ask for more.
EXAMPLES = _pattern(
    r"[(\[](?:e\.?\s?g\b|i\.?\s?e\b|for example|for instance|such as|including|t\.?\s?ex\b|till exempel|"
    r"exempelvis|f\.?\s?eks\b|for eksempel|bl\.?\s?a\b|som)[^()\[\]]*[)\]]"
)
# What a form prints beside a question to tick is no part of it: "(Yes/No)", "[Y/N/NA]:", "(select one)".
_YES_OR_NO = (
    r"(?:yes|ja|[yj])\s*(?:[/|,]|\bor\b|\beller\b)\s*(?:no|nej|nei|n)\b"
    r"(?:\s*(?:[/|,]|\bor\b|\beller\b)\s*(?:n\.?\s?/?\s?a\.?|not applicable|partly|partial\w*|delvis|unknown"
    r"|ikke relevant|ej tillämpligt|vet ej|vet ikke)(?![\w]))*"
)
TICKS = _pattern(
    rf"[(\[]\s*(?:{_YES_OR_NO}|(?:single|multiple) (?:selection|choice)s?(?: allowed)?"
    r"|(?:select|choose|tick|check) (?:one|all that apply|any that apply)"
    r"|välj ett|velg ett|kryssa i|kryss av)\s*[)\]]\s*:?"
    rf"|[-–:]?\s+{_YES_OR_NO}\s*[:?.]?\s*$",
)
# What is asked should the answer be no is not asked of whoever says yes: "If not, why not?"
_NO = r"(?:if (?:not|no|none)|om (?:inte|nej|ej)|hvis (?:ikke|nei)|dersom (?:ikke|nei))\b"
_THEN = _any(
    """
    why please explain describe state when what how varför förklara beskriv motivera ange när vad hur
    hvorfor forklar begrunn angi oppgi når hva hvordan
    """
)
IF_NOT = _pattern(
    rf"[(]{_NO}[^()]*[)]"
    rf"|(?:^|(?<=[.?!;,:])\s*){_NO}\s*[,:–-]?\s*(?:then\s+)?{_THEN}\b[^.?!]*[.?!]*"
)
# Nor is what counts its rows: "4.2.1", "B3)", "(iv)".
NUMBERING = _pattern(
    r"^(?:[a-z]?\d{1,3}(?:\.\d{1,3})+[.):]?|[a-z]?\d{1,3}[.):]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,3})\))\s+(?=[^\W\d_])"
)
# "What about MFA?" asks what its subject alone would ask.
ABOUT = _pattern(
    r"^(?:(?:and\s+)?(?:what|how)\s+about|hur\s+(?:är\s+det|ser\s+det\s+ut)\s+med|(?:og\s+)?hva\s+med"
    r"|hvordan\s+er\s+det\s+med)\s+(?=\w)"
)
# Whoever is asked may be called by a name: "How does Acme Cloud keep …?"
NAMED = re.compile(
    r"(?:(?i:does|has|will|did|how\s+does|how\s+has|how\s+will|har|hur\s+har|hvordan\s+har)\s+)"
    r"((?:[A-ZÅÄÖÆØ][\w&'’.-]*\s+){1,3})(?=[a-zåäöæø])"
)
ASIDE = _pattern(r"\([^()]*\)|\[[^\[\]]*\]")
OR = _pattern(r"\b(?:or|eller)\b")

# Verbs in front of a question that is answered by a yes or a no.
_VERBS = """
    is are was were do does did has have can could will would shall should must may är har kan ska skall
    får måste finns blir er skal må finnes
"""
_PASSIVES = "används görs sätts hålls krävs behövs utförs tas ges gis tas"
_INTERROGATIVES = """
    how what which who whom hur vad vilka vilken vilket vem hvordan hva hvilke hvilken hvilket hvem kva
    kven kvar korleis
"""
_TIMES = "where when när var hvor når"
_WHATEVER = r"(?:what|which|whom|how|vad|vilk\w+|hur|vem|hva|hvilk\w+|hvem|hvordan)"

ASKS_WHETHER = _pattern(rf"^{_any(_VERBS)}\b")
# "Krypteras …?", "Inngår …?": any verb in front.
ASKS = _pattern(rf"^{_any(_VERBS, _PASSIVES, 'ingår inngår any')}\b|^\w+(?:er|ar|as|es|r)\b")
# "When a flaw is found, is a warning given?" asks whether, in its last clause.
SETTING = _pattern(
    rf"^{_any('when whenever where if in_cases?_where provided när där om vid når der hvis dersom hvor')}\b"
)
WHETHER = _pattern(r"\b(?:whether|if|huruvida|om|hvorvidt)\b")
# A row of a list may begin so: "Whether the vendor keeps …".
SAYS_WHETHER = _pattern(r"^(?:whether|huruvida|hvorvidt)\b")
_POLITE = _any("please kindly vänligen vennligst kan_ni kan_dere can_you could_you")
_IF = r"(?:(?:if (?:yes|so)|om ja|om så|i så fall|hvis ja|dersom ja)\s*[,:–-]?\s*)"
_LEADING = """
    to in by through under within via from for with at on of and till i på med av från för hos mot til
    fra og och genom gjennom enligt ifølge innen inom
"""
_LEADING_WHAT = """
    between among against before after during upon over mellan mellom vid ved före efter før etter
"""
_LEAD = rf"(?:{_any(_LEADING)}|{_any(_LEADING_WHAT)}(?=\s+{_WHATEVER}\b))"
_TELL = """
    describe name tell summari[sz]e explain outline detail list specify state provide give identify
    indicate select choose refer_to clarify enumerate beskriva? förklara redogöra? gör_rede hänvisa
    upplys klargör ange lista nämn berätta namnge identifiera välj beskriv forklar redegjør
    gjør_(?:\\w+\\s+)?rede opplys klargjør vis_til oppgi angi nevn fortell identifiser velg
"""

FOLLOWS = _pattern(rf"^{_IF}")
OPEN = _pattern(
    rf"^{_IF}?(?:{_POLITE}\s+)?(?:{_LEAD}\s+)?"
    rf"{_any(_TELL, _INTERROGATIVES, _TIMES, 'whose why vems varför hvorfor kvifor')}\b"
)
# "Is it supported? Which factors?", "…, and how fast?" and "State whether … and how" ask a second thing.
_IF_SO = r"(?:(?:if so|if yes|i så fall|i så tilfelle|hvis ja|om ja)\s*,?\s*)?"
ASKS_ON = _pattern(
    rf"[?.]\s+{_IF_SO}(?:please\s+)?(?:{_any(_TELL, _INTERROGATIVES, _TIMES)})\b"
    rf"|\b(?:and|och|og|samt)\s*,?\s*{_IF_SO}(?:{_LEAD}\s+)?{_any(_INTERROGATIVES, _TIMES)}\b"
)
# "When a user logs in, the traffic is encrypted." tells of a time and asks for none.
WHEN = _pattern(r"^(?:when|where|när|når|hvor)\b(?!\s+(?:ofta|ofte|lenge|mange|lang|mye))[^?.]{40,}(?:\.|$)")
DESCRIBE = _pattern(r"^(?:please\s+)?(?:describe|explain|beskriv|förklara|redogör|forklar|redegjør)\b")
INTERROGATIVE = _pattern(
    r"^(?:(?:and|och|og)\s+)?(?:(?:if so|if yes|in that case|i så fall|i så tilfelle)[,\s]+)?"
    rf"(?:{_LEAD}\s+)?{_any(_INTERROGATIVES, 'where when hvor')}\b"
)
# "The supplier shall describe how …" asks for what it says.
_SHALL = r"""
    shall must should (?:is|are)_(?:requested|asked|required)_to ska skall bör måste ombeds skal må bør
    bes ombes
"""
_TOLD = r"""
    describe explain state specify account_for indicate list beskriva redogöra ange förklara redovisa
    beskrive redegjøre gjøre_rede angi oppgi forklare opplyse
"""
_BE_TOLD = """
    beskrivas redogöras redovisas anges framgå beskrives redegjøres oppgis angis fremgå framkomme
"""
SHALL_TELL = _pattern(
    rf"\b(?:{_any(_SHALL)}(?:\s+\w+)?\s+{_any(_TOLD)}"
    rf"|{_any(_BE_TOLD)}(?:\s+(?:för|for|om|av))?(?=\s+(?:{_WHATEVER}|när|når)\b))\b"
    r"(?!\s+(?:om|for om|whether|if|huruvida|hvorvidt|att|at|that)\b)"
)
WHOM = _pattern(r"\b(?:whom|by who|av vem|av hvem|with what|to what extent)\s*\?$")

# A label that names a property asks for its value, not whether there is one.
PROPERTY = _pattern(
    "^"
    + _any(
        r"""
    retention frequency interval period duration responsible owner tools? sources? methods? methodology
    location provider supplier versions?(?!\s+control) algorithm cipher protocols? standards?
    certificat\w+ contact channels? number_of \w+_used guidelines? frameworks? recipients?
    lagringstid frekvens intervall period varaktighet
    ansvarig\w* ägare verktyg källor metod\w* plats leverantör algoritm algoritme versioner protokoll
    standarder certifi\w+
    \w*kanal\w* antal riktlinj\w+ mottagare hyppighet varighet ansvarlig\w* eier verktøy kilder sted
    leverandør sertifi\w+ retningslinje\w* mottaker\w*
    (?:minimum|maximum|minsta|största|minste|største)_(?:number|period|antal\w*|tid\w*)
"""
    )
    + r"(?!\w)"
)
# "Supplier holds a valid certificate" tells of the supplier; "Supplier names and sites" asks for them.
TELLS = _pattern(
    r"^(?:supplier|provider|owner|recipient|leverantör|leverandør)\s+"
    r"(?:har|er|är|\w{3,}(?:s|er|ar))\s+(?!(?:and|or|och|eller|og)\b)(?:\S+\s+)+\S+"
)
# A long one does so too, where nothing is said of it before "which" or "when".
RELATIVE = _pattern(
    rf"[,:;(]|\b{_any('which that who when where in_case som när där vilka når der dersom hvis om')}\b"
)
SAID = _pattern(rf"\b(?:{_any(_VERBS, 'bör bør')}|\w+(?:eras|eres))\b")
# So does one that ends in such a property, or says what to write: "Hosting provider", "Platform (name)".
VALUE = _pattern(
    r"(?:\b(?:retention|frequency|interval|duration|provider|methodology|protocols|standards|versions|location|owner|names?"
    r"|models?|certificates|certifications|methodology (?:followed|used)"
    r"|\w+s (?:in use|used|covered|supported|offered)"
    r"|(?:\w+[aoe]r|verktyg|verktøy) (?:som används|som brukes|i bruk))"
    r"|(?:period|(?<!all)tid|frekvens|frekvensen|intervall|hyppighet|varighet|leverantör|leverandør|metodik"
    r"|protokoll|versioner|versjoner|modell|certifieringar|sertifiseringer|ägare|eier|namn|navn))\s*[).:]*$"
)
# "Retention: 30 days" says the value, and asks whether it holds.
VALUED = _pattern(r"^[^:?\d]{1,40}:\s*(?:(?:minst|at least|minimum|min\.?)\s+)?\d+\s+\w+\.?$")
# "Number of instances in which data is held" asks for a number; "… shall be two" requires one.
COUNT = _pattern(
    r"^(?:[^:?]{1,40}:\s*)?(?:the\s+)?(?:number of|antal|antall)\b"
    r"(?!.*\b(?:shall|must|should|ska|skall|måste|bör|skal|må|bør)\b)"
)

# "Single-tenant or multi-tenant?" asks which of them, and no yes answers it.
_NO_CHOICE = r"""
    stronger higher later newer better more less fewer earlier above similar equivalent not\b her\b
    his\b their\b
    starkare högre senare nyare bättre mer motsvarande liknande inte ej sterkere høyere nyere bedre
    tilsvarende
    lignende ikke
"""
# "Yearly or more often" offers no two things.
OTHER = _pattern(rf"\b(?:or|eller)\s+(?!{_any(_NO_CHOICE)})")
# "Is it SOC 2 or ISO 27001 certified?" asks whether it is certified at all.
_HELD = r"(?:certified|compliant|accredited|attested|certifiera\w+|godkän\w+|sertifisert|godkjent)"
CHOICE = _pattern(
    r"^(?:is|are|was|were|är|er)\b(?![^?]*\b(?:ever|any|någonsin|noensinne)\b)[^?]{0,90}\b(?:or|eller)\s+"
    rf"(?!{_any(_NO_CHOICE)})(?!(?:[^\s?-]+[\s-]+){{1,2}}{_HELD}\s*\?)[^\s?]+(?:\s+[^\s?]+){{0,2}}\s*\?$"
    r"|\b(?:or|eller)\s+(?:something else|other|others|annat|andra|noe annet|annet)\s*\)?\s*\??$"
)
ANY_OF = _pattern(r"\b(?:any|one|some) of\b|\b(?:någon|något|några|noen|noe) av\b")
# "Limited to mornings or evenings?" is answered by a yes or a no.
LIMITED = _pattern(
    r"\b(?:(?:limited|restricted|confined) to|only|solely|merely|begränsa\w* till|begrenset til|endast|enbart"
    r"|bara|kun|bare|utelukkende)\b"
)
# "Penetration tests: own team or external firm?"
WHICH_OF = _pattern(r":\s*(?P<rest>[^:?]{1,80}\b(?:or|eller)\b[^:?]*)\?$")
OR_IS_IT = _pattern(
    r",\s*(?:or|eller)\s+(?:(?:is|are|does|do|will|must|have)\s+(?:it|they|this|these|we|you|our|your)"
    r"|(?:är|er|sker|skjer|görs|må|måste|skal|ska)\s+(?:de[tn]?|vi|ni|dere|man))\b"
)
# "Support for X or Y" is there or is not.
SUPPORT = _pattern(
    r"^(?:support (?:for|of)|use of|availability of|possibility|stöd för|användning av|möjlighet|"
    r"støtte for|bruk av|mulighet)\b"
)

# What sort of answer an open text asks for (Li & Roth 2002), the first that its words name.
ANSWER_TYPES = tuple(
    (name, _pattern(rf"\b{_any(listed)}\b"))
    for name, listed in (
        ("location", "where var hvor(?!_(?:ofte|lenge|mange|mye|lang|stor)) location region country"),
        (
            "frequency",
            "how_often how_frequently frequency interval\\w* hur_ofta hvor_ofte frekvens hyppighet",
        ),
        ("duration", "how_long retention hur_länge hvor_lenge"),
        (
            "quantity",
            "how_many how_much number_of hur_många hur_mycket hvor_mange hvor_mye antal antall antalet",
        ),
        ("person", "who whom whose vem vilka_personer hvem"),
        ("time", "when när når"),
        (
            "entity",
            "what which list specify name vad vilk\\w+ ange namn\\w* hva hvilk\\w+ angi oppgi",
        ),
        (
            "description",
            """how describe explain outline approach process\\w* routines? procedures?
            hur beskriv\\w* redogör\\w* förklara rutin\\w* hvordan redegjør forklar""",
        ),
    )
)

# What is written with a stop and ends no sentence.
_ABBREVIATIONS = (
    "etc", "eks", "ex", "vs", "cf", "incl", "excl", "approx", "resp", "inkl", "exkl", "ekskl", "ca", "ev",
    "evt", "dvs", "jfr", "jf", "nr", "bl a", "bl.a", "m.m", "m.fl", "o.l", "Inc", "Ltd", "Corp", "Dr", "St",
)  # fmt: skip
SENTENCE = _pattern(
    r"(?<=[.!?])(?<!\b[eitf]\.[a-z]\.)"
    + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS)
    + r"\s+(?=[^\W\d_])|(?:\r?\n\s*){2,}"
)
