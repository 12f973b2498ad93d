"""A bank of one answer that rests on one fact, and what the check says of it."""

from __future__ import annotations

from qfill.checks import examine
from qfill.checks.examples import build
from qfill.checks.rule import Example

_SOURCES = "schema: 1\ndocuments:\n  - id: d\n    title: D\n    facts:\n      - id: B1\n        says: {}\n"


def told(bank: str, fact: str, code: str) -> list[str]:
    """The messages under a code, where the answer (YAML, as in a rule's example) rests on the fact."""
    findings = examine(build(Example(bank=bank, sources=_SOURCES.format(fact)))).findings
    return [one.message for one in findings if one.code == code]
