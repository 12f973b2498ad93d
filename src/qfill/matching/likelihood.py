"""How likely a question is among an answer's wordings: naive Bayes over its units and the answer asked for.

Every unit, and the sort of answer that the question asks for, is counted over the answer's
phrasings, over its refused wordings and over the bank; what is compared are log-likelihood
ratios of shares, each an m-estimate that leans on the bank's share (Cestnik 1990; Manning,
Raghavan & Schütze 2008, chapter 13). The nearest wordings say how one question was put, these
how they all are put.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qfill.matching.agreement import Fit, Near
from qfill.matching.index import Index
from qfill.matching.prepared import Prepared
from qfill.matching.reading import Reading

NAMES = (
    "likelihood",
    "likelihood_mean",
    "likelihood_least",
    "likelihood_refused",
    "likelihood_refused_least",
    "type_refused",
    "type_likelihood",
    "type_margin",
)
# How many wordings put as the whole bank puts them stand beside those counted.
_UNITS = 3.0
_TYPES = 10.0
# The share of a sort of answer that no phrasing of the bank asks for.
_RARE = 0.02


def likelihoods(question: Reading, prepared: Prepared, near: Near, bank: Index) -> dict[str, float]:
    """The features of one candidate, by the names in `NAMES`; in nats but for `type_margin`."""
    own = prepared.own
    refused = len(prepared.wordings) - own
    says: list[float] = []
    against: list[float] = []
    for key in question.keys:
        share = bank.share(key)
        if not share:
            continue
        mine = _estimate(prepared.core.get(key, 0.0) * own, own, share, _UNITS)
        says.append(math.log(mine / share))
        if refused:
            theirs = _estimate(prepared.refused_counts[key], refused, share, _UNITS)
            against.append(math.log(mine / theirs))
    asks = question.answer_type
    share = bank.answer_types.get(asks, _RARE)
    mine = _estimate(prepared.answer_types[asks], own, share, _TYPES)
    theirs = _estimate(prepared.refused_types[asks], refused, share, _TYPES)
    found = (
        math.fsum(says),
        math.fsum(says) / (1 + len(says)),
        min(says, default=0.0),
        math.fsum(against),
        min(against, default=0.0),
        math.log(mine / theirs),
        math.log(mine / share),
        _nearest(near.phrasings, asks) - _nearest(near.refused, asks),
    )
    return dict(zip(NAMES, found, strict=True))


def _estimate(count: float, total: int, share: float, weight: float) -> float:
    return (count + weight * share) / (total + weight)


def _nearest(fits: Sequence[Fit], asks: str) -> float:
    """The best agreement of a wording that asks for the same sort of answer."""
    return max((fit.agreement for fit in fits if fit.wording.reading.answer_type == asks), default=0.0)
