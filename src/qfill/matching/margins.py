"""How a candidate stands beside its rivals: the answers that rest on other facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qfill.matching.features import INDEX, NEIGHBOURS, Compared

_EQUAL = INDEX["equal"]


def with_margins(compared: Sequence[Compared]) -> list[Compared]:
    """The candidates with each one's distance to its best rival on other facts, and what its rivals hold."""
    found = []
    for one in compared:
        facts = set(one.prepared.answer.facts)
        rivals = [
            other for other in compared if other is not one and not facts & set(other.prepared.answer.facts)
        ]
        values = list(one.values)
        values[INDEX["margin"]] = _strength(one) - max(map(_strength, rivals), default=0.0)
        values[INDEX["equal_elsewhere"]] = max((rival.values[_EQUAL] for rival in rivals), default=0.0)
        values[INDEX["neighbours"]] = _neighbours(one, compared)
        found.append(replace(one, values=tuple(values)))
    return found


def _neighbours(one: Compared, compared: Sequence[Compared]) -> float:
    """How much of the nearest wordings' agreement speaks for a candidate, rivals and refused ones against."""
    facts = set(one.prepared.answer.facts)
    sided: list[tuple[float, bool]] = []
    for other in compared:
        mine = other is one or bool(facts & set(other.prepared.answer.facts))
        sided += ((abs(near), mine and near > 0) for near in other.near if near > 0 or other is one)
    nearest = sorted(sided, reverse=True)[:NEIGHBOURS]
    total = sum(near**3 for near, _ in nearest)
    return sum(near**3 for near, mine in nearest if mine) / total if total else 0.0


def _strength(compared: Compared) -> float:
    values = compared.values
    return (
        values[INDEX["agreement"]] + values[INDEX["answer_covers"]] + 0.5 * values[INDEX["core_covered"]]
    ) / 2.5
