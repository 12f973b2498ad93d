"""Questions in, candidates with confidence out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

from qfill.language.lexicon import Lexicon
from qfill.language.lexicon_data import load_lexicon
from qfill.language.normalise import bare
from qfill.matching.alike import Alikes
from qfill.matching.asked import Asked, ask
from qfill.matching.cache import Readings
from qfill.matching.entailed import entailed
from qfill.matching.features import FEATURES, INDEX, Compared, compare
from qfill.matching.forms import asking, follows_up
from qfill.matching.fusion import first_in, fuse
from qfill.matching.guards import guard
from qfill.matching.index import ORDERS, Index
from qfill.matching.margins import with_margins
from qfill.matching.offered import offered
from qfill.matching.prepared import Wording
from qfill.matching.reading import Reading, merge, read, without
from qfill.matching.scope import elsewhere
from qfill.matching.scoring import Model, load_model
from qfill.model import Answer, Candidate, Question, Reason, Verdict
from qfill.records.candidates import SHOWN

CONSIDERED = 8
_TERSE = 2
_TERSE_WORDS = 7
_TELLING = frozenset({"topic", "object", "scope", "action", "word", "number"})
_PAIR_FROM = 4
_OWN_RIGHT = 0.6
# Two answers are put together only for a question that joins two things, and then less surely than either:
# what is joined may hold of one subject alone ("access to production … protected by MFA").
_JOINS = re.compile(r"\b(?:and|both|as well as|och|samt|både|og|samt|begge)\b|[,;]", re.IGNORECASE)
_JOINED = 0.95
# A question put in a wording that the bank holds for one answer alone.
_SAME = 0.98
# One that differs from such a wording in spelling or in words of no weight.
_ALIKE = 0.94
# One that asks for less than a wording to which the answer is yes.
_FOLLOWS = 0.92
# From this confidence on the surest candidate stands first; below it nothing is filled.
_SURE = 0.15
_CORE = INDEX["core_covered"]
_MARGIN = INDEX["margin"]
_FUSED = INDEX["fused"]
_NEIGHBOURS = INDEX["neighbours"]
_NOT_THIS = INDEX["not_this"]
_CONTROL = INDEX["control_agrees"]
# A terse row that ends so asks for whoever or whatever follows.
_ATTRIBUTE = re.compile(
    r"\b(?:by|with|from|through|av|med|fra|från|genom|gjennom)\s*[?:.]?\s*$", re.IGNORECASE
)

_Ranked = tuple[tuple[float, tuple[str, ...]], Compared]
"""A candidate with its confidence and its guards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the bank has for one question: the best candidates first, and how the question was read.

    `together` names the answers that only together cover the question (a composed
    match); the first candidate then is the first of them. `confidence`: how likely it is, 0 to 1,
    that the first candidate answers all of the question; `helps`: that it helps a person to do so.
    """

    candidates: tuple[Candidate, ...]
    together: tuple[str, ...] = ()
    confidence: float | None = None
    helps: float = 0.0
    terse: bool = False
    language: str = "en"


class Matcher:
    """A bank ready to be asked; `cache` is the file that its readings are kept in."""

    def __init__(
        self,
        answers: Iterable[Answer],
        lexicon: Lexicon | None = None,
        model: Model | None = None,
        cache: Path | None = None,
    ) -> None:
        self.lexicon = lexicon or load_lexicon()
        readings = Readings(self.lexicon, cache)
        self.model = model or load_model(FEATURES)
        self.index = Index(
            (answer for answer in answers if answer.approved),
            self.lexicon,
            self.model.background,
            self.model.beyond,
            readings,
        )
        self._alikes = Alikes(self.index.answers, readings.likenesses)
        readings.save()
        # Rows share their headings and parents.
        self._read = lru_cache(maxsize=512)(partial(read, lexicon=self.lexicon))

    @cached_property
    def _turned_down(self) -> frozenset[str]:
        """All wordings that some answer refuses, by their words alone."""
        return frozenset(
            wording.bare for prepared in self.index.answers for wording in prepared.wordings[prepared.own :]
        )

    def asked(self, question: Question, language: str) -> Asked:
        """Read a question in a language, with its parent and section where it is too terse to stand alone."""
        lead, core = asking(question.text)
        reading = self._read(core, language)
        if lead and _is_terse(reading):
            # "Data is encrypted on the way. Correct?" asks its lead.
            lead, reading = "", self._read(question.text, language)
        parent = self._read(question.parent, language) if question.parent else None
        heading = question.section or question.domain
        section = self._read(heading, language) if heading else None
        # A question above that says enough needs no heading beside it.
        context = parent if parent is not None and not _is_terse(parent) else _join(parent, section)
        terse = context is not None and (_is_terse(reading) or (parent is not None and follows_up(core)))
        whole = merge(reading, context) if terse and context is not None else reading
        attribute = terse and ("ask" in reading.kinds or _ATTRIBUTE.search(core) is not None)
        return ask(
            whole,
            context,
            terse,
            self.index,
            question.control,
            question.question_id,
            attribute,
            offered(core, language, self.lexicon),
            frozenset(key for key in reading.keys if key[0] != "-") if terse else frozenset(),
        )

    def compared(self, asked: Asked) -> list[Compared]:
        """The nearest answers with their features, in the index's order."""
        nearest = self.index.nearest(asked.reading, CONSIDERED)
        return with_margins(
            [compare(asked, self.index.answers[found.number], self.index, found) for found in nearest]
        )

    def match(
        self,
        question: Question,
        language: str,
        *,
        scope: Mapping[str, tuple[str, ...]],
        explain: bool = True,
        explain_from: float = 0.0,
    ) -> Match:
        """The candidates for one question; `scope`: what the fill is for, by key (`--for`).

        What each feature added is told with `explain`, and only where one is at least `explain_from` likely
        to help.
        """
        asked = self.asked(question, language)
        compared = self.compared(asked)
        alike = self._alikes.of(self._read(question.text, language))
        away = {one.prepared.answer.id for one in compared if elsewhere(one.prepared.answer, scope)}
        # A wording that two answers on other facts claim says nothing for either, and a person decides.
        claimants = [
            one
            for one in compared
            if one.prepared.answer.id not in away and (one.same or one.prepared.answer.id in alike)
        ]
        # A framework asks some things of each of its domains in the same words: then the row's own id tells.
        asks = self._read(question.text, language)
        put = Wording(asks, bare(asks.text))
        turned_down = asked.bare in self._turned_down
        named = [one for one in claimants if one.values[_CONTROL]]
        # And where all say the same, an answer that has the very words goes before one that has them nearly.
        agreed = len({turned_verdict(one, asked) for one in claimants}) == 1
        exact = [one for one in claimants if one.same and agreed]
        claim = named or exact or claimants
        claimed = {one.prepared.answer.facts for one in claim}
        # What holds of another product stands behind the answer that holds of this one.
        behind = away if claimed else frozenset()
        ranked = sorted(
            (
                (
                    self._confidence(
                        asked,
                        one,
                        one.prepared.answer.id in alike,
                        len(claimed) < 2 and (claim is claimants or one in claim),
                        not claimed and _follows(put, one, self.lexicon),
                        turned_down,
                    ),
                    one,
                )
                for one in compared
            ),
            key=lambda pair: (
                pair[1].prepared.answer.id in behind,
                -pair[0][0],
                -pair[1].score,
                pair[1].prepared.answer.id,
            ),
        )
        ranked = _new_facts_first(self._by_relevance(ranked))
        together, confidence = self._together(asked, [one for _, one in ranked[:_PAIR_FROM]])
        # The two are guarded each for its part; what the first lacks, the other has.
        if together and confidence <= ranked[0][0][0] and not ranked[0][0][1]:
            together = ()
        if together:
            ranked = _joined(ranked, together, confidence)
        surest = max((sure for (sure, _), _ in ranked), default=0.0)
        # What answers a question helps with it.
        helps = max(surest, self.model.helps(ranked[0][1].values)) if ranked else 0.0
        explain = explain and helps >= explain_from
        candidates = tuple(
            self._candidate(asked, one, confidence, guards, explain)
            for (confidence, guards), one in ranked[:SHOWN]
        )
        return Match(
            candidates=candidates,
            together=together,
            confidence=candidates[0].confidence if candidates else None,
            helps=round(helps, 4),
            terse=asked.terse,
            language=language,
        )

    def _by_relevance(self, ranked: list[_Ranked]) -> list[_Ranked]:
        """Where none is sure, the surest says little: those first that are on the question's subject."""
        kept = 1 if ranked and ranked[0][0][0] >= _SURE else 0
        rest = {one.found.number: (sure, one) for sure, one in ranked[kept:]}
        compared = sorted((one for _, one in rest.values()), key=lambda one: one.prepared.answer.id)
        by: tuple[Callable[[Compared], float], ...] = (
            lambda one: self.model.relevance(one.values),
            lambda one: one.found.shared,
            lambda one: one.found.likely,
            lambda one: one.found.nearest,
        )
        fused = fuse([one.found.number for one in sorted(compared, key=score, reverse=True)] for score in by)
        numbers = sorted((one.found.number for one in compared), key=fused.__getitem__, reverse=True)
        return [*ranked[:kept], *(rest[number] for number in numbers)]

    def _confidence(
        self,
        asked: Asked,
        one: Compared,
        alike: bool,
        unclaimed: bool,
        follows: bool,
        turned_down: bool,
    ) -> tuple[float, tuple[str, ...]]:
        probability = self.model.probability(one.values)
        guards = guard(asked, one, self.index.beyond)
        if (one.same or alike) and unclaimed and asked.stands_alone:
            probability = max(probability, _SAME if one.same else _ALIKE)
            if asked.terse and not one.values[_NOT_THIS]:
                # What stands in its heading alone is not asked of a sentence that the bank knows.
                guards = ()
        if follows and not asked.terse:
            probability = max(probability, _FOLLOWS)
        if (one.same or alike) and not unclaimed:
            guards = (*guards, "another answer on other facts claims this very wording")
        if turned_down and not one.same and not one.values[_NOT_THIS]:
            guards = (*guards, "a person decided that another answer does not fit this wording")
        return probability, guards

    def _together(self, asked: Asked, ranked: list[Compared]) -> tuple[tuple[str, ...], float]:
        """Two answers that cover only together what is asked, and the surety of the weaker.

        Each is compared anew with what the other alone covers taken as answered; each must
        be about a part of the question in its own right.
        """
        best: tuple[str, ...] = ()
        surest = 0.0
        if asked.terse or not ranked or not ranked[0].missing or ranked[0].turned:
            return best, surest
        if not _JOINS.search(asked.reading.text):
            return best, surest
        first, keys = ranked[0], asked.reading.keys
        lacking = frozenset(keys[number] for number in first.missing)
        for other in ranked[1:]:
            if other.turned or not lacking <= other.prepared.phrased:
                continue
            if set(first.prepared.answer.facts) & set(other.prepared.answer.facts):
                continue
            mine = frozenset(keys) - first.prepared.reach
            theirs = frozenset(key for key in keys if key in first.prepared.phrased) - other.prepared.reach
            parts = [self._part(asked, first, mine), self._part(asked, other, theirs)]
            if any(
                one.values[_CORE] < _OWN_RIGHT or guard(part, one, self.index.beyond) for part, one in parts
            ):
                continue
            surety = _JOINED * min(self.model.probability(_apart(one)) for _, one in parts)
            if surety > surest:
                best, surest = (first.prepared.answer.id, other.prepared.answer.id), surety
        return best, surest

    def _part(self, asked: Asked, one: Compared, left_out: frozenset[str]) -> tuple[Asked, Compared]:
        """The part of a question that is for one answer of two, and how that answer fits it."""
        part = ask(without(asked.reading, left_out, self.lexicon), None, False, self.index)
        near = self.index.near(one.found.number, part.reading)
        return part, compare(part, one.prepared, self.index, replace(one.found, near=near))

    def _candidate(
        self, asked: Asked, one: Compared, confidence: float, guards: tuple[str, ...], explain: bool
    ) -> Candidate:
        answer = one.prepared.answer
        question = asked.reading
        surfaces = question.surfaces
        verdict = turned_verdict(one, asked)
        parts = self.model.parts(one.values) if explain else {}
        by_name = dict(zip(FEATURES, one.values, strict=True))
        return Candidate(
            answer_id=answer.id,
            score=round(one.score, 1),
            confidence=round(confidence, 4),
            verdict=verdict,
            phrasing=one.phrasing.text,
            facts=answer.facts,
            because=tuple(
                Reason(feature=name, value=round(by_name[name], 3), adds=round(part, 3))
                for name, part in sorted(parts.items(), key=lambda item: (-abs(item[1]), item[0]))[:6]
                if abs(part) >= 0.05
            ),
            matched=tuple(
                surface
                for number, surface in enumerate(surfaces)
                if number not in one.missing and question.kinds[number] != "generic"
            ),
            missing=tuple(surfaces[number] for number in one.missing if question.kinds[number] != "generic"),
            guards=guards,
        )


def _follows(question: Wording, one: Compared, lexicon: Lexicon) -> bool:
    """Whether an answer's yes to one of its wordings is a yes to a question that asks for less."""
    return (
        one.prepared.answer.verdict is Verdict.YES
        and not one.turned
        and any(
            entailed(question, wording, lexicon)
            for wording in one.prepared.plain.get(question.reading.language, ())
        )
    )


def _joined(ranked: list[_Ranked], together: tuple[str, ...], confidence: float) -> list[_Ranked]:
    """Two answers that are given together stand first, each as sure as both are."""
    first, others = [], []
    for (sure, guards), one in ranked:
        if one.prepared.answer.id in together:
            first.append(((confidence, guards), one))
        else:
            others.append(((sure, guards), one))
    return [*first, *others]


def _new_facts_first(ranked: list[_Ranked]) -> list[_Ranked]:
    """The candidates in their order, but those behind that only repeat the facts of surer ones."""
    seen: set[str] = set()
    new: list[_Ranked] = []
    repeated: list[_Ranked] = []
    for one in ranked:
        facts = set(one[1].prepared.answer.facts)
        (repeated if facts and facts <= seen else new).append(one)
        seen |= facts
    return [*new, *repeated]


def _apart(one: Compared) -> tuple[float, ...]:
    """The values of one of a pair: the two are no rivals, so it stands clear of the other."""
    values = list(one.values)
    values[_MARGIN] = 0.3
    values[_NEIGHBOURS] = 1.0
    values[_FUSED] = first_in(ORDERS)
    return tuple(values)


def _is_terse(reading: Reading) -> bool:
    """Whether a row says too little by itself: `Frequency?`, `If yes, describe.`

    One that names a topic says what it is about, and its heading only where that stands.
    """
    if "topic" in reading.kinds:
        return False
    # A compound's parts are one word, and tell of one thing.
    telling = len(
        {surface for surface, kind in zip(reading.surfaces, reading.kinds, strict=True) if kind in _TELLING}
    )
    return len(reading.folded.split()) <= _TERSE_WORDS and telling < _TERSE


def turned_verdict(one: Compared, asked: Asked) -> Verdict:
    """The verdict on the question as put: turned with its polarity, none for an open question."""
    verdict = one.prepared.answer.verdict
    reading = asked.reading
    if one.same and one.prepared.forms == {"open"}:
        # "Can you provide …?" was answered yes or no by whoever worded the answer.
        return verdict
    if asked.attribute or reading.form == "open" or (reading.form == "label" and "ask" in reading.kinds):
        return Verdict.NONE
    return verdict.turned if one.turned else verdict


def _join(parent: Reading | None, section: Reading | None) -> Reading | None:
    if parent is not None and section is not None:
        return merge(parent, section)
    return parent or section
