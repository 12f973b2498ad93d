"""What is left to a person whatever the confidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import qfill

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


def test_a_verdict_turned_by_words_that_deny_waits_for_a_person(bank: Path) -> None:
    asked = "Is production not kept apart from test and development environments?"
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert found.match.candidates[0].verdict == "no"
    assert found.settled.outcome != "filled"
    assert any("deny" in guard for guard in found.match.candidates[0].guards)


def test_a_plain_denial_of_a_wording_turns_its_verdict(bank: Path) -> None:
    asked = "Is the production environment without separation from test?"
    candidate = qfill.match(asked, bank=bank, today=date(2026, 6, 1)).match.candidates[0]
    assert (candidate.verdict, [guard for guard in candidate.guards if "deny" in guard]) == ("no", [])


def test_whether_that_is_all_waits_for_a_person(bank: Path) -> None:
    asked = "Is the production environment separate from test only?"
    found = qfill.match(asked, bank=bank, today=date(2026, 6, 1))
    assert any("whether that is all" in guard for guard in found.match.candidates[0].guards)
    assert found.settled.outcome != "filled"
