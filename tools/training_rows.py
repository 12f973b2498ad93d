"""What the matching model learns from: rows asked of banks, whole and thinned, and the wordings in them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeAlias

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qfill.bank import AnswerBank
from qfill.evaluation.labelled import LabelledRow
from qfill.language.lexicon_data import load_lexicon
from qfill.matching.asked import Asked
from qfill.matching.cache import Readings
from qfill.matching.features import FEATURES, INDEX, Compared, compare
from qfill.matching.forms import form
from qfill.matching.margins import with_margins
from qfill.matching.matcher import CONSIDERED, Matcher, turned_verdict
from qfill.matching.prepared import Prepared, of_wordings
from qfill.matching.reading import read
from qfill.matching.scoring import Model
from qfill.model import Answer, CsvField, Question

# What a row weighs that is asked of the bank thinned out, beside one that is asked of the whole.
_SPARSE = 0.6
# How many of a bank's own wordings are asked of it, and what each weighs.
_OWN = 3000
_OWN_WEIGHT = 0.2
_AGREEMENT = INDEX["agreement"]
# An N row tells something of what lies beyond an answer only where it is near one.
_ON_SUBJECT = 0.4
# How many in a thousand rows of real forms ask in a form and are labelled so (2,260 rows of 154 forms).
# Rows that are written to train on hold too many that are answered; each row weighs as its like is met.
_MET = {
    ("question", "A"): 89, ("question", "P"): 193, ("question", "N"): 89,
    ("statement", "A"): 43, ("statement", "P"): 192, ("statement", "N"): 97,
    ("open", "A"): 26, ("open", "P"): 118, ("open", "N"): 59,
    ("label", "A"): 27, ("label", "P"): 45, ("label", "N"): 21,
}  # fmt: skip
_LEAST, _MOST = 1 / 3, 3.0
# How a unit's tell is fitted: the inverse of the penalty, what a wording of a bank weighs beside a row,
# and how often the unit must have been lacking.
_PENALTY = 0.1
_WORDING = 0.3
_SEEN = 4
Wordings: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A bank and the labelled rows that were asked of it."""

    bank: AnswerBank
    rows: Sequence[LabelledRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One candidate of one row: its features, the units that it lacks, and what it is good for.

    `around`: the units that it lacks of the row's heading or parent.
    """

    group: int
    weight: float
    values: tuple[float, ...]
    missing: tuple[tuple[str, str], ...]
    around: tuple[tuple[str, str], ...]
    facts: frozenset[str]
    right: bool


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
    # The rows of the other companies are few, and ask of banks that begin: each weighs the same.
    weights = [*weights_of(companies[0].rows), *(1.0 for _ in rows[len(companies[0].rows) :])]
    first = 0
    for number, company in enumerate(companies):
        bank = untaught(company)
        matcher = Matcher(bank, model=blank)
        sparse = Matcher(thinned(bank, random.Random(11)), model=blank)
        its = weights[first : first + len(company.rows)]
        seen += ask(matcher, company.rows, its, first)
        beside += ask(sparse, company.rows, [_SPARSE * weight for weight in its], first)
        beside += left_out(matcher, (number + 1) * 1_000_000)
        answers += matcher.index.answers
        if number == 0:
            held_out = ask(matcher, tuning, weights_of(tuning))
        first += len(company.rows)
    return Material(rows=rows, common=common, seen=seen, beside=beside, answers=answers, tuning=held_out)


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


def weights_of(rows: Sequence[LabelledRow]) -> list[float]:
    """What each row weighs, so that rows of a form and label weigh together what real forms have of them."""
    sorts = [(form(row.question), str(row.label)) for row in rows]
    total, met = len(rows), sum(_MET.values())
    counts = Counter(sorts)
    return [min(_MOST, max(_LEAST, _MET[sort] / met / (counts[sort] / total))) for sort in sorts]


def ask(
    matcher: Matcher, rows: Sequence[LabelledRow], weights: Sequence[float], first: int = 0
) -> list[Seen]:
    """Every row's candidates, the rows counted on from `first`."""
    found = []
    for number, (row, weight) in enumerate(zip(rows, weights, strict=True), first):
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
        around=one.around,
        facts=frozenset(one.prepared.answer.facts),
        right=right,
    )


def untaught(company: Company) -> list[Answer]:
    """A bank's answers without the wordings that are themselves rows to train on.

    Decisions teach a bank the rows that it was asked; asked again, they would teach the trees
    that every row stands in the bank word for word.
    """
    rows = {row.question for row in company.rows}

    def others(texts: Wordings) -> dict[str, tuple[str, ...]]:
        return {
            language: kept
            for language, found in texts.items()
            if (kept := tuple(text for text in found if text not in rows))
        }

    return [_reworded(answer, others) for answer in company.bank.answers]


def thinned(answers: Iterable[Answer], chooser: random.Random) -> list[Answer]:
    """A bank as a company would have it that has just begun: a few wordings of each answer."""

    def some(texts: Wordings, share: float) -> dict[str, tuple[str, ...]]:
        return {
            language: tuple(chooser.sample(found, max(1, round(len(found) * share))))
            for language, found in texts.items()
        }

    return [
        _reworded(answer, partial(some, share=share))
        for answer in answers
        for share in (chooser.uniform(0.08, 0.4),)
    ]


def _reworded(answer: Answer, change: Callable[[Wordings], dict[str, tuple[str, ...]]]) -> Answer:
    return replace(
        answer,
        phrasings=change(answer.phrasings),
        turned=change(answer.turned),
        not_this=change(answer.not_this),
    )


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
            for near in index.nearest(asked.reading, CONSIDERED, leave_out=(number, place)):
                answer = blind if near.number == number else index.answers[near.number]
                compared.append(compare(asked, answer, index, near))
            first += 1
            for one in with_margins(compared):
                own = one.prepared.answer.id == prepared.answer.id
                if wording.refused and not own:
                    continue  # another answer may well answer it
                covers = set(prepared.answer.facts) <= set(one.prepared.answer.facts)
                right = not wording.refused and covers and one.turned == wording.turned
                found.append(_seen(first, _OWN_WEIGHT, asked, one, right))
    return found


def beyond(
    rows: Sequence[LabelledRow], seen: Iterable[Seen], answers: Iterable[Prepared]
) -> dict[str, float]:
    """How a unit that an answer lacks tells that a question asks beyond it, in log-odds.

    Fitted (logistic regression, ridge penalty) to the best candidate of each row that is on the
    row's facts, A against P and N, and to the banks' own refused wordings against their phrasings:
    units that come together share what they tell, and seldom ones tell little.
    """
    lacking: list[Iterable[str]] = []
    more: list[bool] = []
    weights: list[float] = []
    for number, candidates in groupby(seen, key=lambda one: one.group):
        row = rows[number]
        found = [one for one in candidates if row.label == "N" or row.touched_by(one.facts)]
        best = max(found, key=lambda one: one.values[_AGREEMENT], default=None)
        if best is None or (row.label == "N" and best.values[_AGREEMENT] < _ON_SUBJECT):
            continue
        lacking.append([key for key, _ in best.missing])
        more.append(row.label != "A")
        weights.append(1.0)
    for prepared in answers:
        held = Counter(key for phrasing in prepared.phrasings for key in phrasing.reading.reach)
        for wording in prepared.wordings:
            own = frozenset() if wording.refused else wording.reading.reach
            lacking.append([key for key in wording.reading.keys if held[key] == (key in own)])
            more.append(wording.refused)
            weights.append(_WORDING)
    counts = Counter(key for keys in lacking for key in keys)
    vectors = DictVectorizer()
    fitted = LogisticRegression(C=_PENALTY, max_iter=500).fit(
        vectors.fit_transform([{key: 1.0 for key in keys if counts[key] >= _SEEN} for keys in lacking]),
        more,
        sample_weight=weights,
    )
    return {
        str(key): round(float(tells), 2)
        for key, tells in zip(vectors.get_feature_names_out(), fitted.coef_[0], strict=True)
    }
