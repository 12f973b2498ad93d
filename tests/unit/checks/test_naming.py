"""Names in an answer that none of its facts states."""

from __future__ import annotations

import pytest
from tests.support.claims import told

from qfill.checks.places import places, within


@pytest.mark.parametrize(
    ("text", "fact", "found"),
    [
        ("The service runs on AWS.", "The service runs on Microsoft Azure.", "AWS"),
        ("The service runs on Azure.", "The service runs on Microsoft Azure.", ""),
        ("Data is encrypted with RSA.", "Data is encrypted with AES.", "RSA"),
        ("Staff use MFA.", "Staff use multi-factor authentication.", ""),
        ("Code is kept in Subversion.", "Code is kept in Git.", "Subversion"),
        ("There is a Computer Security Incident Response Team.", "There is a CSIRT.", ""),
        ("Data is stored in Norway.", "Data is stored in Sweden.", "Norway"),
        ("Data is stored in Sweden.", "Data lagras i Sverige.", ""),
        ("Data is stored in the EU.", "Data is stored in Sweden.", ""),
        ("Data is stored in Sweden.", "Data is stored in the EU.", "Sweden"),
    ],
)
def test_a_name_needs_a_fact_that_names_it(text: str, fact: str, found: str) -> None:
    said = told(f"answer:\n  en: Yes. {text}", fact, "QF506")
    assert said == ([f"no fact of backups names {found}"] if found else [])


def test_a_name_in_another_language_is_a_translation() -> None:
    bank = "answer:\n  nb: Ja. Tjenesten bruker KI.\nphrasings:\n  nb:\n    - Brukes det?"
    fact = "The service uses AI."
    assert told(bank, fact, "QF506") == []


def test_a_place_is_named_with_a_capital_and_lies_in_its_regions() -> None:
    assert places("EU law holds; let us store it in Norge and the UK.") == {"norway": "Norge", "uk": "UK"}
    assert set(within("a swedish supplier")) == {"sweden", "nordic", "eu", "eea", "europe"}
