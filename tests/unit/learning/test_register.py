"""What was learnt, in the bank's files."""

from __future__ import annotations

from pathlib import Path

from tests.unit.learning.rows import given

from qfill.bank import AnswerBank
from qfill.bank.splice import open_editor
from qfill.learning.completed import Given
from qfill.learning.lessons import lessons
from qfill.learning.register import learnt_already, register
from qfill.model import Ownership, Verdict

ASKED = "Is data backed up every day?"


def put(folder: Path, rows: list[Given], *files: str, **scope: list[str]) -> AnswerBank:
    editor = open_editor(folder)
    known = editor.bank()
    named = [(file, "2025-01-01") for file in files]
    register(editor, lessons(rows, known.answers, scope), named, known=known, applies_to=scope)
    editor.save()
    return editor.bank()


def test_drafts_cite_the_cells_that_they_were_read_from(tmp_path: Path) -> None:
    rows = [
        given(0, ASKED, Verdict.YES, "Daily.", question_id="BCR-08.1", ownership=Ownership.CSP),
        given(1, ASKED, Verdict.YES, "Each night.", question_id="BCR-08.1"),
    ]
    bank = put(tmp_path / "answers", rows, "a.xlsx", "b.xlsx", product=["Studio"])
    (answer,) = bank.answers
    assert (answer.status, answer.verdict, answer.text["en"]) == ("draft", Verdict.YES, "Each night.")
    assert answer.id == "bcr-08-1-is-data-backed-up-every-day"
    assert (answer.controls, answer.ownership) == (("BCR-08.1",), Ownership.CSP)
    assert answer.applies_to == {"product": ("Studio",)}
    assert [bank.register.facts[fact].place for fact in answer.facts] == ["S!C3", "S!C2"]
    assert [(source.file, str(source.date)) for source in bank.register.sources] == [
        ("a.xlsx", "2025-01-01"),
        ("b.xlsx", "2025-01-01"),
    ]


def test_a_verdict_alone_is_said_as_a_word(tmp_path: Path) -> None:
    rows = [given(0, "Säkerhetskopieras data varje dag?", Verdict.NO, language="sv")]
    (answer,) = put(tmp_path / "answers", rows, "a.csv").answers
    assert answer.text == {"sv": "Nej."}


def test_a_later_file_adds_its_sources_to_what_the_bank_says(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    (first,) = put(folder, [given(0, ASKED, Verdict.YES, "Daily.")], "a.xlsx").answers
    bank = put(
        folder, [given(0, ASKED, Verdict.YES, "Nightly."), given(0, "Is it so?", Verdict.NO)], "b.xlsx"
    )
    answer, other = bank.answers
    assert (answer.id, answer.text, answer.facts[0]) == (first.id, {"en": "Daily."}, first.facts[0])
    assert [bank.register.source(bank.register.facts[fact]).file for fact in answer.facts] == [
        "a.xlsx",
        "b.xlsx",
    ]
    assert other.verdict is Verdict.NO


def test_the_same_file_is_known_again(tmp_path: Path) -> None:
    rows = [given(0, ASKED, Verdict.YES, "Daily, and: # nightly. " + "All of it is. " * 40 + "So.")]
    bank = put(tmp_path / "answers", rows, "a.xlsx")
    assert learnt_already(bank, "a.xlsx", rows)
    assert not learnt_already(bank, "b.xlsx", rows)
    assert not learnt_already(bank, "a.xlsx", [given(0, ASKED, Verdict.NO)])


def test_only_ids_of_the_standard_are_controls(tmp_path: Path) -> None:
    rows = [given(0, ASKED, Verdict.YES, question_id="COMP-01"), given(0, "Is it so?", Verdict.NO)]
    assert [one.controls for one in put(tmp_path / "answers", rows, "a.csv").answers] == [(), ()]


def test_a_wording_stands_once_however_it_is_punctuated(tmp_path: Path) -> None:
    rows = [given(0, "Is DATA backed up, every day", Verdict.YES), given(1, ASKED, Verdict.YES)]
    (answer,) = put(tmp_path / "answers", rows, "a.csv", "b.csv").answers
    assert answer.phrasings == {"en": (ASKED,)}
