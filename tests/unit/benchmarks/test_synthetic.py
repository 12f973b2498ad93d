"""The synthetic banks and questionnaires: the same at every run, and as large as was asked for."""

from __future__ import annotations

from pathlib import Path

from benchmarks.synthetic import answers, questionnaire, questions

from qfill.files import open_file
from qfill.layout import LayoutHints, read_layout


def test_a_bank_is_the_same_each_time_and_no_wording_stands_twice() -> None:
    bank = answers(300)
    assert bank == answers(300)
    assert bank[:100] == answers(100)
    assert len({answer.id for answer in bank}) == 300
    wordings = [text for answer in bank for texts in answer.phrasings.values() for text in texts]
    assert len(wordings) == 17 * 300
    assert len(set(wordings)) == len(wordings)


def test_questions_ask_for_answers_of_the_bank_in_other_wordings() -> None:
    bank = answers(50)
    known = {text for answer in bank for texts in answer.phrasings.values() for text in texts}
    asked = list(questions(80, 50))
    assert asked == list(questions(80, 50))
    assert {wanted for _, wanted in asked} <= {answer.id for answer in bank}
    assert not known.intersection(text for text, _ in asked)


def test_a_questionnaire_holds_as_many_questions(tmp_path: Path) -> None:
    path = questionnaire(tmp_path / "asked.xlsx", 12)
    (sheet,) = read_layout(open_file(path).grids, LayoutHints()).sheets
    assert [question.question_id for question in sheet.questions] == [f"Q-{n}" for n in range(1, 13)]
    assert all(question.options == ("Yes", "No", "N/A") for question in sheet.questions)
