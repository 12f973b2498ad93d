"""The bank for the terminal: a list, or one answer whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qfill.bank import AnswerBank
from qfill.errors import UsageError
from qfill.model import LANGUAGES, Answer

if TYPE_CHECKING:
    from rich.console import Console


def print_bank(bank: AnswerBank, console: Console) -> None:
    """One line an answer, by topic."""
    from rich.table import Table
    from rich.text import Text

    table = Table()
    table.add_column("topic", no_wrap=True)
    table.add_column("answer", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("phrasings", no_wrap=True)
    table.add_column("facts", max_width=24)
    table.add_column("state", no_wrap=True)
    topic = ""
    for answer in bank.answers:
        counts = " ".join(
            f"{language} {len(answer.phrasings.get(language, ()))}"
            for language in LANGUAGES
            if answer.phrasings.get(language)
        )
        state = answer.status if answer.disclosure == "public" else f"{answer.status}, {answer.disclosure}"
        table.add_row(
            Text(answer.topic if answer.topic != topic else ""),
            Text(answer.id),
            str(answer.verdict),
            counts,
            Text(", ".join(answer.facts)),
            state,
        )
        topic = answer.topic
    console.print(table)


def print_answer(bank: AnswerBank, name: str, console: Console) -> None:
    """One answer with its texts, phrasings and sources; raises UsageError for an id that is not there."""
    from rich.text import Text

    answer = bank.by_id.get(name)
    if answer is None:
        from difflib import get_close_matches

        near = get_close_matches(name, bank.by_id, 3)
        hint = f"did you mean {', '.join(near)}?" if near else "qfill bank list names them all"
        raise UsageError(f"no answer has the id {name!r}", hint=hint)
    for line in answer_lines(bank, answer):
        console.print(Text(line), soft_wrap=True)


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
        if language in answer.text:
            lines += ["", f"{language}: {answer.text[language]}"]
            if language in answer.short:
                lines.append(f"  short: {answer.short[language]}")
            lines += [f"  - {wording}" for wording in answer.phrasings.get(language, ())]
            lines += [f"  not: {wording}" for wording in answer.not_this.get(language, ())]
    lines += ["", "rests on:"]
    for fact_id in answer.facts:
        fact = bank.register.facts.get(fact_id)
        if fact is None:
            lines.append(f"  {fact_id}: not in the register")
        else:
            lines.append(f"  {fact_id}: {fact.says} ({bank.register.where(fact)})")
    return lines
