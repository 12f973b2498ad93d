"""`qfill fill` from a customer's workbook to the answered one."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from openpyxl import load_workbook
from tests.cli.books import questionnaire, without_questions
from tests.cli.conftest import Runner

from qfill.files import Comparison, QuestionnaireFile
from qfill.records import load_schema

TODAY = ("--today", "2026-02-01", "--accept", "0.5")
ANSWER = "Yes. Customer data is backed up every day."


@pytest.fixture
def book(folder: Path) -> Path:
    return questionnaire(folder / "in.xlsx")


def audit_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    Draft7Validator(load_schema("audit")).validate(found)
    return found


def test_sure_rows_are_filled_and_the_rest_left(qfill: Runner, book: Path, folder: Path) -> None:
    before = book.read_bytes()
    run = qfill("fill", "in.xlsx", *TODAY)
    assert (run.code, run.out) == (0, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    assert book.read_bytes() == before
    sheet = load_workbook(folder / "in.filled.xlsx")["Security"]
    found = [[cell.value for cell in row] for row in sheet["C2:D5"]]
    assert found == [["Yes", ANSWER], [None, None], ["Yes", ANSWER], [None, None]]
    audit = audit_of(folder / "in.filled.xlsx.audit.json")
    assert audit["summary"] == {"questions": 4, "filled": 2, "review": 0, "unanswered": 2, "skipped": 0}
    assert [row["facts"] for row in audit["rows"]] == [["F1"], [], ["F1"], []]
    assert audit["rows"][0]["written"] == {"C2": "Yes", "D2": ANSWER}
    assert audit["rows"][0]["question_id"] == "1.1"
    assert audit["input"] == {"path": "in.xlsx", "sha256": sha256(before).hexdigest()}
    assert run.err.startswith("in.xlsx")
    assert "Next: 2 rows are left blank" in run.err
    assert "\x1b" not in run.err


def test_the_same_run_gives_the_same_bytes_and_needs_no_force(
    qfill: Runner, book: Path, folder: Path
) -> None:
    qfill("fill", "in.xlsx", *TODAY)
    first = {path.name: path.read_bytes() for path in folder.glob("in.filled*")}
    run = qfill("fill", "in.xlsx", *TODAY)
    assert run.code == 0
    assert {path.name: path.read_bytes() for path in folder.glob("in.filled*")} == first


def test_another_run_replaces_what_qfill_wrote(qfill: Runner, book: Path, folder: Path) -> None:
    qfill("fill", "in.xlsx", *TODAY)
    first = (folder / "in.filled.xlsx").read_bytes()
    assert qfill("fill", "in.xlsx", "--accept", "1", "--today", "2026-02-01").code == 0
    assert (folder / "in.filled.xlsx").read_bytes() != first


def test_an_edited_output_is_kept(qfill: Runner, book: Path, folder: Path) -> None:
    qfill("fill", "in.xlsx", *TODAY)
    output = folder / "in.filled.xlsx"
    edited = output.read_bytes() + b" "
    output.write_bytes(edited)
    run = qfill("fill", "in.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: in.filled.xlsx: exists and is not what qfill wrote there\nhint: ")
    assert output.read_bytes() == edited
    assert qfill("fill", "in.xlsx", *TODAY, "--force").code == 0
    assert output.read_bytes() != edited


def test_a_dry_run_prints_the_plan_and_writes_nothing(qfill: Runner, book: Path, folder: Path) -> None:
    run = qfill("fill", "in.xlsx", "--dry-run", "-q", *TODAY)
    assert run.code == 0
    assert run.out == "".join(
        f"Security!{cell}\t{text}  [F1]\n"
        for cell, text in (("C2", "Yes"), ("D2", ANSWER), ("C4", "Yes"), ("D4", ANSWER))
    )
    assert run.err == ""
    assert list(folder.glob("*.filled*")) == []


def test_answers_that_stand_there_are_left(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx", answered=(2,))
    assert qfill("fill", "in.xlsx", *TODAY).code == 0
    audit = audit_of(folder / "in.filled.xlsx.audit.json")
    assert audit["rows"][0]["outcome"] == "skipped"
    sheet = load_workbook(folder / "in.filled.xlsx")["Security"]
    assert sheet["C2"].value == "No"
    assert qfill("fill", "in.xlsx", "--overwrite", *TODAY).code == 0
    assert load_workbook(folder / "in.filled.xlsx")["Security"]["C2"].value == "Yes"


def test_strict_tells_by_its_code_that_rows_are_left(qfill: Runner, book: Path) -> None:
    assert qfill("fill", "in.xlsx", "--strict", *TODAY).code == 1


def test_verbose_gives_each_row_its_reason(qfill: Runner, book: Path) -> None:
    run = qfill("fill", "in.xlsx", "-v", *TODAY)
    assert "Security!2 1.1: filled" in run.err
    assert "(backups)" in run.err


def test_overdue_answers_are_named_or_wait(qfill: Runner, book: Path, folder: Path) -> None:
    late = ("--today", "2028-01-01", "--accept", "0.5")
    run = qfill("fill", "in.xlsx", *late)
    assert "filled from answers that are overdue for review: backups\n" in run.err
    (folder / "qfill.toml").write_text('stale = "review"\n')
    run = qfill("fill", "in.xlsx", *late)
    assert "Next: 2 rows wait for a person: open in.filled.xlsx.review.html" in " ".join(run.err.split())


def test_what_is_above_the_tier_is_held_back_and_counted(qfill: Runner, book: Path, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    run = qfill("fill", "in.xlsx", *TODAY)
    assert run.err.endswith(
        "2 rows were held back: the answer is above the tier public\n"
        "Next: 4 rows are left blank, 2 of them held back, the others since the bank holds no answer;"
        " answer by hand.\n"
    )
    assert ANSWER not in (folder / "in.filled.xlsx.audit.json").read_text(encoding="utf-8")
    assert qfill("fill", "in.xlsx", "--tier", "nda", *TODAY).code == 0
    assert load_workbook(folder / "in.filled.xlsx")["Security"]["D2"].value == ANSWER


def test_several_files_into_a_folder_and_one_that_fails(qfill: Runner, book: Path, folder: Path) -> None:
    questionnaire(folder / "other.xlsx")
    run = qfill("fill", "in.xlsx", "missing.xlsx", "other.xlsx", "-o", "out", "-q", *TODAY)
    assert run.code == 2
    assert run.out.splitlines() == [
        "out/in.filled.xlsx",
        "out/in.filled.xlsx.audit.json",
        "out/other.filled.xlsx",
        "out/other.filled.xlsx.audit.json",
    ]
    assert run.err == "error: missing.xlsx: no such file\nhint: check the path and its spelling\n"


def test_several_files_are_summed_up_and_those_that_failed_named_last(
    qfill: Runner, book: Path, folder: Path
) -> None:
    questionnaire(folder / "other.xlsx")
    run = qfill("fill", "in.xlsx", "missing.xlsx", "other.xlsx", "--jobs", "2", *TODAY)
    assert run.code == 2
    lines = run.err.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("│")] == ["in.xlsx", "other.xlsx", "all"]
    assert lines[-2:] == [
        "error: missing.xlsx: no such file",
        "hint: check the path and its spelling",
    ]
    assert qfill("fill", "in.xlsx", "other.xlsx", "--strict", *TODAY).code == 1


def test_several_files_without_pages_name_what_to_review(qfill: Runner, book: Path, folder: Path) -> None:
    questionnaire(folder / "other.xlsx")
    wait = ("in.xlsx", "other.xlsx", *TODAY, "--accept", "1", "--suggest", "0.1")
    said = " ".join(qfill("fill", *wait).err.split())
    assert "for a person: open the review page beside each answered file." in said
    said = " ".join(qfill("fill", *wait, "--no-page").err.split())
    assert "for a person: qfill review the audit of each answered file." in said


def test_the_plan_of_several_files_is_told_without_writing(qfill: Runner, book: Path, folder: Path) -> None:
    questionnaire(folder / "other.xlsx")
    run = qfill("fill", "in.xlsx", "other.xlsx", "--dry-run", *TODAY)
    assert run.out.count("Security!") >= 2
    assert "Nothing was written." in run.err
    assert list(folder.glob("*.filled*")) == []
    assert qfill("fill", "in.xlsx", "other.xlsx", "-o", "new/deep", "--dry-run", *TODAY).code == 0
    assert not (folder / "new").exists()


def test_a_new_folder_is_made_for_one_file_too(qfill: Runner, book: Path, folder: Path) -> None:
    assert qfill("fill", "in.xlsx", "-o", "new/deep/", "--dry-run", *TODAY).code == 0
    assert not (folder / "new").exists()
    run = qfill("fill", "in.xlsx", "-o", "new/deep/", *TODAY)
    assert (run.code, run.out.splitlines()[0]) == (0, "new/deep/in.filled.xlsx"), run.err
    assert (folder / "new" / "deep" / "in.filled.xlsx.audit.json").is_file()


@pytest.mark.parametrize("files", [("in.xlsx",), ("in.xlsx", "other.xlsx")])
def test_a_folder_below_a_file_is_an_error(
    qfill: Runner, book: Path, folder: Path, files: tuple[str, ...]
) -> None:
    questionnaire(folder / "other.xlsx")
    run = qfill("fill", *files, "-o", "in.xlsx/sub", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: in.xlsx/sub: cannot be made (Not a directory)\n" * len(files)


def test_jobs_give_the_same_bytes(qfill: Runner, book: Path, folder: Path) -> None:
    questionnaire(folder / "other.xlsx", answered=(3,))
    qfill("fill", "in.xlsx", "other.xlsx", "-o", "one", *TODAY)
    run = qfill("fill", "in.xlsx", "other.xlsx", "-o", "two", "--jobs", "2", *TODAY)
    assert run.code == 0
    one = {path.name: path.read_bytes() for path in (folder / "one").iterdir()}
    assert {path.name: path.read_bytes() for path in (folder / "two").iterdir()} == one


@pytest.mark.parametrize("flag", ["--audit", "-o"])
def test_one_file_for_several_inputs_is_refused(qfill: Runner, book: Path, folder: Path, flag: str) -> None:
    questionnaire(folder / "other.xlsx")
    run = qfill("fill", "in.xlsx", "other.xlsx", flag, "x.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {flag} x.xlsx: one file for several inputs\n")
    assert list(folder.glob("*.filled*")) == []


def test_two_inputs_that_share_an_output_are_refused(qfill: Runner, book: Path, folder: Path) -> None:
    (folder / "sub").mkdir()
    questionnaire(folder / "sub" / "in.xlsx")
    run = qfill("fill", "in.xlsx", "sub/in.xlsx", "-o", "out/", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert "would both be answered in" in run.err


@pytest.mark.parametrize(
    ("first", "other", "flags"),
    [
        ("in.xlsx", "in.filled.xlsx", ()),
        ("in.filled.xlsx", "in.xlsx", ()),
        ("in.xlsx", "in.filled.marked.xlsx", ("--mark",)),
        ("in.xlsx", "linked.xlsx", ()),
    ],
)
def test_no_input_of_the_run_is_written_over(
    qfill: Runner, book: Path, folder: Path, first: str, other: str, flags: tuple[str, ...]
) -> None:
    for name in {first, other} - {"in.xlsx", "linked.xlsx"}:
        questionnaire(folder / name, answered=(3,))
    if other == "linked.xlsx":
        questionnaire(folder / other)
        os.link(folder / other, folder / "in.filled.xlsx")
    before = {path: path.read_bytes() for path in folder.glob("*.xlsx")}
    run = qfill("fill", first, other, "--force", *flags, *TODAY)
    assert (run.code, run.out) == (2, "")
    over = "in.filled.marked.xlsx" if flags else "in.filled.xlsx"
    asked = over if over in (first, other) else other
    assert run.err == (
        f"error: {over}: would be written over {asked}, which is to be answered\n"
        "hint: leave that file out, or write elsewhere with -o\n"
    )
    assert {path: path.read_bytes() for path in folder.glob("*.xlsx")} == before


def test_a_marked_copy_that_is_answered_is_not_written_over(qfill: Runner, book: Path, folder: Path) -> None:
    assert qfill("fill", "in.xlsx", "--mark", *TODAY).code == 0
    marked = folder / "in.filled.marked.xlsx"
    before = marked.read_bytes()
    run = qfill("fill", marked.name, "-o", "in.filled.xlsx", "--mark", "--force", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {marked.name}: would be written over {marked.name}")
    assert marked.read_bytes() == before


def test_the_input_is_never_written_over(qfill: Runner, book: Path) -> None:
    before = book.read_bytes()
    run = qfill("fill", "in.xlsx", "-o", "in.xlsx", "--force", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: in.xlsx: would be written over in.xlsx\n")
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"", ""),
        ("a.xlsx", b"not a workbook", ""),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("a.xls", b"", "qfill cannot write .xls files"),
        ("a.txt", b"", "not a format that qfill knows"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    qfill: Runner, folder: Path, name: str, data: bytes, message: str
) -> None:
    (folder / name).write_bytes(data)
    run = qfill("fill", name, *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {name}")
    assert "hint: " in run.err
    assert message in run.err
    assert "Traceback" not in run.err


def test_a_workbook_that_asks_nothing(qfill: Runner, folder: Path) -> None:
    without_questions(folder / "prices.xlsx")
    run = qfill("fill", "prices.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: prices.xlsx: no questions found in the file\n")
    assert "--columns" in run.err


def test_columns_are_taken_as_said(qfill: Runner, book: Path, folder: Path) -> None:
    run = qfill("fill", "in.xlsx", "--columns", "question=B,answer=C", *TODAY)
    assert run.code == 0
    assert audit_of(folder / "in.filled.xlsx.audit.json")["sheets"][0]["roles"]["answer"] == "C"
    run = qfill("fill", "in.xlsx", "-v", "--columns", "question=B", "--columns", "answer=C", *TODAY)
    assert run.code == 0
    assert "question is column B: as told; answer is column C: as told" in run.err
    run = qfill("fill", "in.xlsx", "--columns", "nonsense", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: --columns nonsense: ")


@pytest.mark.parametrize("at", ["qfill.workflows.written.compare", "qfill.records.outputs.os.fsync"])
def test_an_interrupted_run_leaves_nothing(
    qfill: Runner, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(at, interrupt)
    run = qfill("fill", "in.xlsx", *TODAY)
    assert (run.code, run.out, run.err) == (130, "", "interrupted; nothing half-written is left\n")
    assert sorted(folder.rglob("*")) == before


def test_a_fill_that_does_not_verify_leaves_nothing_and_says_so(
    qfill: Runner, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def different(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
        return Comparison(cells=(), differences=("a style is gone",))

    monkeypatch.setattr("qfill.workflows.written.compare", different)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    run = qfill("fill", "in.xlsx", *TODAY)
    assert (run.code, run.out) == (3, "")
    assert "  a style is gone\n" in run.err
    assert "hint: a report is in " in run.err
    assert list(folder.glob("*.filled*")) == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("nodir/x.xlsx", "nodir/x.xlsx: no such file\nhint: check the path and its spelling"),
        ("taken.xlsx", "taken.filled.xlsx: is a folder\nhint: name a file in it"),
        (".", ".: is a folder\nhint: name the files in it"),
        ("a" * 300 + ".xlsx", "File name too long"),
    ],
)
def test_one_file_that_cannot_be_answered_stops_no_other(
    qfill: Runner, book: Path, folder: Path, bad: str, said: str
) -> None:
    (folder / "taken.filled.xlsx").mkdir()
    (folder / "taken.xlsx").write_bytes(book.read_bytes())
    run = qfill("fill", bad, "in.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    assert said in run.err
    assert "a bug" not in run.err


def test_a_file_that_may_not_be_read_stops_no_other(
    qfill: Runner, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed.xlsx").write_bytes(book.read_bytes())
    opened = Path.open

    def refusing(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "closed.xlsx":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refusing)
    monkeypatch.setattr("os.access", lambda path, mode: not str(path).endswith("closed.xlsx"))
    run = qfill("fill", "closed.xlsx", "in.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    assert "error: closed.xlsx: cannot be read (Permission denied)\n" in run.err


def test_rows_that_are_all_held_back_have_an_answer(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    (folder / "rows.csv").write_text("question\nIs customer data backed up?\n", encoding="utf-8")
    run = qfill("fill", "rows.csv", *TODAY)
    assert run.err.endswith(
        "1 row was held back: the answer is above the tier public\n"
        "Next: 1 row is left blank, held back from this recipient; answer by hand.\n"
    )


WAITS = ("--today", "2026-02-01", "--accept", "1", "--suggest", "0.01")


@pytest.mark.parametrize("change", [b"\n", b"<!-- ask Bo -->"])
def test_a_page_that_was_edited_is_not_replaced(
    qfill: Runner, book: Path, folder: Path, change: bytes
) -> None:
    assert qfill("fill", "in.xlsx", *WAITS).code == 0
    page = folder / "in.filled.xlsx.review.html"
    page.write_bytes(page.read_bytes() + change)
    before = {path.name: path.read_bytes() for path in folder.glob("in.filled*")}
    run = qfill("fill", "in.xlsx", *WAITS)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {page.name}: exists and is not what qfill wrote there\n"
        "hint: move it away, or write elsewhere with --page\n"
    )
    run = qfill("fill", "in.xlsx", *TODAY)
    assert run.code == 0  # no row waits any more, and the page is left to whoever edited it
    assert page.read_bytes() == before[page.name]
    assert qfill("fill", "in.xlsx", *WAITS, "--force").code == 0


def test_a_page_of_another_state_of_the_bank_is_replaced(qfill: Runner, book: Path, folder: Path) -> None:
    assert qfill("fill", "in.xlsx", *WAITS).code == 0
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("every day", "every night"), "utf-8")
    run = qfill("fill", "in.xlsx", *WAITS)
    assert run.code == 0
    assert "every night" in (folder / "in.filled.xlsx.review.html").read_text("utf-8")


def test_an_audit_that_was_edited_is_not_replaced(qfill: Runner, book: Path, folder: Path) -> None:
    assert qfill("fill", "in.xlsx", *TODAY).code == 0
    audit = folder / "in.filled.xlsx.audit.json"
    edited = audit.read_text("utf-8").replace("the bank answers the whole question", "asked Bo, he agrees")
    audit.write_text(edited, "utf-8")
    run = qfill("fill", "in.xlsx", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {audit.name}: exists and is not what qfill wrote there\n"
        "hint: somebody may have edited it: move it away, or pass --force to replace it\n"
    )
    assert audit.read_text("utf-8") == edited
    assert qfill("fill", "in.xlsx", *TODAY, "--force").code == 0
