"""Measure a bank and the matcher on labelled rows, by the very path that a fill takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from qfill.answering import Policy, settle
from qfill.bank import AnswerBank
from qfill.evaluation.evaluate import Evaluation, Judged, judge, summarise
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.matching import Match
from qfill.model import Outcome, Verdict
from qfill.settings import Settings
from qfill.workflows.ready import Ready, policy_of, prepare

OUTSIDE = "outside the bank"
"""The topic of rows that want no fact."""


def evaluate(labelled: Iterable[Path], settings: Settings, today: date = date.min) -> Evaluation:
    """The figures over all rows of the files; raises QfillError for files that can't be read."""
    rows = [row for path in labelled for row in read_labelled(path)]
    return evaluate_rows(rows, prepare(settings), settings, today)


def evaluate_rows(
    rows: Iterable[LabelledRow], ready: Ready, settings: Settings, today: date = date.min
) -> Evaluation:
    """The figures over rows, as a fill under these settings on the day `today` would treat them.

    The day tells whether a learnt answer is fresh enough for what is asked about a time, and with
    `stale = "review"` whether an answer is overdue. Each row is answered in its own language.
    """
    policy = policy_of(settings, "auto", today)
    topics: dict[str, str] = {}
    for answer in ready.bank.answers:
        for fact in answer.facts:
            topics.setdefault(fact, answer.topic)
    return summarise(_judge(row, number, ready, policy, topics) for number, row in enumerate(rows, 2))


def _judge(
    row: LabelledRow,
    number: int,
    ready: Ready,
    policy: Policy,
    topics: Mapping[str, str],
) -> Judged:
    question = row.as_question(number)
    match = ready.matcher.match(question, row.language, scope=policy.scope, explain=False)
    settled = settle(question, match, ready.bank, policy)
    return judge(
        row,
        filled=settled.outcome is Outcome.FILLED,
        answers=settled.answers,
        facts=frozenset(settled.facts),
        verdict=settled.verdict,
        candidates=match.candidates,
        confidence=match.confidence,
        reason=settled.reason,
        topic=_topic(row, topics),
        first=_first(match, ready.bank),
    )


def _first(match: Match, bank: AnswerBank) -> tuple[frozenset[str], Verdict]:
    """What the first candidate cites and says; where two answers go together, both."""
    if not match.candidates:
        return frozenset(), Verdict.NONE
    best = match.candidates[0]
    facts = {fact for name in match.together or (best.answer_id,) for fact in bank.by_id[name].facts}
    return frozenset(facts), best.verdict


def _topic(row: LabelledRow, topics: Mapping[str, str]) -> str:
    """The topic of the first fact that the row wants."""
    wanted = [fact for needed in row.facts for fact in sorted(needed)]
    return next((topics[fact] for fact in wanted if fact in topics), OUTSIDE)
