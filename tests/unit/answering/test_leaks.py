"""What a written text gives away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.audits import bank

from qfill.answering.leaks import Leaks
from qfill.bank import AnswerBank


def banked(**texts: str) -> AnswerBank:
    """A bank of an answer for each text, named with dashes; those named nda are above the public tier."""
    found = bank()
    answers = tuple(
        replace(
            found.answers[0],
            id=name.replace("_", "-"),
            text={"en": text},
            disclosure="nda" if name.startswith("nda") else "public",
        )
        for name, text in texts.items()
    )
    return replace(found, answers=answers)


@pytest.mark.parametrize(
    ("text", "cited", "told"),
    [
        ("Yes. It is so.", (), []),
        ("See F1 and one-more.", (), ["names what is internal: F1, one-more"]),
        # The bank's own texts say this name, so it tells nothing.
        ("It is well-known.", (), []),
        ("First: We pay Acme. Then more.", (), ["holds an answer above the tier public: nda-one"]),
        ("Put otherwise.", ("nda-one",), ["holds an answer above the tier public: nda-one"]),
        # A public answer says these words too.
        ("Yes.", (), []),
    ],
)
def test_names_and_texts_above_the_tier_are_told(text: str, cited: tuple[str, ...], told: list[str]) -> None:
    found = banked(
        one_more="Yes. It is well-known.", well_known="Yes.", nda_one="We pay Acme.", nda_two="Yes."
    )
    assert list(Leaks(found, "public").of(text, cited)) == told


def test_nothing_is_above_the_highest_tier() -> None:
    assert not list(Leaks(banked(nda_one="We pay Acme."), "nda").of("We pay Acme.", ("nda-one",)))


def test_a_large_bank_is_read_once() -> None:
    # Once for each answer's id, 2,000 texts of 4,000 words took minutes.
    found = banked(
        **{f"answer_{number}": f"Yes. It is so, say {number} of us. " * 20 for number in range(2000)}
    )
    assert not list(Leaks(found, "public").of("Yes."))
