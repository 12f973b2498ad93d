"""QF1, form, continued: what a text says beside its verdict and its translations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qfill.answering.text import lead
from qfill.checks.bench import Bench
from qfill.checks.claims import numbers, says_one
from qfill.checks.rule import Finding, Severity, rule
from qfill.language.detect import scores
from qfill.language.normalise import stem, words
from qfill.matching.reading import read
from qfill.model import Answer, Verdict

_DENIES = re.compile(
    r"\bwe (?:do|does|are|have|can|could|will) ?(?:not|n['’]t)\b|\bwe (?:don|aren|haven|won|can)['’]t\b"
    r"|\bwe (?:cannot|never|have no|lack)\b"
    r"|\bvi (?:\w+ )?(?:inte|aldrig|saknar)\b|\bvi har (?:ingen|inget|inga)\b"
    r"|\bvi (?:\w+ )?(?:ikke|aldri|mangler)\b|\bvi har (?:ingen|intet)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:(?:is|are|has|have|does|do) (?:not|never)|never|aldrig|inte|aldri|ikke)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|och|men|og)\s")
# What a question holds that its answer need not.
_LIGHT = frozenset(
    "a an the is are do does you your our we us i have has be been being of en ett et er är har ni vi våra"
    " dere våre".split()
)
_ASKS = 3
"""How many words beside those a phrasing has that asks something: "Audit log" asks nothing."""
_FIRST = re.compile(r"^.*?[.!?](?=\s|$)", re.DOTALL)


def _claim(text: str) -> str:
    """The first sentence after the verdict's word."""
    bare = re.sub(r"^(?:\w+|not applicable)\s*[.,:;!–—-]\s*", "", text) if lead(text) else text
    found = _FIRST.match(bare)
    return found[0] if found else bare


@rule(
    "QF111",
    "the text contradicts the verdict",
    Severity.ERROR,
    failing="verdict: yes\nanswer:\n  en: Yes. We do not back up customer data.",
)
def contradicts_verdict(bench: Bench) -> Iterator[Finding]:
    """The verdict is yes and the text begins with no, or says at once that we do not; or the reverse.

    So does a first sentence that denies a phrasing in its own words ("is never backed up"). A
    question that asks whether we do not is answered yes by saying so.
    The verdict goes into the dropdown and the text into the cell beside it, so a customer
    would read both.
    """
    for answer in bench.bank.answers:
        if answer.verdict is Verdict.NONE:
            continue
        for key, language, text in bench.texts(answer):
            said = lead(text)
            if said is not None and said is not answer.verdict:
                how = f"the verdict is {answer.verdict} and the text begins with {said}"
            elif answer.verdict is Verdict.YES and (denied := _denied(bench, answer, language, _claim(text))):
                how = f"the verdict is yes and the text says {denied!r}"
            else:
                continue
            yield bench.finding(
                "QF111", answer, how, key, language, hint="settle which is true, and change the other"
            )


def _denied(bench: Bench, answer: Answer, language: str, claim: str) -> str:
    """The words in which a claim denies what the answer's phrasings ask, '' where it does not."""
    found, parts = _DENIES.search(claim), [part for part in _CLAUSE.split(claim) if _NEVER.search(part)]
    if found is None and not parts:
        return ""
    phrasings = answer.phrasings.get(language, ())
    plain = [text for text in phrasings if not read(text, language, bench.lexicon).turned]
    if found is not None and len(plain) == len(phrasings):
        return found[0]
    asked = [stems for text in plain if len(stems := _stems(text, language)) >= _ASKS]
    denied = (part for part in parts if any(one <= _stems(part, language) for one in asked))
    return next((part.strip(" .,") for part in denied), "")


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in words(text) if word not in _LIGHT}


@rule(
    "QF112",
    "translations state different numbers",
    Severity.ERROR,
    passing="answer:\n  en: Yes. Backups are kept for thirty days.\n  sv: Ja. Kopior sparas i 30 dagar.",
    failing="answer:\n  en: Yes. Backups are kept for 30 days.\n  sv: Ja. Kopior sparas i 14 dagar.",
)
def translated_numbers(bench: Bench) -> Iterator[Finding]:
    """The answer in one language states a number that the answer in another does not.

    Digits and number words count alike; so do 24/7 and "around the clock".
    """
    for answer in bench.bank.answers:
        languages = list(answer.text)
        for language in languages[1:]:
            if said := _differs(answer, languages[0], language):
                yield bench.finding(
                    "QF112",
                    answer,
                    f"{languages[0]} and {language} state different numbers: {said}",
                    "answer",
                    language,
                    hint="the facts say which is right",
                )


def _differs(answer: Answer, one: str, other: str) -> str:
    first, second = numbers(answer.text[one], one), numbers(answer.text[other], other)
    lonely = [(first[key], "-") for key in sorted(set(first) - set(second)) if not _one(answer, key, other)]
    lonely += [("-", second[key]) for key in sorted(set(second) - set(first)) if not _one(answer, key, one)]
    return ", ".join(left if right == "-" else right for left, right in lonely)


def _one(answer: Answer, number: str, language: str) -> bool:
    return number == "1" and says_one(answer.text[language], language)


@rule(
    "QF113",
    "translations give different verdicts",
    Severity.ERROR,
    passing="verdict: none\nanswer:\n  en: Yes, every night.\n  sv: Ja, varje natt.",
    failing="verdict: none\nanswer:\n  en: Yes, every night.\n  sv: Nej, bara varje månad.",
)
def different_verdicts(bench: Bench) -> Iterator[Finding]:
    """One language's text begins with yes, another's, or the short text, with no."""
    for answer in bench.bank.answers:
        leads = ((key, language, lead(text)) for key, language, text in bench.texts(answer))
        said = [(key, language, verdict) for key, language, verdict in leads if verdict is not None]
        for key, language, verdict in said[1:]:
            if verdict is not said[0][2]:
                first = " ".join(said[0][:2])
                yield bench.finding(
                    "QF113",
                    answer,
                    f"{key} {language} says {verdict}, {first} says {said[0][2]}",
                    key,
                    language,
                    hint="settle which is true",
                )


@rule(
    "QF114",
    "text in another language",
    Severity.ERROR,
    failing="answer:\n  en: Ja. Kundens data säkerhetskopieras varje natt och sparas i 30 dagar.",
)
def wrong_language(bench: Bench) -> Iterator[Finding]:
    """A text stands under a language that it is not written in, so a customer would get the wrong one."""
    for answer in bench.bank.answers:
        for key, language, text in (*bench.texts(answer), *bench.wordings(answer)):
            found = scores(text)
            best = max(found, key=lambda one: found[one])
            if best != language and found[best] >= 2.5 and found[best] >= 3 * found[language]:
                yield bench.finding(
                    "QF114",
                    answer,
                    f"stands under {language} and is written in {best}",
                    key,
                    language,
                    text=text,
                    hint=f"translate it, or move it to {best}",
                )
