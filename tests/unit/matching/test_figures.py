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
        ("Is the hall tested at least annually?", "en", YEAR, True, "least"),
        ("Tjänsten ska granskas minst en gång per år.", "sv", YEAR, True, "least"),
        ("Gjennomgås tilgangene hvert kvartal?", "nb", YEAR / 4, True, ""),
        ("Reviewed twice a year", "en", YEAR / 2, True, ""),
        ("Granskas var sjätte månad", "sv", YEAR / 2, True, ""),
        ("Done every second year", "en", 2 * YEAR, True, ""),
        ("Backed up every hour or more often?", "en", 1, True, "least"),
        ("Hver 6. måned", "nb", YEAR / 2, True, ""),
        ("Every 6th month", "en", YEAR / 2, True, ""),
        ("Is it reviewed once a month?", "en", YEAR / 12, True, ""),
        ("At most twice a year", "en", YEAR / 2, True, "most"),
        ("Tested twice yearly", "en", YEAR / 2, True, ""),
        ("Kept for no more than 30 days", "en", 30 * DAY, False, "most"),
        ("Sparas i inte mer än 30 dagar", "sv", 30 * DAY, False, "most"),
        ("Ikke mindre enn 30 dager", "nb", 30 * DAY, False, "least"),
        ("30 (thirty) days", "en", 30 * DAY, False, ""),
        ("Kept for 1 000 days", "en", 1000 * DAY, False, ""),
        ("Kept for 1,000 days", "en", 1000 * DAY, False, ""),
        ("Within half a day", "en", DAY / 2, False, "most"),
        ("24 timmars varsel", "sv", DAY, False, ""),
        ("Fem arbeidsdager", "nb", 5 * DAY, False, ""),
        ("within ſix days", "en", 6 * DAY, False, "most"),
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
        ("How many times per year do you test?", "en"),
        ("Hur många gånger per år testar ni?", "sv"),
        ("A price per month", "en"),
        ("A one-time password", "en"),
        ("24 hours a day, 7 days a week", "en"),
        ("Dygnet runt, 24 timmar om dygnet", "sv"),
        ("Continuous integration", "en"),
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
        ("within 24 hours", "told within 72 hours, and daily by mail", False),
        ("kept for a year", "tested annually", False),
        ("at most 90 days", "kept for at least 30 days", False),
        ("at least 30 days", "deleted within 90 days", False),
        ("at most twice a year", "tested monthly", False),
        ("at most twice a year", "tested every year", True),
        ("once a year", "up to once a year", True),
        ("at least annually", "tested every second year and watched continuously", False),
    ],
)
def test_an_answer_states_as_much_or_not(asked: str, stated: str, met: bool) -> None:
    (wanted,) = figures(asked, "en")
    assert wanted.met_by(figures(stated, "en")) is met


@given(st.text(max_size=80), st.sampled_from(["en", "sv", "nb"]))
def test_any_text_is_read_and_its_own_figures_meet_it(text: str, language: str) -> None:
    found = figures(text, language)
    assert all(figure.met_by(found) for figure in found)


@given(
    st.lists(
        st.sampled_from(
            [
                "within",
                "no more than",
                "ſix",
                "SIX",
                "1 000",
                "every",
                "second",
                "ſecond",
                "day",
                "Hours",
                "times",
                "a",
                "year",
                "twice",
                "daily",
                "half",
                ",",
                "(six)",
                "0",
            ]
        )
    )
)
def test_any_order_of_its_own_words_is_read(words: list[str]) -> None:
    assert all(figure.hours >= 0 for figure in figures(" ".join(words), "en"))


@pytest.mark.parametrize(
    ("text", "count"),
    [("1h " * 3333, 3333), ("over a " * 1400, 0), ("9" * 10_000, 0), ("twice a day " * 800, 800)],
)
def test_a_text_as_long_as_a_question_may_be_is_read_to_its_end(text: str, count: int) -> None:
    assert len(figures(text, "en")) == count


@given(st.integers(1, 999), st.sampled_from(["hours", "days", "weeks", "months", "years"]))
def test_a_number_and_its_unit_are_found_wherever_they_stand(number: int, unit: str) -> None:
    (found,) = figures(f"Will it last {number} {unit}, then?", "en")
    assert found.surface == f"{number} {unit}"
