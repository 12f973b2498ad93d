"""Facts that differ in a length of time, and nothing else."""

from __future__ import annotations

import pytest

from qfill.checks import examine
from qfill.checks.examples import SOURCES, build
from qfill.checks.rule import Example


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        ("Backups are kept for 60 days.", 1),
        ("Backups are kept for thirty days.", 0),
        ("Backups of logs are kept for 60 days.", 0),
        ("It is tested; they are kept for 60 days.", 0),
    ],
)
def test_two_facts_with_different_lengths_contradict_each_other(fact: str, found: int) -> None:
    bench = build(Example(sources=f"{SOURCES}      - id: B2\n        says: {fact}\n"))
    assert [one.code for one in examine(bench).findings].count("QF304") == found


def test_facts_of_different_scopes_may_differ() -> None:
    studio = "id: backups\napplies_to: {product: [studio]}\n---\n"
    cloud = "id: copies\napplies_to: {product: [cloud]}\nfacts: [B2]\nanswer:\n  en: Yes. For 60 days."
    sources = f"{SOURCES}      - id: B2\n        says: Backups are kept for 60 days.\n"
    bench = build(Example(bank=studio + cloud, sources=sources))
    assert "QF304" not in [one.code for one in examine(bench).findings]


@pytest.mark.parametrize(
    ("verdict", "asked", "found"),
    [
        ("yes", "Is any customer data stored unencrypted?", 1),
        ("no", "Is any customer data stored unencrypted?", 0),
        ("yes", "Is any customer data on laptops unencrypted?", 0),
    ],
)
def test_a_question_that_asks_the_opposite_is_read_as_such(verdict: str, asked: str, found: int) -> None:
    one = "id: encryption\nphrasings:\n  en:\n    - Is customer data encrypted at rest?\n---\n"
    other = f"id: clear\nverdict: {verdict}\nphrasings:\n  en:\n    - {asked}\nanswer:\n  en: It is as it is."
    codes = [finding.code for finding in examine(build(Example(bank=one + other))).findings]
    assert codes.count("QF303") == found


def test_a_scope_that_is_nearly_the_usual_one_is_told() -> None:
    usual = "".join(f"id: a{number}\napplies_to: {{region: [eu]}}\n---\n" for number in range(2))
    bench = build(Example(bank=usual + "id: odd\napplies_to: {regoin: [eu]}"))
    found = [(one.answer, one.hint) for one in examine(bench).findings if one.code == "QF116"]
    assert found == [("odd", "did you mean region?")]
