"""Wordings that name the very same units as a question, counted."""

from __future__ import annotations

import math

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching.equal import NAMES, Tells, equals
from qfill.matching.reading import read

LEXICON = load_lexicon()


def tells(*texts: str) -> Tells:
    return Tells([read(text, "en", LEXICON) for text in texts])


def features(text: str, own: Tells, refused: Tells) -> dict[str, float]:
    return equals(read(text, "en", LEXICON), own, refused)


OWN = tells("Are backups taken?", "Do you carry out backups?", "Backups", "Are backups encrypted?")
REFUSED = tells("Describe your backups.", "Are backups tested?")


def test_small_words_and_order_do_not_matter() -> None:
    # Three of the four name backups and nothing else; two of them ask whether.
    found = features("Does the service take backups?", OWN, REFUSED)
    assert found["equal"] == pytest.approx(math.log2(4))
    assert found["equal_typed"] == pytest.approx(math.log2(3))
    assert features("Are encrypted the backups?", OWN, REFUSED)["equal"] == 1


def test_more_or_less_named_is_not_equal() -> None:
    assert features("Are backups encrypted at rest?", OWN, REFUSED) == dict.fromkeys(NAMES, 0.0)


def test_a_denied_question_equals_no_plain_wording() -> None:
    assert features("Are backups not taken?", OWN, REFUSED)["equal"] == 0


def test_refused_wordings_are_counted_by_themselves() -> None:
    found = features("Explain the backups.", tells("Are backups taken?"), REFUSED)
    assert found["equal_typed"] == 0
    assert (found["equal_refused"], found["equal_refused_typed"]) == (1, 1)
