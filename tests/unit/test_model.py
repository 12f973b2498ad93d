"""Values that every room shares."""

from __future__ import annotations

from datetime import date

import pytest

from qfill.model import parse_day


def test_a_day_is_read() -> None:
    assert parse_day("2026-02-28") == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "20260101", "2026-W10-1", "2026W101", "2026-1-1", "2026-02-30", "2026-01-01\n", "٢٠٢٦-٠١-٠١"]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        parse_day(text)
