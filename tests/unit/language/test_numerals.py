"""Numbers in one form."""

from __future__ import annotations

import pytest

from qfill.language.numerals import one_form


@pytest.mark.parametrize(
    ("digits", "form"),
    [
        ("007", "7"),
        ("0", "0"),
        ("1,000", "1000"),
        ("0,50", "0.50"),
        ("\u0663", "3"),
        ("0" + "9" * 5000, "9" * 5000),
    ],
)
def test_a_number_has_one_form_however_long(digits: str, form: str) -> None:
    assert one_form(digits) == form
