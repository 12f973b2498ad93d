"""The bank for the terminal: a list, or one answer whole."""

from __future__ import annotations

from collections.abc import Iterator

from qfill.bank import AnswerBank
from qfill.model import LANGUAGES, Answer


def bank_lines(bank: AnswerBank) -> Iterator[str]:
    """One line an answer, by topic: id, verdict, languages, facts, and what is out of the ordinary."""
    width = max((len(answer.id) for answer in bank.answers), default=0)
    topic = None
    for answer in bank.answers:
        if answer.topic != topic:
            topic = answer.topic
            yield topic
        unusual = [word for word in (answer.status, answer.disclosure) if word not in ("approved", "public")]
        wordings = " ".join(
            f"{language} {len(answer.phrasings[language])}"
            for language in LANGUAGES
            if answer.phrasings.get(language)
        )
        said = f"  {answer.id:<{width}}  {answer.verdict:<14}  {wordings:<17}  {', '.join(answer.facts)}"
        yield "  ".join((said, *unusual)).rstrip()


def answer_lines(bank: AnswerBank, answer: Answer) -> list[str]:
    """One answer as lines of plain text."""
    lines = [f"{answer.id}  ({answer.topic}, {answer.place})"]
    said = {
        "verdict": str(answer.verdict),
        "status": answer.status,
        "disclosure": answer.disclosure,
        "owner": answer.owner,
        "reviewed": answer.reviewed.isoformat() if answer.reviewed else "",
        "review every": answer.review_every,
        "ownership": str(answer.ownership or ""),
        "controls": ", ".join(answer.controls),
        "applies to": "; ".join(f"{key}={', '.join(values)}" for key, values in answer.applies_to.items()),
    }
    lines += [f"  {key}: {value}" for key, value in said.items() if value]
    for language in LANGUAGES:
        held = [f"  short: {answer.short[language]}"] if language in answer.short else []
        held += [f"  - {wording}" for wording in answer.phrasings.get(language, ())]
        held += [f"  turned: {wording}" for wording in answer.turned.get(language, ())]
        held += [f"  not: {wording}" for wording in answer.not_this.get(language, ())]
        if held or language in answer.text:
            lines += ["", f"{language}: {answer.text.get(language, '')}".rstrip(), *held]
    lines += ["", "rests on:"]
    for fact_id in answer.facts:
        fact = bank.register.facts.get(fact_id)
        if fact is None:
            lines.append(f"  {fact_id}: not in the register")
        else:
            lines.append(f"  {fact_id}: {fact.says} ({bank.register.where(fact)})")
    return lines
