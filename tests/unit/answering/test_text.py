"""What a text says beside its verdict."""

from __future__ import annotations

import pytest

from qfill.answering.text import contradicts
from qfill.model import Verdict


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        ("No. Backups are kept for 30 days.", Verdict.YES, True),
        ("Nej, bara varje månad.", Verdict.YES, True),
        ("Yes, each night.", Verdict.NO, True),
        ("No. Backups are kept for 30 days.", Verdict.NO, False),
        ("No data leaves the country.", Verdict.YES, False),
        ("Yes, for some of it.", Verdict.PARTIAL, False),
        ("No. There is none.", Verdict.NONE, False),
        ("Backups are kept for 30 days.", Verdict.YES, False),
    ],
)
def test_a_text_contradicts_the_opposite_of_what_it_begins_with(
    text: str, said: Verdict, found: bool
) -> None:
    assert contradicts(text, said) is found
