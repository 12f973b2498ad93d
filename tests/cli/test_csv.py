"""A csv is a questionnaire like any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.books import decide
from tests.cli.conftest import Runner

ROWS = (
    "id,question,section\r\n"
    'A1,"Is customer data backed up?",Backup\r\n'
    "A2,Do you keep bees on the roof of the office building?,Bees\r\n"
)


def test_columns_for_answers_are_appended_and_filled(qfill: Runner, folder: Path) -> None:
    (folder / "rows.csv").write_bytes(ROWS.encode())
    flags = ("-o", "out.csv", "--audit", "audit.json", "--accept", "0.5", "--today", "2026-02-01")
    run = qfill("fill", "rows.csv", *flags)
    assert (run.code, run.out) == (0, "out.csv\naudit.json\n")
    assert (folder / "out.csv").read_bytes().decode() == (
        "id,question,section,answer,comment\r\n"
        'A1,"Is customer data backed up?",Backup,Yes,Yes. Customer data is backed up every day.\r\n'
        "A2,Do you keep bees on the roof of the office building?,Bees,,\r\n"
    )
    rows = json.loads((folder / "audit.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["question_id"], row["row"], row["sheet"]) for row in rows] == [
        ("A1", 2, None),
        ("A2", 3, None),
    ]
    assert rows[0]["written"] == {"answer": "Yes", "comment": "Yes. Customer data is backed up every day."}
    run = qfill("verify", "rows.csv", "out.csv", "--audit", "audit.json")
    assert (run.code, run.err) == (0, "")


def test_columns_are_appended_without_a_single_answer(qfill: Runner, folder: Path) -> None:
    (folder / "rows.csv").write_bytes(ROWS.encode())
    assert qfill("fill", "rows.csv", "--accept", "1", "--suggest", "1", "--today", "2026-02-01").code == 0
    assert (folder / "rows.filled.csv").read_bytes().startswith(b"id,question,section,answer,comment\r\n")


def test_headings_that_stand_there_stay_as_they_are(qfill: Runner, folder: Path) -> None:
    before = b"id, Question , Answer ,comment\nA1,Do you keep bees on the roof?,,\n"
    (folder / "rows.csv").write_bytes(before)
    assert qfill("fill", "rows.csv", "--today", "2026-02-01").code == 0
    assert (folder / "rows.filled.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("header", "flags"),
    [
        ("No,Question,Response", ()),
        ("No,Question,Response", ("--columns", "question=B,answer=C")),
        ("No,Question,Ours", ("--columns", "question=B,answer=C")),
    ],
)
def test_a_column_of_the_customers_own_takes_the_answer(
    qfill: Runner, folder: Path, header: str, flags: tuple[str, ...]
) -> None:
    (folder / "in.csv").write_text(f"{header}\n1,Is customer data backed up?,\n", encoding="utf-8")
    run = qfill("fill", "in.csv", *flags, "--accept", "0.5", "--today", "2026-02-01")
    assert (run.code, run.out) == (0, "in.filled.csv\nin.filled.csv.audit.json\n")
    assert "error" not in run.err
    assert (folder / "in.filled.csv").read_text(encoding="utf-8") == (
        f"{header}\n1,Is customer data backed up?,Yes. Customer data is backed up every day.\n"
    )


def test_own_columns_for_answers_and_comments_are_used(qfill: Runner, folder: Path) -> None:
    text = "Question,Reply,Remarks\nIs customer data backed up?,,\n"
    (folder / "in.csv").write_text(text, encoding="utf-8")
    assert qfill("fill", "in.csv", "--accept", "0.5", "--today", "2026-02-01").code == 0
    assert (folder / "in.filled.csv").read_text(encoding="utf-8") == (
        "Question,Reply,Remarks\nIs customer data backed up?,Yes,Yes. Customer data is backed up every day.\n"
    )


def test_a_line_that_tells_the_delimiter_stays(qfill: Runner, folder: Path) -> None:
    text = "sep=;\r\nID;Question;Answer;Comment\r\n1;Is customer data backed up?;;\r\n"
    (folder / "in.csv").write_bytes(text.encode())
    assert qfill("fill", "in.csv", "--accept", "0.5", "--today", "2026-02-01").code == 0
    assert (folder / "in.filled.csv").read_bytes().decode() == text.replace(
        ";;\r", ";Yes;Yes. Customer data is backed up every day.\r"
    )
    run = qfill("verify", "in.csv", "in.filled.csv", "--audit", "in.filled.csv.audit.json")
    assert (run.code, run.out) == (0, "in.filled.csv: 2 cells changed; nothing else differs\n")
    edit = {"sheet": None, "row": 3, "action": "edit", "verdict": "no", "text": "No."}
    assert qfill("apply", decide(folder, edit, filled="in.filled.csv"), "in.filled.csv").code == 0
    assert (folder / "in.filled.csv").read_bytes().decode() == text.replace(";;\r", ";No;No.\r")


TWICE = "Question,Comment,Vendor response,Comment\nIs customer data backed up?,we care,,\n"


def test_an_edit_lands_in_our_own_column_where_two_are_headed_the_same(qfill: Runner, folder: Path) -> None:
    (folder / "in.csv").write_text(TWICE, encoding="utf-8")
    assert qfill("fill", "in.csv", "--accept", "0.5", "--today", "2026-02-01").code == 0
    held = (folder / "in.filled.csv").read_text(encoding="utf-8")
    assert held.splitlines()[1] == (
        "Is customer data backed up?,we care,Yes,Yes. Customer data is backed up every day."
    )
    edit = {"sheet": None, "row": 2, "action": "edit", "verdict": "no", "text": "No."}
    name = decide(folder, edit, filled="in.filled.csv")
    run = qfill("apply", name, "in.filled.csv")
    assert (run.code, run.out) == (0, "in.filled.csv\nin.filled.csv.audit.json\n")
    assert run.err == "1 row decided: 1 written anew.\n"
    held = (folder / "in.filled.csv").read_text(encoding="utf-8")
    assert held.splitlines()[1] == "Is customer data backed up?,we care,No,No."
    verified = qfill("verify", "in.csv", "in.filled.csv", "--audit", "in.filled.csv.audit.json")
    assert (verified.code, verified.out) == (0, "in.filled.csv: 2 cells changed; nothing else differs\n")


def test_a_heading_of_two_columns_in_an_audit_is_refused(qfill: Runner, folder: Path) -> None:
    (folder / "in.csv").write_text(TWICE, encoding="utf-8")
    assert qfill("fill", "in.csv", "--accept", "0.5", "--today", "2026-02-01").code == 0
    audit = folder / "in.filled.csv.audit.json"
    audit.write_text(audit.read_text(encoding="utf-8").replace('"D"', '"Comment"'), encoding="utf-8")
    name = decide(folder, {"sheet": None, "row": 2, "action": "blank"}, filled="in.filled.csv")
    before = (folder / "in.filled.csv").read_bytes()
    run = qfill("apply", name, "in.filled.csv")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: in.filled.csv: no one column is named 'Comment'\nhint: fill the questionnaire anew\n"
    )
    assert (folder / "in.filled.csv").read_bytes() == before


def test_a_column_headed_like_a_place_in_a_document_is_verified_as_a_column(
    qfill: Runner, folder: Path
) -> None:
    (folder / "in.csv").write_text("question,p1,comment\nIs customer data backed up?,,\n", encoding="utf-8")
    flags = ("--columns", "question=A,answer=B,comment=C", "--accept", "0.5", "--today", "2026-02-01")
    assert qfill("fill", "in.csv", *flags).code == 0
    run = qfill("verify", "in.csv", "in.filled.csv", "--audit", "in.filled.csv.audit.json")
    assert (run.code, run.out) == (0, "in.filled.csv: 2 cells changed; nothing else differs\n")


def test_a_line_end_that_changed_fails_verify(qfill: Runner, folder: Path) -> None:
    (folder / "in.csv").write_bytes(ROWS.encode())
    assert qfill("fill", "in.csv", "--accept", "0.5", "--today", "2026-02-01").code == 0
    filled = (folder / "in.filled.csv").read_bytes()
    (folder / "in.filled.csv").write_bytes(filled.removesuffix(b"\r\n"))
    run = qfill("verify", "in.csv", "in.filled.csv")
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines()[0] == (
        "different: more changed than the texts of fields: line ends, quotes or empty fields"
    )


@pytest.mark.parametrize("flags", [("--sheet", "X"), ("--columns", "X!question=A,answer=B")])
def test_a_csv_has_no_sheets_to_name(qfill: Runner, folder: Path, flags: tuple[str, str]) -> None:
    (folder / "rows.csv").write_bytes(ROWS.encode())
    run = qfill("fill", "rows.csv", *flags)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: rows.csv: no sheet named 'X'\nhint: only a workbook has sheets; leave the name out\n"
    )
