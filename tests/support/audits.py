"""Audits and banks made up for tests of the review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from qfill.bank import AnswerBank
from qfill.bank.register import Fact, Register, Source
from qfill.model import Answer, FilePlace, Verdict
from qfill.records.audit import Audit, AuditRow


def bank(text: str = "Yes. It is so.", owner: str = "security") -> AnswerBank:
    """Two answers on a fact each; their texts are the text given."""
    facts = {
        name: Fact(id=name, source="doc", place="1", says=f"{name}: {text}", line=FilePlace("sources.yaml"))
        for name in ("F1", "F2")
    }
    source = Source(
        id="doc", kind="document", title=text, line=FilePlace("sources.yaml"), facts=tuple(facts.values())
    )
    return AnswerBank(
        path=Path("answers"),
        answers=tuple(
            Answer(
                id=name,
                topic="t",
                verdict=Verdict.YES,
                phrasings={"en": (text,)},
                text={"en": text},
                facts=(fact,),
                owner=owner,
                reviewed=date(2026, 1, 1),
            )
            for name, fact in (("one", "F1"), ("two", "F2"))
        ),
        register=Register(sources=(source,), facts=facts),
    )


def candidate(name: str, text: str, confidence: float = 0.5) -> dict[str, object]:
    """A candidate as an audit's row holds it."""
    return {
        "answer": name,
        "score": 50.0,
        "confidence": confidence,
        "verdict": "yes",
        "phrasing": text,
        "facts": ["F1" if name == "one" else "F2"],
        "because": [],
        "matched": [text],
        "missing": [text],
        "guards": [text],
    }


def row(number: int, text: str, outcome: str = "review", **changes: object) -> AuditRow:
    """A row whose every text is the text given."""
    known = outcome in ("review", "filled")
    found: dict[str, object] = {
        "sheet": "Sheet",
        "row": number,
        "question_id": text,
        "question": text,
        "language": "en",
        "context": {"section": text, "domain": None, "control": text, "parent": text},
        "cells": {"answer": f"C{number}", "comment": f"D{number}"},
        "options": ["Yes", "No"],
        "outcome": outcome,
        "reason": text,
        "confidence": 0.5 if known else None,
        "answers": ["one"] if known else [],
        "facts": ["F1"] if known else [],
        "proposed": {
            "verdict": "yes",
            "text": text,
            "language": "en",
            "writes": {"comment": text, "answer": "Yes"},
        }
        if known
        else None,
        "candidates": [candidate("one", text), candidate("two", text, 0.2)] if known else [],
        **changes,
    }
    return AuditRow(**found)  # type: ignore[arg-type]


def audit(rows: Sequence[AuditRow], name: str = "in.filled.xlsx") -> Audit:
    """An audit of these rows."""
    return Audit(
        qfill="0",
        bank={"path": "answers", "answers": 2, "sha256": "0" * 64},
        input={"path": "in.xlsx", "sha256": "1" * 64},
        output={"path": name, "sha256": "2" * 64},
        settings={"language": "en"},
        sheets=[],
        rows=rows,
    )
