"""`qfill fill --mark`: a second file that shows a reviewer the rows that wait."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner
from tests.support.workbooks import pack, unpack

WAITING = ("--accept", "1", "--suggest", "0.01", "--today", "2026-02-01", "--no-page", "--mark")
MARKED = "in.filled.marked.xlsx"


def test_rows_that_wait_are_tinted_and_annotated(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    run = qfill("fill", "in.xlsx", *WAITING)
    assert (run.code, run.out.splitlines()[-1]) == (0, MARKED), run.err
    sent = load_workbook(folder / "in.filled.xlsx")["Security"]
    assert sent["C2"].comment is None
    assert not sent.conditional_formatting
    sheet = load_workbook(folder / MARKED)["Security"]
    assert sheet["C2"].comment is not None
    assert "backups (F1)" in sheet["C2"].comment.text
    assert "Customer data is backed up every day." in sheet["C2"].comment.text
    (found,) = sheet.conditional_formatting
    assert "C2" in str(found.sqref)
    assert len(sheet.data_validations.dataValidation) == 1
    assert qfill("fill", "in.xlsx", *WAITING).code == 0


def test_content_types_in_any_spelling_take_the_notes(qfill: Runner, folder: Path) -> None:
    parts = unpack(questionnaire(folder / "plain.xlsx").read_bytes())
    name = "[Content_Types].xml"
    spelled = re.sub(rb"<(/?)(Types|Default|Override)", rb"<\1t:\2", parts[name])
    spelled = spelled.replace(b"xmlns=", b"xmlns:t=")
    wide = b'<?xml version="1.0" encoding="UTF-16"?>' + spelled[spelled.index(b"<t:Types") :]
    for content in (spelled, b"\xff\xfe" + wide.decode().encode("utf-16-le")):
        (folder / "in.xlsx").write_bytes(pack({**parts, name: content}))
        run = qfill("fill", "in.xlsx", *WAITING, "--force")
        assert run.code == 0, run.err
        assert load_workbook(folder / MARKED)["Security"]["C2"].comment is not None


def test_comments_that_are_there_stay_alone(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    book = load_workbook(folder / "in.xlsx")
    book["Security"]["B2"].comment = Comment("Ask Bo.", "Ann")
    book.save(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *WAITING).code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(folder / MARKED)["Security"]
    assert sheet["B2"].comment is not None
    assert sheet["B2"].comment.text == "Ask Bo."
    assert sheet.conditional_formatting
    before = (folder / MARKED).read_bytes()
    run = qfill("fill", "in.xlsx", *WAITING, "--accept", "0.3")
    assert run.code == 0, run.err
    assert (folder / MARKED).read_bytes() != before


def test_a_copy_in_which_nothing_waits_is_known_again(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    for limits in (("--accept", "1", "--suggest", "1"), ("--accept", "0.3", "--suggest", "0.3"), WAITING):
        run = qfill("fill", "in.xlsx", *WAITING, *limits)
        assert (run.code, run.out.splitlines()[-1]) == (0, MARKED), run.err
        assert load_workbook(folder / MARKED)["Security"].max_row == 5


def test_another_file_of_that_name_is_not_replaced(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    (folder / MARKED).write_text("mine")
    run = qfill("fill", "in.xlsx", *WAITING)
    assert run.code == 2
    assert "no reviewer's copy" in run.err
    assert not (folder / "in.filled.xlsx").exists()


def test_a_folder_of_that_name_is_an_error(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    (folder / MARKED).mkdir()
    run = qfill("fill", "in.xlsx", *WAITING)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {MARKED}: exists and cannot be read (")
    assert not (folder / "in.filled.xlsx").exists()


def test_only_workbooks_can_be_marked(qfill: Runner, folder: Path) -> None:
    (folder / "in.csv").write_text("question\nIs customer data backed up?\n")
    run = qfill("fill", "in.csv", *WAITING)
    assert run.code == 2
    assert "only a workbook can be marked" in run.err
    planned = qfill("fill", "in.csv", *WAITING, "--dry-run")
    assert (planned.code, planned.out, planned.err) == (2, "", run.err)


def test_a_copy_that_was_edited_is_not_replaced(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", *WAITING).code == 0
    parts = unpack((folder / MARKED).read_bytes())
    edited = pack({name: part.replace(b"backed up", b"copied") for name, part in parts.items()})
    (folder / MARKED).write_bytes(edited)
    run = qfill("fill", "in.xlsx", *WAITING, "--accept", "0.3")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {MARKED}: exists and is no reviewer's copy as qfill wrote it\n"
        "hint: somebody may have edited it: move it away, or pass --force to replace it\n"
    )
    assert (folder / MARKED).read_bytes() == edited
    assert qfill("fill", "in.xlsx", *WAITING, "--accept", "0.3", "--force").code == 0
