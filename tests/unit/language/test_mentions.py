"""Whom a text names."""

from __future__ import annotations

import pytest

from qfill.language.mentions import firms, strangers


def test_a_company_is_known_by_its_legal_form() -> None:
    assert firms("We told Northwind Trading Ltd and Glasbruk AB, as BS 7799 asks.") == {
        "Northwind Trading Ltd",
        "Glasbruk AB",
    }


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Write to ciso@northwind.example.", "", ["ciso@northwind.example"]),
        ("Write to ciso@northwind.example.", "https://www.northwind.example", []),
        ("See (https://www.northwind.example/status).", "security@northwind.example", []),
        ("See www.northwind.example, please.", "lonkraft", ["www.northwind.example"]),
        ("Hosted by Glasbruk AB.", "glasbruk runs the data centre", []),
        ("Hosted by Glasbruk AB.", "", ["Glasbruk AB"]),
        ("Each night.", "", []),
    ],
)
def test_what_another_text_does_not_know_is_a_stranger(text: str, known: str, found: list[str]) -> None:
    assert strangers(text, known) == found
