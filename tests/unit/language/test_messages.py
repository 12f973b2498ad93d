"""Numbers with their nouns, and texts cut."""

from __future__ import annotations

from qfill.language.messages import counted, cut


def test_a_noun_takes_an_s_but_after_one() -> None:
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_a_text_is_cut_to_what_fits() -> None:
    assert (cut("four", 4), cut("five!", 4), cut("", 4)) == ("four", "fiv…", "")
