"""QF5, sources: whether an answer says no more than its facts do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from qfill.bank import Fact
from qfill.checks.bench import Bench
from qfill.checks.claims import standards
from qfill.checks.quantities import unstated
from qfill.checks.rule import Example, Finding, Severity, rule
from qfill.model import Answer, FilePlace

_CITE = "cite the facts of sources.yaml"
HINT = "let a fact say it, or leave it out"


@rule("QF501", "no fact", Severity.ERROR, failing="facts: []")
def no_fact(bench: Bench) -> Iterator[Finding]:
    """An answer cites no fact, so nobody can tell what it rests on."""
    for answer in bench.bank.answers:
        if answer.id and not answer.facts:
            yield bench.finding("QF501", answer, f"{answer.id} rests on no fact", "facts", hint=_CITE)
    for field in bench.bank.profile:
        if field.value and not field.facts:
            yield Finding(
                code="QF501",
                place=bench.place(field.place, "facts"),
                message=f"the field {field.id} rests on no fact",
                hint=_CITE,
            )


@rule("QF502", "unknown fact", Severity.ERROR, failing="facts: [B1, B9]")
def unknown_fact(bench: Bench) -> Iterator[Finding]:
    """An answer or a field of the profile cites a fact that the register does not hold."""
    known = bench.bank.register.facts
    cited: Iterable[tuple[FilePlace, tuple[str, ...], str]] = (
        *((answer.place, answer.facts, answer.id) for answer in bench.bank.answers),
        *((field.place, field.facts, "") for field in bench.bank.profile),
    )
    for place, facts, answer in cited:
        for fact in facts:
            if fact not in known:
                near = get_close_matches(fact, known, 1)
                yield Finding(
                    code="QF502",
                    place=bench.place(place, "facts", text=fact),
                    message=f"sources.yaml has no fact {fact}",
                    hint=f"did you mean {near[0]}?" if near else "register it first",
                    answer=answer,
                )


_DOCUMENT = """\
schema: 1
documents:
  - id: handbook
    title: Security handbook
    sections:
      - id: "1"
        title: Backups
        sha256: 08cf05c7b9c4a7483dfce31f9ca245868ecdc4c7875638dc24cf175e68f35c2c
      - id: "2"
        title: Contact
        sha256: 563ad3a29dd77db42ff1dbd0de65d7534076d27de5a7bcf7480a36561b4294c7
    facts:
      - id: B1
        place: "1"
        says: Customer data is backed up every night; backups are kept for 30 days.
"""


@rule(
    "QF503",
    "document has changed",
    Severity.ERROR,
    passing=Example(
        sources=_DOCUMENT,
        document="Backups\n\nData is copied every night. Copies stay for 30 days.\n\nWrite to us.",
    ),
    failing=Example(
        sources=_DOCUMENT,
        document="Backups\n\nData is copied every week. Copies stay for 30 days.\n\nWrite to us.",
    ),
)
def changed_document(bench: Bench) -> Iterator[Finding]:
    """A section that an answer rests on no longer stands in its document (`--document FILE`) as registered.

    The register keeps a hash of each section's text. A section that no answer rests on is
    told of at its source.
    """
    register = bench.bank.register
    for changed in bench.changed:
        source = next(one for one in register.sources if one.id == changed.source)
        section = next(one for one in source.sections if one.id == changed.section)
        facts = {fact.id for fact in source.facts if fact.place == section.id}
        said = f"section {section.id} ({section.title}) of {source.title} has changed"
        hint = f"read {changed.document}, correct facts and answers, and register the section's new hash"
        touched = [answer for answer in bench.bank.answers if facts.intersection(answer.facts)]
        for answer in touched:
            cited = [fact for fact in answer.facts if fact in facts]
            yield bench.finding(
                "QF503",
                answer,
                f"{answer.id} rests on {', '.join(cited)}: {said}",
                "facts",
                text=cited[0],
                hint=hint,
            )
        if not touched:
            yield Finding(code="QF503", place=bench.place(source.line, "sections"), message=said, hint=hint)


def cited(bench: Bench, answer: Answer) -> list[Fact]:
    """The facts that an answer cites, [] where one is unknown: QF502 tells of that."""
    known = bench.bank.register.facts
    found = [known[fact] for fact in answer.facts if fact in known]
    return found if len(found) == len(answer.facts) else []


@rule(
    "QF504",
    "number that no fact states",
    Severity.ERROR,
    failing="answer:\n  en: Yes. Customer data is backed up every night and kept for 90 days.",
)
def unfounded_number(bench: Bench) -> Iterator[Finding]:
    """An answer states a number, a length of time or a rate that stands in none of its facts.

    In digits or in words, in any language and unit: 48 hours are two days, but not 48 minutes,
    and what is done every night is not done every hour. "More than 30 days" needs a fact that
    says more.
    """
    for answer in bench.bank.answers:
        facts = [fact.says for fact in cited(bench, answer)]
        for key, language, text in bench.texts(answer) if facts else ():
            if lonely := unstated(text, language, facts):
                yield bench.finding(
                    "QF504",
                    answer,
                    f"no fact of {answer.id} states {', '.join(lonely)}",
                    key,
                    language,
                    hint=HINT,
                )


@rule(
    "QF505",
    "certificate that no fact states",
    Severity.ERROR,
    failing="answer:\n  en: Yes. Customer data is backed up every night, as ISO 27001 asks.",
)
def unfounded_standard(bench: Bench) -> Iterator[Finding]:
    """An answer names a certificate, an attestation or a law that stands in none of its facts."""
    for answer in bench.bank.answers:
        facts = cited(bench, answer)
        stated = {standard for fact in facts for standard, _ in standards(fact.says)}
        for key, language, text in bench.texts(answer) if facts else ():
            lonely = {span: None for standard, span in standards(text) if standard not in stated}
            if lonely:
                yield bench.finding(
                    "QF505",
                    answer,
                    f"no fact of {answer.id} names {', '.join(lonely)}",
                    key,
                    language,
                    hint=HINT,
                )
