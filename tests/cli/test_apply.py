"""`qfill apply`: decisions into the answered file, its audit and the bank."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from openpyxl import load_workbook
from tests.cli.books import decide, questionnaire
from tests.cli.conftest import Runner

from qfill.records import load_schema

ANSWER = "Yes. Customer data is backed up every day."
OUT, AUDIT = "in.filled.xlsx", "in.filled.xlsx.audit.json"


@pytest.fixture
def filled(qfill: Runner, folder: Path) -> Path:
    """A questionnaire of four rows: two filled, two left."""
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01", "--accept", "0.5").code == 0
    return folder / OUT


def cells(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path)["Security"]["C2:D5"]]


def audited(folder: Path) -> dict[int, dict[str, Any]]:
    found = json.loads((folder / AUDIT).read_text(encoding="utf-8"))
    Draft7Validator(load_schema("audit")).validate(found)
    assert found["output"]["sha256"] == sha256((folder / OUT).read_bytes()).hexdigest()
    return {row["row"]: row for row in found["rows"]}


EDIT = {"row": 3, "action": "edit", "verdict": "no", "text": "No. There are none."}
CHOOSE = {"row": 5, "action": "choose", "answer": "backups"}
BLANK = {"row": 4, "action": "blank", "reason": "asks for another thing"}
CONFIRM = {"row": 2, "action": "confirm"}


def test_decisions_are_written_and_recorded(qfill: Runner, filled: Path, folder: Path) -> None:
    before = (folder / "in.xlsx").read_bytes()
    run = qfill("apply", decide(folder, EDIT, CHOOSE, BLANK, CONFIRM), OUT)
    assert (run.code, run.out) == (0, f"{OUT}\n{AUDIT}\n")
    assert "4 rows decided: 1 confirmed" not in run.err
    assert "4 rows decided" in run.err
    assert cells(filled) == [["Yes", ANSWER], ["No", "No. There are none."], [None, None], ["Yes", ANSWER]]
    rows = audited(folder)
    assert [rows[row]["outcome"] for row in (2, 3, 4, 5)] == ["filled", "filled", "unanswered", "filled"]
    assert rows[3]["decision"]["reviewer"] == "Ann"
    assert rows[3]["written"] == {"C3": "No", "D3": "No. There are none."}
    assert rows[4]["reason"] == "left blank by Ann: asks for another thing"
    assert rows[4]["written"] == {}
    assert (folder / "in.xlsx").read_bytes() == before
    verified = qfill("verify", "in.xlsx", OUT, "--audit", AUDIT)
    assert verified.code == 0, verified.out


def test_applying_twice_changes_nothing(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT, BLANK)
    assert qfill("apply", name, OUT).code == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (0, "")
    assert "applied before" in run.err
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == after


def test_decisions_that_were_applied_are_written_elsewhere_when_asked(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    name = decide(folder, EDIT)
    assert qfill("apply", name, OUT).code == 0
    run = qfill("apply", name, OUT, "-o", "final.xlsx")
    assert (run.code, run.out) == (0, "final.xlsx\nfinal.xlsx.audit.json\n")
    assert run.err == "These decisions were applied before.\n"


def test_a_file_that_decides_nothing_is_held_to_its_hashes_too(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("in.filled*")}
    name = decide(folder)
    assert qfill("apply", name, OUT).code == 0
    assert {path.name: path.read_bytes() for path in folder.glob("in.filled*")} == before
    found = json.loads((folder / name).read_text("utf-8"))
    (folder / name).write_text(json.dumps({**found, "audit_sha256": "0" * 64}), "utf-8")
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {name}: decided on another audit than {AUDIT}\n")


def test_an_audit_of_another_name_is_found_in_the_folder(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT)
    (folder / AUDIT).rename(folder / "audit.json")
    (folder / "other.json").write_text("{}")
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (0, f"{OUT}\naudit.json\n")
    assert cells(filled)[1] == ["No", "No. There are none."]
    assert qfill("verify", "in.xlsx", OUT, "--audit", "audit.json").code == 0
    assert qfill("apply", name, OUT).err == "These decisions were applied before; nothing changed.\n"
    assert qfill("apply", name, OUT, "-o", "final.xlsx").out == "final.xlsx\nfinal.xlsx.audit.json\n"


def test_of_two_audits_of_another_name_none_is_taken(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT)
    (folder / "b.json").write_bytes((folder / AUDIT).read_bytes())
    (folder / AUDIT).rename(folder / "a.json")
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {OUT}: a.json and b.json are both its audits\nhint: ")


def test_an_audit_that_is_nowhere_is_told(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT)
    (folder / AUDIT).unlink()
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {AUDIT}: no audit beside the answered file\n"
        "hint: qfill fill writes it; lay it into the answered file's folder, under any name in .json\n"
    )


def test_decisions_on_another_file_are_refused(qfill: Runner, filled: Path, folder: Path) -> None:
    first = decide(folder, EDIT)
    second = decide(folder, CHOOSE, name="b.decisions.json")
    assert qfill("apply", first, OUT).code == 0
    run = qfill("apply", second, OUT)
    assert run.code == 2
    assert "another audit" in run.err
    assert "hint:" in run.err


def test_a_file_that_was_edited_since_is_refused(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT)
    book = load_workbook(filled)
    book["Security"]["C3"] = "N/A"
    book.save(filled)
    before = filled.read_bytes()
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {name}: decided on another answered file than {OUT}\n"
        f"hint: {OUT} was saved by somebody else since: move it away, fill it again as then (qfill fill "
        "in.xlsx --today 2026-02-01 and its other flags), and apply what was decided to that\n"
    )
    assert filled.read_bytes() == before
    filled.rename(folder / "saved.xlsx")
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01", "--accept", "0.5").code == 0
    assert qfill("apply", name, OUT).code == 0


def test_what_was_decided_before_the_audit_changed_is_decided_on_a_new_page(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    first, second = decide(folder, EDIT), decide(folder, CHOOSE, name="b.decisions.json")
    assert qfill("apply", first, OUT).code == 0
    run = qfill("apply", second, OUT)
    assert run.err == (
        f"error: {second}: decided on another audit than {AUDIT}\n"
        "hint: it was filled or applied to since; write its page anew and decide there: "
        f"qfill review {AUDIT} --page FILE\n"
    )


def test_a_run_killed_between_its_two_files_is_finished_by_the_next(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    name = decide(folder, EDIT, BLANK)
    audit = (folder / AUDIT).read_bytes()
    assert qfill("apply", name, OUT).code == 0
    whole = (filled.read_bytes(), (folder / AUDIT).read_bytes())
    (folder / AUDIT).write_bytes(audit)
    assert qfill("apply", name, OUT).code == 0
    assert (filled.read_bytes(), (folder / AUDIT).read_bytes()) == whole


def test_reviewers_who_differ_are_shown(qfill: Runner, filled: Path, folder: Path) -> None:
    before = filled.read_bytes()
    first = decide(folder, EDIT, CONFIRM)
    second = decide(folder, {"row": 3, "action": "blank"}, reviewer="Bo", name="b.decisions.json")
    run = qfill("apply", first, second, OUT)
    assert run.code == 1
    assert run.out == "Security!3: Ann: edit no No. There are none.; Bo: blank\n"
    assert filled.read_bytes() == before


def test_reviewers_who_agree_or_share_the_rows_are_applied_together(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    first = decide(folder, EDIT, CONFIRM)
    second = decide(folder, CONFIRM, CHOOSE, reviewer="Bo", name="b.decisions.json")
    assert qfill("apply", first, second, OUT).code == 0
    assert cells(filled)[1:] == [["No", "No. There are none."], ["Yes", ANSWER], ["Yes", ANSWER]]


def test_another_output_gets_its_own_audit(qfill: Runner, filled: Path, folder: Path) -> None:
    before = filled.read_bytes()
    run = qfill("apply", decide(folder, EDIT), OUT, "-o", "final.xlsx")
    assert (run.code, run.out) == (0, "final.xlsx\nfinal.xlsx.audit.json\n")
    assert filled.read_bytes() == before
    assert qfill("verify", "in.xlsx", "final.xlsx", "--audit", "final.xlsx.audit.json").code == 0


def test_an_audit_in_another_folder_names_its_files_from_there(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    (folder / "sent" / "acme").mkdir(parents=True)
    assert qfill("apply", decide(folder, EDIT), OUT, "-o", "sent/acme/final.xlsx").code == 0
    audit = json.loads((folder / "sent" / "acme" / "final.xlsx.audit.json").read_text(encoding="utf-8"))
    paths = [audit[name]["path"] for name in ("bank", "input", "output")]
    assert paths == ["../../answers", "../../in.xlsx", "final.xlsx"]


def test_another_output_is_not_written_over_unasked(qfill: Runner, filled: Path, folder: Path) -> None:
    name = decide(folder, EDIT)
    (folder / "final.xlsx").write_bytes(b"somebody's work")
    run = qfill("apply", name, OUT, "-o", "final.xlsx")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: final.xlsx: exists and is not what qfill wrote there\nhint: ")
    assert (folder / "final.xlsx").read_bytes() == b"somebody's work"
    assert not (folder / "final.xlsx.audit.json").exists()
    assert qfill("apply", name, OUT, "-o", "final.xlsx", "--force").code == 0
    again = (folder / "final.xlsx").read_bytes()
    assert qfill("apply", name, OUT, "-o", "final.xlsx").code == 0
    assert (folder / "final.xlsx").read_bytes() == again


def test_a_text_without_a_verdict_leaves_the_dropdown_open_and_is_named(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    run = qfill("apply", decide(folder, {**EDIT, "verdict": "none", "text": "It is blue."}), OUT)
    assert (run.code, run.out) == (0, f"{OUT}\n{AUDIT}\n")
    assert run.err == (
        "1 row decided: 1 written anew.\n"
        "row 3 of Security: its text is written, and no option chosen: none of the cell's options says none\n"
    )
    assert cells(filled)[1] == [None, "It is blue."]


def test_a_text_without_a_verdict_is_not_given_the_one_that_was_suggested(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    text = "No, backups are for the customer to make."
    edit = {"row": 2, "action": "edit", "verdict": None, "text": text}
    run = qfill("apply", decide(folder, edit), OUT)
    assert run.code == 0
    assert run.err == (
        "1 row decided: 1 written anew.\n"
        "row 2 of Security: its text is written, and no option chosen: none of the cell's options says none\n"
    )
    assert cells(filled)[0] == [None, text]
    row = audited(folder)[2]
    assert (row["proposed"]["verdict"], row["written"]) == ("none", {"D2": text})


def test_all_decisions_that_cannot_be_meant_are_named_at_once(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    before = filled.read_bytes()
    run = qfill(
        "apply",
        decide(
            folder,
            {"row": 3, "action": "accept"},
            {"row": 4, "action": "edit", "verdict": "partial"},
            BLANK | {"row": 5},
        ),
        OUT,
    )
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[:3] == [
        "error: 2 decisions cannot be applied",
        "  row 3 of Security is accepted, and had no suggestion",
        "  row 4 of Security: none of the cell's options says partial",
    ]
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"row": 3, "action": "accept"}, "had no suggestion"),
        ({"row": 3, "action": "choose", "answer": "nothing"}, "no answer 'nothing'"),
        ({"row": 3, "action": "edit", "verdict": "partial", "text": "Some."}, "options says partial"),
        ({"row": 3, "action": "confirm"}, "was not filled"),
        ({"row": 99, "action": "blank"}, "no row 99"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(
    qfill: Runner, filled: Path, folder: Path, row: dict[str, Any], said: str
) -> None:
    before = filled.read_bytes()
    run = qfill("apply", decide(folder, row), OUT)
    assert run.code == 2
    assert said in run.err
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("was", "now", "said", "hint"),
    [
        (
            "disclosure: public",
            "disclosure: nda",
            "backups is above the tier public",
            "fill with --tier nda where the recipient may see it",
        ),
        (
            "status: approved",
            "status: draft",
            "backups is a draft that nobody has approved",
            "approve it first, with qfill bank approve backups",
        ),
    ],
)
@pytest.mark.parametrize("decision", [CHOOSE, {"row": 2, "action": "accept"}])
def test_what_a_fill_may_not_write_is_not_applied(
    qfill: Runner,
    filled: Path,
    folder: Path,
    decision: dict[str, Any],
    was: str,
    now: str,
    said: str,
    hint: str,
) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace(was, now), "utf-8")
    before = filled.read_bytes()
    run = qfill("apply", decide(folder, decision), OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"error: row {decision['row']} of Security: {said}\nhint: {hint}\n"
    assert filled.read_bytes() == before


def test_an_answer_held_back_is_applied_where_the_recipient_may_see_it(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01", "--tier", "nda").code == 0
    assert qfill("apply", decide(folder, CHOOSE), OUT).code == 0
    assert cells(folder / OUT)[3] == ["Yes", ANSWER]


def test_a_row_that_was_skipped_is_not_decided(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx", answered=(3,))
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01").code == 0
    run = qfill("apply", decide(folder, EDIT), OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: row 3 of Security was skipped (already answered)\n"
        "hint: qfill fill --overwrite answers such rows anew\n"
    )


def test_what_the_customer_wrote_is_not_lost_where_the_file_has_moved(qfill: Runner, folder: Path) -> None:
    book = questionnaire(folder / "in.xlsx", answered=(2,))
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01", "--overwrite").code == 0
    before = (folder / OUT).read_bytes()
    book.rename(folder / "moved.xlsx")
    name = decide(folder, {"row": 2, "action": "blank"})
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: row 2 of Security: what the customer's file held cannot be put back:"
        " in.xlsx is gone, or has changed\n"
        "hint: put that file back where it lay, or decide otherwise\n"
    )
    assert (folder / OUT).read_bytes() == before
    (folder / "moved.xlsx").rename(book)
    assert qfill("apply", name, OUT).code == 0
    assert cells(folder / OUT)[0] == ["No", None]


def test_a_row_that_came_empty_is_left_blank_wherever_the_file_is(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    (folder / "in.xlsx").unlink()
    assert qfill("apply", decide(folder, {"row": 2, "action": "blank"}), OUT).code == 0
    assert cells(filled)[0] == [None, None]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "rows": [], "audit_sha256": ""}', '{"rows": 3}'])
def test_what_is_no_decisions_is_refused(qfill: Runner, filled: Path, folder: Path, text: str) -> None:
    (folder / "x.json").write_text(text)
    run = qfill("apply", "x.json", OUT)
    assert run.code == 2
    assert run.err.startswith("error: x.json: ")
    assert "\nhint: " in run.err


def test_teaching_fills_the_rows_next_time(qfill: Runner, filled: Path, folder: Path) -> None:
    bank = folder / "answers" / "continuity.yaml"
    before = bank.read_text(encoding="utf-8")
    decisions = decide(folder, EDIT, CHOOSE, BLANK)
    run = qfill("apply", decisions, OUT, "--teach")
    assert run.code == 0, run.err
    assert run.out.splitlines()[2:] == [
        "answers/continuity.yaml",
        "answers/sources.yaml",
        "answers/taught.yaml",
    ]
    assert "taught to backups" in run.err
    assert "+        - Describe the colour of your logo and its history." in run.err
    after = bank.read_text(encoding="utf-8")
    kept = iter(after.split("\n"))
    taken_out = "        - Do you take backups of customer data?"
    assert all(any(line == other for other in kept) for line in before.split("\n") if line != taken_out)
    assert f"    not_this:\n      en:\n{taken_out}\n" in after
    assert "- Describe the colour of your logo and its history." in after
    drafted = (folder / "answers" / "taught.yaml").read_text(encoding="utf-8")
    assert "status: draft" in drafted
    again = qfill("apply", decisions, OUT, "--teach")
    assert (again.code, again.out) == (0, "")
    assert bank.read_text(encoding="utf-8") == after
    (folder / OUT).unlink()
    (folder / AUDIT).unlink()
    assert qfill("fill", "in.xlsx", "--today", "2026-02-01").code == 0
    rows = audited(folder)
    assert rows[5]["outcome"] == "filled"


def test_a_bank_that_cannot_be_taught_leaves_the_answered_file_as_it_was(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    (folder / "answers" / "taught.yaml").mkdir()
    name = decide(folder, EDIT)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run = qfill("apply", name, OUT, "--teach")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: answers/taught.yaml: exists and cannot be read (Is a directory)\n"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_file_applied_before_is_taught_along_with_a_new_one(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    first = decide(folder, EDIT)
    assert qfill("apply", first, OUT).code == 0
    second = decide(folder, CHOOSE, reviewer="Bo", name="b.decisions.json")
    run = qfill("apply", first, second, OUT, "--teach")
    assert (run.code, run.out.splitlines()) == (
        0,
        [OUT, AUDIT, "answers/continuity.yaml", "answers/sources.yaml", "answers/taught.yaml"],
    )
    assert run.err.startswith("1 row decided: 1 another answer chosen.\n")
    assert "taught to backups" in run.err
    assert "a draft until it is approved" in run.err
    assert cells(filled)[1:] == [["No", "No. There are none."], ["Yes", ANSWER], ["Yes", ANSWER]]


def test_a_text_that_begins_by_saying_the_opposite_of_its_verdict_is_refused(
    qfill: Runner, filled: Path, folder: Path
) -> None:
    before = filled.read_bytes()
    name = decide(folder, {**EDIT, "verdict": "yes", "text": "No. We never do."})
    run = qfill("apply", name, OUT)
    assert (run.code, run.out) == (2, "")
    assert "its verdict is yes, and its text begins by saying the opposite\nhint: " in run.err
    assert filled.read_bytes() == before
