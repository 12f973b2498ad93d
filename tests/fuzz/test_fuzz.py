"""A short campaign, and that its parts do what they say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest
from tests.fuzz import campaign, mutate, seeds
from tests.fuzz.targets import KINDS, SHARES, Workshop, make, use, workshop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    cache = os.environ.get("QFILL_CACHE")
    yield workshop(tmp_path_factory.mktemp("fuzz"))
    if cache is not None:
        os.environ["QFILL_CACHE"] = cache


def test_the_sound_inputs_are_handled(shop: Workshop) -> None:
    inputs = [("xlsx", "in.xlsx", data) for data in shop.books]
    inputs += [("docx", "in.docx", data) for data in shop.words]
    inputs += [("csv", "in.csv", data) for data in shop.tables]
    inputs += [("yaml", name, data) for name, data in seeds.bank_files()]
    inputs += [
        ("decisions", "in.decisions.json", shop.decisions),
        ("audit", "in.audit.json", shop.audit),
    ]
    for kind, name, data in inputs:
        for number in range(4):
            assert use(shop, kind, name, data, Random(number)), (kind, name)


def test_the_same_seed_gives_the_same_inputs(shop: Workshop) -> None:
    for number in range(40):
        kind = SHARES[number % len(SHARES)]
        first, again = (make(shop, kind, campaign.random_of(7, kind, number)) for _ in range(2))
        assert first == again
    assert set(SHARES) == set(KINDS)


def test_mutations_of_every_kind_change_something(shop: Workshop) -> None:
    for change, data in (
        (mutate.zipped, shop.books[0]),
        (mutate.csv_text, shop.tables[0]),
        (mutate.yaml_text, seeds.bank_files()[0][1]),
        (mutate.json_text, shop.audit),
    ):
        assert sum(change(data, Random(number)) != data for number in range(50)) > 40


@pytest.mark.fuzz
def test_a_short_campaign_finds_nothing() -> None:
    results = campaign.run(2_000, seed=99)
    assert not results.finds, campaign.table(results)
    assert all(tally.handled and tally.refused for tally in results.tallies.values())
