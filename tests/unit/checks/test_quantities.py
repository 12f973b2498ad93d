"""Numbers, lengths and rates that no fact states."""

from __future__ import annotations

import pytest

from qfill.checks.quantities import unstated


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("Customers are told within two days.", ["Customers are told within 48 hours."], []),
        ("Copies are kept for a month.", ["Copies are kept for 30 days."], []),
        ("Copies are kept for 28 days.", ["Copies are kept for 30 days."], ["28"]),
        ("Customers are told within 48 minutes.", ["Customers are told within 48 hours."], ["48 minutes"]),
        ("Copies are kept for 48 days.", ["Told within 48 hours.", "Kept for 30 days."], ["48 days"]),
        ("Copies are made every hour.", ["Copies are made every night."], ["every hour"]),
        ("Copies are made each day.", ["Copies are made every night."], []),
        ("It is tested monthly.", ["It is tested yearly."], ["monthly"]),
        ("It is tested yearly.", ["It is tested every spring."], []),
        ("It is read weekly.", ["It is read every Monday."], []),
        ("Copies stay more than 30 days.", ["Copies stay 30 days."], ["more than 30 days"]),
        ("Copies stay no more than 30 days.", ["Copies stay 30 days."], []),
        ("Copies stay at least 30 days.", ["Copies stay 30 days."], []),
        ("Copies stay more than 30 days.", ["Copies stay longer than 30 days."], []),
        ("Everything is improved continuously.", ["Everything is improved."], []),
    ],
)
def test_what_no_fact_states(text: str, facts: list[str], found: list[str]) -> None:
    assert unstated(text, "en", facts) == found


@pytest.mark.parametrize(
    ("text", "language", "fact", "found"),
    [
        ("Kopior görs varje timme.", "sv", "Copies are made every night.", ["varje timme"]),
        ("Kopier beholdes i to døgn.", "nb", "Copies are kept for 48 hours.", []),
        ("Policyen vedtas av daglig leder.", "nb", "The policy is approved by the CEO.", []),
        ("Kopior sparas längre än 30 dagar.", "sv", "Kopior sparas i 30 dagar.", ["more than 30 dagar"]),
    ],
)
def test_languages_are_held_against_each_other(text: str, language: str, fact: str, found: list[str]) -> None:
    assert unstated(text, language, [fact]) == found
