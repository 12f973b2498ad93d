"""The calibrated model: features in, probability and each feature's part out.

The model is boosted regression trees (Friedman 2001) on log-odds, held as plain JSON so
that nothing heavy is imported to evaluate it; what a feature added is read off the path
through each tree (Saabas 2014: the change of the expected value at each split).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from operator import mul
from typing import Any, TypeAlias

from qfill.errors import QfillError

MODEL = "model.json"


class Model:
    """Trees over named features, and what training counted besides.

    `background`: how common a unit is in questionnaires at large, 0 to 1. `beyond`: how much
    sooner a question that asks it beyond an answer is a suggestion than an answer, in log-odds.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.features: tuple[str, ...] = tuple(raw["features"])
        self.base: float = raw["base"]
        self.background: Mapping[str, float] = raw["background"]
        self.beyond: Mapping[str, float] = raw["beyond"]
        # In the file a tree is parallel lists: feature (-1 marks a leaf), threshold, left, right, value.
        self._trees: list[_Node] = [_node(tree, 0) for tree in raw["trees"]]
        # Linear weights, a constant last: how likely a candidate's facts help with the row at all.
        self._subject: tuple[float, ...] = tuple(raw.get("subject", ()))
        self.scale: tuple[float, float] = tuple(raw.get("scale", (1.0, 0.0)))

    def log_odds(self, values: Sequence[float]) -> float:
        """The log-odds that a candidate is right."""
        total = self.base
        for node in self._trees:
            while len(node) == _SPLIT:
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node[0]
        return total

    def probability(self, values: Sequence[float]) -> float:
        """The calibrated probability, 0 to 1, that a candidate is right."""
        slope, shift = self.scale
        return 1 / (1 + math.exp(-(slope * self.log_odds(values) + shift)))

    def relevance(self, values: Sequence[float]) -> float:
        """The log-odds that a candidate's facts help with the question, whether or not they answer it."""
        if not self._subject:
            return self.log_odds(values)
        *weights, constant = self._subject
        return constant + math.fsum(map(mul, weights, values))

    def helps(self, values: Sequence[float]) -> float:
        """How likely it is, 0 to 1, that a candidate's facts help with the question."""
        return 1 / (1 + math.exp(-self.relevance(values)))

    def parts(self, values: Sequence[float]) -> dict[str, float]:
        """What each feature added to the log-odds, features without a part left out."""
        slope = self.scale[0]
        found = [0.0] * len(self.features)
        used: set[int] = set()
        for node in self._trees:
            while len(node) == _SPLIT:
                feature, threshold, left, right, value = node
                node = left if values[feature] <= threshold else right
                found[feature] += slope * (node[-1] - value)
                used.add(feature)
        return {self.features[feature]: found[feature] for feature in used}


_Node: TypeAlias = tuple[Any, ...]
"""A split (feature, threshold, left, right, value) or a leaf (value,): quick to walk in plain Python."""
_SPLIT = 5


def _node(tree: Mapping[str, Any], at: int) -> _Node:
    if tree["f"][at] < 0:
        return (tree["v"][at],)
    left, right = _node(tree, tree["l"][at]), _node(tree, tree["r"][at])
    return (tree["f"][at], tree["t"][at], left, right, tree["v"][at])


@cache
def load_model(features: tuple[str, ...]) -> Model:
    """The model that qfill ships; raises QfillError when it was trained on other features."""
    raw = json.loads((resources.files("qfill.matching") / MODEL).read_text(encoding="utf-8"))
    model = Model(raw)
    if model.features != features:
        raise QfillError(
            "the matching model does not fit this qfill", hint="train it anew: python tools/train_model.py"
        )
    return model
