"""QF4, gaps: what the bank lacks."""

from __future__ import annotations

from collections.abc import Iterator

from qfill.checks.bench import Bench
from qfill.checks.rule import Example, Finding, Severity, rule
from qfill.language.messages import counted
from qfill.model import FilePlace


@rule(
    "QF401",
    "language missing",
    Severity.WARNING,
    passing="""\
phrasings:
  en:
    - Is customer data backed up?
    - Do you take backups?
    - Are copies made of our data?
  sv:
    - Säkerhetskopieras kunddata?
    - Tar ni säkerhetskopior?
    - Görs kopior av våra data?
answer:
  en: Yes. Backups are kept for 30 days.
  sv: Ja. Kopior sparas i 30 dagar.
""",
    failing="answer:\n  en: Yes. Backups are kept for 30 days.\n  sv: Ja. Kopior sparas i 30 dagar.",
)
def missing_language(bench: Bench) -> Iterator[Finding]:
    """An answer lacks a text or the phrasings in a language of the bank.

    The languages are those that more than half of the answers have a text in, or those that
    `languages` in the settings names. A question in a missing language is answered in
    another one, by a person.
    """
    for answer in bench.bank.answers:
        if not answer.text or not any(answer.phrasings.values()):
            continue  # QF101 tells of these
        for key, there in (("answer", answer.text), ("phrasings", answer.phrasings)):
            lacking = [language for language in bench.languages if not there.get(language)]
            if lacking:
                what = "text" if key == "answer" else "phrasings"
                said = f"{answer.id} has no {what} in {', '.join(lacking)}"
                yield bench.finding("QF401", answer, said, key, hint="translate it")


@rule(
    "QF402",
    "too few phrasings",
    Severity.WARNING,
    failing="phrasings:\n  en:\n    - Is customer data backed up?",
)
def few_phrasings(bench: Bench) -> Iterator[Finding]:
    """An answer has fewer than three phrasings in a language (`min-phrasings` in the settings).

    What a question is not like, it does not find.
    """
    wanted = bench.options.min_phrasings
    for answer in bench.bank.answers:
        for language, wordings in answer.phrasings.items():
            if 0 < len(wordings) < wanted:
                yield bench.finding(
                    "QF402",
                    answer,
                    f"{answer.id} has {len(wordings)} of {wanted} phrasings in {language}",
                    "phrasings",
                    language,
                    hint="how would a customer, an auditor, a form ask it?",
                )


@rule(
    "QF403",
    "fact without an answer",
    Severity.WARNING,
    failing=Example(
        sources="""\
schema: 1
documents:
  - id: handbook
    title: Security handbook
    facts:
      - id: B1
        says: Customer data is backed up every night; backups are kept for 30 days.
      - id: B2
        says: A restore is tried out every spring.
"""
    ),
)
def unused_fact(bench: Bench) -> Iterator[Finding]:
    """A fact of the register that no answer and no field of the profile cites: nobody says it."""
    used = {fact for answer in bench.bank.answers for fact in answer.facts}
    used |= {fact for field in bench.bank.profile for fact in field.facts}
    for fact in bench.bank.register.facts.values():
        if fact.id and fact.id not in used:
            yield Finding(
                code="QF403",
                place=fact.line,
                message=f"no answer rests on fact {fact.id}",
                hint="write an answer that says it, or drop the fact",
            )


@rule(
    "QF404",
    "domain below its share",
    Severity.ERROR,
    passing=Example(domain_share=0.0),
    failing=Example(domain_share=0.9),
)
def low_domain(bench: Bench) -> Iterator[Finding]:
    """The bank answers a smaller share of a CAIQ domain's questions than `domain-share` in the settings.

    Off unless a share is set.
    """
    share = bench.options.domain_share
    if share is None:
        return
    first = min((name for name in bench.bank.files), default="")
    for domain, (rows, answered) in bench.domains.items():
        if rows and answered / rows < share:
            yield Finding(
                code="QF404",
                place=FilePlace(first),
                message=f"{domain}: {answered} of {rows} questions answered, below {share:.0%}",
                hint="qfill coverage lists them with the nearest answers",
            )


@rule(
    "QF405",
    "question that stays unanswered",
    Severity.WARNING,
    failing=Example(asked="Do you have a vulnerability disclosure programme?"),
)
def recurring_question(bench: Bench) -> Iterator[Finding]:
    """Customers asked a question (`--audits DIR`) that nothing answered then and nothing would answer now.

    The most asked stand first.
    """
    first = min((name for name in bench.bank.files), default="")
    for one in bench.recurring:
        nearest = f"the nearest answer is {one.nearest}" if one.nearest else "nothing in the bank is near it"
        yield Finding(
            code="QF405",
            place=FilePlace(first),
            message=f"asked {counted(one.times, 'time')}, unanswered: {one.question}",
            hint=nearest,
            weight=one.times,
        )
