"""Measure a bank and the matcher on labelled rows, by the very path that a fill takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from qfill.answering import Policy, settle
from qfill.bank import AnswerBank, load_bank
from qfill.evaluation.evaluate import Evaluation, Judged, judge, summarise
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.matching import Matcher
from qfill.model import Outcome


def evaluate(labelled: Iterable[Path], bank: Path, *, accept: float, suggest: float) -> Evaluation:
    """The figures over all rows of the files; raises QfillError for files that can't be read."""
    rows = [row for path in labelled for row in read_labelled(path)]
    loaded = load_bank(bank)
    return evaluate_rows(rows, loaded, Matcher(loaded.answers), accept=accept, suggest=suggest)


def evaluate_rows(
    rows: Iterable[LabelledRow], bank: AnswerBank, matcher: Matcher, *, accept: float, suggest: float
) -> Evaluation:
    """The figures over rows."""
    return summarise(
        _judge(row, number, bank, matcher, accept, suggest) for number, row in enumerate(rows, 2)
    )


def _judge(
    row: LabelledRow, number: int, bank: AnswerBank, matcher: Matcher, accept: float, suggest: float
) -> Judged:
    question = row.as_question(number)
    match = matcher.match(question, row.language, explain=False)
    # No dates come into a label, so nothing is overdue on the day that the figures are made for.
    policy = Policy(accept=accept, suggest=suggest, language="auto", today=date.min)
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
    )
