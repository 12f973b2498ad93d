"""Measure a bank and the matcher on labelled rows, by the very path that a fill takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from qfill.answering import Policy, settle
from qfill.bank import AnswerBank
from qfill.evaluation.evaluate import Evaluation, Judged, judge, summarise
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.matching import Match, Matcher
from qfill.model import Outcome, Verdict
from qfill.settings import SEMANTIC_FROM, Settings
from qfill.workflows.ready import prepare

OUTSIDE = "outside the bank"
"""The topic of rows that want no fact."""


def evaluate(
    labelled: Iterable[Path],
    bank: Path,
    *,
    accept: float,
    suggest: float,
    semantic: Path | None = None,
    semantic_from: float = SEMANTIC_FROM,
    today: date = date.min,
) -> Evaluation:
    """The figures over all rows of the files; raises QfillError for files that can't be read."""
    rows = [row for path in labelled for row in read_labelled(path)]
    settings = Settings(
        bank=bank, accept=accept, suggest=suggest, semantic=semantic, semantic_from=semantic_from
    )
    ready = prepare(settings)
    return evaluate_rows(rows, ready.bank, ready.matcher, accept=accept, suggest=suggest, today=today)


def evaluate_rows(
    rows: Iterable[LabelledRow],
    bank: AnswerBank,
    matcher: Matcher,
    *,
    accept: float,
    suggest: float,
    today: date = date.min,
) -> Evaluation:
    """The figures over rows, as a fill on the day `today` would treat them.

    The day tells whether a learnt answer is fresh enough for what is asked about a time. No dates
    come into a label, so whether an answer is overdue does not count.
    """
    policy = Policy(accept=accept, suggest=suggest, language="auto", today=today)
    topics: dict[str, str] = {}
    for answer in bank.answers:
        for fact in answer.facts:
            topics.setdefault(fact, answer.topic)
    return summarise(_judge(row, number, bank, matcher, policy, topics) for number, row in enumerate(rows, 2))


def _judge(
    row: LabelledRow,
    number: int,
    bank: AnswerBank,
    matcher: Matcher,
    policy: Policy,
    topics: Mapping[str, str],
) -> Judged:
    question = row.as_question(number)
    match = matcher.match(question, row.language, scope=policy.scope, explain=False)
    settled = settle(question, match, bank, policy)
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
        first=_first(match, bank),
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
