"""Lengths of time and rates: what is asked for, and whether an answer states as much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.matching.figures import figures

DAY, YEAR = 24.0, 365 * 24.0


@pytest.mark.parametrize(
    ("text", "language", "hours", "rate", "bound"),
    [
        ("Will we be told within 24 hours?", "en", DAY, False, "most"),
        ("Meddelas vi inom två dygn?", "sv", 2 * DAY, False, "most"),
        ("Varsles vi senest innen 72 timer?", "nb", 3 * DAY, False, "most"),
        ("Are backups kept for at least 90 days?", "en", 90 * DAY, False, "least"),
        ("Sparas kopiorna i minst ett år?", "sv", YEAR, False, "least"),
        ("Is the recovery time four hours or less?", "en", 4, False, "most"),
        ("Is the hall tested at least annually?", "en", YEAR, True, ""),
        ("Tjänsten ska granskas minst en gång per år.", "sv", YEAR, True, ""),
        ("Gjennomgås tilgangene hvert kvartal?", "nb", YEAR / 4, True, ""),
        ("Reviewed twice a year", "en", YEAR / 2, True, ""),
        ("Granskas var sjätte månad", "sv", YEAR / 2, True, ""),
        ("Done every second year", "en", 2 * YEAR, True, ""),
        ("Backed up every hour or more often?", "en", 1, True, ""),
        ("Hver 6. måned", "nb", YEAR / 2, True, ""),
    ],
)
def test_a_figure_is_read(text: str, language: str, hours: float, rate: bool, bound: str) -> None:
    (found,) = figures(text, language)
    assert found.hours == pytest.approx(hours)
    assert (found.rate, str(found.bound)) == (rate, bound)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Is there a 24/7 on-call rota?", "en"),
        ("How many times a year do you test?", "en"),
        ("In the day-to-day work", "en"),
        ("Is TLS 1.2 in use?", "en"),
        ("Hur länge sparas kopior?", "sv"),
        ("Within 24 hours", "fi"),
    ],
)
def test_what_names_no_length_of_time(text: str, language: str) -> None:
    assert figures(text, language) == ()


@pytest.mark.parametrize(
    ("asked", "stated", "met"),
    [
        ("within 24 hours", "within 72 hours", False),
        ("within 72 hours", "within 24 hours", True),
        ("within three days", "within 72 hours", True),
        ("at least 90 days", "kept for 30 days", False),
        ("at least 30 days", "kept for 90 days", True),
        ("for 30 days", "kept for a month", True),
        ("for 30 days", "kept for 90 days", False),
        ("tested every year", "tested every second year", False),
        ("tested at least annually", "tested quarterly", True),
        ("backed up daily", "backed up continuously", True),
        ("backed up every hour", "backed up every night", False),
        ("kept for a year", "tested monthly", False),
        ("within 24 hours", "without delay", False),
    ],
)
def test_an_answer_states_as_much_or_not(asked: str, stated: str, met: bool) -> None:
    (wanted,) = figures(asked, "en")
    assert wanted.met_by(figures(stated, "en")) is met


@given(st.text(max_size=80), st.sampled_from(["en", "sv", "nb"]))
def test_any_text_is_read_and_its_own_figures_meet_it(text: str, language: str) -> None:
    found = figures(text, language)
    assert all(figure.met_by(found) for figure in found)


@given(st.integers(1, 999), st.sampled_from(["hours", "days", "weeks", "months", "years"]))
def test_a_number_and_its_unit_are_found_wherever_they_stand(number: int, unit: str) -> None:
    (found,) = figures(f"Will it last {number} {unit}, then?", "en")
    assert found.surface == f"{number} {unit}"
