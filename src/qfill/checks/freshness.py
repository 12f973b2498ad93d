"""QF2, freshness: who keeps an answer true, and when somebody last looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qfill.bank.overdue import due
from qfill.checks.bench import Bench
from qfill.checks.rule import Finding, Severity, rule
from qfill.model import Answer


@rule("QF201", "review overdue", Severity.ERROR, failing="reviewed: 2024-01-15\nreview_every: 12 months")
def overdue_review(bench: Bench) -> Iterator[Finding]:
    """The day of an answer's next review (`reviewed` and `review_every`) has passed.

    It is still filled and named in the summary, unless the settings say `stale = "review"`.
    """
    for answer in bench.bank.answers:
        day = due(answer)
        if answer.approved and day is not None and day < bench.today:
            yield bench.finding(
                "QF201",
                answer,
                f"{answer.id} was last reviewed on {answer.reviewed} and due on {day}",
                "reviewed",
                hint=f"{_keeper(answer)} reads it against its facts and sets the date",
            )


@rule("QF202", "review due soon", Severity.WARNING, failing="reviewed: 2025-06-20\nreview_every: 12 months")
def review_soon(bench: Bench) -> Iterator[Finding]:
    """The next review falls due within 30 days (`due-within` in the settings)."""
    last = bench.today + timedelta(days=bench.options.due_within)
    for answer in bench.bank.answers:
        day = due(answer)
        if answer.approved and day is not None and bench.today <= day <= last:
            yield bench.finding(
                "QF202",
                answer,
                f"{answer.id} is due for review on {day}",
                "reviewed",
                hint=f"{_keeper(answer)} reads it against its facts and sets the date",
            )


@rule("QF203", "no owner", Severity.ERROR, failing='owner: ""')
def no_owner(bench: Bench) -> Iterator[Finding]:
    """Nobody keeps the answer true: `owner` is missing."""
    for answer in bench.bank.answers:
        if answer.id and not answer.owner:
            yield bench.finding(
                "QF203", answer, f"{answer.id} has no owner", "owner", hint="name a role or a team that stays"
            )


@rule(
    "QF204",
    "draft for too long",
    Severity.WARNING,
    passing="status: draft\nreviewed: 2026-05-20",
    failing="status: draft\nreviewed: 2026-02-01",
)
def old_draft(bench: Bench) -> Iterator[Finding]:
    """An answer has been a draft for more than 60 days (`draft-days` in the settings).

    A draft's age is that of its `reviewed` date, else of the newest source that it cites.
    """
    for answer in bench.bank.answers:
        since = answer.reviewed or _newest_source(bench, answer)
        if answer.approved or since is None:
            continue
        if since + timedelta(days=bench.options.draft_days) < bench.today:
            yield bench.finding(
                "QF204",
                answer,
                f"{answer.id} has been a draft since {since}",
                "status",
                hint=f"approve it (qfill bank approve {answer.id}) or delete it",
            )


@rule("QF205", "no date of review", Severity.ERROR, failing='reviewed: ""')
def never_reviewed(bench: Bench) -> Iterator[Finding]:
    """An approved answer does not say when it was reviewed or how often, so it never goes stale."""
    for answer in bench.bank.answers:
        if not answer.approved:
            continue
        missing = [
            key
            for key, value in (("reviewed", answer.reviewed), ("review_every", answer.review_every))
            if not value
        ]
        if missing:
            yield bench.finding(
                "QF205",
                answer,
                f"{answer.id} says nothing of {' and '.join(missing)}",
                missing[0],
                hint="write reviewed: YYYY-MM-DD and review_every: 12 months",
            )


def _keeper(answer: Answer) -> str:
    return answer.owner or "its owner"


def _newest_source(bench: Bench, answer: Answer) -> date | None:
    register = bench.bank.register
    facts = [register.facts[fact] for fact in answer.facts if fact in register.facts]
    dates = [found.date for fact in facts if (found := register.source(fact)).date is not None]
    return max((day for day in dates if day is not None), default=None)
