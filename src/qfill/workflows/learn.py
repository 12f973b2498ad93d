"""Learn draft answers from completed questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from qfill.bank.splice import open_editor
from qfill.errors import QuestionnaireError
from qfill.files import QuestionnaireFile, open_file
from qfill.files.saved import last_saved
from qfill.language.detect import main_language
from qfill.language.lexicon_data import load_lexicon
from qfill.layout import LayoutHints
from qfill.learning.completed import Given, customers, given_rows
from qfill.learning.lessons import Contradiction, Learnt, lessons
from qfill.learning.register import learnt_already, register
from qfill.matching.cache import Readings, cache_path
from qfill.model import Question
from qfill.workflows.layouts import completed_layout


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnResult:
    """What was learnt: the new drafts' ids, rows read by file, what the files say, the files written.

    `borne_out`: the bank's answers that the files agree with. `differing`: answers on whose
    verdict the files agree while their texts name other dates, figures or names. `strangers`: the
    companies and addresses in a draft's text, by its id, that the bank does not know. `again`: files
    that the register holds already. `disordered`: pairs of files of which the one given first
    was saved last.
    """

    ids: tuple[str, ...]
    rows: Mapping[Path, int]
    contradictions: tuple[Contradiction, ...]
    differing: tuple[Learnt, ...]
    strangers: Mapping[str, tuple[str, ...]]
    borne_out: tuple[str, ...]
    files: tuple[Path, ...]
    again: tuple[Path, ...]
    disordered: tuple[tuple[Path, Path], ...]
    written: tuple[Path, ...]


def answered_rows(path: Path, number: int = 0, hints: LayoutHints | None = None) -> list[Given]:
    """The rows of a completed questionnaire that hold an answer; raises QfillError.

    `number` is the file's among several. `hints` are those for the form that is answered now,
    which may fit this one too.
    """
    return _rows(_questions(open_file(path), hints), number)


def _questions(file: QuestionnaireFile, hints: LayoutHints | None = None) -> Sequence[Question]:
    return completed_layout(file, hints).questions


def _rows(questions: Sequence[Question], number: int) -> list[Given]:
    return given_rows(number, questions, main_language(question.text for question in questions))


def learn(files: Sequence[Path], bank: Path, *, scope: Mapping[str, Sequence[str]]) -> LearnResult:
    """Read completed questionnaires into drafts of a bank, which is made where it is missing.

    The newest file comes last. Raises QfillError, and then nothing has been written.
    """
    editor = open_editor(bank)
    known = editor.bank()
    rows: list[Given] = []
    counts: dict[Path, int] = {}
    days: list[date | None] = []
    again: list[Path] = []
    asking: set[str] = set()
    for number, path in enumerate(files):
        file = open_file(path)
        questions = _questions(file)
        asking |= customers(questions)
        found = _rows(questions, number)
        counts[path] = len(found)
        days.append(last_saved(file))
        if found and learnt_already(known, path.name, found):
            again.append(path)
        else:
            rows += found
    if not any(counts.values()):
        raise QuestionnaireError(
            "none of the files holds an answer", hint="learn from questionnaires that were filled in before"
        )
    learnt = lessons(rows, known.answers, scope, readings=Readings(load_lexicon(), cache_path(known.sha256)))
    ids = register(
        editor,
        learnt,
        [(path.name, day.isoformat() if day else "") for path, day in zip(files, days, strict=True)],
        known=known,
        applies_to=scope,
    )
    new = [one for one in learnt.answers if not one.known]
    heard = f"{known.profiled} {known.documented}"
    written = editor.save()
    dated = [(path, day) for path, day in zip(files, days, strict=True) if day is not None]
    return LearnResult(
        ids=tuple(ids),
        rows=counts,
        contradictions=learnt.contradictions,
        differing=tuple(one for one in learnt.answers if one.differs),
        strangers={
            name: named for name, one in zip(ids, new, strict=True) if (named := one.strangers(heard, asking))
        },
        borne_out=tuple(dict.fromkeys(one.known for one in learnt.answers if one.known)),
        files=tuple(files),
        again=tuple(again),
        disordered=tuple((first, second) for (first, day), (second, later) in pairwise(dated) if day > later),
        written=written,
    )
