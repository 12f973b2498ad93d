"""What the bank answers of CAIQ v4, or of any questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qfill.bank import AnswerBank, load_bank
from qfill.bank.revision import bank_at
from qfill.bank.shipped import caiq_template
from qfill.evaluation.coverage import Change, Coverage, Covered, changes, cover
from qfill.files import open_file
from qfill.language.detect import main_language
from qfill.model import Question
from qfill.settings import Settings
from qfill.workflows.layouts import completed_layout
from qfill.workflows.ready import matcher_of, policy_of
from qfill.workflows.rows import settle_rows

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageResult:
    """The coverage now and, where a revision was named, then; `changes` are the rows that differ."""

    coverage: Coverage
    bank: AnswerBank
    today: date
    against: str = ""
    before: Coverage | None = None
    changes: tuple[Change, ...] = ()


def coverage(
    questionnaire: Path | None,
    settings: Settings,
    today: date,
    *,
    against: str = "",
    progress: Progress | None = None,
) -> CoverageResult:
    """Match every question of a questionnaire (None: CAIQ v4) with the bank; raises QfillError."""
    bank = load_bank(settings.bank)
    old = bank_at(settings.bank, against) if against else None
    path = questionnaire or caiq_template()
    questions = questions_of(path)
    name = path.name
    now = cover_bank(bank, questions, name, settings, today, progress)
    if old is None:
        return CoverageResult(coverage=now, bank=bank, today=today)
    before = cover_bank(old, questions, name, settings, today, progress)
    return CoverageResult(
        coverage=now, bank=bank, today=today, against=against, before=before, changes=changes(before, now)
    )


def questions_of(path: Path) -> tuple[Question, ...]:
    """A questionnaire's questions, those that are answered already included; raises QuestionnaireError."""
    return completed_layout(open_file(path)).questions


def cover_bank(
    bank: AnswerBank,
    questions: Iterable[Question],
    name: str,
    settings: Settings,
    today: date,
    progress: Progress | None = None,
) -> Coverage:
    """What a bank would do with questions, by the path that a fill takes."""
    asked = tuple(questions)
    language = settings.language
    if language == "auto":
        language = main_language(question.text for question in asked)
    policy = policy_of(settings, language, today)
    rows = settle_rows(asked, bank, matcher_of(bank, settings), policy, progress=progress)
    return cover(
        name,
        (
            Covered(
                question=row.question,
                outcome=row.settled.outcome,
                answers=row.settled.answers,
                text=row.settled.text,
                nearest=row.candidates[0].answer_id if row.candidates else "",
                confidence=row.settled.confidence,
                reason=row.settled.reason,
            )
            for row in rows
        ),
    )
