"""Train the matching model and write it as plain JSON.

    python tools/train_model.py tests/labelled/train-*.csv --calibrate tests/labelled/tune-*.csv \\
        --beside tests/banks/NAME tests/labelled/NAME.csv

Boosted trees (scikit-learn's HistGradientBoostingClassifier) on the features of
`qfill.matching.features`: one example for each of a row's best candidates, right when
the row is labelled A, the candidate's facts cover it and its verdict is the row's.
Features whose direction is known are held monotone, so that a question that asks for
more can never be surer. The scale of the log-odds is set by cross-validation (Platt 1999)
with all candidates of a row kept in one fold, and by the tuning rows. Banks of other
companies with their rows (`--beside`) keep the trees from leaning on one company's facts.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from training_rows import Company, Material, Seen, beyond, gather

from qfill.bank import load_bank
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.matching import likelihood
from qfill.matching.features import FEATURES, INDEX, tells_beyond
from qfill.matching.scoring import MODEL

RISING = {
    "agreement", "phrasing_covers", "question_covers", "answer_covers", "core_covered", "top3_agreement",
    "lexical", "lexical_partial", "pairs_shared", "pairs_best", "margin", "control_agrees",
    "covered_at_once", "refused_margin", "neighbours", "verdict_margin",
    "verdict_margin_words", "side_margin", "side_margin_words", *likelihood.NAMES, "equal", "equal_typed",
    "fused", "likely",
}  # fmt: skip
FALLING = {
    "subject_missing", "subject_missing_most", "demand_missing", "unphrased", "form_unphrased", "not_this",
    "units_missing", "beyond", "refused_agreement", "polarity_inferred",
    "tells_beyond", "tells_beyond_most", "verdict_unfit", "unphrased_topic",
    "core_lacking_scope", "core_lacking_topic", "own_lacking", "context_lacking",
    "context_tells_most", "equal_refused", "equal_refused_typed", "equal_elsewhere",
}  # fmt: skip
# How far the scale follows the weights of the rows, 0 not at all and 1 wholly.
_TAKEN = 0.5

Examples: TypeAlias = tuple[
    np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]
]
"""Features, targets, groups (the number of the row) and weights."""


def examples(seen: Iterable[Seen], tells: Mapping[str, float]) -> Examples:
    """Candidates as the learner takes them, with what they lack weighed by `tells`."""
    features = []
    found = list(seen)
    for one in found:
        values = list(one.values)
        for name, lacking in (("tells_beyond", one.missing), ("context_tells", one.around)):
            values[INDEX[name]], values[INDEX[f"{name}_most"]] = tells_beyond(lacking, tells)
        features.append(values)
    return (
        np.array(features),
        np.array([one.right for one in found]),
        np.array([one.group for one in found]),
        np.array([one.weight for one in found]),
    )


def boosted() -> HistGradientBoostingClassifier:
    """The learner, with known directions held monotone."""
    directions = [
        1 if name in RISING else -1 if name in FALLING or name.startswith("missing_") else 0
        for name in FEATURES
    ]
    return HistGradientBoostingClassifier(
        max_iter=140, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=12, l2_regularization=3.0,
        monotonic_cst=directions, random_state=7, early_stopping=False, max_features=0.4,
    )  # fmt: skip


def export(
    learner: HistGradientBoostingClassifier,
    scale: tuple[float, float],
    common: Mapping[str, float],
    tells: Mapping[str, float],
) -> dict[str, Any]:
    """The learner as plain lists. A node's value is the mean of its leaves by training count."""
    trees = []
    for (predictor,) in learner._predictors:
        nodes = predictor.nodes
        values = [0.0] * len(nodes)
        for number in range(len(nodes) - 1, -1, -1):
            node = nodes[number]
            if node["is_leaf"]:
                values[number] = float(node["value"])
            else:
                left, right = int(node["left"]), int(node["right"])
                n_left, n_right = int(nodes[left]["count"]), int(nodes[right]["count"])
                values[number] = (values[left] * n_left + values[right] * n_right) / max(1, n_left + n_right)
        trees.append(
            {
                "f": [-1 if node["is_leaf"] else int(node["feature_idx"]) for node in nodes],
                "t": [0.0 if node["is_leaf"] else round(float(node["num_threshold"]), 6) for node in nodes],
                "l": [int(node["left"]) for node in nodes],
                "r": [int(node["right"]) for node in nodes],
                "v": [round(value, 6) for value in values],
            }
        )
    return {
        "features": list(FEATURES),
        "base": float(learner._baseline_prediction.ravel()[0]),
        "scale": [round(part, 6) for part in scale],
        "background": dict(common),
        "beyond": dict(tells),
        "trees": trees,
    }


def subject(rows: Sequence[LabelledRow], seen: Iterable[Seen], tells: Mapping[str, float]) -> list[float]:
    """Linear weights and a constant (logistic regression): does a candidate's fact help with the row?

    A fact helps with a row that it answers (A) and with one whose subject it is about (P).
    """
    asked = [one for one in seen if one.group < len(rows)]
    found = examples(asked, tells)[0]
    helps = [rows[one.group].label != "N" and rows[one.group].touched_by(one.facts) for one in asked]
    spread = found.std(axis=0)
    spread[spread == 0] = 1.0
    fitted = LogisticRegression(C=0.05, max_iter=3000).fit((found - found.mean(axis=0)) / spread, helps)
    weights = fitted.coef_[0] / spread
    constant = fitted.intercept_[0] - float(weights @ found.mean(axis=0))
    return [round(float(weight), 5) for weight in (*weights, constant)]


def platt(
    log_odds: np.ndarray[Any, Any], targets: np.ndarray[Any, Any], weights: np.ndarray[Any, Any]
) -> tuple[float, float]:
    """Slope and shift that calibrate held-out log-odds."""
    fitted = LogisticRegression(C=1e6).fit(log_odds.reshape(-1, 1), targets, sample_weight=weights)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def first_candidates(log_odds: np.ndarray[Any, Any], groups: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The positions of each row's surest candidate: the only one that is ever acted on."""
    first: dict[int, int] = {}
    for number, group in enumerate(groups):
        if group not in first or log_odds[number] > log_odds[first[int(group)]]:
            first[int(group)] = number
    return np.array(sorted(first.values()))


def train(material: Material) -> dict[str, Any]:
    """The model's content; tuning rows are held out from the trees, and set the scale.

    The trees take each row for as much as its like is met. The scale goes less far, since how many of a
    questionnaire's rows can be answered differs from bank to bank.
    """
    tells = beyond(material.rows, material.seen, material.answers)
    rows, beside = examples(material.seen, tells), examples(material.beside, tells)
    log_odds = np.zeros(len(rows[1]))
    for fit, held in GroupKFold(5).split(rows[0], rows[1], rows[2]):
        kept = ~np.isin(beside[2], rows[2][held])
        learner = grown(_joined([_some(rows, fit), _some(beside, kept)]))
        log_odds[held] = learner.decision_function(rows[0][held])
    learner = grown(_joined([rows, beside]))
    chosen = first_candidates(log_odds, rows[2])
    odds, right, weights = log_odds[chosen], rows[1][chosen], rows[3][chosen]
    if material.tuning:
        held_out = examples(material.tuning, tells)
        tuned = learner.decision_function(held_out[0])
        chosen = first_candidates(tuned, held_out[2])
        odds = np.concatenate([odds, tuned[chosen]])
        right = np.concatenate([right, held_out[1][chosen]])
        weights = np.concatenate([weights, held_out[3][chosen]])
    scale = platt(odds, right, weights**_TAKEN)
    print(f"{len(material.rows)} rows, {len(rows[1])} candidates, {int(rows[1].sum())} right; scale {scale}")
    return export(learner, scale, material.common, tells) | {
        "subject": subject(material.rows, [*material.seen, *material.beside], tells)
    }


def _joined(parts: Sequence[Examples]) -> Examples:
    features, targets, groups, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    return features, targets, groups, weights


def _some(one: Examples, which: np.ndarray[Any, Any]) -> Examples:
    return one[0][which], one[1][which], one[2][which], one[3][which]


def grown(found: Examples) -> HistGradientBoostingClassifier:
    """The learner trained on examples."""
    return boosted().fit(found[0], found[1], sample_weight=found[3])


def _rows(paths: Sequence[Path]) -> list[LabelledRow]:
    return [row for path in paths for row in read_labelled(path)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--calibrate", nargs="*", type=Path, default=[], help="tuning rows")
    parser.add_argument(
        "--beside",
        nargs="+",
        action="append",
        type=Path,
        default=[],
        metavar=("BANK", "LABELLED"),
        help="another company's bank, and rows asked of it",
    )
    parser.add_argument("--bank", type=Path, default=Path("answers"))
    parser.add_argument("-o", "--out", type=Path, default=Path("src/qfill/matching") / MODEL)
    options = parser.parse_args()
    companies = [
        Company(bank=load_bank(bank), rows=_rows(paths))
        for bank, *paths in ([options.bank, *options.labelled], *options.beside)
    ]
    raw = train(gather(companies, _rows(options.calibrate)))
    assert all(math.isfinite(value) for tree in raw["trees"] for value in tree["v"])
    options.out.write_text(json.dumps(raw, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
