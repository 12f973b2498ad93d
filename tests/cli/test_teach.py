"""`qfill apply --teach`: what the bank learns of decisions, and what it says that it did not."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.cli.books import two_products
from tests.cli.conftest import Run, Runner

from qfill.bank import AnswerBank, load_bank

MORE = """\
  - id: logs
    verdict: yes
    phrasings:
      en:
        - Are logs of all access to customer data kept?
        - Is access to customer data logged?
    answer:
      en: Yes. Access is logged.
    not_this:
      en:
        # said last year
        - How long do you keep the logs of the access of users?
    facts: [F2]
    disclosure: nda
    reviewed: 2026-01-01
    status: approved
"""
FACT = "      - id: F2\n        place: s1\n        says: Access is logged.\n"


@pytest.fixture
def bank(folder: Path) -> Path:
    path = folder / "answers"
    for name, text in (("continuity", MORE), ("sources", FACT)):
        file = path / f"{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path


def teach(
    qfill: Runner,
    folder: Path,
    questions: list[str],
    *rows: dict[str, Any],
    reviewers: tuple[str, ...] = ("Ann",),
) -> Run:
    """Fill a csv of these questions, decide rows from record 2 on, apply and teach."""
    text = "id,section,question\n" + "".join(
        f'{number},Backups,"{text}"\n' for number, text in enumerate(questions)
    )
    (folder / "in.csv").write_text(text, encoding="utf-8")
    assert qfill("fill", "in.csv", "--today", "2026-02-01", "--suggest", "0.01", "--tier", "nda").code == 0
    out, audit = folder / "in.filled.csv", folder / "in.filled.csv.audit.json"
    names = []
    for who in reviewers:
        decided = {
            "version": 1,
            "audit_sha256": sha256(audit.read_bytes()).hexdigest(),
            "output_sha256": sha256(out.read_bytes()).hexdigest(),
            "reviewer": who,
            "rows": [{"sheet": None, "at": "2026-02-02T10:00:00Z", **row} for row in rows],
        }
        names.append(f"{who}.json")
        (folder / names[-1]).write_text(json.dumps(decided), encoding="utf-8")
    run = qfill("apply", *names, out.name, "--teach")
    assert run.code == 0, run.err
    return run


def held(bank: Path) -> AnswerBank:
    return load_bank(bank)


def test_what_was_accepted_without_a_yes_or_a_no_is_not_taught(
    qfill: Runner, folder: Path, bank: Path
) -> None:
    asked = "Is access to customer data logged and kept for seven years in a SIEM?"
    run = teach(qfill, folder, [asked], {"row": 2, "action": "accept", "answer": "logs", "verdict": "none"})
    assert "accepted without a yes or a no, so not taught; choose logs to teach it" in run.err
    assert asked not in held(bank).by_id["logs"].phrasings["en"]


def test_a_chosen_answer_learns_the_wording_and_fills_it(qfill: Runner, folder: Path, bank: Path) -> None:
    asked = "Describe the ways in which copies of records are taken for us."
    run = teach(qfill, folder, [asked], {"row": 2, "action": "choose", "answer": "backups"})
    assert "taught to backups" in run.err
    assert asked in held(bank).by_id["backups"].phrasings["en"]
    (folder / "again.csv").write_text((folder / "in.csv").read_text())
    assert qfill("fill", "again.csv", "--today", "2026-02-01").code == 0
    rows = json.loads((folder / "again.filled.csv.audit.json").read_text())["rows"]
    assert (rows[0]["outcome"], rows[0]["answers"]) == ("filled", ["backups"])


def test_a_wording_that_another_answer_holds_is_not_taught(qfill: Runner, folder: Path, bank: Path) -> None:
    asked = "Is access to customer data logged ?"
    run = teach(qfill, folder, [asked], {"row": 2, "action": "choose", "answer": "backups"})
    assert "not taught to backups, it would pull rows from logs" in run.err
    assert asked not in held(bank).by_id["backups"].phrasings["en"]


def test_one_wording_is_taught_to_one_answer(qfill: Runner, folder: Path, bank: Path) -> None:
    asked = "Describe the ways in which copies of records are taken for us."
    run = teach(
        qfill, folder, [asked, asked],
        {"row": 2, "action": "choose", "answer": "backups"}, {"row": 3, "action": "choose", "answer": "logs"},
    )  # fmt: skip
    assert "not taught to logs, it would pull rows from backups" in run.err
    assert asked in held(bank).by_id["backups"].phrasings["en"]
    assert asked not in held(bank).by_id["logs"].phrasings["en"]


def test_what_was_refused_once_and_is_accepted_now_is_no_longer_refused(
    qfill: Runner, folder: Path, bank: Path
) -> None:
    asked = "How long do you keep the logs of the access of users?"
    run = teach(
        qfill, folder, [asked, asked],
        {"row": 2, "action": "choose", "answer": "logs"}, {"row": 3, "action": "choose", "answer": "logs"},
    )  # fmt: skip
    assert run.err.count("no longer kept as what logs does not answer") == 1
    found = held(bank).by_id["logs"]
    assert found.not_this == {}
    assert asked in found.phrasings["en"]


def test_a_phrasing_that_a_person_turned_down_goes_under_not_this(
    qfill: Runner, folder: Path, bank: Path
) -> None:
    asked = "Do you take backups of customer data?"
    assert asked in held(bank).by_id["backups"].phrasings["en"]
    run = teach(
        qfill, folder, [asked, asked.upper()], {"row": 2, "action": "blank"}, {"row": 3, "action": "blank"}
    )
    told = "no longer a phrasing of backups, but kept as what it does not answer"
    assert run.err.count(told) == 1
    found = held(bank).by_id["backups"]
    assert asked not in found.phrasings["en"]
    assert found.not_this["en"] == (asked,)
    (folder / "again.csv").write_text((folder / "in.csv").read_text())
    assert qfill("fill", "again.csv", "--today", "2026-02-01").code == 0
    rows = json.loads((folder / "again.filled.csv.audit.json").read_text())["rows"]
    assert [row["outcome"] for row in rows] == ["review", "review"]
    assert "a person decided that this answer does not fit this wording" in json.dumps(rows)


def test_an_accepted_wording_that_the_bank_refused_may_be_turned_down_again(
    qfill: Runner, folder: Path, bank: Path
) -> None:
    asked = "How long do you keep the logs of the access of users?"
    run = teach(qfill, folder, [asked], {"row": 2, "action": "choose", "answer": "logs"})
    assert "accepted against the bank, so no longer kept as what logs does not answer" in run.err
    for path in folder.glob("in.filled.csv*"):
        path.unlink()
    teach(qfill, folder, [asked], {"row": 2, "action": "blank"}, reviewers=("Bo",))
    found = held(bank).by_id["logs"]
    assert found.not_this == {"en": (asked,)}
    assert asked not in found.phrasings["en"]


def test_what_is_not_taught_stays_refused(qfill: Runner, folder: Path, bank: Path) -> None:
    asked = "Do you take backups of customer data?"
    spoilt = (bank / "continuity.yaml").read_text(encoding="utf-8")
    refused = spoilt.replace("        # said last year\n", f"        - {asked}\n")
    (bank / "continuity.yaml").write_text(refused, encoding="utf-8")
    run = teach(qfill, folder, [asked], {"row": 2, "action": "choose", "answer": "logs"})
    assert "not taught to logs, it would pull rows from backups" in run.err
    assert asked in held(bank).by_id["logs"].not_this["en"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"action": "edit", "verdict": "yes", "text": "Yes. Each day."}, "is a phrasing of backups"),
        ({"action": "blank"}, "is the only phrasing of backups"),
    ],
)
def test_a_phrasing_that_cannot_be_taken_out_is_named(
    qfill: Runner, folder: Path, bank: Path, row: dict[str, str], told: str
) -> None:
    path = bank / "continuity.yaml"
    text = path.read_text(encoding="utf-8")
    if "only" in told:
        first = text.index("    phrasings:")
        text = (
            text[:first]
            + "    phrasings:\n      en:\n        - Is customer data backed up?\n"
            + text[text.index("    answer:") :]
        )
        path.write_text(text, encoding="utf-8")
    run = teach(qfill, folder, ["Is customer data backed up?"], {"row": 2, **row})
    assert f"{told}; take it out there if it is not answered by it" in run.err
    assert path.read_text(encoding="utf-8") == text


def test_an_edit_is_a_draft_with_its_decision_as_source(qfill: Runner, folder: Path, bank: Path) -> None:
    asked = "Are all logs of access to customer data kept for a year?"
    row = {"row": 2, "action": "edit", "verdict": "no", "text": "No: for 30 days."}
    run = teach(qfill, folder, [asked, asked], row, {**row, "row": 3}, reviewers=("Ann", "Bo"))
    assert run.err.count("a draft until it is approved") == 1
    assert run.err.count("+  - id: decision-") == 1
    found = held(bank)
    (new,) = [answer for answer in found.answers if answer.topic == "taught"]
    assert (new.status, str(new.verdict), new.text) == ("draft", "no", {"en": "No: for 30 days."})
    assert new.phrasings == {"en": (asked,)}
    assert new.disclosure == "nda"
    (fact,) = new.facts
    source = found.register.source(found.register.facts[fact])
    assert (source.kind, source.who, str(source.date)) == ("decision", "Ann", "2026-02-02")
    assert found.register.facts[fact].says == "No: for 30 days."
    assert asked in found.by_id["logs"].not_this["en"]


def test_a_wording_that_says_too_little_is_not_taught(qfill: Runner, folder: Path, bank: Path) -> None:
    run = teach(
        qfill,
        folder,
        ["Frequency?", "Do you take backups of customer data?"],
        {"row": 2, "action": "choose", "answer": "backups"},
    )
    assert "“Frequency?”: says too little by itself to be taught" in run.err
    assert "Frequency?" not in held(bank).by_id["backups"].phrasings["en"]


def test_a_row_that_a_fill_would_leave_all_the_same_is_named(qfill: Runner, folder: Path, bank: Path) -> None:
    path = bank / "continuity.yaml"
    path.write_text(path.read_text().replace("review_every: 12 months", "review_every: 1 day"))
    (folder / "qfill.toml").write_text('stale = "review"\n')
    asked = "Describe the ways in which copies of records are taken for us."
    run = teach(qfill, folder, [asked], {"row": 2, "action": "choose", "answer": "backups"})
    assert "taught to backups" in run.err
    assert "will wait for a person again: backups" in run.err


def test_a_row_is_tried_anew_for_the_product_it_was_filled_for(qfill: Runner, folder: Path) -> None:
    two_products(folder)
    (folder / "qfill.toml").write_text('for = {product = "Studio"}\n')
    run = teach(
        qfill,
        folder,
        ["Is customer data backed up?", "Describe the ways in which copies of records are taken for us."],
        {"row": 2, "action": "choose", "answer": "studio-backups"},
        {"row": 3, "action": "choose", "answer": "studio-backups"},
    )
    assert "taught to studio-backups" in run.err
    assert "“Is customer data backed up?”: will wait" not in run.err


def test_a_decision_without_a_real_day_is_registered_without(qfill: Runner, folder: Path, bank: Path) -> None:
    row = {"row": 2, "action": "edit", "verdict": "no", "text": "No.", "at": "yesterday"}
    teach(qfill, folder, ["Are all logs of access to customer data kept for a year?"], row)
    (source,) = [one for one in held(bank).register.sources if one.kind == "decision"]
    assert (source.who, source.date) == ("Ann", None)
