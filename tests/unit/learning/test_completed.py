"""Rows of completed questionnaires into answers."""

from __future__ import annotations

from pathlib import Path

from qfill.bank.splice import open_editor
from qfill.learning.completed import Given, given_rows, lessons, register
from qfill.model import Ownership, Question, Role, SheetCell, Verdict


def given(file: int, question: str, verdict: Verdict, text: str = "", **changes: object) -> Given:
    found: dict[str, object] = {
        "file": file, "question": question, "question_id": "", "context": "", "language": "en",
        "verdict": verdict, "text": text, "ownership": None, "place": f"S!C{file + 2}", **changes,
    }  # fmt: skip
    return Given(**found)  # type: ignore[arg-type]


def asked(text: str, skip: str = "already answered", **existing: str) -> Question:
    roles = {Role(name): value for name, value in existing.items()}
    return Question(
        place=SheetCell("S", 2, 2),
        text=text,
        sheet="S",
        row=2,
        targets={role: SheetCell("S", 2, number) for number, role in enumerate(roles, 3)},
        existing=roles,
        skip=skip,
    )


def test_a_rows_verdict_comes_from_its_dropdown_its_tick_or_its_text() -> None:
    rows = [
        asked("Is data stored encrypted at rest?", answer="Yes", comment="With AES."),
        asked("Is data kept in the country?", no="x", comment="Abroad."),
        asked("Is there a team for security incidents?", answer="Yes, there is a CSIRT."),
        asked("Describe how backups are taken.", answer="Every day."),
        asked("Is this row left empty by the vendor?", skip=""),
    ]
    found = given_rows(0, rows, "en")
    assert [(row.verdict, row.text) for row in found] == [
        (Verdict.YES, "With AES."),
        (Verdict.NO, "Abroad."),
        (Verdict.YES, "Yes, there is a CSIRT."),
        (Verdict.NONE, "Every day."),
    ]


def test_files_that_agree_give_one_answer_worded_by_the_last() -> None:
    rows = [given(0, "Is it so?", Verdict.YES, "Old."), given(1, "is it SO", Verdict.YES, "New.")]
    found = lessons(rows)
    assert [learnt.last.text for learnt in found.answers] == ["New."]
    assert len(found.answers[0].rows) == 2
    assert found.contradictions == ()


def test_files_that_disagree_are_told_and_kept_apart() -> None:
    found = lessons(
        [given(0, "Is it so at all times?", Verdict.YES), given(1, "Is it so at all times?", Verdict.NO)]
    )
    assert {learnt.last.verdict for learnt in found.answers} == {Verdict.YES, Verdict.NO}
    assert len(found.contradictions) == 1


def test_terse_questions_are_told_apart_by_their_context() -> None:
    found = lessons(
        [
            given(0, "Describe.", Verdict.NONE, "Daily.", context="Backups"),
            given(0, "Describe.", Verdict.NONE, "Yearly.", context="Penetration tests"),
        ]
    )
    assert len(found.answers) == 2


def test_drafts_cite_the_cells_that_they_were_read_from(tmp_path: Path) -> None:
    editor = open_editor(tmp_path / "answers")
    rows = [
        given(0, "Is data backed up every day?", Verdict.YES, "Daily.", question_id="BCR-08.1",
              ownership=Ownership.CSP),
        given(1, "Is data backed up every day?", Verdict.YES, "Each night.", question_id="BCR-08.1"),
    ]  # fmt: skip
    ids = register(
        editor, lessons(rows), [("a.xlsx", "2025-01-01"), ("b.xlsx", "")],
        known_ids=(), known_sources=(), applies_to={"product": ["Studio"]},
    )  # fmt: skip
    editor.save()
    bank = editor.bank()
    (answer,) = bank.answers
    assert [answer.id] == ids
    assert (answer.status, answer.verdict, answer.text["en"]) == ("draft", Verdict.YES, "Each night.")
    assert answer.controls == ("BCR-08.1",)
    assert answer.applies_to == {"product": ("Studio",)}
    assert [bank.register.facts[fact].place for fact in answer.facts] == ["S!C3", "S!C2"]
    assert [source.file for source in bank.register.sources] == ["a.xlsx", "b.xlsx"]
