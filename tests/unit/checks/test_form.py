"""Who may bear witness to a name."""

from __future__ import annotations

import pytest

from qfill.checks import examine
from qfill.checks.examples import build
from qfill.checks.rule import Example

_TEXT = "Customer data is hosted by Glasbruk AB."
_SOURCES = """\
schema: 1
documents:
  - id: handbook
    facts:
      - id: B2
        says: {document}
questionnaires:
  - id: old
    file: old.csv
    facts:
      - id: Q1
        says: Yes. {text}
decisions:
  - id: decision-1
    who: Ann
    at: 2026-01-01
    facts:
      - id: D1
        says: {text}
      - id: D2
        says: Our host is Glasbruk AB.
"""


@pytest.mark.parametrize(
    ("fact", "document", "found"),
    [
        ("Q1", "Nothing of it.", 1),
        ("Q1", "The data centre is run by Glasbruk.", 0),
        ("D1", "Nothing of it.", 1),
        ("D2", "Nothing of it.", 0),
        ("D1, D2", "Nothing of it.", 0),
        ("B2", "The data centre is run by Glasbruk.", 0),
    ],
)
def test_a_copy_is_no_witness_to_a_name(fact: str, document: str, found: int) -> None:
    bench = build(
        Example(
            bank=f"answer:\n  en: Yes. {_TEXT}\nfacts: [{fact}]",
            sources=_SOURCES.format(text=_TEXT, document=document),
        )
    )
    assert [one.code for one in examine(bench).findings].count("QF107") == found
