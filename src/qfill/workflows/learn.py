"""Learn draft answers from completed questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qfill.bank.splice import open_editor
from qfill.errors import QuestionnaireError
from qfill.files import open_file
from qfill.language.detect import main_language
from qfill.layout import LayoutHints, read_layout
from qfill.learning.completed import Given, Learnt, given_rows, lessons, register


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnResult:
    """What was learnt: the new drafts' ids, rows read by file, contradictions, the files written."""

    ids: tuple[str, ...]
    rows: Mapping[Path, int]
    contradictions: tuple[tuple[Learnt, ...], ...]
    files: tuple[Path, ...]
    written: tuple[Path, ...]


def answered_rows(path: Path, number: int = 0) -> list[Given]:
    """The rows of a completed questionnaire that hold an answer; raises QfillError.

    `number` is the file's among several.
    """
    file = open_file(path)
    try:
        layout = read_layout(file.grids, LayoutHints(overwrite=True))
    except QuestionnaireError as error:
        message = f"{path}: {error.message}"
        raise QuestionnaireError(message, hint=error.hint, details=error.details) from None
    language = main_language(question.text for question in layout.questions)
    return given_rows(number, layout.questions, language)


def learn(
    files: Sequence[Path], bank: Path, *, scope: Mapping[str, Sequence[str]], dry_run: bool = False
) -> LearnResult:
    """Read completed questionnaires into drafts of a bank, which is made where it is missing.

    Raises QfillError, and then nothing has been written.
    """
    rows: list[Given] = []
    counts: dict[Path, int] = {}
    for number, path in enumerate(files):
        found = answered_rows(path, number)
        counts[path] = len(found)
        rows += found
    if not rows:
        raise QuestionnaireError(
            "none of the files holds an answer", hint="learn from questionnaires that were filled in before"
        )
    editor = open_editor(bank)
    known = editor.bank()
    found_lessons = lessons(rows)
    ids = register(
        editor,
        found_lessons,
        [(path.name, "") for path in files],
        known_ids=known.by_id,
        known_sources=[source.id for source in known.register.sources],
        applies_to=scope,
    )
    written = () if dry_run else editor.save()
    return LearnResult(
        ids=tuple(ids),
        rows=counts,
        contradictions=found_lessons.contradictions,
        files=tuple(files),
        written=tuple(written),
    )
