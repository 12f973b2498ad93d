"""What is left to a person whatever the confidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import qfill
from qfill.bank import load_bank
from qfill.matching import Matcher
from qfill.model import CsvField, Question

BANK = """\
schema: 1
topic: operations
answers:
  - id: separation
    verdict: yes
    phrasings:
      en:
        - Do you keep production apart from test and development environments?
        - Is the production environment separate from test?
    answer:
      en: Yes. Production is separate from test.
    facts: [F1]
    status: approved
"""
SOURCES = """\
schema: 1
documents:
  - id: faq
    title: FAQ
    facts:
      - id: F1
        says: Production is separate from test.
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "operations.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "answers" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    # A bank of one answer and two wordings makes no one very sure: what is tried here are the guards.
    (tmp_path / "qfill.toml").write_text("accept = 0.6\n", encoding="utf-8")
    return tmp_path / "answers"


@pytest.mark.parametrize(
    "question",
    [
        "Is production kept apart from environments which are not production?",
        "Is production kept apart from test environments that aren't in use?",
    ],
)
def test_a_part_that_is_denied_never_turns_the_verdict_unseen(bank: Path, question: str) -> None:
    found = qfill.match(question, bank=bank, today=date(2026, 6, 1))
    assert found.match.candidates[0].answer_id == "separation"
    assert found.settled.outcome != "filled"


@pytest.mark.parametrize(
    "asked",
    [
        "Do you keep production apart from test and development environments?",
        "Do you keep production apart from test, development and other environments that aren't production?",
    ],
)
def test_naming_a_rest_denies_nothing(bank: Path, asked: str) -> None:
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert (found.settled.outcome, found.match.candidates[0].guards) == ("filled", ())
    assert found.match.candidates[0].verdict == "yes"


def test_what_is_denied_beside_the_question_is_left_to_a_person(bank: Path) -> None:
    asked = (
        "Do you keep production apart from test and development environments, even if it is not certified?"
    )
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert found.match.candidates[0].answer_id == "separation"
    assert found.settled.outcome != "filled"


def test_a_verdict_turned_by_words_that_deny_waits_for_a_person(bank: Path) -> None:
    asked = "Is production not kept apart from test and development environments?"
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert found.match.candidates[0].verdict == "no"
    assert found.settled.outcome != "filled"
    assert any("deny" in guard for guard in found.match.candidates[0].guards)


@pytest.mark.parametrize(
    ("asked", "guarded"),
    [
        ("Is the production environment separate from test? If not, why not?", False),
        ("Is the production environment without separation from test? If no, explain why.", True),
    ],
)
def test_what_is_asked_of_a_no_matters_to_a_no(bank: Path, asked: str, guarded: bool) -> None:
    candidate = qfill.match(asked, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert ("asks on should the answer be no, as it is" in candidate.guards) == guarded


def test_a_plain_denial_of_a_wording_turns_its_verdict(bank: Path) -> None:
    asked = "Is the production environment without separation from test?"
    candidate = qfill.match(asked, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert (candidate.verdict, [guard for guard in candidate.guards if "deny" in guard]) == ("no", [])


def test_what_is_denied_besides_turns_no_verdict(bank: Path) -> None:
    asked = "Is the production environment separate from test, without help from the customer?"
    candidate = qfill.match(asked, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert candidate.verdict == "yes"


def test_a_denial_that_goes_beyond_every_wording_waits_for_a_person(bank: Path) -> None:
    asked = "Is the production environment without separation and encryption?"
    candidate = qfill.match(asked, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert "denies more than any wording of the answer speaks of" in candidate.guards


def test_whether_that_is_all_waits_for_a_person(bank: Path) -> None:
    asked = "Is the production environment separate from test only?"
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert any("whether that is all" in guard for guard in found.match.candidates[0].guards)
    assert found.settled.outcome != "filled"


PRICES = """\
schema: 1
topic: data
answers:
  - id: copy-fee
    verdict: yes
    phrasings:
      en:
        - Is there a charge for a copy of our data?
        - What does a copy of our data cost?
    answer:
      en: A copy of the data is delivered on request against a fee.
    facts: [F1]
    status: approved
"""


@pytest.mark.parametrize("question", ["What would a copy of our data cost?", "Price per copy of our data"])
def test_a_price_that_the_answer_does_not_state_is_left_to_a_person(bank: Path, question: str) -> None:
    (bank / "operations.yaml").write_text(PRICES, encoding="utf-8")
    first = qfill.match(question, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert first.answer_id == "copy-fee"
    assert "asks for a price, and the answer states none" in first.guards


def test_a_price_that_the_answer_states_is_no_reason_against_it(bank: Path) -> None:
    told = PRICES.replace("against a fee", "for 100 euros")
    (bank / "operations.yaml").write_text(told, encoding="utf-8")
    question = "What would a copy of our data cost?"
    first = qfill.match(question, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert "asks for a price, and the answer states none" not in first.guards


def test_what_a_follow_up_asks_itself_must_be_said(bank: Path) -> None:
    matcher = Matcher(load_bank(bank).answers)
    question = Question(
        place=CsvField(2, 1, "question"),
        text="If yes, how is it audited?",
        parent="Is production kept apart from test and development environments?",
    )
    first = matcher.match(question, "en", scope={}).candidates[0]
    assert first.answer_id == "separation"
    assert any(reason.startswith("asks of its heading") for reason in first.guards)


TIMES = """\
schema: 1
topic: operations
answers:
  - id: notice
    verdict: yes
    phrasings:
      en:
        - Will you notify us of incidents within 72 hours?
        - Do you notify customers of incidents?
    turned:
      en:
        - Do you notify customers of incidents only after 24 hours?
    answer:
      en: Yes. Customers are told of incidents within 72 hours.
    facts: [F1]
    status: approved
  - id: pentest
    verdict: yes
    phrasings:
      en:
        - Is the service penetration-tested?
        - Do you perform penetration tests of the service?
    answer:
      en: Yes. The service is penetration-tested every second year.
    facts: [F1]
    status: approved
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Will you notify us of incidents within 24 hours?", "24 hours"),
        ("Do you perform penetration tests of the service at least once a year?", "once a year"),
    ],
)
def test_a_figure_that_the_answer_does_not_state_waits_for_a_person(
    bank: Path, question: str, figure: str
) -> None:
    (bank / "operations.yaml").write_text(TIMES, encoding="utf-8")
    found = qfill.match(question, bank=bank, today=date(2026, 6, 1))
    assert f"asks for {figure}, and the answer states no such figure" in found.match.candidates[0].guards
    assert found.settled.outcome != "filled"


def test_a_figure_that_the_answer_states_is_no_reason_against_it(bank: Path) -> None:
    (bank / "operations.yaml").write_text(TIMES, encoding="utf-8")
    question = "Will you notify us of incidents within three days?"
    first = qfill.match(question, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert not [reason for reason in first.guards if "figure" in reason]


def test_what_the_customer_may_do_itself_is_not_what_is_done_for_it(bank: Path) -> None:
    (bank / "operations.yaml").write_text(TIMES, encoding="utf-8")
    question = "May the customer perform its own penetration tests of the service?"
    found = qfill.match(question, bank=bank, today=date(2026, 6, 1))
    assert any("what the customer may do itself" in reason for reason in found.match.candidates[0].guards)


def test_a_no_to_one_figure_is_none_to_another(bank: Path) -> None:
    refused = TIMES.replace("verdict: yes", "verdict: no", 1).replace(
        "Yes. Customers are told of incidents within 72 hours.", "No. Customers are told of incidents later."
    )
    (bank / "operations.yaml").write_text(refused, encoding="utf-8")
    question = "Will you notify us of incidents within 90 hours?"
    first = qfill.match(question, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert "asks for 90 hours, and the answer states no such figure" in first.guards


ACTORS = """\
schema: 1
topic: operations
answers:
  - id: retention
    verdict: yes
    phrasings:
      en:
        - Are backups kept for at least 30 days?
        - Are backups kept in two places?
    answer:
      en: Yes. Backups are kept for 30 days, in two places.
    facts: [F1]
    status: approved
  - id: training
    verdict: yes
    phrasings:
      en:
        - Are developers trained in secure development?
        - Training in secure development
    answer:
      en: Yes. Developers are trained in secure development.
    facts: [F1]
    status: approved
  - id: approval
    verdict: yes
    phrasings:
      en:
        - Are releases approved by hand before they go live?
        - Do you approve releases?
    answer:
      en: Yes. Releases are approved by hand before they go live.
    facts: [F1]
    status: approved
  - id: audit
    verdict: yes
    phrasings:
      en:
        - Is security audited by a third party?
        - Are independent security audits carried out?
    answer:
      en: Yes. A third party audits our security.
    facts: [F1]
    status: approved
  - id: sign-in
    verdict: yes
    phrasings:
      en:
        - Can users sign in with MFA?
        - Is MFA supported?
    answer:
      en: Yes. Users can sign in with MFA.
    facts: [F1]
    status: approved
  - id: repository
    verdict: yes
    phrasings:
      en:
        - Is source code kept in Git?
        - Which version control is used (Git, Mercurial, other)?
    answer:
      en: Yes. Source code is kept in Git.
    facts: [F1]
    status: approved
"""


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("Are backups kept for more than 30 days?", "retention", "asks for 30 days"),
        ("Are backups kept for less than 30 days?", "retention", "asks for 30 days"),
        ("Are backups kept in more than two places?", "retention", "asks for more or less than a figure"),
        ("Are customers trained in secure development?", "training", "is asked of customers"),
        ("Are releases approved by the customer?", "approval", "asks whether the customer does it"),
        ("Do customers approve releases?", "approval", "asks whether the customer does it"),
        ("Are releases approved after they go live?", "approval", "asks of another time"),
        ("Are internal security audits carried out?", "audit", "asks of those within"),
        ("Can users sign in without MFA?", "sign-in", "asks whether it can be done without"),
        ("Is source code kept in Mercurial?", "repository", "mercurial stands in no wording"),
        (
            "Is source code kept in Subversion?",
            "repository",
            "asks for more than the answer says (subversion)",
        ),
    ],
)
def test_what_is_asked_otherwise_waits_for_a_person(
    bank: Path, question: str, answer: str, reason: str
) -> None:
    (bank / "operations.yaml").write_text(ACTORS, encoding="utf-8")
    found = qfill.match(question, bank=bank, today=date(2026, 6, 1))
    first = found.match.candidates[0]
    assert first.answer_id == answer
    assert any(told.startswith(reason) for told in first.guards), first.guards
    assert found.settled.outcome != "filled"
    assert found.settled.verdict == "none"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Are backups kept for no less than 30 days?", "retention"),
        ("Are your developers trained in secure development?", "training"),
        ("Are releases approved by you before they go live?", "approval"),
        ("Are security audits carried out by a third party?", "audit"),
        ("Can our users sign in with MFA?", "sign-in"),
        ("Do you keep source code in Git?", "repository"),
    ],
)
def test_what_is_asked_alike_has_no_reason_against_it(bank: Path, question: str, answer: str) -> None:
    (bank / "operations.yaml").write_text(ACTORS, encoding="utf-8")
    first = qfill.match(question, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert (first.answer_id, first.guards) == (answer, ())


def test_the_question_above_asked_of_something_else_waits_for_a_person(bank: Path) -> None:
    (bank / "operations.yaml").write_text(ACTORS, encoding="utf-8")
    matcher = Matcher(load_bank(bank).answers)
    parent = "Are developers trained in secure development?"
    for text, asks in (("And your support staff?", True), ("And how often?", False)):
        asked = Question(place=CsvField(2, 1, "question"), text=text, parent=parent)
        guards = matcher.match(asked, "en", scope={}).candidates[0].guards
        assert ("asks the question above it of something else" in guards) == asks


def test_a_wording_that_was_turned_down_is_not_filled_by_another_answer(bank: Path) -> None:
    last = "        - Do you approve releases?\n"
    refusing = "    not_this:\n      en:\n        - Is security audited by outsiders?\n"
    refused = ACTORS.replace(last, last + refusing)
    (bank / "operations.yaml").write_text(refused, encoding="utf-8")
    found = qfill.match("Is security audited by outsiders?", bank=bank, today=date(2026, 6, 1))
    first = found.match.candidates[0]
    assert first.answer_id == "audit"
    assert "a person decided that another answer does not fit this wording" in first.guards


def test_what_waits_for_a_guard_leans_all_the_same(bank: Path) -> None:
    (bank / "operations.yaml").write_text(ACTORS, encoding="utf-8")
    found = qfill.match("Are releases approved by the customer?", bank=bank, today=date(2026, 6, 1))
    assert (found.settled.verdict, found.settled.leaning) == ("none", "yes")
