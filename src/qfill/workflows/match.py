"""What the bank has for one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qfill.answering import Settled, settle
from qfill.language.detect import detect
from qfill.matching import Match
from qfill.model import Question, Role, SheetCell
from qfill.settings import Settings
from qfill.workflows.ready import policy_of, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchResult:
    """One question with its candidates and what a fill would make of it."""

    text: str
    language: str
    match: Match
    settled: Settled


def match_text(text: str, settings: Settings, today: date) -> MatchResult:
    """The candidates for a text; raises BankError."""
    ready = prepare(settings)
    language = detect(text) if settings.language == "auto" else settings.language
    # One free cell beside it, so that what a fill would write can be shown.
    targets = {Role.COMMENT: SheetCell("", 1, 2)}
    question = Question(place=SheetCell("", 1, 1), text=text, row=1, targets=targets)
    policy = policy_of(settings, language, today)
    match = ready.matcher.match(question, language, scope=policy.scope)
    settled = settle(question, match, ready.bank, policy)
    return MatchResult(text=text, language=language, match=match, settled=settled)
