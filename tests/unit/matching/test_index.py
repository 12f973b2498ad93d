"""Which answers come near a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching.index import Index
from qfill.matching.reading import Reading, read
from qfill.model import Answer, Verdict

REST = Answer(
    id="rest",
    topic="t",
    facts=("X1",),
    verdict=Verdict.YES,
    text={"en": "Yes. Customer data is encrypted at rest."},
    phrasings={"en": ("Is data encrypted at rest?", "Do you encrypt stored data?")},
    not_this={"en": ("Which key management system protects stored data?",)},
)
BACKUPS = replace(
    REST,
    id="backups",
    facts=("X2",),
    text={"en": "Yes. Data is backed up."},
    phrasings={"en": ("Do you back up data?", "Are backups taken?")},
    not_this={},
)
ACCESS = replace(
    REST,
    id="access",
    facts=("X3",),
    text={"en": "Yes. Access is logged."},
    phrasings={"en": ("Is access to data logged?",)},
    not_this={},
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index((REST, BACKUPS, ACCESS), load_lexicon(), {}, {})


def _read(text: str) -> Reading:
    return read(text, "en", load_lexicon())


def _ids(index: Index, text: str, count: int = 3) -> list[str]:
    return [index.answers[found.number].answer.id for found in index.nearest(_read(text), count)]


def test_the_answer_that_is_asked_comes_first(index: Index) -> None:
    assert _ids(index, "Are there backups of our data?")[0] == "backups"
    assert _ids(index, "Is stored data encrypted?")[0] == "rest"


def test_what_an_answer_was_refused_for_is_still_on_its_subject(index: Index) -> None:
    assert _ids(index, "Do you run a key management system?")[0] == "rest"


def test_no_more_than_asked_for(index: Index) -> None:
    assert _ids(index, "Is data protected?", count=2) == _ids(index, "Is data protected?")[:2]
    assert _ids(index, "Zebras") == []


def test_all_three_orders_are_told(index: Index) -> None:
    first, *others = index.nearest(_read("Do you encrypt stored data?"), 3)
    assert first.nearest == 1.0
    assert first.fused == max(found.fused for found in (first, *others))
    assert all(first.shared > other.shared for other in others)
    assert all(first.likely > other.likely for other in others)


def test_a_wording_left_out_does_not_count_as_the_nearest(index: Index) -> None:
    question = _read("Do you encrypt stored data?")
    place = [wording.bare for wording in index.answers[0].wordings].index("do you encrypt stored data")
    found = {one.number: one for one in index.nearest(question, 3, leave_out=(0, place))}
    assert found[0].nearest < 1.0
