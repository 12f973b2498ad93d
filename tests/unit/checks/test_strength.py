"""Claims that are stronger than their facts."""

from __future__ import annotations

import pytest
from tests.support.claims import told


@pytest.mark.parametrize(
    ("text", "fact", "found"),
    [
        ("We guarantee that nothing is lost.", "Nothing is lost.", "guarantee"),
        ("We guarantee that nothing is lost.", "It is guaranteed that nothing is lost.", ""),
        ("All databases are encrypted.", "Some databases are encrypted.", "All databases"),
        ("All staff are trained.", "Staff are trained; some databases are old.", ""),
        ("Staff must use MFA.", "Staff may use MFA.", "must use"),
        ("Customers must ask first.", "Customers may test after asking first.", ""),
        (
            "Our company is ISO 27001 certified.",
            "The data centre is ISO 27001 certified.",
            "Our company is ISO",
        ),
        ("Our data centre is ISO 27001 certified.", "The data centre is ISO 27001 certified.", ""),
        ("We are ISO 27001 certified.", "Lumo is ISO 27001 certified.", ""),
    ],
)
def test_an_answer_goes_no_further_than_its_facts(text: str, fact: str, found: str) -> None:
    said = told(f"answer:\n  en: Yes. {text}", fact, "QF507")
    assert len(said) == bool(found)
    assert all(f"no fact of backups goes as far as '{found}" in one for one in said)
