"""QF5, sources, continued: claims that are stronger than the facts they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qfill.checks.bench import Bench
from qfill.checks.claims import standards
from qfill.checks.rule import Example, Finding, Severity, rule
from qfill.checks.sources import HINT, cited
from qfill.language.normalise import stem

_PROMISE = re.compile(r"\b(?:guarante\w+|garanter\w*)\b", re.IGNORECASE)
# A strong word and a weak one of one matter: "all databases" of "some databases", "must use" of "may use".
_STRONGER = tuple(
    (re.compile(rf"\b({strong})\s+(\w+)", re.IGNORECASE), re.compile(rf"\b(?:{weak})\s+(\w+)", re.IGNORECASE))
    for strong, weak in (
        (
            "all|every|each|alla|samtliga|varje|alle|samtlige|hver|hvert",
            "some|certain|most|several|vissa|somliga|de flesta|noen|enkelte|de fleste",
        ),
        ("must|shall|måste|skall?|må", "may|can|could|should|kan|får|bör|bør"),
    )
)
_OURS = re.compile(
    r"\b(?:we|our (?:company|organi[sz]ation)|vi|vårt (?:företag|selskap)|vår organisa\w+)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:data ?cent\w+|datahall\w*|hosting\w*|suppliers?|providers?|partners?|sub-?processors?"
    r"|leverantör\w*|leverandør\w*|underbiträd\w*|underleverandør\w*|driftspartner\w*)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+")


@rule(
    "QF507",
    "stronger than its facts",
    Severity.WARNING,
    failing=Example(
        bank="answer:\n  en: Yes. Customer data is backed up every night. We guarantee it.",
    ),
)
def stronger(bench: Bench) -> Iterator[Finding]:
    """An answer promises more than its facts say.

    It guarantees what no fact does, says all where the facts say some, or must where they say
    may; or it calls a certificate ours that the facts give to a data centre or a supplier alone.
    """
    for answer in bench.bank.answers:
        facts = [fact.says for fact in cited(bench, answer)]
        for key, language, text in bench.texts(answer) if facts else ():
            for said in dict.fromkeys((*_beyond(text, language, facts), *_borrowed(text, facts))):
                yield bench.finding(
                    "QF507",
                    answer,
                    f"no fact of {answer.id} goes as far as {said!r}",
                    key,
                    language,
                    hint=HINT,
                )


def _beyond(text: str, language: str, facts: Sequence[str]) -> Iterator[str]:
    stated = " ".join(facts)
    if (promise := _PROMISE.search(text)) and not _PROMISE.search(stated):
        yield promise[0]
    for strong, weak in _STRONGER:
        weakly = {stem(word.casefold(), language) for word in weak.findall(stated)}
        firmly = {stem(word.casefold(), language) for _, word in strong.findall(stated)}
        for word, matter in strong.findall(text):
            if stem(matter.casefold(), language) in weakly - firmly:
                yield f"{word} {matter}"


def _borrowed(text: str, facts: Sequence[str]) -> Iterator[str]:
    """The sentences that call a certificate ours which the facts know of others only."""
    stated = [sentence for fact in facts for sentence in _SENTENCES.split(fact)]
    for sentence in _SENTENCES.split(text):
        if not _OURS.search(sentence) or _THEIRS.search(sentence):
            continue
        for standard, _ in standards(sentence):
            own = [one for one in stated if standard in {name for name, _ in standards(one)}]
            if own and all(_THEIRS.search(one) and not _OURS.search(one) for one in own):
                yield sentence
