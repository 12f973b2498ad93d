"""QF1, form: what the bank's files may hold, and texts that no cell should be given."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from qfill.answering.text import bare_text
from qfill.bank.controls import control_ids
from qfill.checks.bench import Bench
from qfill.checks.claims import PLACEHOLDER
from qfill.checks.rule import RULES, Finding, Severity, rule
from qfill.language.mentions import firms, strangers
from qfill.language.normalise import bare
from qfill.model import CELL_BREAKS, CELL_UNITS, Answer, FilePlace, cell_units

_NEARLY = 0.8
_UNSEEN = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufffd"}


def _problems(bench: Bench, code: str, kind: str, hint: str) -> Iterator[Finding]:
    for problem in bench.problems:
        if problem.kind == kind:
            place = FilePlace(problem.path, problem.line, problem.column)
            yield Finding(code=code, place=place, message=problem.message, hint=hint)


@rule("QF101", "not the bank's format", Severity.ERROR, failing="verdict: perhaps")
def schema(bench: Bench) -> Iterator[Finding]:
    """A file is not YAML, or holds a key or a value that the bank's format does not know.

    Nothing is filled from a bank that cannot be read whole, so that no half-read answer is
    sent. The editor shows the same problems as you type, by the schema that the first line
    of a topic file names.
    """
    yield from _problems(bench, "QF101", "form", "qfill schema bank prints the format")


@rule("QF102", "malformed id", Severity.ERROR, failing="id: Backups & more")
def malformed_id(bench: Bench) -> Iterator[Finding]:
    """An id holds more than small letters, digits and `. _ -`.

    Ids stand in audits, decisions and file names, so they stay plain.
    """
    yield from _problems(bench, "QF102", "id", "write it in small letters, with - between words")


@rule(
    "QF103",
    "id used twice",
    Severity.ERROR,
    passing="""\
id: backups
---
id: restore-tests
phrasings:
  en:
    - Are restore tests made?
    - Do you try out restoring?
    - Is restoring rehearsed?
answer:
  en: Yes. A copy is restored as a test every night.
""",
    failing="id: backups\n---\nid: backups",
)
def duplicate_id(bench: Bench) -> Iterator[Finding]:
    """Two answers, fields, sources or facts have one id, so that a citation of it tells nothing."""
    yield from _problems(bench, "QF103", "twice", "give one of them another id")


@rule(
    "QF104", "no such control", Severity.ERROR, passing="controls: [BCR-08.1]", failing="controls: [BCR-99.1]"
)
def unknown_control(bench: Bench) -> Iterator[Finding]:
    """A control is neither one of CCM v4 nor a question of CAIQ v4."""
    known = control_ids()
    for answer in bench.bank.answers:
        for control in answer.controls:
            if control not in known:
                near = get_close_matches(control, known, 1)
                yield bench.finding(
                    "QF104",
                    answer,
                    f"{control} is no control of CCM v4 and no question of CAIQ v4",
                    "controls",
                    text=control,
                    hint=f"did you mean {near[0]}?" if near else "write it like BCR-08 or BCR-08.1",
                )


@rule("QF105", "date in the future", Severity.ERROR, failing="reviewed: 2031-01-01")
def future_date(bench: Bench) -> Iterator[Finding]:
    """A review or a source is dated after today: a slip of the pen, and the answer would never be overdue."""
    for answer in bench.bank.answers:
        if answer.reviewed is not None and answer.reviewed > bench.today:
            yield bench.finding(
                "QF105", answer, f"reviewed on {answer.reviewed}, which is still to come", "reviewed"
            )
    for source in bench.bank.register.sources:
        if source.date is not None and source.date > bench.today:
            key = "at" if source.kind == "decision" else "date"
            yield Finding(
                code="QF105",
                place=bench.place(source.line, key),
                message=f"source {source.id} is dated {source.date}, which is still to come",
            )


def _all_texts(bench: Bench, answer: Answer) -> Iterator[tuple[tuple[str, str], str]]:
    for key, language, text in (*bench.texts(answer), *bench.wordings(answer)):
        yield (key, language), text


@rule(
    "QF106",
    "placeholder left",
    Severity.ERROR,
    failing="answer:\n  en: Yes. Customer data is backed up every night to <provider>.",
)
def placeholder(bench: Bench) -> Iterator[Finding]:
    """A text still holds what somebody meant to replace: TODO, XXX, lorem ipsum, `<company>`, `[name]`."""
    for answer in bench.bank.answers:
        for keys, text in _all_texts(bench, answer):
            if found := PLACEHOLDER.search(text):
                yield bench.finding(
                    "QF106",
                    answer,
                    f"a placeholder is left: {found[0]}",
                    *keys,
                    text=text,
                    hint="write what it stands for, or leave it out",
                )
    for field in bench.bank.profile:
        if found := PLACEHOLDER.search(field.value):
            yield Finding(
                code="QF106",
                place=bench.place(field.place, "value"),
                message=f"a placeholder is left: {found[0]}",
                hint="an empty value is left to a person",
            )


@rule(
    "QF107",
    "another company's name",
    Severity.ERROR,
    failing="answer:\n  en: Yes. Northwind Trading Ltd backs up customer data every night.",
)
def other_company(bench: Bench) -> Iterator[Finding]:
    """A text names a company that neither the profile nor the answer's facts know.

    Texts that were written for one customer, or copied from another vendor's answers, keep
    such names. A name is known by its legal form (AB, AS, GmbH, Ltd, …) or because
    `other-companies` in the settings lists it. What was learnt from a completed questionnaire,
    or is a decision word for word, is no witness to its own names: there e-mail and web
    addresses count as well, and the profile or a document has to know them.
    """
    listed = [
        (name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE))
        for name in bench.options.other_companies
    ]
    for answer in bench.bank.answers:
        known, copied = _witnesses(bench, answer)
        for keys, text in _all_texts(bench, answer):
            named = {name for name, pattern in listed if pattern.search(text)}
            new = strangers(text, known)
            own = keys[0] in ("answer", "short")
            named.update(new if copied and own else firms(text).intersection(new))
            for name in sorted(named):
                yield bench.finding(
                    "QF107",
                    answer,
                    f"names another company: {name}",
                    *keys,
                    text=text,
                    hint=_COPIED if copied else _NAMED,
                )


_NAMED = "say we, or the product's name; a supplier belongs into a fact first"
_COPIED = (
    "only the text that it was copied from knows it: say we and you, "
    "or put what is ours or a supplier's into the profile or a fact of a document"
)


def _witnesses(bench: Bench, answer: Answer) -> tuple[str, bool]:
    """What may bear out the names of an answer, in small letters, and whether a fact is only its copy."""
    register = bench.bank.register
    own = {bare(bare_text(text)) for _, _, text in bench.texts(answer)}
    said: list[str] = []
    copied = False
    for fact in (register.facts[name] for name in answer.facts if name in register.facts):
        kind = bench.kinds[fact.source]
        if kind == "questionnaire" or (kind == "decision" and bare(bare_text(fact.says)) in own):
            copied = True
        else:
            said.append(fact.says)
    parts = (bench.bank.documented, *said) if copied else said
    return " ".join((bench.bank.profiled, *parts)).casefold(), copied


@rule("QF108", "reads as a formula", Severity.ERROR, failing="answer:\n  en: = Yes, every night.")
def formula(bench: Bench) -> Iterator[Finding]:
    """A text begins with `=`, `+`, `-`, `@` or a tab, which a spreadsheet takes for a formula.

    In an xlsx it would stay text, in a csv it would not, and who copies it to another cell
    gets an error.
    """
    for answer in bench.bank.answers:
        for key, language, text in bench.texts(answer):
            if text[:1] in ("=", "+", "-", "@", "\t"):
                yield bench.finding(
                    "QF108",
                    answer,
                    f"a spreadsheet takes a text that begins with {text[0]!r} for a formula",
                    key,
                    language,
                    hint="begin with a word; write a list with • or 1.",
                )


@rule(
    "QF109",
    "too long for a cell",
    Severity.ERROR,
    failing="short:\n  en: Yes. Every night a copy of all data is made, and each of them stays for 30 days.",
)
def too_long(bench: Bench) -> Iterator[Finding]:
    """A text is longer than a cell holds, or `short` is not the shorter one.

    A cell holds 32,767 characters and 253 line breaks.
    """
    for answer in bench.bank.answers:
        for key, language, text in bench.texts(answer):
            units, breaks = cell_units(text), text.count("\n")
            if units > CELL_UNITS:
                said = f"{units:,} characters; a cell holds {CELL_UNITS:,}"
            elif breaks > CELL_BREAKS:
                said = f"{breaks} line breaks; a cell holds {CELL_BREAKS}"
            elif key == "short" and len(text) > len(answer.text.get(language, text)):
                said = f"the short text is longer than the answer ({len(text)} characters)"
            else:
                continue
            yield bench.finding("QF109", answer, said, key, language, hint="say it in fewer words")


@rule("QF110", "invisible character", Severity.ERROR, failing='answer:\n  en: "Yes. Every\\u200b night."')
def control_character(bench: Bench) -> Iterator[Finding]:
    """A text holds a control character, one that turns the writing direction, or one that nobody sees.

    They come from copied text, break a search, and some are forbidden in a workbook.
    """
    for answer in bench.bank.answers:
        for keys, text in _all_texts(bench, answer):
            odd = next((one for one in text if _is_odd(one)), "")
            if odd:
                name = unicodedata.name(odd, "control character").lower()
                yield bench.finding(
                    "QF110", answer, f"holds U+{ord(odd):04X} ({name})", *keys, text=text, hint="delete it"
                )


def _is_odd(letter: str) -> bool:
    return letter in _UNSEEN or (
        letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn")
    )


@rule(
    "QF115",
    "waiver that waives nothing",
    Severity.ERROR,
    passing="ignore:\n  QF201: the review is under way",
    failing="ignore:\n  QF999: the review is under way",
)
def bad_waiver(bench: Bench) -> Iterator[Finding]:
    """An answer's `ignore` names a code that no rule has, gives no reason, or waives what is not found.

    A waiver of what hangs on the day, on a document or on audits may wait for its time.
    """
    for answer in bench.bank.answers:
        entry = bench.mapping(answer.place, "ignore")
        for code in {**dict.fromkeys(entry), **answer.ignore}:
            if not any(known.startswith(code) for known in RULES):
                said = f"no rule has the code {code}"
            elif not answer.ignore.get(code):
                said = f"{code} is ignored without a reason"
            else:
                continue
            yield bench.finding("QF115", answer, said, "ignore", code, hint="write CODE: why it may stay")


@rule(
    "QF116",
    "misspelt scope",
    Severity.WARNING,
    passing="applies_to: {product: [cloud]}",
    failing="applies_to: {prodcut: [cloud]}",
)
def misspelt_scope(bench: Bench) -> Iterator[Finding]:
    """A key of `applies_to` is nearly `product`, or one that more answers have: no `--for` meets it."""
    counts = Counter(key for answer in bench.bank.answers for key in answer.applies_to)
    for answer in bench.bank.answers:
        for key in answer.applies_to:
            known = sorted({"product", *(one for one in counts if counts[one] > counts[key])} - {key})
            near = get_close_matches(key, known, 1, _NEARLY)
            if key != "product" and near:
                yield bench.finding(
                    "QF116",
                    answer,
                    f"nothing else is for a {key!r}",
                    "applies_to",
                    key,
                    hint=f"did you mean {near[0]}?",
                )
