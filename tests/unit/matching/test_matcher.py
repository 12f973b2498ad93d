"""The matcher on a small invented bank."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qfill.matching import Matcher
from qfill.matching.reading import read
from qfill.model import Answer, CsvField, Question, Verdict

BANK = (
    Answer(
        id="rest",
        topic="encryption",
        verdict=Verdict.YES,
        phrasings={
            "en": ("Is stored data encrypted?", "Encryption at rest", "Is data encrypted at rest?"),
            "sv": ("Krypteras lagrad data?",),
        },
        text={"en": "Yes. All stored data is encrypted."},
        facts=("X1",),
    ),
    Answer(
        id="backup",
        topic="continuity",
        verdict=Verdict.YES,
        phrasings={"en": ("Is data backed up?", "Do you take backups of data?", "Backups")},
        text={"en": "Yes. Data is backed up for 30 days."},
        facts=("X2",),
    ),
    Answer(
        id="draft",
        topic="continuity",
        verdict=Verdict.YES,
        phrasings={"en": ("Is there a restore test?",)},
        text={"en": "Yes."},
        status="draft",
    ),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(BANK)


def _ask(text: str, **context: str) -> Question:
    return Question(place=CsvField(2, 1, "question"), text=text, **context)  # type: ignore[arg-type]


def test_the_right_answer_comes_first_in_every_language(matcher: Matcher) -> None:
    assert matcher.match(_ask("Is data at rest encrypted?"), "en", scope={}).candidates[0].answer_id == "rest"
    assert matcher.match(_ask("Är lagrad data krypterad?"), "sv", scope={}).candidates[0].answer_id == "rest"


def test_what_is_on_the_subject_helps_though_it_does_not_answer(matcher: Matcher) -> None:
    more = matcher.match(_ask("Is stored data encrypted with AES-256?"), "en", scope={})
    other = matcher.match(_ask("Is there a data protection officer?"), "en", scope={})
    plain = matcher.match(_ask("Is stored data encrypted?"), "en", scope={})
    assert more.confidence is not None
    assert more.confidence < 0.5 < more.helps
    assert other.helps < 0.5
    assert plain.helps >= (plain.confidence or 0.0) > 0.9


def test_a_draft_is_never_a_candidate(matcher: Matcher) -> None:
    found = matcher.match(_ask("Is there a restore test?"), "en", scope={})
    assert all(candidate.answer_id != "draft" for candidate in found.candidates)


def test_a_question_that_asks_for_more_is_less_sure_and_says_what_is_missing(matcher: Matcher) -> None:
    plain = matcher.match(_ask("Is data encrypted at rest?"), "en", scope={}).candidates[0]
    more = matcher.match(_ask("Is data encrypted at rest with AES-256?"), "en", scope={}).candidates[0]
    assert more.confidence < plain.confidence
    assert "aes 256" in more.missing


def test_a_number_that_no_answer_holds_is_guarded(matcher: Matcher) -> None:
    found = matcher.match(_ask("Are backups of data kept for 90 days?"), "en", scope={}).candidates[0]
    assert any("90" in guard for guard in found.guards)


def test_turned_polarity_turns_the_verdict(matcher: Matcher) -> None:
    assert (
        matcher.match(_ask("Is stored data unencrypted?"), "en", scope={}).candidates[0].verdict is Verdict.NO
    )


def test_an_open_question_has_no_verdict(matcher: Matcher) -> None:
    assert (
        matcher.match(_ask("How is stored data encrypted?"), "en", scope={}).candidates[0].verdict
        is Verdict.NONE
    )


def test_a_terse_row_is_read_with_its_parent(matcher: Matcher) -> None:
    assert (
        matcher.match(_ask("Describe.", parent="Do you take backups?"), "en", scope={})
        .candidates[0]
        .answer_id
        == "backup"
    )


@pytest.mark.parametrize(
    ("question", "terse"),
    [("Backups", False), ("Do you take backups?", False), ("Frequency?", True), ("Describe.", True)],
)
def test_a_row_that_names_a_topic_stands_without_its_heading(
    matcher: Matcher, question: str, terse: bool
) -> None:
    asked = matcher.asked(replace(_ask(question), section="Infrastructure and operations"), "en")
    assert asked.terse is terse


def test_the_heading_of_another_scope_keeps_a_short_row_from_being_filled(matcher: Matcher) -> None:
    plain = replace(_ask("Is data encrypted at rest?"), section="Data protection")
    laptops = replace(_ask("Is data encrypted at rest?"), section="Laptops and mobile phones")
    first = [matcher.match(one, "en", scope={}).candidates[0] for one in (plain, laptops)]
    assert [any("stands under" in guard for guard in one.guards) for one in first] == [False, True]


def test_every_candidate_explains_itself(matcher: Matcher) -> None:
    found = matcher.match(_ask("Is data encrypted at rest?"), "en", scope={}).candidates[0]
    assert found.because
    assert found.matched
    assert found.phrasing == "Is data encrypted at rest?"


def test_what_the_bank_knows_nothing_of_stays_below_any_threshold(matcher: Matcher) -> None:
    found = matcher.match(_ask("What is your annual revenue in EUR?"), "en", scope={})
    assert (found.confidence or 0) < 0.1


def test_the_order_of_answers_changes_nothing(matcher: Matcher) -> None:
    other = Matcher(tuple(reversed(BANK)))
    question = _ask("Are backups encrypted?")
    assert (
        matcher.match(question, "en", scope={}).candidates == other.match(question, "en", scope={}).candidates
    )


def test_examples_in_brackets_ask_for_nothing(matcher: Matcher) -> None:
    read_ = read("Is data (e.g., payroll, invoices) encrypted?", "en", matcher.lexicon)
    assert "~payrol" not in read_.keys


def test_a_negation_turns_the_verdict_and_two_go_to_a_person(matcher: Matcher) -> None:
    found = matcher.match(_ask("Is stored data not encrypted?"), "en", scope={}).candidates[0]
    assert (found.answer_id, found.verdict) == ("rest", Verdict.NO)
    found = matcher.match(_ask("Is no stored data left unencrypted?"), "en", scope={}).candidates[0]
    assert "more than one negation" in found.guards


def test_a_whole_sentence_stands_alone_under_any_heading(matcher: Matcher) -> None:
    found = matcher.match(_ask("Do you take backups of data?", section="Fire drills"), "en", scope={})
    assert found.candidates[0].answer_id == "backup"
    assert found.confidence is not None
    assert found.confidence >= 0.95


def test_two_answers_together_cover_a_compound_question(matcher: Matcher) -> None:
    found = matcher.match(_ask("Is stored data encrypted, and are backups taken?"), "en", scope={})
    assert set(found.together) <= {"rest", "backup"}
    assert {candidate.answer_id for candidate in found.candidates[:2]} == {"rest", "backup"}


def test_two_that_answer_together_stand_first_as_sure_as_both(matcher: Matcher) -> None:
    found = matcher.match(_ask("Do you encrypt stored data and take backups of data?"), "en", scope={})
    assert found.together == ("rest", "backup")
    assert [one.answer_id for one in found.candidates[:2]] == ["rest", "backup"]
    assert [one.confidence for one in found.candidates[:2]] == [found.confidence] * 2


def test_the_very_wording_of_one_answer_is_near_certain(matcher: Matcher) -> None:
    found = matcher.match(_ask("do you take BACKUPS of data"), "en", scope={})
    assert found.candidates[0].answer_id == "backup"
    assert found.confidence is not None
    assert found.confidence >= 0.95


def test_a_story_before_the_question_is_context(matcher: Matcher) -> None:
    story = "We are a small council and lost our archive in a flood years ago. Is data backed up?"
    found = matcher.match(_ask(story), "en", scope={}).candidates[0]
    assert found.answer_id == "backup"
    assert "flood" not in found.missing


def test_a_wording_that_asks_the_opposite_turns_the_verdict() -> None:
    fee = Answer(
        id="fee",
        topic="data",
        verdict=Verdict.YES,
        phrasings={"en": ("Is there a fee for an export of data?",)},
        turned={"en": ("Is an export of data free of charge?",)},
        text={"en": "Yes. A fee applies."},
        facts=("X9",),
    )
    verdicts = [
        Matcher((*BANK, fee)).match(_ask(text), "en", scope={}).candidates[0].verdict
        for text in ("Is an export of data free of charge?", "Is there a fee for an export of data?")
    ]
    assert verdicts == [Verdict.NO, Verdict.YES]


def test_a_follow_up_is_about_its_parent(matcher: Matcher) -> None:
    question = _ask("If yes, attach the agreement on it.", parent="Is stored data encrypted?")
    assert matcher.match(question, "en", scope={}).candidates[0].answer_id == "rest"


def test_an_answer_once_refused_for_a_wording_is_still_offered_for_its_like() -> None:
    kept_apart = replace(BANK[1], not_this={"en": ("Is the continuity plan exercised twice a year?",)})
    others = tuple(replace(BANK[0], id=f"other-{number}", facts=(f"Y{number}",)) for number in range(12))
    found = Matcher((kept_apart, *others)).match(
        _ask("Is your continuity plan exercised each month?"), "en", scope={}
    )
    assert "backup" in {candidate.answer_id for candidate in found.candidates[:3]}
    assert found.confidence is not None
    assert found.confidence < 0.15


def test_an_open_answer_is_not_filled_for_a_yes_or_no_unless_a_person_put_it_there() -> None:
    period = replace(
        BANK[1], id="period", verdict=Verdict.NONE, phrasings={"en": ("How long are backups of data kept?",)}
    )
    asked = _ask("Are backups of data kept long?")
    assert Matcher((BANK[0], period)).match(asked, "en", scope={}).candidates[0].guards
    taught = replace(period, phrasings={"en": (*period.phrasings["en"], asked.text)})
    assert Matcher((BANK[0], taught)).match(asked, "en", scope={}).candidates[0].guards == ()
