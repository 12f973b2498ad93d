"""What several files say together."""

from __future__ import annotations

from tests.unit.learning.rows import given

from qfill.learning.lessons import lessons
from qfill.model import Answer, Verdict

ASKED = "Is customer data backed up each day?"


def held(verdict: Verdict, **scope: str) -> Answer:
    return Answer(
        id="held",
        topic="t",
        verdict=verdict,
        phrasings={"en": (ASKED,)},
        text={"en": "As said."},
        applies_to={key: (value,) for key, value in scope.items()},
    )


def test_files_that_agree_give_one_answer_worded_by_the_last() -> None:
    rows = [given(0, "Is it so?", Verdict.YES, "Old."), given(1, "is it SO", Verdict.YES, "New.")]
    found = lessons(rows)
    assert [learnt.last.text for learnt in found.answers] == ["New."]
    assert len(found.answers[0].rows) == 2
    assert found.contradictions == ()


def test_the_newest_text_is_taken_where_the_newest_row_has_none() -> None:
    rows = [
        given(0, ASKED, Verdict.YES, "Old."),
        given(1, ASKED, Verdict.YES, "New."),
        given(2, ASKED, Verdict.YES),
    ]
    assert [learnt.last.text for learnt in lessons(rows).answers] == ["New."]


def test_another_spelling_asks_the_same() -> None:
    rows = [
        given(0, "Do you store backups off-site?", Verdict.YES),
        given(1, "Do you store backups offsite?", Verdict.NO),
    ]
    (found,) = lessons(rows).contradictions
    assert {side.verdict for side in found.sides} == {Verdict.YES, Verdict.NO}


def test_dates_and_names_in_a_question_keep_it_apart() -> None:
    rows = [
        given(0, "Were you audited by Alder in 2024?", Verdict.YES),
        given(0, "Were you audited by Alder in 2025?", Verdict.NO),
        given(0, "Were you audited by Birch in 2025?", Verdict.YES),
    ]
    found = lessons(rows)
    assert len(found.answers) == 3
    assert found.contradictions == ()


def test_dates_and_names_in_the_texts_are_told_and_the_newest_taken() -> None:
    rows = [
        given(0, ASKED, Verdict.YES, "Yes, Alder is since March 2023."),
        given(1, ASKED, Verdict.YES, "Yes, Birch is since March 2024."),
        given(0, "Is it tested by people too?", Verdict.YES, "By all of them."),
        given(1, "Is it tested by people too?", Verdict.YES, "By every one."),
    ]
    first, second = lessons(rows).answers
    assert (first.differs, first.last.text) == (True, "Yes, Birch is since March 2024.")
    assert not second.differs


def test_files_that_disagree_are_told_and_kept_apart_the_weightier_first() -> None:
    rows = [given(0, ASKED, Verdict.NO), given(1, ASKED, Verdict.NO), given(2, ASKED, Verdict.YES)]
    found = lessons(rows)
    assert [learnt.verdict for learnt in found.answers] == [Verdict.NO, Verdict.YES]
    (told,) = found.contradictions
    assert [[row.file for row in side.rows] for side in told.sides] == [[1, 0], [2]]
    rows = [given(0, ASKED, Verdict.NO), given(1, ASKED, Verdict.YES)]
    assert [learnt.verdict for learnt in lessons(rows).answers] == [Verdict.YES, Verdict.NO]


def test_a_comment_without_a_verdict_contradicts_nothing() -> None:
    rows = [given(0, ASKED, Verdict.YES, "Old."), given(1, ASKED, Verdict.NONE, "Unsaid.")]
    found = lessons(rows)
    assert [(learnt.verdict, learnt.last.text, len(learnt.rows)) for learnt in found.answers] == [
        (Verdict.YES, "Old.", 2)
    ]
    assert found.contradictions == ()


def test_terse_questions_are_told_apart_by_their_context() -> None:
    found = lessons(
        [
            given(0, "Describe.", Verdict.NONE, "Daily.", context="Backups"),
            given(0, "Describe.", Verdict.NONE, "Yearly.", context="Penetration tests"),
        ]
    )
    assert len(found.answers) == 2


def test_a_question_that_one_file_asks_under_two_headings_is_two() -> None:
    asked = "How often is this done by your staff?"
    found = lessons(
        [
            given(0, asked, Verdict.NONE, "Daily.", context="Backups"),
            given(0, asked, Verdict.NONE, "Yearly.", context="Penetration tests"),
            given(1, asked, Verdict.NONE, "Weekly.", context="Backups"),
        ]
    )
    assert [[row.text for row in learnt.rows] for learnt in found.answers] == [
        ["Weekly.", "Daily."],
        ["Yearly."],
    ]


def test_what_the_bank_says_already_is_borne_out_or_contradicted() -> None:
    (same,) = lessons([given(0, ASKED, Verdict.YES)], [held(Verdict.YES)]).answers
    assert same.known == "held"
    found = lessons([given(0, ASKED, Verdict.NO)], [held(Verdict.YES)])
    assert [one.known for one in found.answers] == [""]
    assert [told.held and told.held.id for told in found.contradictions] == ["held"]


def test_another_products_answer_is_no_contradiction() -> None:
    rows = [given(0, ASKED, Verdict.NO)]
    alder = [held(Verdict.YES, product="Alder")]
    assert lessons(rows, alder, {"product": ["Birch"]}).contradictions == ()
    assert len(lessons(rows, alder, {"product": ["alder"]}).contradictions) == 1
    assert len(lessons(rows, alder, {"region": ["Norway"]}).contradictions) == 1
    assert len(lessons(rows, [held(Verdict.YES)], {"product": ["Birch"]}).contradictions) == 1
