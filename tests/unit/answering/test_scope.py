"""Which scopes may hold for one product, region, …"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from qfill.answering.scope import scopes_meet

Scope = Mapping[str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({}, {}, True),
        ({"product": ("Studio",)}, {}, True),
        ({"product": ("Studio",)}, {"product": ("Cloud",)}, False),
        ({"product": ("Studio",)}, {"product": ("Cloud", "Studio")}, True),
        ({"product": ("Studio",)}, {"product": ("studio",)}, True),
        ({"product": ("Studio",)}, {"region": ("EU",)}, True),
        ({"product": ("Studio",), "region": ("EU",)}, {"product": ("Studio",), "region": ("US",)}, False),
    ],
)
def test_scopes_meet_where_no_key_keeps_them_apart(one: Scope, other: Scope, meet: bool) -> None:
    assert scopes_meet(one, other) is meet
    assert scopes_meet(other, one) is meet
