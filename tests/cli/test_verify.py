"""`qfill verify` finds what differs beyond the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from openpyxl import Workbook, load_workbook
from tests.cli.books import decide, questionnaire
from tests.cli.conftest import Runner

from qfill.records import load_schema

FILL = ("--today", "2026-02-01", "--accept", "0.5", "-q")
AUDIT = "in.filled.xlsx.audit.json"


@pytest.fixture
def filled(qfill: Runner, folder: Path) -> Path:
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *FILL).code == 0
    return folder / "in.filled.xlsx"


def test_an_answered_file_verifies(qfill: Runner, filled: Path) -> None:
    run = qfill("verify", "in.xlsx", filled.name, "--audit", AUDIT, "--bank", "answers")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("in.filled.xlsx: 4 cells changed, ")
    assert run.out.endswith("; nothing else differs\n")


def test_without_an_audit_the_cells_are_listed(qfill: Runner, filled: Path) -> None:
    run = qfill("verify", "in.xlsx", filled.name)
    assert run.code == 0
    assert run.out.splitlines()[0] == 'changed: Security!C2: "" -> "Yes"'


def test_a_csv_has_cells_and_no_parts(qfill: Runner, folder: Path) -> None:
    (folder / "in.csv").write_text("No.,Question,Answer\n1,Is customer data backed up?,\n", encoding="utf-8")
    assert qfill("fill", "in.csv", *FILL).code == 0
    run = qfill("verify", "in.csv", "in.filled.csv", "--audit", "in.filled.csv.audit.json")
    assert (run.code, run.out) == (0, "in.filled.csv: 2 cells changed; nothing else differs\n")


def test_json_holds_to_its_schema(qfill: Runner, filled: Path) -> None:
    run = qfill("verify", "in.xlsx", filled.name, "--audit", AUDIT, "--format", "json")
    found = json.loads(run.out)
    Draft7Validator(load_schema("verify")).validate(found)
    assert found["same"] is True
    assert [cell["cell"] for cell in found["cells"]] == ["C2", "D2", "C4", "D4"]


def test_a_file_saved_by_another_program_differs(qfill: Runner, filled: Path, folder: Path) -> None:
    book = load_workbook(filled)
    book["Security"]["B3"] = "Another question"
    book.save(folder / "saved.xlsx")
    run = qfill("verify", "in.xlsx", "saved.xlsx", "--audit", AUDIT)
    assert run.code == 1
    assert "different: the audit is of another answered file" in run.out
    assert "different: Security!B3 changed, and the audit does not list it" in run.out


def test_a_forged_audit_is_seen(qfill: Runner, filled: Path, folder: Path) -> None:
    path = folder / AUDIT
    path.write_text(path.read_text(encoding="utf-8").replace('"D2": "Yes. ', '"D2": "Nay. '), "utf-8")
    run = qfill("verify", "in.xlsx", filled.name, "--audit", AUDIT)
    assert run.code == 1
    assert "different: Security!D2 holds another text than the audit says was written\n" in run.out


def test_what_is_above_the_tier_or_internal_is_seen(qfill: Runner, filled: Path, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    run = qfill("verify", "in.xlsx", filled.name, "--tier", "public")
    assert run.code == 1
    assert "different: Security!D2 holds an answer above the tier public: backups\n" in run.out
    book = load_workbook(filled)
    book["Security"]["D3"] = "See F1."
    book.save(folder / "noted.xlsx")
    run = qfill("verify", "in.xlsx", "noted.xlsx", "--tier", "nda")
    assert "different: Security!D3 names what is internal: F1\n" in run.out


def test_with_the_audit_leaks_are_looked_for(qfill: Runner, filled: Path, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    run = qfill("verify", "in.xlsx", filled.name, "--audit", AUDIT)
    assert (run.code, run.err) == (1, "")
    assert "different: Security!D2 holds an answer above the tier public: backups\n" in run.out
    assert qfill("verify", "in.xlsx", filled.name, "--audit", AUDIT, "--tier", "nda").code == 0


def test_the_tier_is_the_audits_where_none_is_given(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *FILL, "--tier", "nda").code == 0
    assert qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", AUDIT).code == 0
    run = qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", AUDIT, "--tier", "public")
    assert run.code == 1
    assert "holds an answer above the tier public: backups" in run.out


def test_without_a_bank_of_its_own_the_audits_is_searched(
    qfill: Runner, filled: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    files = ("verify", "../in.xlsx", "../in.filled.xlsx", "--audit", f"../{AUDIT}")
    run = qfill(*files)
    assert run.code == 1
    assert "holds an answer above the tier public: backups" in run.out
    (folder / "answers").rename(folder / "gone")
    run = qfill(*files)
    assert run.code == 0
    assert run.err == (
        "Not searched for what is internal or above the tier: no bank can be read; name it with --bank.\n"
    )
    run = qfill(*files, "--tier", "public")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: answers: no such bank\n")


@pytest.mark.parametrize("audit", ["none.json", "in.xlsx"])
def test_what_is_no_audit_is_an_error(qfill: Runner, filled: Path, audit: str) -> None:
    run = qfill("verify", "in.xlsx", filled.name, "--audit", audit)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {audit}: ")


def test_an_audit_that_is_missing_is_told_with_a_hint(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    run = qfill("verify", "in.xlsx", "in.xlsx", "--audit", "none.json")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: none.json: no such audit\nhint: qfill fill writes it beside its output\n"


def below(path: Path) -> Path:
    """A form that takes each answer in the row below its question."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Security"
    for number, text in (("1.1", "Is customer data backed up?"), ("1.2", "Do you keep bees on the roof?")):
        sheet.append([number, text])
        sheet.append([])
    book.save(path)
    return path


def test_an_answer_in_the_row_below_is_as_the_audit_says(qfill: Runner, folder: Path) -> None:
    below(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *FILL).code == 0
    run = qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", AUDIT)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("in.filled.xlsx: 1 cell changed, ")
    decided = decide(folder, {"row": 3, "action": "edit", "text": "No bees are kept."})
    assert qfill("apply", decided, "in.filled.xlsx").code == 0
    run = qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", AUDIT)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("in.filled.xlsx: 2 cells changed, ")


def test_an_answer_in_the_row_below_that_was_edited_is_seen(qfill: Runner, folder: Path) -> None:
    below(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *FILL).code == 0
    path = folder / AUDIT
    path.write_text(path.read_text(encoding="utf-8").replace('"B2": "Yes. ', '"B2": "Nay. '), "utf-8")
    run = qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", AUDIT)
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines()[0] == (
        "different: Security!B2 holds another text than the audit says was written"
    )
