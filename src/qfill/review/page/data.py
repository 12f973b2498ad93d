"""What the review page shows of an audit and the bank, as plain JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qfill.answering.options import verdict_option
from qfill.bank import AnswerBank
from qfill.model import TICK_ROLES, Role, Verdict
from qfill.records.audit import Audit, AuditRow
from qfill.review.queue import offered

_LABELS = {
    Verdict.YES: "Yes",
    Verdict.NO: "No",
    Verdict.PARTIAL: "Partially",
    Verdict.NOT_APPLICABLE: "Not applicable",
    Verdict.NONE: "No verdict",
}
_ROLES = [str(role) for role in (Role.ANSWER, *TICK_ROLES, Role.COMMENT, Role.OWNERSHIP)]
_PARTS = 6
NOBODY = "nobody"
"""Who owns a row for which the bank has no answer, or none with an owner."""


def page_data(
    audit: Audit, audit_sha256: str, bank: AnswerBank, *, owner: str | None = None
) -> dict[str, Any]:
    """What the page shows, as plain JSON; `rows` is an iterator."""
    candidates: set[str] = set()
    cited: set[str] = set()
    for row, _ in _shown(audit, bank, owner):
        candidates.update(str(one["answer"]) for one in row.candidates)
        cited.update(row.facts)
    named = sorted(name for name in candidates if name in bank.by_id)
    facts = sorted(cited.union(*(bank.by_id[name].facts for name in named)))
    language = str(audit.settings.get("language") or "auto")
    return {
        "version": 1,
        "name": audit.output["path"].rsplit("/", 1)[-1],
        "audit_sha256": audit_sha256,
        "output_sha256": audit.output_sha256,
        "owner": owner,
        "answers": {
            name: {
                "text": dict(bank.by_id[name].text),
                "verdict": str(bank.by_id[name].verdict),
                "owner": bank.by_id[name].owner,
            }
            for name in named
        },
        "facts": {name: _fact(name, bank) for name in facts if name in bank.register.facts},
        "rows": (_row(row, kept_by, language) for row, kept_by in _shown(audit, bank, owner)),
    }


def _shown(audit: Audit, bank: AnswerBank, owner: str | None) -> Iterator[tuple[AuditRow, list[str]]]:
    """The rows on the page with their owners: those that were asked, of one owner where one is named.

    They hold no more than may be chosen.
    """
    for row in audit.rows:
        if row.outcome == "skipped":
            continue
        kept_by = owners_of(row, bank)
        if owner is None or owner in kept_by:
            yield offered(row, bank, audit.tier), kept_by


def owners(audit: Audit, bank: AnswerBank) -> tuple[str, ...]:
    """Who owns the answers of an audit's rows, sorted; `nobody` for rows without a candidate."""
    return tuple(
        sorted({name for row in audit.rows if row.outcome != "skipped" for name in owners_of(row, bank)})
    )


def owners_of(row: AuditRow, bank: AnswerBank) -> list[str]:
    """Who keeps the answers that a row's outcome rests on, else its first candidate's."""
    named = list(row.answers) or [str(one["answer"]) for one in row.candidates[:1]]
    found = {bank.by_id[name].owner or NOBODY for name in named if name in bank.by_id}
    return sorted(found) or [NOBODY]


def _fact(name: str, bank: AnswerBank) -> dict[str, str]:
    fact = bank.register.facts[name]
    source = bank.register.source(fact)
    place = next((section.title for section in source.sections if section.id == fact.place), "")
    return {
        "source": source.title,
        "place": f"{fact.place} {place}".strip() if place else fact.place,
        "says": fact.says,
    }


def _row(row: AuditRow, kept_by: list[str], language: str) -> dict[str, Any]:
    context = row.context
    said = (row.proposed or {}).get("language")
    return {
        "sheet": row.sheet,
        "row": row.row,
        "question_id": row.question_id,
        "question": row.question,
        "language": row.language,
        "answer_language": said or (row.language if language == "auto" else language),
        "group": " · ".join(
            part for part in (row.sheet, context.get("section") or context.get("domain")) if part
        ),
        "context": {"control": context.get("control"), "parent": context.get("parent")},
        "cells": dict(row.cells),
        "options": list(row.options),
        "verdicts": _verdicts(row),
        "outcome": row.outcome,
        "reason": row.reason,
        "confidence": row.confidence,
        "owners": kept_by,
        "facts": list(row.facts),
        "notes": list(row.notes),
        "proposed": _proposed(row.proposed),
        "candidates": [
            {
                "answer": one["answer"],
                "confidence": one["confidence"],
                "verdict": one.get("verdict", "none"),
                "phrasing": one.get("phrasing", ""),
                "facts": list(one.get("facts", ())),
                "matched": list(one.get("matched", ())),
                "missing": list(one.get("missing", ())),
                "guards": list(one.get("guards", ())),
                "because": [
                    {"feature": part["feature"], "adds": part["adds"]}
                    for part in list(one.get("because", ()))[:_PARTS]
                ],
            }
            for one in row.candidates
        ],
    }


def _proposed(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    writes = found.get("writes", {})
    order = sorted(writes, key=lambda role: (_ROLES.index(role) if role in _ROLES else len(_ROLES), role))
    return {
        "verdict": found["verdict"],
        "language": found.get("language", "en"),
        "text": found["text"],
        "writes": {role: writes[role] for role in order},
    }


def _verdicts(row: AuditRow) -> list[dict[str, str]]:
    """The verdicts to choose from, under the words of the row's dropdown where it has one.

    A text without a verdict needs a cell beside the dropdown.
    """
    listed = tuple(row.options)
    if not listed:
        return [{"verdict": str(verdict), "label": label} for verdict, label in _LABELS.items()]
    found = [
        {"verdict": str(verdict), "label": option}
        for verdict in _LABELS
        if (option := verdict_option(verdict, listed)) is not None
    ]
    if Role.COMMENT not in row.cells:
        return found
    return [*found, {"verdict": "none", "label": _LABELS[Verdict.NONE]}]
