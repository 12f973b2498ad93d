"""For which products or regions an answer holds."""

from __future__ import annotations

from qfill.matching.scope import elsewhere
from qfill.model import Answer, Verdict


def test_elsewhere_reads_names_as_words() -> None:
    one = Answer(
        id="a",
        topic="t",
        verdict=Verdict.YES,
        phrasings={},
        text={},
        applies_to={"product": ("Alder Cloud",)},
    )
    assert not elsewhere(one, {"product": ("alder cloud", "Birch")})
    assert elsewhere(one, {"product": ("Birch",)})
    assert not elsewhere(one, {})
    assert not elsewhere(one, {"product": ()})
    assert not elsewhere(one, {"region": ("Norway",)})
