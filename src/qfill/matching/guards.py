"""What no confidence may overrule: reasons for which a candidate is at most a suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from qfill.matching.actors import MAY_WE, OWN, done_by
from qfill.matching.asked import Asked
from qfill.matching.features import INDEX, Compared
from qfill.matching.figures import Figure, figures
from qfill.matching.forms import gapless, plain
from qfill.matching.patterns import ASKS_ON, IF_NOT
from qfill.matching.reading import Reading, first_party
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

# "And your offices?" asks of something else what the question above it asks.
_OF_ANOTHER = re.compile(
    r"^\W*(?:(?:and|och|og)\b|(?:what|how)\s+about\b|hur\s+(?:är|ser)\s+det\b|hva\s+med\b|hvordan\s+er\s+det\b)",
    re.IGNORECASE,
)
# "Can users sign in without MFA?": that it can be had is no answer to whether it must be.
_CAN_WITHOUT = re.compile(
    r"\b(?:can|could|may|might|possible|able|allow\w*|permit\w*|support\w*|kan|kunna|kunne|får|möjlig\w*|mulig\w*"
    r"|tillåt\w*|tillat\w*|stöd\w*|støtt\w*)\b[^.?]*\b(?:without|utan|uten)\b",
    re.IGNORECASE,
)
# "More than two" is not what two are; "more than one" is said of two.
_ONE = r"(?:one|en|ett|et|én)\b"
_COMPARED = re.compile(
    r"(?<!no )(?<!not )(?<!inte )(?<!ikke )\b(?:(?:more|greater|higher|larger|fewer|less|lower|smaller|mer"
    r"|fler|flera|högre|större|färre|mindre|lägre|flere|høyere|større|færre|lavere)\s+(?:than|än|enn)"
    r"|over|above|below|exceed\w*|över|överstig\w*|under|oversti\w*)\s+"
    rf"(?!{_ONE})(?:\d|two|three|four|five|six|ten|två|tre|fyra|fem|tio|to|fire|seks|ti)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:after|afterwards|efter|efteråt|etter|etterpå|i etterkant)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:before|beforehand|prior\s+to|ahead\s+of|in\s+advance|innan|före|inför|i\s+förväg|før|forut|på\s+forhånd"
    r"|i\s+forkant)\b",
    re.IGNORECASE,
)
_INSIDE, _OUTSIDE = frozenset({"internal"}), frozenset({"independent", "third-party"})

_NAMED = ("topic", "scope")
_NARROWS = frozenset({*_MORE, "action", "frequency", "number"})
_MEANT = frozenset({"action", "object"})
_PRICE, _COST, _WHICH = "price", "cost", "which"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Case:
    """A question and a candidate for it; `beyond`: how far a lacking unit tells that more is asked."""

    asked: Asked
    one: Compared
    beyond: Mapping[str, float]

    @property
    def question(self) -> Reading:
        return self.asked.reading

    @property
    def whether(self) -> bool:
        """Whether a yes or a no is asked for, or a requirement is to be met."""
        return self.question.form in ("question", "statement")

    @property
    def put_so(self) -> bool:
        """Whether the answer has this very wording: a person decided what it is answered with."""
        return self.one.same

    @property
    def says_no(self) -> bool:
        return self.one.prepared.answer.verdict is (Verdict.YES if self.one.turned else Verdict.NO)

    def tells_more(self, key: str) -> bool:
        return self.beyond.get(key, _UNKNOWN) >= _TELLS


def guard(asked: Asked, one: Compared, beyond: Mapping[str, float]) -> tuple[str, ...]:
    """The reasons against filling this candidate unseen; empty where there is none.

    `beyond`: how far a unit that an answer lacks tells that more is asked (`Model.beyond`).
    """
    case = _Case(asked, one, beyond)
    return tuple(reason for reasons in _GUARDS for reason in reasons(case))


def _numbers(case: _Case) -> Iterator[str]:
    kinds, surfaces = case.question.kinds, case.question.surfaces
    lacking = [surfaces[number] for number in case.one.missing if kinds[number] == "number"]
    if lacking:
        yield f"the number {lacking[-1]} stands in no part of the answer"


def _figures(case: _Case) -> Iterator[str]:
    if case.put_so:
        return
    for figure in figures(case.question.text, case.question.language):
        if figure.hours and not _stated(figure, case.one):
            yield f"asks for {figure.surface}, and the answer states no such figure"


def _to_hand_over(case: _Case) -> Iterator[str]:
    kinds, surfaces = case.question.kinds, case.question.surfaces
    lacking = [surfaces[number] for number in case.one.missing if kinds[number] == "evidence"]
    if lacking:
        yield f"asks for something to hand over ({lacking[-1]})"


def _more(case: _Case) -> Iterator[str]:
    question = case.question
    for number in case.one.missing:
        kind = question.kinds[number]
        # Another scope is another question, however seldom its word asked for more.
        if kind in _MORE and (kind == "scope" or case.tells_more(question.keys[number])):
            yield f"asks for more than the answer says ({question.surfaces[number]})"


def _of_its_heading(case: _Case) -> Iterator[str]:
    """A row of few words means each of them: its heading says what it is about, not what it asks."""
    question = case.question
    if case.asked.terse:
        for number in case.one.missing:
            if question.keys[number] in case.asked.own and question.kinds[number] in _MEANT:
                yield f"asks of its heading what the answer does not say ({question.surfaces[number]})"


def _unasked(case: _Case) -> Iterator[str]:
    surfaces = case.question.surfaces
    for number in case.one.told:
        yield f"is asked of {surfaces[number]}, which no wording of the answer asks"


def _only_listed(case: _Case) -> Iterator[str]:
    """ "Tool used (Git, SVN, other)" names what may be written there, and affirms none of it."""
    question, answer = case.question, case.one.prepared
    if not case.asked.asks_whether or case.put_so:
        return
    for key, kind, surface in zip(question.keys, question.kinds, question.surfaces, strict=True):
        if kind not in _NAMED or key in answer.told:
            continue
        if key in answer.phrased and key not in answer.affirmed:
            yield f"{surface} stands in no wording that says yes or no to it"


def _elsewhere(case: _Case) -> Iterator[str]:
    """ "Penetration tests" under "Office network" are not those of the service."""
    context = case.asked.context
    if context is not None and len(case.question.text.split()) <= _SHORT:
        spelt = dict(zip(context.keys, context.surfaces, strict=True))
        for key, kind in case.one.around:
            if kind in _ELSEWHERE and case.tells_more(key):
                yield f"stands under {spelt[key]}, which the answer does not speak of"


def _of_the_customer(case: _Case) -> Iterator[str]:
    for asks, told in ((OWN, "may do itself"), (MAY_WE, "may do")):
        if asks.search(case.question.text) and not any(
            asks.search(wording.reading.text) for wording in case.one.prepared.phrasings
        ):
            yield f"asks what the customer {told}, and no wording of the answer does"


def _of_another(case: _Case) -> Iterator[str]:
    if case.asked.terse and "ask" not in case.question.kinds and _OF_ANOTHER.match(case.question.text):
        yield "asks the question above it of something else"


def _of_others(case: _Case) -> Iterator[str]:
    """Developers are trained, which says nothing of customers."""
    question, phrasing = case.question, case.one.phrasing
    asked, phrased = first_party(question), first_party(phrasing)
    if not asked or case.put_so or asked in phrasing.reach or phrased in question.reach:
        return
    if phrased or (asked not in case.one.prepared.told and asked not in case.one.prepared.parties):
        surface = question.surfaces[question.keys.index(asked)]
        yield f"is asked of {surface}, of whom the nearest wording does not speak"


def _by_others(case: _Case) -> Iterator[str]:
    """Who approves, tests or controls: the customer, or the vendor?"""
    asked, phrased = done_by(case.question.text), done_by(case.one.phrasing.text)
    if case.whether and asked != phrased and "customer" in (asked, phrased) and asked and not case.put_so:
        yield f"asks whether the {asked} does it, and no wording near it does"


def _before_and_after(case: _Case) -> Iterator[str]:
    asked, answer = case.question.text, case.one.prepared.answer
    phrased = f"{case.one.phrasing.text} {answer.text.get(case.question.language, '')}"
    for here, there in ((_LATER, _EARLIER), (_EARLIER, _LATER)):
        if (
            here.search(asked)
            and not there.search(asked)
            and there.search(phrased)
            and not here.search(phrased)
        ):
            yield "asks of another time than the wording of the answer"


def _from_within(case: _Case) -> Iterator[str]:
    asked, known = case.question.reach, case.one.phrasing.reach | case.one.prepared.told
    for here, there in ((_INSIDE, _OUTSIDE), (_OUTSIDE, _INSIDE)):
        if asked & here and not asked & there and known & there and not known & here:
            yield "asks of those within, and the answer speaks of those without, or the other way round"


def _compared(case: _Case) -> Iterator[str]:
    if (
        not case.put_so
        and _COMPARED.search(case.question.text)
        and not _COMPARED.search(case.one.phrasing.text)
    ):
        yield "asks for more or less than a figure, and no wording of the answer does"


def _without(case: _Case) -> Iterator[str]:
    question, one = case.question, case.one
    if case.put_so or not question.negations:
        return
    if _CAN_WITHOUT.search(question.text) and not _CAN_WITHOUT.search(one.phrasing.text):
        yield "asks whether it can be done without, which the wording of the answer does not"
    elif (
        case.whether
        and not one.phrasing.negations
        and one.prepared.told.intersection(question.denied)
        and not one.phrasing.reach.issuperset(question.denied)
    ):
        yield "denies a part of what the answer says"


def _neither(case: _Case) -> Iterator[str]:
    if case.one.values[INDEX["verdict_unfit"]] and case.question.form == "question" and not case.put_so:
        yield "asks for a yes or a no, and the answer says neither"


def _denials(case: _Case) -> Iterator[str]:
    question, one = case.question, case.one
    if one.inferred and case.whether and not case.put_so and not _plainly_denied(question, one):
        yield "only the words that deny tell yes from no here: no wording of the answer is put this way"
    if case.whether and question.negations and one.phrasing.form == "open" and not case.put_so:
        yield "denies, and the nearest wording asks for no yes or no"
    denied = question.denied if case.whether and not case.put_so else ()
    if question.denies(one.phrasing) and not one.phrasing.reach.issuperset(denied):
        yield "denies more than any wording of the answer speaks of"


def _only(case: _Case) -> Iterator[str]:
    asked, phrased = case.question.reach, case.one.phrasing.reach
    if case.whether and "only" in asked and "only" not in phrased and not case.put_so:
        yield "asks whether that is all, and no wording of the answer is put this way"


def _wider_no(case: _Case) -> Iterator[str]:
    """Who has no plan that is tested may have a plan."""
    one, phrasing = case.one, case.one.phrasing
    if case.whether and one.prepared.answer.verdict is Verdict.NO and not one.turned and not case.put_so:
        for key, kind, surface in zip(phrasing.keys, phrasing.kinds, phrasing.surfaces, strict=True):
            if kind in _NARROWS and key not in case.question.reach:
                yield f"the no was given to what asks for more ({surface})"
                return


def _asks_on(case: _Case) -> Iterator[str]:
    phrasing = case.one.phrasing
    if (
        case.whether
        and phrasing.form in ("question", "statement")
        and ASKS_ON.search(plain(case.question.text))
        and not ASKS_ON.search(phrasing.text)
    ):
        yield "asks a second thing, which the wording does not"
    if case.says_no and IF_NOT.search(gapless(case.question.text)) and not case.put_so:
        yield "asks on should the answer be no, as it is"


def _price(case: _Case) -> Iterator[str]:
    reach = case.question.reach
    if (
        case.question.form != "question"
        and (_PRICE in reach or (_COST in reach and _WHICH in reach))
        and not case.put_so
        and not any(map(_DIGIT.search, case.one.prepared.answer.text.values()))
    ):
        yield "asks for a price, and the answer states none"


def _polarity(case: _Case) -> Iterator[str]:
    question, one = case.question, case.one
    if one.turned and one.prepared.answer.verdict in (Verdict.PARTIAL, Verdict.NONE, Verdict.NOT_APPLICABLE):
        yield "the question turns the polarity of an answer that cannot be turned"
    if one.turned and _DENIES_A_PART.search(question.text):
        yield "denies a part of what it asks about, so that yes and no may change places"
    if question.negations and _CONCEDES.search(question.text) and not case.put_so:
        yield "denies something beside what it asks about, so that yes and no may change places"
    if question.negations > 1 and question.negations != one.phrasing.negations:
        yield "more than one negation"


def _refused(case: _Case) -> Iterator[str]:
    if case.one.values[INDEX["not_this"]]:
        yield "a person decided that this answer does not fit this wording"


# In the order in which a person reads them: the first is the reason that a row waits for.
_GUARDS: tuple[Callable[[_Case], Iterator[str]], ...] = (
    _numbers,
    _figures,
    _to_hand_over,
    _more,
    _of_its_heading,
    _unasked,
    _only_listed,
    _elsewhere,
    _of_the_customer,
    _of_another,
    _of_others,
    _by_others,
    _before_and_after,
    _from_within,
    _compared,
    _neither,
    _denials,
    _without,
    _only,
    _wider_no,
    _asks_on,
    _price,
    _polarity,
    _refused,
)


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
