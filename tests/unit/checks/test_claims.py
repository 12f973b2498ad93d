"""Numbers, certificates and names are read alike in every language and form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.checks.claims import names, numbers, standards


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("kept for 30 days", "en", {"30"}),
        ("kept for thirty days", "en", {"30"}),
        ("sparas i trettio dagar", "sv", {"30"}),
        ("beholdes i tretti dager", "nb", {"30"}),
        ("after twenty-four hours", "en", {"24"}),
        ("efter tjugofyra timmar", "sv", {"24"}),
        ("etter tjuefire timer", "nb", {"24"}),
        ("99.9 %", "en", {"99.9"}),
        ("99,9 %", "sv", {"99.9"}),
        ("2,000 users", "en", {"2000"}),
        ("2 000 användare", "sv", {"2000"}),
        ("around the clock", "en", {"24", "7"}),
        ("dygnet runt", "sv", {"24", "7"}),
        ("24/7", "nb", {"24", "7"}),
        ("every fourth hour", "en", {"4"}),
        ("var fjärde timme", "sv", {"4"}),
        ("hver fjerde time", "nb", {"4"}),
        ("a third party and two-factor login", "en", set()),
        ("tvåfaktorsautentisering hos en tredje part", "sv", set()),
        ("on 5 March 2026", "en", {"5", "3", "2026"}),
        ("2026-03-05", "sv", {"5", "3", "2026"}),
        ("den 5. mars 2026", "nb", {"5", "3", "2026"}),
        ("by e-mail 30 days before, and decisions 4 times", "en", {"30", "4"}),
        ("ISO 27001:2022", "en", {"2022"}),
        ("SOC 2 Type II report", "en", set()),
        ("see https://example.org/v2/90 or a1@example.org", "en", set()),
        ("1. First\n2. Second", "en", set()),
        ("AES-256 and TLS 1.2", "en", {"256", "1.2"}),
    ],
)
def test_numbers(text: str, language: str, wanted: set[str]) -> None:
    assert set(numbers(text, language)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ISO/IEC 27001 and ISO 27002", {"iso 27001", "iso 27002"}),
        ("SOC2 Type 2", {"soc 2", "soc 2 type 2"}),
        ("SOC 2 Typ II", {"soc 2", "soc 2 type 2"}),
        ("PCI-DSS, HIPAA and Cyber Essentials Plus", {"pci dss", "hipaa", "cyber essentials plus"}),
        ("ISAE 3402 and FIPS 140-2", {"isae 3402", "fips 140-2"}),
        ("a society of isotopes", set()),
    ],
)
def test_standards(text: str, wanted: set[str]) -> None:
    assert {standard for standard, _ in standards(text)} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Data lies in Azure. Backups are kept.", {"azure"}),
        ("Ja. Vi använder Okta-inloggning.", {"okta"}),
        ("GitHub keeps it, on Monday as in March.", {"github"}),
        ("Names of firms such as Acme Ltd are told of elsewhere, and <company> too.", set()),
        ("All of it is SOC 2 attested.", set()),
    ],
)
def test_names(text: str, wanted: set[str]) -> None:
    assert set(names(text)) == wanted


@given(st.text(max_size=200), st.sampled_from(["en", "sv", "nb"]))
def test_no_text_breaks_the_readers(text: str, language: str) -> None:
    numbers(text, language)
    names(text)
    list(standards(text))


@given(st.integers(min_value=0, max_value=10**6))
def test_a_number_is_found_however_it_is_grouped(number: int) -> None:
    assert set(numbers(f"about {number:,} of them", "en")) == {str(number)}
    assert set(numbers(f"omkring {number:,} stycken".replace(",", "\u00a0"), "sv")) == {str(number)}


def test_a_row_of_signs_is_read_at_once() -> None:
    assert numbers("@" * 20_000 + " 12", "en").keys() == {"12"}
