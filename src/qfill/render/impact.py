"""What a change touches, as text, Markdown for a pull request, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qfill.language.messages import counted
from qfill.render.markdown import quoted
from qfill.workflows.impact import AnswerChange, Impact, ToldRow


def impact_lines(found: Impact) -> Iterator[str]:
    """Plain text: what changed, then who was told otherwise."""
    yield headline(found)
    for fact in found.facts:
        yield f"  fact {fact.id}: {fact.before}"
        yield f"    now: {fact.after}" if fact.after is not None else "    is gone"
    for answer in found.answers:
        yield f"  answer {answer.id}: {_why(answer)}"
    for told in found.told:
        said = "said otherwise" if told.otherwise else "to look at"
        yield f"  {_to(told)}, {_place(told)}: {said} ({', '.join(told.answers or told.row.facts)})"
        for cell, text in told.row.cells.items():
            yield f"    {cell}: {text}"


def impact_markdown(found: Impact) -> Iterator[str]:
    """The same for a pull request's comment."""
    yield f"### {headline(found)}"
    if found.facts or found.answers:
        yield ""
        yield from (
            f"- fact `{one.id}`: {quoted(one.before)} → {quoted(one.after or 'gone')}" for one in found.facts
        )
        yield from (f"- answer `{one.id}`: {_why(one)}" for one in found.answers)
    if found.told:
        yield ""
        yield "| sent to | place | answers | what it said | |"
        yield "|---|---|---|---|---|"
        for told in found.told:
            said = "otherwise" if told.otherwise else "to look at"
            texts = " / ".join(quoted(text) for text in told.row.cells.values())
            where = f"{quoted(_to(told))} | {quoted(_place(told))}"
            yield f"| {where} | {', '.join(told.answers)} | {texts} | {said} |"


def impact_json(found: Impact) -> str:
    """The same for programs; schema `impact`."""
    value = {
        "version": 1,
        "against": found.against,
        "facts": [{"id": one.id, "before": one.before, "after": one.after} for one in found.facts],
        "answers": [
            {"id": one.id, "changed": list(one.changed), "facts": list(one.facts)} for one in found.answers
        ],
        "sent": found.sent,
        "otherwise": [one.to for one in found.misled],
        "told": [
            {
                "to": told.sent.to,
                "sent": told.sent.sent or None,
                "file": told.sent.file,
                "output_sha256": told.sent.output_sha256,
                "sheet": told.row.sheet,
                "row": told.row.row,
                "question_id": told.row.question_id,
                "answers": list(told.answers),
                "facts": list(told.row.facts),
                "cells": dict(told.row.cells),
                "otherwise": told.otherwise,
            }
            for told in found.told
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def headline(found: Impact) -> str:
    """One line: how many answers, and how many questionnaires of those sent said otherwise."""
    count, misled = len(found.answers), len(found.misled)
    answers = f"{counted(count, 'answer')} touched since {found.against}"
    sent = f"{misled} of {counted(found.sent, 'sent questionnaire')} said otherwise"
    return f"{answers}; {sent}"


def _why(answer: AnswerChange) -> str:
    said = list(answer.changed)
    if answer.facts:
        said.append(f"rests on {', '.join(answer.facts)}")
    return ", ".join(said)


def _to(told: ToldRow) -> str:
    return f"{told.sent.to} ({told.sent.sent})" if told.sent.sent else told.sent.to


def _place(told: ToldRow) -> str:
    place = f"{told.row.sheet}, row {told.row.row}" if told.row.sheet else f"row {told.row.row}"
    return f"{place}, {told.row.question_id}" if told.row.question_id else place
