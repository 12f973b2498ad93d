"""For which products or regions an answer holds, beside those that are asked for (`--for`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qfill.language.normalise import bare
from qfill.model import Answer


def named(values: Iterable[str]) -> frozenset[str]:
    """Names of products or regions as they are compared: by their words, whatever their case."""
    return frozenset(bare(value) for value in values)


def apart(own: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether what holds for some names holds for none that are wanted; where none is, nothing is apart."""
    return bool(wanted) and wanted.isdisjoint(own)


def elsewhere(answer: Answer, scope: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an answer holds only for another product or region than what is asked for."""
    return any(apart(named(values), named(scope.get(key, ()))) for key, values in answer.applies_to.items())
