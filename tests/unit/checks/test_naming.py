"""Names in an answer that none of its facts states."""

from __future__ import annotations

import pytest

from qfill.checks import examine
from qfill.checks.examples import build
from qfill.checks.places import places, within
from qfill.checks.rule import Example

_SOURCES = "schema: 1\ndocuments:\n  - id: d\n    title: D\n    facts:\n      - id: B1\n        says: {}\n"


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
    bench = build(Example(bank=f"answer:\n  en: Yes. {text}", sources=_SOURCES.format(fact)))
    said = [one.message for one in examine(bench).findings if one.code == "QF506"]
    assert said == ([f"no fact of backups names {found}"] if found else [])


def test_a_name_in_another_language_is_a_translation() -> None:
    bank = "answer:\n  nb: Ja. Tjenesten bruker KI.\nphrasings:\n  nb:\n    - Brukes det?"
    fact = "The service uses AI."
    findings = examine(build(Example(bank=bank, sources=_SOURCES.format(fact)))).findings
    assert "QF506" not in [one.code for one in findings]


def test_a_place_is_named_with_a_capital_and_lies_in_its_regions() -> None:
    assert places("EU law holds; let us store it in Norge and the UK.") == {"norway": "Norge", "uk": "UK"}
    assert set(within("a swedish supplier")) == {"sweden", "nordic", "eu", "eea", "europe"}
