"""Approve answers: from then on they may be filled, and count as reviewed that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qfill.bank import AnswerBank, load_bank
from qfill.bank.reader import EVERY
from qfill.bank.splice import BankEditor
from qfill.checks import Bench, Finding, Severity, examine
from qfill.errors import UsageError
from qfill.settings import CheckSettings

# Families that tell of no text: who keeps an answer and until when, and what the bank lacks.
_NOT_SAID = ("QF2", "QF4")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveResult:
    """The ids approved in the bank's order, those that stood so already; the change, if asked for.

    `errors`: what the check now finds wrong with what the approved answers say.
    """

    approved: tuple[str, ...]
    unchanged: tuple[str, ...]
    written: tuple[Path, ...]
    diff: str
    errors: tuple[Finding, ...] = ()


def approve(
    folder: Path,
    ids: Sequence[str],
    today: date,
    *,
    every: bool = False,
    owner: str = "",
    review_every: str = "",
    with_diff: bool = False,
    rules: CheckSettings | None = None,
) -> ApproveResult:
    """Set `status: approved` and `reviewed` of the answers named, or with `every` of all drafts.

    An answer that is approved already counts as reviewed anew. `owner` and `review_every` are
    put where an answer says neither; `rules` say what the check looks for. Raises UsageError for
    ids that the bank does not hold and for a review_every that is no length of time, and then
    nothing has been written.
    """
    if review_every and not EVERY.match(review_every):
        raise UsageError(
            f"--review-every {review_every}: not a length of time", hint="write it like '12 months'"
        )
    bank = load_bank(folder)
    named = {answer.id for answer in bank.find(ids)}
    editor = BankEditor(bank)
    changed: list[str] = []
    unchanged: list[str] = []
    for answer in bank.answers:
        if not (answer.id in named or (every and not answer.approved)):
            continue
        missing = {
            key: text
            for key, text, held in (
                ("owner", owner, answer.owner),
                ("review_every", review_every, answer.review_every),
            )
            if text and not held
        }
        if answer.approved and answer.reviewed == today and not missing:
            unchanged.append(answer.id)
            continue
        for key, text in missing.items():
            editor.set_text(answer.id, key, text)
        if not answer.approved:
            editor.set_text(answer.id, "status", "approved")
        editor.set_text(answer.id, "reviewed", today.isoformat())
        changed.append(answer.id)
    diff = editor.diff() if with_diff else ""  # of a thousand answers it takes long
    errors = _errors(editor.bank(), changed, today, rules or CheckSettings()) if changed else ()
    return ApproveResult(
        approved=tuple(changed),
        errors=tuple(errors),
        unchanged=tuple(unchanged),
        written=editor.save() if changed else (),
        diff=diff,
    )


def _errors(
    bank: AnswerBank, approved: Sequence[str], today: date, rules: CheckSettings
) -> Iterator[Finding]:
    """The errors of the check that name an approved answer, but for keepers, dates and gaps."""
    for finding in examine(Bench(bank=bank, today=today, options=rules)).findings:
        named = finding.answer in approved or not set(approved).isdisjoint(finding.message.split())
        if finding.severity is Severity.ERROR and finding.code[:3] not in _NOT_SAID and named:
            yield finding
