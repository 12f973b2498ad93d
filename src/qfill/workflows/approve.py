"""Approve answers: from then on they may be filled, and count as reviewed that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qfill.bank import load_bank
from qfill.bank.reader import EVERY
from qfill.bank.splice import BankEditor
from qfill.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveResult:
    """The ids approved in the bank's order, those that stood so already; the change, if asked for."""

    approved: tuple[str, ...]
    unchanged: tuple[str, ...]
    written: tuple[Path, ...]
    diff: str


def approve(
    folder: Path,
    ids: Sequence[str],
    today: date,
    *,
    every: bool = False,
    owner: str = "",
    review_every: str = "",
    with_diff: bool = False,
) -> ApproveResult:
    """Set `status: approved` and `reviewed` of the answers named, or with `every` of all drafts.

    An answer that is approved already counts as reviewed anew. `owner` and `review_every` are
    put where an answer says neither. Raises UsageError for ids that the bank does not hold
    and for a review_every that is no length of time, and then nothing has been written.
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
    return ApproveResult(
        approved=tuple(changed),
        unchanged=tuple(unchanged),
        written=editor.save() if changed else (),
        diff=diff,
    )
