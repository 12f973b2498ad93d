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
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from qfill.bank import AnswerBank, load_bank
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.language.lexicon_data import load_lexicon
from qfill.matching.asked import Asked
from qfill.matching.cache import Readings
from qfill.matching.features import FEATURES, INDEX, Compared, compare, tells_beyond
from qfill.matching.margins import with_margins
from qfill.matching.matcher import Matcher, turned_verdict
from qfill.matching.prepared import Prepared, of_wordings
from qfill.matching.reading import read
from qfill.matching.scoring import MODEL, Model
from qfill.model import Answer, CsvField, Question

RISING = {
    "agreement", "phrasing_covers", "question_covers", "answer_covers", "core_covered", "top3_agreement",
    "lexical", "lexical_partial", "pairs_shared", "pairs_best", "margin", "control_agrees",
    "covered_at_once", "refused_margin", "neighbours", "verdict_margin",
    "verdict_margin_words", "side_margin", "side_margin_words",
}  # fmt: skip
FALLING = {
    "subject_missing", "subject_missing_most", "demand_missing", "unphrased", "form_unphrased", "not_this",
    "units_missing", "beyond", "refused_agreement", "polarity_inferred",
    "tells_beyond", "tells_beyond_most", "verdict_unfit", "unphrased_topic",
    "core_lacking_scope", "core_lacking_topic", "own_lacking", "context_lacking",
}  # fmt: skip


Examples: TypeAlias = tuple[
    np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]
]
"""Features, targets, groups (the number of the row) and weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A bank and the labelled rows that were asked of it."""

    bank: AnswerBank
    rows: Sequence[LabelledRow]


# What a row weighs that is asked of the bank thinned out, beside one that is asked of the whole.
_SPARSE = 0.6
# How many of a bank's own wordings are asked of it, and what each weighs.
_OWN = 3000
_OWN_WEIGHT = 0.2
_AGREEMENT = INDEX["agreement"]
# An N row tells something of what lies beyond an answer only where it is near one.
_ON_SUBJECT = 0.4


def background(rows: list[LabelledRow]) -> dict[str, float]:
    """How common each unit is in questionnaires at large: its share of rows, scaled so that 12 % is 1."""
    lexicon = load_lexicon()
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(set(read(row.question, row.language, lexicon).keys))
    return {
        key: round(min(1.0, count / len(rows) / 0.12), 3)
        for key, count in sorted(counts.items())
        if count >= 5
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One candidate of one row: its features, the units that it lacks, and what it is good for."""

    group: int
    weight: float
    values: tuple[float, ...]
    missing: tuple[tuple[str, str], ...]
    facts: frozenset[str]
    right: bool


def ask(matcher: Matcher, rows: Sequence[LabelledRow], first: int, weight: float = 1.0) -> list[Seen]:
    """Every row's candidates, the rows counted on from `first`."""
    found = []
    for number, row in enumerate(rows, first):
        asked = matcher.asked(row.as_question(number), row.language)
        for one in matcher.compared(asked):
            facts = frozenset(one.prepared.answer.facts)
            fits = row.verdict in (None, turned_verdict(one, asked))
            right = row.label == "A" and row.covered_by(facts) and fits
            found.append(_seen(number, weight, asked, one, right))
    return found


def _seen(group: int, weight: float, asked: Asked, one: Compared, right: bool) -> Seen:
    return Seen(
        group=group,
        weight=weight,
        values=one.values,
        missing=tuple((asked.reading.keys[place], asked.reading.kinds[place]) for place in one.missing),
        facts=frozenset(one.prepared.answer.facts),
        right=right,
    )


def beyond(
    rows: Sequence[LabelledRow], seen: Iterable[Seen], answers: Iterable[Prepared]
) -> dict[str, float]:
    """How a unit that an answer lacks tells that a question asks beyond it, in log-odds.

    Counted over the best candidate of each row that is on the row's facts, A against P and
    N, and over the banks' own refused wordings against their phrasings; smoothed by its prior.
    """
    answered: Counter[str] = Counter()
    asked_beyond: Counter[str] = Counter()
    for number, candidates in groupby(seen, key=lambda one: one.group):
        row = rows[number]
        found = [one for one in candidates if row.label == "N" or row.touched_by(one.facts)]
        best = max(found, key=lambda one: one.values[_AGREEMENT], default=None)
        if best is None or (row.label == "N" and best.values[_AGREEMENT] < _ON_SUBJECT):
            continue
        counts = answered if row.label == "A" else asked_beyond
        counts.update(key for key, _ in best.missing)
    for prepared in answers:
        held = Counter(key for phrasing in prepared.phrasings for key in phrasing.reading.reach)
        for wording in prepared.wordings:
            own = frozenset() if wording.refused else wording.reading.reach
            lacking = [key for key in {*wording.reading.keys} if held[key] == (key in own)]
            (asked_beyond if wording.refused else answered).update(lacking)
    prior = math.log((sum(asked_beyond.values()) + 1) / (sum(answered.values()) + 1))
    found_keys = sorted(key for key in {*answered, *asked_beyond} if answered[key] + asked_beyond[key] >= 4)
    return {
        key: round(math.log((asked_beyond[key] + 2 * math.exp(prior)) / (answered[key] + 2)) - prior, 2)
        for key in found_keys
    }


def examples(seen: Iterable[Seen], tells: Mapping[str, float]) -> Examples:
    """Candidates as the learner takes them, with what they lack weighed by `tells`."""
    features = []
    found = list(seen)
    for one in found:
        values = list(one.values)
        values[INDEX["tells_beyond"]], values[INDEX["tells_beyond_most"]] = tells_beyond(one.missing, tells)
        features.append(values)
    return (
        np.array(features),
        np.array([one.right for one in found]),
        np.array([one.group for one in found]),
        np.array([one.weight for one in found]),
    )


def thinned(bank: AnswerBank, chooser: random.Random) -> list[Answer]:
    """The bank as a company would have it that has just begun: a few wordings of each answer."""

    def some(texts: Mapping[str, tuple[str, ...]], share: float) -> dict[str, tuple[str, ...]]:
        return {
            language: tuple(chooser.sample(found, max(1, round(len(found) * share))))
            for language, found in texts.items()
        }

    return [
        replace(
            answer,
            phrasings=some(answer.phrasings, share),
            turned=some(answer.turned, share),
            not_this=some(answer.not_this, share),
        )
        for answer in bank.answers
        for share in (chooser.uniform(0.08, 0.4),)
    ]


def left_out(matcher: Matcher, first: int) -> list[Seen]:
    """The bank's own wordings, each left out of its answer and asked as a question."""
    chooser = random.Random(5)
    index, readings = matcher.index, Readings(matcher.lexicon)
    share = min(0.5, _OWN / sum(len(prepared.wordings) for prepared in index.answers))
    found = []
    for number, prepared in enumerate(index.answers):
        for place, wording in enumerate(prepared.wordings):
            if chooser.random() > share or len(prepared.phrasings) < 2:
                continue
            others = (*prepared.wordings[:place], *prepared.wordings[place + 1 :])
            blind = of_wordings(prepared.answer, others, readings)
            asked = matcher.asked(
                Question(place=CsvField(2, 1, "question"), text=wording.reading.text),
                wording.reading.language,
            )
            compared = []
            for near_number, score, near in index.nearest(asked.reading, 6):
                answer = index.answers[near_number]
                if near_number == number:
                    answer, near = blind, index.near(number, asked.reading, leave_out=place)
                compared.append(compare(asked, answer, index, score, near))
            first += 1
            for one in with_margins(compared):
                own = one.prepared.answer.id == prepared.answer.id
                if wording.refused and not own:
                    continue  # another answer may well answer it
                covers = set(prepared.answer.facts) <= set(one.prepared.answer.facts)
                right = not wording.refused and covers and one.turned == wording.turned
                found.append(_seen(first, _OWN_WEIGHT, asked, one, right))
    return found


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
    """Linear weights and a constant (logistic regression): does a candidate's fact help with the row?"""
    on_facts = [one for one in seen if rows[one.group].label != "N"]
    found = examples(on_facts, tells)[0]
    helps = [rows[one.group].touched_by(one.facts) for one in on_facts]
    spread = found.std(axis=0)
    spread[spread == 0] = 1.0
    fitted = LogisticRegression(C=0.05, max_iter=2000).fit((found - found.mean(axis=0)) / spread, helps)
    weights = fitted.coef_[0] / spread
    constant = fitted.intercept_[0] - float(weights @ found.mean(axis=0))
    return [round(float(weight), 5) for weight in (*weights, constant)]


def platt(log_odds: np.ndarray[Any, Any], targets: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Slope and shift that calibrate held-out log-odds."""
    fitted = LogisticRegression(C=1e6).fit(log_odds.reshape(-1, 1), targets)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def first_candidates(log_odds: np.ndarray[Any, Any], groups: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The positions of each row's surest candidate: the only one that is ever acted on."""
    first: dict[int, int] = {}
    for number, group in enumerate(groups):
        if group not in first or log_odds[number] > log_odds[first[int(group)]]:
            first[int(group)] = number
    return np.array(sorted(first.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that training needs, each row asked once of its bank and once of the bank thinned out."""

    rows: Sequence[LabelledRow]
    common: Mapping[str, float]
    seen: Sequence[Seen]
    beside: Sequence[Seen]
    answers: Sequence[Prepared]
    tuning: Sequence[Seen] = ()


def gather(companies: Sequence[Company], tuning: Sequence[LabelledRow]) -> Material:
    """Ask every row; `tuning` rows are asked of the first company's bank."""
    rows = [row for company in companies for row in company.rows]
    common = background(rows)
    blank = Model({"features": list(FEATURES), "base": 0.0, "background": common, "beyond": {}, "trees": []})
    seen: list[Seen] = []
    beside: list[Seen] = []
    held_out: list[Seen] = []
    answers: list[Prepared] = []
    first = 0
    for number, company in enumerate(companies):
        matcher = Matcher(company.bank.answers, model=blank)
        sparse = Matcher(thinned(company.bank, random.Random(11)), model=blank)
        seen += ask(matcher, company.rows, first)
        beside += ask(sparse, company.rows, first, _SPARSE)
        beside += left_out(matcher, (number + 1) * 1_000_000)
        answers += matcher.index.answers
        if number == 0:
            held_out = ask(matcher, tuning, 0)
        first += len(company.rows)
    return Material(rows=rows, common=common, seen=seen, beside=beside, answers=answers, tuning=held_out)


def train(material: Material) -> dict[str, Any]:
    """The model's content; tuning rows are held out from the trees, and set the scale."""
    tells = beyond(material.rows, material.seen, material.answers)
    rows, beside = examples(material.seen, tells), examples(material.beside, tells)
    log_odds = np.zeros(len(rows[1]))
    for fit, held in GroupKFold(5).split(rows[0], rows[1], rows[2]):
        kept = ~np.isin(beside[2], rows[2][held])
        learner = grown(_joined([_some(rows, fit), _some(beside, kept)]))
        log_odds[held] = learner.decision_function(rows[0][held])
    learner = grown(_joined([rows, beside]))
    chosen = first_candidates(log_odds, rows[2])
    odds, right = log_odds[chosen], rows[1][chosen]
    if material.tuning:
        held_out = examples(material.tuning, tells)
        tuned = learner.decision_function(held_out[0])
        chosen = first_candidates(tuned, held_out[2])
        odds = np.concatenate([odds, tuned[chosen]])
        right = np.concatenate([right, held_out[1][chosen]])
    scale = platt(odds, right)
    print(f"{len(material.rows)} rows, {len(rows[1])} candidates, {int(rows[1].sum())} right; scale {scale}")
    return export(learner, scale, material.common, tells) | {
        "subject": subject(material.rows, material.seen, tells)
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
