"""QF3, ambiguity: answers that get into each other's way."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from qfill.answering.scope import scopes_meet
from qfill.answering.text import bare_text
from qfill.bank import ProfileField
from qfill.checks.bench import Bench
from qfill.checks.claims import numbers
from qfill.checks.rivalry import Rivalry, rivalries
from qfill.checks.rule import Finding, Severity, rule
from qfill.checks.statements import differing_facts
from qfill.checks.twins import at_odds, opposites, twins
from qfill.language.normalise import bare, words
from qfill.model import Answer

MARGIN = 0.05
"""By how much a phrasing must be nearer to its own answer's other phrasings than to another answer's."""
_NEAR = 0.85
_CLOSE = 0.92
_SAME_TEXT = 92.0
# Of two texts of which one is so much longer, the ratio cannot reach that line.
_LONGER = 1.18
_LEAST_WORDS = 5
_SETTLE = "settle which is true, or say with applies_to what each is for"


@rule(
    "QF301",
    "phrasing finds another answer",
    Severity.ERROR,
    failing="""\
id: backups
phrasings:
  en:
    - Is customer data backed up?
    - Do you take backups of our data?
    - How often do you test your staff on phishing?
---
id: phishing-tests
phrasings:
  en:
    - How often do you test the staff on phishing?
    - Are phishing exercises held?
    - Is staff tested with phishing mail?
answer:
  en: Yes. Staff are sent phishing mails as an exercise.
facts: [B2]
# sources.yaml
schema: 1
documents:
  - id: handbook
    title: Security handbook
    facts:
      - id: B1
        says: Customer data is backed up every night; backups are kept for 30 days.
      - id: B2
        says: Staff are sent phishing mails as an exercise.
""",
)
def finds_another(bench: Bench) -> Iterator[Finding]:
    """A phrasing, were it not there, would find another answer's phrasing before its own answer's others.

    Each phrasing is held against all others of the bank (leave one out). It stands under the
    wrong answer, or the two answers cover the same ground. Of the same words QF302 tells, of
    answers that say the opposite QF303.
    """
    for one in rivalries(bench):
        if one.strength < _NEAR or one.strength < one.own + MARGIN or _one_matter(one) or _told(one):
            continue
        yield bench.finding(
            "QF301",
            one.answer,
            f"{one.text!r} finds {one.rival.id} before {one.answer.id}: {one.rival_text!r}",
            one.key,
            one.language,
            text=one.text,
            hint="move it, say it more clearly, or make one answer of the two",
        )


def _one_matter(one: Rivalry) -> bool:
    """Whether two answers rest on the same fact and say the same, so that either would be true."""
    shared = set(one.answer.facts) & set(one.rival.facts)
    return bool(shared) and not _opposed(one)


def _told(one: Rivalry) -> bool:
    """Whether another rule says more of the two."""
    return bare(one.text) == bare(one.rival_text) or (one.agreement >= _CLOSE and _opposed(one))


@rule(
    "QF302",
    "phrasing twice",
    Severity.ERROR,
    failing="""\
phrasings:
  en:
    - Is customer data backed up?
    - Is our data copied?
    - is customer data backed up
""",
)
def phrasing_twice(bench: Bench) -> Iterator[Finding]:
    """The same words, but for case and punctuation, stand twice: in one answer, or in two of one scope.

    Of two answers that say the opposite QF303 tells. A label of the profile stands twice where two
    fields of different values claim it.
    """
    for twin in twins(bench):
        if not twin.opposed:
            where = "this answer" if twin.first is twin.answer else f"{twin.first.id} ({twin.first.place})"
            yield bench.finding(
                "QF302",
                twin.answer,
                f"{twin.text!r} stands in {where} already",
                twin.key,
                twin.language,
                # Of two that are the same to the letter the place of the first must do.
                text=twin.text,
                hint="delete one",
            )
    yield from _labels_twice(bench)


def _labels_twice(bench: Bench) -> Iterator[Finding]:
    seen: dict[tuple[str, str], ProfileField] = {}
    for field in bench.bank.profile:
        for language, labels in field.labels.items():
            for label in labels:
                first = seen.setdefault((language, bare(label)), field)
                if first is not field and first.value != field.value:
                    yield Finding(
                        code="QF302",
                        place=bench.place(field.place, "labels", language, text=label),
                        message=f"the label {label!r} stands in the field {first.id} ({first.place}) already",
                        hint=f"the form's row gets what {first.id} says; delete one",
                    )


@rule(
    "QF303",
    "opposite verdicts",
    Severity.ERROR,
    failing="""\
id: backups
---
id: backups-again
verdict: no
phrasings:
  en:
    - Is all customer data backed up?
    - Do you take backups of the data of customers?
    - Are copies of data kept?
answer:
  en: No. The customer takes care of copies.
""",
)
def opposite_verdicts(bench: Bench) -> Iterator[Finding]:
    """Two answers for the same scope say yes and no to what is nearly the same question.

    A question that asks the opposite ("unencrypted") is read as such. Drafts are held against the
    other answers where they have the same words.
    """
    told: set[tuple[str, str]] = set()
    for twin in twins(bench):
        pair = _ids(twin.answer, twin.first)
        if not twin.opposed or pair in told:
            continue
        told.add(pair)
        yield bench.finding(
            "QF303",
            twin.answer,
            f"{twin.answer.id} says {twin.answer.verdict} and {twin.first.id} ({twin.first.place}) says "
            f"{twin.first.verdict} to {twin.text!r}",
            twin.key,
            twin.language,
            text=twin.text,
            hint=_SETTLE,
        )
    for one in rivalries(bench):
        pair = _pair(one)
        if one.agreement < _CLOSE or one.strength < _NEAR or pair in told or not _opposed(one):
            continue
        told.add(pair)
        yield bench.finding(
            "QF303",
            one.answer,
            f"{one.answer.id} says {one.answer.verdict} and {one.rival.id} says {one.rival.verdict} "
            f"to nearly the same: {one.text!r}, {one.rival_text!r}",
            one.key,
            one.language,
            text=one.text,
            hint=_SETTLE,
        )
    for found in opposites(bench):
        pair = _ids(found.answer, found.other)
        if pair in told or not at_odds(found.answer, found.other, turned=found.key == found.other_key):
            continue
        told.add(pair)
        yield bench.finding(
            "QF303",
            found.answer,
            f"{found.answer.id} says {found.answer.verdict} to {found.text!r} and {found.other.id} says "
            f"{found.other.verdict} to {found.other_text!r}",
            found.key,
            found.language,
            text=found.text,
            hint=_SETTLE,
        )


def _opposed(one: Rivalry) -> bool:
    return at_odds(one.answer, one.rival, turned=one.turned)


def _pair(one: Rivalry) -> tuple[str, str]:
    return _ids(one.answer, one.rival)


def _ids(one: Answer, other: Answer) -> tuple[str, str]:
    return (min(one.id, other.id), max(one.id, other.id))


@rule(
    "QF304",
    "different numbers",
    Severity.ERROR,
    failing="""\
id: backups
verdict: none
phrasings:
  en:
    - How long are backups kept?
    - For how many days are copies stored?
    - Retention of backups
answer:
  en: Backups are kept for 30 days.
---
id: backup-retention
verdict: none
phrasings:
  en:
    - How long are the backups kept?
    - When are old copies deleted?
    - Deletion of backups
answer:
  en: Copies are kept for 14 days.
facts: [B2]
# sources.yaml
schema: 1
documents:
  - id: handbook
    title: Security handbook
    facts:
      - id: B1
        says: Customer data is backed up every night; backups are kept for 30 days.
      - id: B2
        says: Copies are kept for 14 days.
""",
)
def different_numbers(bench: Bench) -> Iterator[Finding]:
    """Two answers for the same scope give different numbers to what is nearly the same question.

    So do two documents' facts that differ in nothing but a length of time.
    """
    yield from differing_facts(bench)
    told: set[tuple[str, str]] = set()
    for one in rivalries(bench):
        pair = _pair(one)
        if one.agreement < _CLOSE or one.strength < _NEAR or pair in told:
            continue
        language = next((found for found in one.answer.text if found in one.rival.text), "")
        mine, theirs = (numbers(found.text.get(language, ""), language) for found in (one.answer, one.rival))
        if not mine or not theirs or set(mine) & set(theirs):
            continue
        told.add(pair)
        yield bench.finding(
            "QF304",
            one.answer,
            f"{one.answer.id} says {', '.join(mine.values())} and {one.rival.id} says "
            f"{', '.join(theirs.values())} to nearly the same: {one.text!r}, {one.rival_text!r}",
            one.key,
            one.language,
            text=one.text,
            hint=_SETTLE,
        )


@rule(
    "QF305",
    "nearly the same answer",
    Severity.WARNING,
    failing="""\
id: backups
---
id: copies
phrasings:
  en:
    - Are spare copies made?
    - Is there a second copy of everything?
    - Could you bring lost files back?
answer:
  en: Yes. Customer data is backed up every night and is kept for 30 days.
""",
)
def near_duplicate(bench: Bench) -> Iterator[Finding]:
    """Two answers of one verdict and scope say nearly the same words: two to keep true instead of one."""
    texts: dict[tuple[str, str], list[tuple[Answer, str]]] = {}
    for answer in bench.bank.answers:
        for language, text in answer.text.items():
            folded = bare(bare_text(text))
            if folded.count(" ") + 1 >= _LEAST_WORDS:
                texts.setdefault((language, answer.verdict), []).append((answer, folded))
    told: set[tuple[str, str]] = set()
    for (language, _), listed in texts.items():
        # By length, so that a text need only be held against those that come near its own.
        listed.sort(key=lambda one: (len(one[1]), one[0].place))
        for number, (one, text) in enumerate(listed):
            for two, theirs in listed[number + 1 :]:
                if len(theirs) > len(text) * _LONGER:
                    break
                answer, other = sorted((one, two), key=lambda found: found.place)
                pair = (answer.id, other.id)
                if pair in told or other is answer or not scopes_meet(answer.applies_to, other.applies_to):
                    continue
                if fuzz.token_sort_ratio(text, theirs, score_cutoff=_SAME_TEXT):
                    told.add(pair)
                    yield bench.finding(
                        "QF305",
                        other,
                        f"{other.id} says nearly what {answer.id} says ({answer.place})",
                        "answer",
                        language,
                        hint="make one answer with the phrasings of both",
                    )


@rule(
    "QF306",
    "phrasing refused and wanted",
    Severity.ERROR,
    failing="not_this:\n  en:\n    - Is customer data backed up?",
)
def refused_and_wanted(bench: Bench) -> Iterator[Finding]:
    """A wording stands among an answer's phrasings and under its `not_this`: a person decided against it."""
    for answer in bench.bank.answers:
        refused = {(one, *words(text)) for one, texts in answer.not_this.items() for text in texts}
        for key, language, text in bench.wordings(answer):
            if (language, *words(text)) in refused:
                yield bench.finding(
                    "QF306",
                    answer,
                    f"{text!r} stands under not_this as well",
                    key,
                    language,
                    text=text,
                    hint="delete it in one of the two",
                )
