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
