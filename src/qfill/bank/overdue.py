"""When an answer is due for its next review."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from qfill.bank.reader import EVERY
from qfill.model import Answer


def due(answer: Answer) -> date | None:
    """The day on which the next review is due; None where the answer has no date or no interval."""
    found = EVERY.match(answer.review_every)
    if answer.reviewed is None or found is None:
        return None
    number, unit = int(found[1]), found[2].rstrip("s")
    try:
        if unit == "day":
            return answer.reviewed + timedelta(days=number)
        if unit == "week":
            return answer.reviewed + timedelta(weeks=number)
        months = number * (12 if unit == "year" else 1)
        year, month = divmod(answer.reviewed.year * 12 + answer.reviewed.month - 1 + months, 12)
        day = min(answer.reviewed.day, monthrange(year, month + 1)[1])
        return date(year, month + 1, day)
    except (OverflowError, ValueError):
        return None  # beyond the calendar: never due


def overdue(answer: Answer, today: date) -> bool:
    """Whether the day of the next review has passed."""
    day = due(answer)
    return day is not None and day < today
