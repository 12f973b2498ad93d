"""What to say to a question, and whether it may be written unseen.

The outcome that matching suggests may be lowered here (no option fits, too long, above
the tier, overdue), never raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qfill.answering.carried import carried
from qfill.answering.options import asks_verdict, ownership_option, tick_option, verdict_option
from qfill.answering.scope import above_tier, known_scopes, out_of_scope
from qfill.answering.text import fits, restate, says_otherwise, verdict_word
from qfill.bank import AnswerBank
from qfill.bank.overdue import overdue
from qfill.matching import Match
from qfill.model import LANGUAGES, TICK_VERDICTS, Answer, Outcome, Question, Role, Verdict, cell_units

TICK = "x"
# From this confidence on a proposal without a guard says yes or no; any other, only what its facts say.
_SAYS = 0.1
HELD_BACK = "held back"
"""The note of a row whose answer is above the tier, by which such rows are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a fill allows: thresholds 0-1, language (`auto`: the question's), tier, scope, date.

    `stale`: whether what is overdue at `today` is filled with a note or left for review; by the
    earliest of dates, the default, nothing is.
    """

    accept: float
    suggest: float
    language: str
    tier: str = "public"
    scope: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    today: date = date.min
    stale: str = "fill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a question. `writes` are the texts by role, for a filled row and for a proposal.

    `doubt`: why the bank's answer, however well it fits, may not be given unseen; '' where it may.
    `leaning`: what the nearest answer says to the question, also where that is not said unseen.
    """

    outcome: Outcome
    reason: str
    confidence: float | None
    answers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    verdict: Verdict = Verdict.NONE
    text: str = ""
    language: str = "en"
    writes: Mapping[Role, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    doubt: str = ""
    leaning: Verdict = Verdict.NONE


def settle(question: Question, match: Match, bank: AnswerBank, policy: Policy) -> Settled:
    """Settle one question by its match.

    Nothing to suggest, a draft or a tier too high leaves the row unanswered; the first reason against
    filling unseen (`_against`, then a text in another language or one that says the opposite) leaves
    it for review.
    """
    language = match.language if policy.language == "auto" else policy.language
    if not match.candidates:
        return Settled(
            outcome=Outcome.UNANSWERED,
            reason="nothing in the bank is about this",
            confidence=None,
            language=language,
        )
    best = match.candidates[0]
    answers = tuple(bank.by_id[name] for name in match.together or (best.answer_id,))
    answer = bank.by_id[best.answer_id]
    confidence = match.confidence if match.confidence is not None else best.confidence
    nothing = Settled(
        outcome=Outcome.UNANSWERED,
        reason="no answer fits well enough",
        confidence=confidence,
        language=language,
    )
    if max(confidence, match.helps) < policy.suggest:
        return nothing
    if drafts := [found.id for found in answers if not found.approved]:
        return replace(nothing, reason=f"{drafts[0]} is a draft that nobody has approved")
    if any(above_tier(found, policy.tier) for found in answers):
        return replace(nothing, reason=f"held back: above the tier {policy.tier}", notes=(HELD_BACK,))
    near = confidence >= min(_SAYS, policy.accept)
    # What only helps, or has a reason against it, says no yes or no: the person who looks at it does.
    says = near and (bool(match.together) or not best.guards)
    verdict = best.verdict if says else Verdict.NONE
    spoken = answer if says else replace(answer, verdict=Verdict.NONE)
    text, found_language = say(answers, verdict, language)
    short, _ = say(answers, verdict, found_language, short=True)
    writes, problem = texts_for(
        question, spoken, verdict=verdict, text=text, short=short, language=found_language
    )
    doubt = _doubt(question, answers, best.verdict, bank, policy) if near else ""
    reason = _against(answers, match, policy) or doubt or problem
    if not reason and found_language != language:
        reason = f"{answer.id} has no text in {language}"
    if not reason and says_otherwise(text, verdict):
        reason = f"the text of {answer.id} begins by saying the opposite"
    return Settled(
        outcome=Outcome.REVIEW if reason else Outcome.FILLED,
        reason=reason or "the bank answers the whole question",
        confidence=confidence,
        answers=tuple(found.id for found in answers),
        facts=tuple(dict.fromkeys(fact for found in answers for fact in found.facts)),
        verdict=verdict,
        text=writes.get(Role.COMMENT, text),
        language=found_language,
        writes=writes,
        notes=tuple(f"{found.id} is overdue for review" for found in answers if overdue(found, policy.today)),
        doubt=doubt,
        leaning=best.verdict if near else Verdict.NONE,
    )


def say(answers: Sequence[Answer], said: Verdict, language: str, *, short: bool = False) -> tuple[str, str]:
    """The answers' texts as one, begun with the verdict once, and the one language that all have."""
    texts = [found.short if short else found.text for found in answers]
    common = next((one for one in (language, *LANGUAGES) if all(found.get(one) for found in texts)), language)
    if not all(found.get(common) for found in texts):
        return "", language
    first, *rest = (found[common] for found in texts)
    parts = [restate(first, answers[0].verdict, said, common)]
    parts += [
        restate(text, found.verdict, Verdict.NONE, common)
        for found, text in zip(answers[1:], rest, strict=True)
    ]
    return " ".join(parts), common


def _against(answers: tuple[Answer, ...], match: Match, policy: Policy) -> str:
    """Why it is not sure that the answers are the right ones, '' where it is."""
    best = match.candidates[0]
    confidence = match.confidence if match.confidence is not None else best.confidence
    guard = best.guards[0] if best.guards and not match.together else ""
    if confidence < policy.accept:
        return f"confidence {confidence:.2f} is below {policy.accept:.2f}" + (guard and f": {guard}")
    if guard:
        return guard
    if len({answer.verdict for answer in answers}) > 1:
        return f"{' and '.join(answer.id for answer in answers)} give different verdicts"
    return ""


def _doubt(
    question: Question, answers: tuple[Answer, ...], said: Verdict, bank: AnswerBank, policy: Policy
) -> str:
    """Why answers that are the right ones may not hold here and now, '' where nothing speaks against it."""
    known = known_scopes(bank.answers) if any(answer.applies_to for answer in answers) else {}
    for answer in answers:
        if elsewhere := out_of_scope(answer, policy.scope, question.text, known):
            return f"{answer.id} {elsewhere}"
        if waits := carried(question, answer, said, bank, policy.today):
            return waits
        if policy.stale == "review" and overdue(answer, policy.today):
            return f"{answer.id} is overdue for review"
    return ""


def texts_for(
    question: Question, answer: Answer, *, verdict: Verdict, text: str, short: str, language: str
) -> tuple[dict[Role, str], str]:
    """What goes into which cell to say a verdict and a text, and why not all can ('' where all can)."""
    writes: dict[Role, str] = {}
    problem = ""
    if Role.COMMENT in question.targets:
        writes[Role.COMMENT] = text
    if Role.ANSWER in question.targets:
        if question.options:
            option = verdict_option(verdict, question.options)
            if option is None and verdict is Verdict.NONE and answer.verdict is not Verdict.NONE:
                # An open question with a yes/no dropdown is still asked for the verdict of its answer.
                option = (
                    verdict_option(answer.verdict, question.options)
                    if asks_verdict(question.options)
                    else None
                )
            if option is None:
                problem = f"none of the cell's options says {verdict}"
            else:
                writes[Role.ANSWER] = option
        elif Role.COMMENT in question.targets:
            word = verdict_word(verdict, language)
            if word:
                writes[Role.ANSWER] = word
            else:
                writes[Role.ANSWER] = writes.pop(Role.COMMENT)
        else:
            writes[Role.ANSWER] = text
    ticks = {said: role for role, said in TICK_VERDICTS.items() if role in question.targets}
    if ticks:
        mark = tick_option(question.lists.get(ticks[verdict], (TICK,))) if verdict in ticks else None
        if mark is not None:
            writes[ticks[verdict]] = mark
        elif verdict in ticks:
            problem = problem or "none of the cell's options is a tick"
        else:
            problem = problem or f"no column to tick for {verdict}"
    if answer.ownership is not None and Role.OWNERSHIP in question.targets:
        option = ownership_option(answer.ownership, question.ownership_options)
        if option is not None:
            writes[Role.OWNERSHIP] = option
    for role, written in list(writes.items()):
        if why := _forbidden(question, role, written):
            del writes[role]
            problem = problem or why
        elif not fits(written, question.max_length.get(role)):
            if short and fits(short, question.max_length.get(role)):
                writes[role] = short
            else:
                problem = problem or "the answer is longer than the cell takes"
    if not writes:
        problem = problem or "there is no cell to write into"
    return writes, problem or question.unsure


def _forbidden(question: Question, role: Role, text: str) -> str:
    """Why a cell does not take a text by its own rule, '' where it does."""
    if role is Role.COMMENT and text not in question.lists.get(role, (text,)):
        return "the text is none of its cell's options"
    if cell_units(text) < question.min_length.get(role, 0):
        return "the answer is shorter than the cell takes"
    return question.refused.get(role, "")
