"""What a text says against its verdict."""

from __future__ import annotations

import pytest

from qfill.checks import examine
from qfill.checks.examples import build
from qfill.checks.rule import Example


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("Is customer data backed up?", "Customer data is never backed up.", True),
        ("Is customer data backed up?", "Customer data is backed up and is never sold.", False),
        ("Do you share data with others?", "We do not share data with others.", True),
        ("Do you not share data with others?", "We do not share data with others.", False),
        ("Audit log", "Each change goes to an audit log that is not edited.", False),
        ("Is our data kept from others?", "Customer data is never shared.", False),
    ],
)
def test_a_yes_is_contradicted_by_what_denies_its_question(asked: str, text: str, found: bool) -> None:
    bench = build(Example(bank=f"phrasings:\n  en:\n    - {asked}\nanswer:\n  en: {text}"))
    assert ("QF111" in [one.code for one in examine(bench).findings]) is found
