"""The ledger keeps what was sent; impact says who was told what a change makes untrue."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from tests.cli.conftest import Runner

from qfill.records import load_schema
from qfill.records.ledger import dump_sent, load_ledger

ROWS = "id,question,answer,comment\nQ1,Is customer data backed up?,,\nQ2,Which colour is the moon?,,\n"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def sent(qfill: Runner, folder: Path) -> Path:
    """A filled questionnaire, and the bank under git."""
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("every day", "every day and kept for 30 days"), "utf-8")
    sources = folder / "answers" / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("every day", "every day, kept 30 days"), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "answers")
    git(folder, "commit", "-q", "-m", "one")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    assert qfill("fill", "rows.csv", "--accept", "0.3", "--today", "2026-02-01").code == 0
    return folder / "rows.filled.csv.audit.json"


def test_add_and_list(qfill: Runner, folder: Path, sent: Path) -> None:
    run = qfill("ledger", "add", sent, "--to", "Acme Ltd", "--sent", "2026-02-02")
    assert run.code == 0
    (name,) = run.out.split()
    data = (folder / name).read_bytes()
    found = json.loads(data)
    assert list(Draft7Validator(load_schema("ledger")).iter_errors(found)) == []
    (row,) = found["rows"]
    assert (row["question_id"], row["answers"], row["facts"]) == ("Q1", ["backups"], ["F1"])
    assert "Customer data is backed up every day and kept for 30 days." in " ".join(row["cells"].values())
    assert b"Is customer data" not in data
    (entry,) = load_ledger(folder / "ledger")
    assert dump_sent(entry) == data
    again = qfill("ledger", "add", sent, "--to", "Acme Ltd", "--sent", "2026-02-02")
    assert (again.code, (folder / name).read_bytes()) == (0, data)
    listed = qfill("ledger", "list")
    assert listed.out == "Acme Ltd  2026-02-02  1 row  rows.filled.csv\n"


def test_what_was_said_before_stays(qfill: Runner, folder: Path, sent: Path) -> None:
    run = qfill("ledger", "add", sent, "--to", "Acme", "--sent", "2026-02-02", "--questions")
    (name,) = run.out.split()
    before = (folder / name).read_bytes()
    for again in (("--to", "Acme"), (), ("--sent", "2026-02-02")):
        assert qfill("ledger", "add", sent, *again).out == f"{name}\n"
        assert (folder / name).read_bytes() == before
    assert qfill("ledger", "add", sent, "--sent", "2026-02-03").code == 0
    assert qfill("ledger", "list").out == "Acme  2026-02-03  1 row  rows.filled.csv\n"


def test_one_file_may_go_to_several(qfill: Runner, folder: Path, sent: Path) -> None:
    assert qfill("ledger", "add", sent, "--to", "Acme", "--sent", "2026-02-02").code == 0
    assert qfill("ledger", "add", sent, "--to", "Bolt").code == 0
    listed = "Acme  2026-02-02  1 row  rows.filled.csv\nBolt  no date  1 row  rows.filled.csv\n"
    assert qfill("ledger", "list").out == listed
    run = qfill("ledger", "add", sent, "--sent", "2026-02-03")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: rows.filled.csv: was sent to Acme, Bolt\nhint: say which is meant: --to\n"


def test_a_customers_name_is_shown_not_obeyed(qfill: Runner, folder: Path, sent: Path) -> None:
    assert qfill("ledger", "add", sent, "--to", "Acme \x1b[31m").code == 0
    assert qfill("ledger", "list").out == "Acme \ufffd[31m  no date  1 row  rows.filled.csv\n"


def test_questions_only_where_asked_for(qfill: Runner, folder: Path, sent: Path) -> None:
    (name,) = qfill("ledger", "add", sent, "--questions").out.split()
    assert json.loads((folder / name).read_text("utf-8"))["rows"][0]["question"].startswith("Is customer")


def test_a_file_changed_by_hand_is_refused(qfill: Runner, folder: Path, sent: Path) -> None:
    with (folder / "rows.filled.csv").open("a", encoding="utf-8") as stream:
        stream.write("Q3,one more,Yes,\n")
    run = qfill("ledger", "add", sent)
    assert (run.code, run.out) == (2, "")
    assert "was changed afterwards" in run.err
    assert not (folder / "ledger").exists()


def test_a_folder_in_the_place_of_what_was_sent(qfill: Runner, folder: Path, sent: Path) -> None:
    (folder / "rows.filled.csv").unlink()
    (folder / "rows.filled.csv").mkdir()
    run = qfill("ledger", "add", sent)
    assert (run.code, run.out) == (2, "")
    assert "rows.filled.csv: exists and cannot be read (" in run.err


def test_who_was_told_thirty_days(qfill: Runner, folder: Path, sent: Path) -> None:
    qfill("ledger", "add", sent, "--to", "Acme")
    calm = qfill("impact")
    assert calm.out == "0 answers touched since HEAD; 0 of 1 sent questionnaire said otherwise\n"
    for name in ("continuity.yaml", "sources.yaml"):
        path = folder / "answers" / name
        path.write_text(path.read_text("utf-8").replace("30 days", "14 days"), "utf-8")
    run = qfill("impact", "--against", "HEAD")
    assert run.code == 0
    assert run.out.startswith("1 answer touched since HEAD; 1 of 1 sent questionnaire said otherwise\n")
    assert "answer backups: text, rests on F1\n" in run.out
    found = json.loads(qfill("impact", "--format", "json").out)
    assert list(Draft7Validator(load_schema("impact")).iter_errors(found)) == []
    assert found["otherwise"] == ["Acme"]
    assert [one["id"] for one in found["facts"]] == ["F1"]
    markdown = qfill("impact", "--format", "markdown").out
    assert "| Acme | row 2, Q1 | backups |" in markdown


def test_what_a_fact_says_is_no_markup_in_a_comment(qfill: Runner, folder: Path, sent: Path) -> None:
    path = folder / "answers" / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("30 days", "![x](http://a/b.png) `days`"), "utf-8")
    markdown = qfill("impact", "--format", "markdown").out
    assert "!\\[x\\](http://a/b.png) \\`days\\`" in markdown


def test_a_change_of_wording_elsewhere_touches_nobody(qfill: Runner, folder: Path, sent: Path) -> None:
    qfill("ledger", "add", sent)
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("varje dag", "dagligen"), "utf-8")
    run = qfill("impact")
    assert run.out.splitlines() == [
        "1 answer touched since HEAD; 0 of 1 sent questionnaire said otherwise",
        "  answer backups: text",
    ]


def test_a_turned_verdict_reaches_bare_answers(qfill: Runner, folder: Path, sent: Path) -> None:
    qfill("ledger", "add", sent)
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("verdict: yes", "verdict: partial"), "utf-8")
    assert "1 of 1 sent questionnaire said otherwise" in qfill("impact").out


def test_a_broken_ledger(qfill: Runner, folder: Path, sent: Path) -> None:
    (folder / "ledger").mkdir()
    (folder / "ledger" / "x.json").write_text('{"version": 1}', encoding="utf-8")
    run = qfill("ledger", "list")
    assert run.code == 2
    assert "x.json: not a file of the ledger" in run.err
    (folder / "ledger" / "x.json").write_text('{"version": 2}', encoding="utf-8")
    assert "x.json: ledger version 2 is not one that this qfill reads (1)" in qfill("ledger", "list").err
    assert qfill("ledger", "add", sent, "--sent", "soon").code == 2
    assert qfill("impact", "--against", "nowhere").code == 2


def test_a_day_in_another_form_is_refused(qfill: Runner, folder: Path) -> None:
    run = qfill("ledger", "add", "x.audit.json", "--to", "Acme", "--sent", "20260202")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: --sent 20260202: not a date\nhint: write it YYYY-MM-DD\n"
