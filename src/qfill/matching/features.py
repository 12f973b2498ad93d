"""What speaks for and against a candidate, as numbers that the model weighs.

Every feature compares a question's units (concepts of the lexicon, unknown words,
numbers) with those of an answer's phrasings and texts. Covering has a direction: an
answer about AES-256 covers a question about encryption, not the other way round.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from qfill.matching import equal, likelihood
from qfill.matching.agreement import Fit, Near
from qfill.matching.asked import Asked
from qfill.matching.index import Index, Retrieved
from qfill.matching.prepared import Prepared, Wording
from qfill.matching.reading import DEMANDS, SUBJECTS, Reading, pairs
from qfill.model import Verdict

FEATURES = (
    "agreement",
    "phrasing_covers",
    "question_covers",
    "answer_covers",
    "core_covered",
    "top3_agreement",
    "lexical",
    "lexical_partial",
    "pairs_shared",
    "pairs_best",
    "subject_missing",
    "subject_missing_most",
    "demand_missing",
    "missing_generic",
    "units_missing",
    "lacks_units",
    *(f"missing_{kind}" for kind in (*SUBJECTS, *DEMANDS)),
    *(f"lacks_{kind}" for kind in ("topic", "object", "scope", "party", "action", "word")),
    *(f"extra_{kind}" for kind in ("topic", "object", "scope", "party", "action")),
    "unphrased",
    "polarity_turned",
    "negated",
    "form_open",
    "form_label",
    "form_statement",
    "form_unphrased",
    "telling",
    "length",
    "context_core",
    "terse",
    "margin",
    "shared",
    "control_agrees",
    "not_this",
    "phrasings_near",
    "covered_at_once",
    "refused_agreement",
    "refused_margin",
    "beyond",
    "neighbours",
    "verdict_margin",
    "verdict_margin_words",
    "side_margin",
    "side_margin_words",
    "polarity_inferred",
    "tells_beyond",
    "tells_beyond_most",
    "verdict_unfit",
    "excused",
    "unphrased_topic",
    "core_lacking_scope",
    "core_lacking_topic",
    "wordings",
    "own_lacking",
    "context_lacking",
    "context_tells",
    "context_tells_most",
    *likelihood.NAMES,
    *equal.NAMES,
    "equal_elsewhere",
    "fused",
    "likely",
    "nearest",
)
# How many of the nearest wordings a candidate is weighed by.
NEIGHBOURS = 5
# What a unit that training never counted says when nothing in the answer covers it.
_BEYOND = {
    "topic": 1.0,
    "object": 0.7,
    "scope": 0.8,
    "word": 0.4,
    "number": 1.5,
    "evidence": 2.0,
    "time": 1.0,
}
_OTHERWISE = 0.03
_UNDENIED = 0.1
# What an answer must have been asked itself: that its text names it in passing is not enough.
_OWN_WORDING = frozenset({"topic", "scope"})
INDEX = {name: number for number, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate's features, the phrasing that fits best, and the question's units that nothing covers.

    `told`: topics asked that the answer's text names, but that no phrasing of it asks. `around`: the
    units of the heading or parent that nothing in the answer covers, with their kinds.
    """

    prepared: Prepared
    found: Retrieved
    values: tuple[float, ...]
    phrasing: Reading
    score: float
    missing: tuple[int, ...]
    told: tuple[int, ...]
    turned: bool
    inferred: bool
    same: bool
    near: tuple[float, ...]
    around: tuple[tuple[str, str], ...]


def compare(
    asked: Asked,
    prepared: Prepared,
    index: Index,
    found: Retrieved,
) -> Compared:
    """The features of one candidate."""
    question, near = asked.reading, found.near
    own = near.phrasings
    closest = _closest(own, asked)
    turned = _turns(question, closest.wording)
    against = tuple(fit.agreement * _speaks(fit.wording, question, index) for fit in near.refused)
    values = dict.fromkeys(FEATURES, 0.0)
    missing, told = _cover(values, asked, prepared, closest, near, turned)
    lacking = ((question.keys[number], question.kinds[number]) for number in missing)
    values["tells_beyond"], values["tells_beyond_most"] = tells_beyond(lacking, index.beyond)
    around = _around(values, asked, prepared, index)
    _core(values, asked, prepared, index)
    _agree(values, closest, near, against)
    _share_pairs(values, question, prepared, closest)
    _exceed(values, question, closest, index)
    score = _tell_sides(values, question, near, closest, turned)
    _describe(values, asked, prepared, index)
    inferred = question.denies(closest.wording.reading) != closest.wording.reading.denies(question)
    values["polarity_inferred"] = float(inferred)
    values["polarity_turned"] = float(turned)
    values["shared"] = found.shared
    values["fused"] = found.fused
    values["likely"] = found.likely
    values["nearest"] = found.nearest
    values |= equal.equals(question, prepared.tells, prepared.refused_tells)
    values |= likelihood.likelihoods(question, prepared, near, index)
    return Compared(
        prepared=prepared,
        found=found,
        values=tuple(values[name] for name in FEATURES),
        phrasing=closest.wording.reading,
        score=score,
        missing=tuple(missing),
        told=tuple(told),
        turned=turned,
        inferred=inferred,
        same=asked.bare in prepared.bare,
        near=(*(fit.agreement for fit in own[:NEIGHBOURS]), *(-one for one in against)),
        around=around,
    )


def _cover(
    values: dict[str, float], asked: Asked, prepared: Prepared, closest: Fit, near: Near, turned: bool
) -> tuple[list[int], list[int]]:
    """What of the question the answer and its closest phrasing cover; the units that nothing covers, and
    those that are told but not asked (see `Compared`)."""
    question = asked.reading
    best_reach = closest.wording.reading.reach
    missing: list[int] = []
    told: list[int] = []
    affirms = prepared.answer.verdict is (Verdict.NO if turned else Verdict.YES)
    excused = asked.offered.excused(prepared.reach, one_is_enough=asked.asks_whether and affirms)
    covered = 0.0
    # What is asked beyond the claim must be met by a wording like the question, or by the text: that some
    # wording of hundreds speaks of a document says nothing of this one.
    nearby = prepared.told.union(*(fit.wording.reading.reach for fit in near.phrasings))
    for number, (key, kind, weight) in enumerate(
        zip(question.keys, question.kinds, asked.weights, strict=True)
    ):
        if key in (nearby if kind in DEMANDS else prepared.reach):
            covered += weight
            if key not in prepared.phrased:
                values["unphrased"] += weight
                if kind in _OWN_WORDING:
                    values["unphrased_topic"] += weight
                    told.append(number)
                elif kind == "action" and asked.asks_whether:
                    told.append(number)
        elif key in excused:
            values["excused"] += weight
        else:
            missing.append(number)
            values["units_missing"] += 1
            if kind in SUBJECTS:
                values["subject_missing"] += weight
                values["subject_missing_most"] = max(values["subject_missing_most"], weight)
            if kind in DEMANDS:
                values["demand_missing"] += weight
            if f"missing_{kind}" in values:
                values[f"missing_{kind}"] += weight
        if key in prepared.beyond:
            values["beyond"] += weight
        if key not in best_reach:
            values["lacks_units"] += 1
            if f"lacks_{kind}" in values:
                values[f"lacks_{kind}"] += weight
    values["answer_covers"] = covered / asked.total
    return missing, told


def _around(
    values: dict[str, float], asked: Asked, prepared: Prepared, index: Index
) -> tuple[tuple[str, str], ...]:
    """What the heading or parent speaks of and nothing in the answer does."""
    if asked.context is None:
        return ()
    around = tuple(
        (key, kind)
        for key, kind in zip(asked.context.keys, asked.context.kinds, strict=True)
        if kind in SUBJECTS and key not in prepared.reach
    )
    values["context_lacking"] = math.fsum(index.weight(key) for key, _ in around)
    values["context_tells"], values["context_tells_most"] = tells_beyond(around, index.beyond)
    return around


def _core(values: dict[str, float], asked: Asked, prepared: Prepared, index: Index) -> None:
    """How much of what most phrasings of the answer are about the question and its context speak of."""
    reach = asked.reading.reach
    context_reach = asked.context.reach if asked.context is not None else frozenset()
    total = hit = context_hit = 0.0
    for key, share in prepared.strong:
        weight = index.weight(key) * share
        total += weight
        if key in reach:
            hit += weight
        if key in context_reach:
            context_hit += weight
        elif key not in reach and (name := f"core_lacking_{index.lexicon.kind(key)}") in values:
            values[name] += weight
    values["core_covered"] = hit / total if total else 0.0
    values["context_core"] = context_hit / total if total else 0.0


def _agree(values: dict[str, float], closest: Fit, near: Near, against: Sequence[float]) -> None:
    """How well the nearest wordings, those of the answer and the refused ones, fit the question."""
    refused = max(against, default=0.0)
    values["agreement"] = closest.agreement
    values["phrasing_covers"] = closest.covers
    values["question_covers"] = closest.asked
    values["covered_at_once"] = near.covers
    values["refused_agreement"] = refused
    values["refused_margin"] = closest.agreement - refused
    values["top3_agreement"] = sum(fit.agreement for fit in near.phrasings[:3]) / 3
    values["phrasings_near"] = near.crowd


def _share_pairs(values: dict[str, float], question: Reading, prepared: Prepared, closest: Fit) -> None:
    """How many neighbours of the question stand side by side in a wording too."""
    asked_pairs = pairs(question)
    if asked_pairs:
        values["pairs_shared"] = len(asked_pairs & prepared.pairs) / len(asked_pairs)
        values["pairs_best"] = len(asked_pairs & pairs(closest.wording.reading)) / len(asked_pairs)


def _exceed(values: dict[str, float], question: Reading, closest: Fit, index: Index) -> None:
    """What the closest phrasing speaks of beyond the question."""
    best = closest.wording.reading
    for key, kind in zip(best.keys, best.kinds, strict=True):
        if key not in question.reach and f"extra_{kind}" in values:
            values[f"extra_{kind}"] += index.weight(key)


def _tell_sides(values: dict[str, float], question: Reading, near: Near, closest: Fit, turned: bool) -> float:
    """How alike the wordings are spelt, and how clearly they tell yes from no; the best ratio, 0 to 100."""
    own = near.phrasings
    same = [fit.wording for fit in own if fit.wording.reading.language == question.language] or [
        closest.wording
    ]
    folded = [wording.reading.folded for wording in same]
    alike = [fuzz.token_sort_ratio(question.folded, text) for text in folded]
    partial = process.extractOne(question.folded, folded, scorer=fuzz.token_set_ratio)
    values["lexical"] = max(alike) / 100
    values["lexical_partial"] = partial[1] / 100
    # By the wordings' own side and by words that deny, and by the side alone.
    agreed = [(fit.agreement, fit.wording) for fit in own]
    spelt = [(ratio / 100, wording) for ratio, wording in zip(alike, same, strict=True)]
    values["verdict_margin"] = _lead(agreed, lambda wording: _turns(question, wording) == turned)
    values["verdict_margin_words"] = _lead(spelt, lambda wording: _turns(question, wording) == turned)
    values["side_margin"] = _lead(agreed, lambda wording: wording.turned == turned)
    values["side_margin_words"] = _lead(spelt, lambda wording: wording.turned == turned)
    return max(alike)


def _describe(values: dict[str, float], asked: Asked, prepared: Prepared, index: Index) -> None:
    """What question and answer are like by themselves, and what a person said of the two."""
    question, controls = asked.reading, prepared.answer.controls
    values["verdict_unfit"] = float(asked.asks_whether and prepared.answer.verdict is Verdict.NONE)
    values["negated"] = float(question.negations > 0)
    values["own_lacking"] = math.fsum(
        index.weight(key) for key in sorted(asked.own) if key not in prepared.phrased
    )
    values["form_open"] = float(question.form == "open")
    values["form_label"] = float(question.form == "label")
    values["form_statement"] = float(question.form == "statement")
    values["form_unphrased"] = float(question.form not in prepared.forms)
    values["telling"] = min(4.0, asked.total)
    values["length"] = min(40, len(question.keys)) / 10
    values["terse"] = float(asked.terse)
    values["wordings"] = math.log2(1 + len(prepared.phrasings))
    values["control_agrees"] = float(
        bool(controls) and (asked.question_id in controls or asked.control in controls)
    )
    values["not_this"] = float(asked.bare in prepared.refused)


def tells_beyond(missing: Iterable[tuple[str, str]], beyond: Mapping[str, float]) -> tuple[float, float]:
    """How far units that an answer lacks, with their kinds, tell that more is asked: in all, and at most.

    Log-odds as training counted them (`Model.beyond`), a guess by kind for what it never saw.
    """
    found = [beyond.get(key, _BEYOND.get(kind, 0.0)) for key, kind in missing]
    return math.fsum(found), max(0.0, *found) if found else 0.0


def _lead(near: Sequence[tuple[float, Wording]], for_it: Callable[[Wording], bool]) -> float:
    """How much nearer the nearest wording for a verdict is than the nearest against it."""
    speaks = [(value, for_it(wording)) for value, wording in near]
    return max((value for value, its in speaks if its), default=0.0) - max(
        (value for value, its in speaks if not its), default=0.0
    )


def _closest(own: Sequence[Fit], asked: Asked) -> Fit:
    """The phrasing that agrees best; of those that agree alike, the one put most alike.

    Which one it is settles the verdict: "free of charge" and "for a fee" name one concept.
    """
    question = asked.reading

    def agreement(fit: Fit) -> float:
        reading = fit.wording.reading
        unlike = reading.denies(question) != question.denies(reading)
        # A question that denies nothing is not told by words that do.
        return fit.agreement - unlike * (_OTHERWISE if question.negations else _UNDENIED)

    best = max(map(agreement, own))
    near = [fit for fit in own if agreement(fit) >= best - _OTHERWISE]
    if len({_turns(question, fit.wording) for fit in near}) == 1:
        return max(near, key=agreement)
    return max(near, key=lambda fit: fuzz.token_sort_ratio(asked.bare, fit.wording.bare))


def _speaks(refused: Wording, question: Reading, index: Index) -> float:
    """How much a refused wording says of a question: by as much of what sets it apart as is asked."""
    if not refused.apart:
        return 1.0
    apart = sorted(refused.apart)
    reach = question.reach
    asked = math.fsum(index.weight(key) for key in apart if key in reach)
    return asked / (math.fsum(map(index.weight, apart)) or 1e-9)


def _turns(question: Reading, wording: Wording) -> bool:
    """Whether a question asks the opposite of what the answer's verdict was written for."""
    return (question.denies(wording.reading) != wording.reading.denies(question)) != wording.turned
