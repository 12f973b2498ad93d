"""What a question names only as an example, or as one of several that will do."""

from __future__ import annotations

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching.offered import Offered, offered


def read(text: str, language: str = "en") -> Offered:
    return offered(text, language, load_lexicon())


def test_a_list_of_examples_is_offered_item_by_item() -> None:
    found = read("Is the source kept in a tool such as Git, Fossil or Darcs?")
    assert {"git", "~fossil", "~darc"} <= found.examples


def test_what_is_asked_besides_is_not_excused_as_an_example() -> None:
    found = read("Is data encrypted in transit and in use (for example by confidential computing)?")
    assert "data-in-use" not in found.examples


def test_what_follows_the_examples_is_asked_still() -> None:
    assert "backup" not in read("Are standards such as ISO 27001 followed for all your backups?").examples


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Is the data replicated or backed up?", "en"),
        ("Replikeras eller säkerhetskopieras data?", "sv"),
        ("Blir data replikert eller sikkerhetskopiert?", "nb"),
    ],
)
def test_one_of_two_alternatives_is_enough_for_a_yes_and_not_for_a_no(text: str, language: str) -> None:
    found = read(text, language)
    (group,) = found.either
    assert "backup" in group
    reach = frozenset({"backup"})
    assert found.excused(reach, one_is_enough=True) == group
    assert found.excused(reach, one_is_enough=False) == frozenset()


def test_alternatives_that_nothing_covers_excuse_nothing() -> None:
    found = read("Is the data replicated or backed up?")
    assert found.excused(frozenset({"penetration-test"}), one_is_enough=True) == frozenset()


def test_a_number_is_never_only_an_example() -> None:
    assert read("Is a period kept, for example 90 days?").examples.isdisjoint({"#90"})


def test_a_question_that_joins_with_and_offers_nothing() -> None:
    assert read("Is data encrypted at rest and in transit?") == Offered()
