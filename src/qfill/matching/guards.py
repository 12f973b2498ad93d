"""What no confidence may overrule: reasons for which a candidate is at most a suggestion."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qfill.matching.asked import Asked
from qfill.matching.features import INDEX, Compared
from qfill.matching.figures import Figure, figures
from qfill.matching.forms import gapless, plain
from qfill.matching.patterns import ASKS_ON, IF_NOT
from qfill.matching.reading import Reading
from qfill.model import Verdict

# What an answer must say itself before it may be filled for a question that asks it.
_MORE = ("topic", "scope", "document", "strength", "time")
# Log-odds from which a unit tells that more is asked, and those of one that training never met.
_TELLS = 0.15
_UNKNOWN = 1.0
# "apart from environments that aren't production" denies what a word means, not what is asked;
# "Is there data that is not encrypted?" asks the opposite. Words alone do not tell the two apart.
_DENIES_A_PART = re.compile(
    r"\b(?:that|which|who|som)\s+(?:[\w-]+\s+){0,2}?(?:not|never|cannot|\w+n['’]t|inte|ej|aldrig|ikke|aldri)\b",
    re.IGNORECASE,
)

# "Is it built so, even if it is not certified?" denies what it does not ask.
_CONCEDES = re.compile(
    r"\b(?:even\s+(?:if|though|where)|although|även\s+om|trots\s+att|fastän|selv\s+om|enda\s+om)\b",
    re.IGNORECASE,
)

# "Is it not kept apart?" may be answered yes or no for the same fact, and "up and not slow" turns nothing.
_NOT = re.compile(r"\b(?:not|cannot|\w+n['’]t|inte|ej|icke|ikke)\b", re.IGNORECASE)

# A row of so few words leaves it to its heading whose, or of what, it asks.
_SHORT = 7
_ELSEWHERE = frozenset({"scope", "party"})

# "May we run our own test?" asks of another than who runs it for us.
_OURS = re.compile(
    r"\b(?:can|may|could|are|allow|permit|enable|let|får|kan|har|tillåter|låter|tillater|lar)\b"
    r"[^.?]{0,30}\b(?:we|us|customers?|tenants?|clients?|institutions?|vi|oss|kund\w*|beställar\w*"
    r"|oppdragsgiver\w*)\b[^.?]{0,60}\b(?:own|ourselves|themselves|egen|eget|egna|egne|själva?|selv)\b",
    re.IGNORECASE,
)

_NARROWS = frozenset({*_MORE, "action", "frequency", "number"})
_MEANT = frozenset({"action", "object"})
_PRICE, _COST, _WHICH = "price", "cost", "which"
_DIGIT = re.compile(r"\d")


def guard(asked: Asked, one: Compared, beyond: Mapping[str, float]) -> tuple[str, ...]:
    """The reasons against filling this candidate unseen; empty where there is none.

    `beyond`: how far a unit that an answer lacks tells that more is asked (`Model.beyond`).
    """
    found: list[str] = []
    question = asked.reading
    surfaces, reach = question.surfaces, question.reach
    missing_kinds = {question.kinds[number]: surfaces[number] for number in one.missing}
    if "number" in missing_kinds:
        found.append(f"the number {missing_kinds['number']} stands in no part of the answer")
    if not one.same:
        found += [
            f"asks for {figure.surface}, and the answer states no such figure"
            for figure in figures(question.text, question.language)
            if figure.hours and not _stated(figure, one)
        ]
    if "evidence" in missing_kinds:
        found.append(f"asks for something to hand over ({missing_kinds['evidence']})")
    found += [
        f"asks for more than the answer says ({surfaces[number]})"
        for number in one.missing
        if (kind := question.kinds[number]) in _MORE
        # Another scope is another question, however seldom its word asked for more.
        and (kind == "scope" or beyond.get(question.keys[number], _UNKNOWN) >= _TELLS)
    ]
    if asked.terse:
        # A row of few words means each of them: its heading says what it is about, not what it asks.
        found += [
            f"asks of its heading what the answer does not say ({surfaces[number]})"
            for number in one.missing
            if question.keys[number] in asked.own and question.kinds[number] in _MEANT
        ]
    found += [f"is asked of {surfaces[number]}, which no wording of the answer asks" for number in one.told]
    if asked.context is not None and len(question.text.split()) <= _SHORT:
        # "Penetration tests" under "Office network" are not those of the service.
        spelt = dict(zip(asked.context.keys, asked.context.surfaces, strict=True))
        found += [
            f"stands under {spelt[key]}, which the answer does not speak of"
            for key, kind in one.around
            if kind in _ELSEWHERE and beyond.get(key, _UNKNOWN) >= _TELLS
        ]
    if _OURS.search(question.text) and not any(
        _OURS.search(wording.reading.text) for wording in one.prepared.phrasings
    ):
        found.append("asks what the customer may do itself, and no wording of the answer does")
    if one.values[INDEX["verdict_unfit"]] and question.form == "question" and not one.same:
        found.append("asks for a yes or a no, and the answer says neither")
    whether = question.form in ("question", "statement")
    if one.inferred and whether and not one.same and not _plainly_denied(question, one):
        found.append(
            "only the words that deny tell yes from no here: no wording of the answer is put this way"
        )
    denied = question.denied if whether and not one.same else ()
    if question.denies(one.phrasing) and not one.phrasing.reach.issuperset(denied):
        found.append("denies more than any wording of the answer speaks of")
    if whether and "only" in reach and "only" not in one.phrasing.reach and not one.same:
        found.append("asks whether that is all, and no wording of the answer is put this way")
    if whether and one.prepared.answer.verdict is Verdict.NO and not one.turned and not one.same:
        # Who has no plan that is tested may have a plan.
        more = [
            surface
            for key, kind, surface in zip(
                one.phrasing.keys, one.phrasing.kinds, one.phrasing.surfaces, strict=True
            )
            if kind in _NARROWS and key not in reach
        ]
        found += [f"the no was given to what asks for more ({surface})" for surface in more[:1]]
    if (
        whether
        and one.phrasing.form in ("question", "statement")
        and ASKS_ON.search(plain(question.text))
        and not ASKS_ON.search(one.phrasing.text)
    ):
        found.append("asks a second thing, which the wording does not")
    says_no = one.prepared.answer.verdict is (Verdict.YES if one.turned else Verdict.NO)
    if says_no and IF_NOT.search(gapless(question.text)) and not one.same:
        found.append("asks on should the answer be no, as it is")
    if (
        question.form != "question"
        and (_PRICE in reach or (_COST in reach and _WHICH in reach))
        and not one.same
        and not any(map(_DIGIT.search, one.prepared.answer.text.values()))
    ):
        found.append("asks for a price, and the answer states none")
    if one.turned and one.prepared.answer.verdict in (Verdict.PARTIAL, Verdict.NONE, Verdict.NOT_APPLICABLE):
        found.append("the question turns the polarity of an answer that cannot be turned")
    if one.turned and _DENIES_A_PART.search(question.text):
        found.append("denies a part of what it asks about, so that yes and no may change places")
    if question.negations and _CONCEDES.search(question.text) and not one.same:
        found.append("denies something beside what it asks about, so that yes and no may change places")
    if question.negations > 1 and question.negations != one.phrasing.negations:
        found.append("more than one negation")
    if one.values[INDEX["not_this"]]:
        found.append("a person decided that this answer does not fit this wording")
    return tuple(found)


def _stated(figure: Figure, one: Compared) -> bool:
    """Whether an answer holds for a figure asked: its text states as much, or its wording asks the same."""
    asked = figures(one.phrasing.text, one.phrasing.language)
    if any(figure.same(other) for other in asked):
        return True
    yes = one.prepared.answer.verdict is not Verdict.NO
    if one.turned == yes:
        # A no to 24 hours is none to 72, nor the other way round.
        return False
    return figure.met_by((*one.prepared.figures, *asked) if yes else one.prepared.figures)


def _plainly_denied(question: Reading, one: Compared) -> bool:
    """Whether one of the two denies once what the other says plainly: yes and no only change places."""
    if question.negations == 0:
        return one.phrasing.negations == 1 and not one.turned and not _NOT.search(one.phrasing.text)
    plainly = question.negations == 1 and one.phrasing.negations == 0 and one.turned
    return plainly and not _NOT.search(question.text)
