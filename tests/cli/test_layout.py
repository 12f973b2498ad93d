"""Questionnaires laid out as customers do: what is written where, and what the user is told."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.cli.conftest import Runner
from tests.support.grids import HEAD, A

TODAY = ("--today", "2026-02-01", "--no-page")
YES = "Yes. Customer data is backed up every day."


def book(path: Path, *rows: Sequence[str | None], title: str = "Form") -> Path:
    """A workbook of one sheet with these rows."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def cells(path: Path, sheet: str = "Form") -> dict[str, object]:
    return {
        cell.coordinate: cell.value
        for row in load_workbook(path)[sheet].iter_rows()
        for cell in row
        if cell.value is not None
    }


def hinted(stderr: str) -> list[str]:
    """The flags that a message suggests."""
    found = re.search(r"(--(?:columns|sheet) .*)$", stderr, re.MULTILINE)
    assert found is not None
    return shlex.split(found[1])


def test_tables_with_columns_of_their_own(qfill: Runner, folder: Path) -> None:
    book(folder / "in.xlsx", HEAD, ["1", A], [], ["ID", "Question", "Yes", "No", "Comments"], ["2", A])
    result = qfill("fill", "in.xlsx", *TODAY)
    assert (result.code, result.out) == (0, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    written = cells(folder / "in.filled.xlsx")
    assert (written["C2"], written["C5"]) == ("Yes", "x")
    audit = json.loads((folder / "in.filled.xlsx.audit.json").read_text("utf-8"))
    assert [sheet["header_row"] for sheet in audit["sheets"]] == [1, 4]
    assert audit["summary"]["questions"] == 2


def test_a_placeholder_is_written_over(qfill: Runner, folder: Path) -> None:
    book(folder / "in.xlsx", HEAD, ["1", A, "Please select"], ["2", A, "[your answer]"])
    assert qfill("fill", "in.xlsx", *TODAY).code == 0
    written = cells(folder / "in.filled.xlsx")
    assert (written["C2"], written["C3"]) == ("Yes", "Yes")
    code = qfill("verify", "in.xlsx", "in.filled.xlsx", "--audit", "in.filled.xlsx.audit.json").code
    assert code == 0


def test_comments_alone_are_a_warning_with_a_command_that_works(qfill: Runner, folder: Path) -> None:
    book(folder / "in.xlsx", ["ID", "Question", "Etwas", "Comments"], ["1", A])
    result = qfill("fill", "in.xlsx", *TODAY)
    assert result.code == 0
    assert "warning: sheet 'Form': only comments are filled in" in result.err
    assert "C2" not in cells(folder / "in.filled.xlsx")
    again = qfill("fill", "in.xlsx", *hinted(result.err), *TODAY, "--force")
    assert (again.code, "warning" in again.err) == (0, False)
    assert cells(folder / "in.filled.xlsx")["C2"] == "Yes"


def test_a_sheet_left_alone_for_its_name_is_told_with_a_command_that_works(
    qfill: Runner, folder: Path
) -> None:
    path = book(folder / "in.xlsx", HEAD, ["1", A])
    made = load_workbook(path)
    other = made.create_sheet("High risk")
    other.append(list(HEAD))
    other.append(["1", A])
    made.save(path)
    result = qfill("fill", "in.xlsx", *TODAY)
    assert "warning: sheet 'High risk' was left alone for its name, but 1 of its rows asks" in result.err
    assert qfill("fill", "in.xlsx", *hinted(result.err), *TODAY, "--force").code == 0
    assert cells(folder / "in.filled.xlsx", "Form")["C2"] == "Yes"
    assert cells(folder / "in.filled.xlsx", "High risk")["C2"] == "Yes"


def test_rows_without_headings_are_all_answered_as_the_hint_says(qfill: Runner, folder: Path) -> None:
    book(folder / "in.xlsx", ["1", A], ["2", A], title="Vendor Evaluation")
    result = qfill("fill", "in.xlsx", *TODAY)
    assert result.code == 2
    assert "--columns question=B,answer=C" in result.err
    assert qfill("fill", "in.xlsx", "--columns", "question=B,answer=C", *TODAY).code == 0
    written = cells(folder / "in.filled.xlsx", "Vendor Evaluation")
    assert written["C1"] == written["C2"] == YES


def test_last_times_form_is_read_by_the_columns_told_for_this_one(qfill: Runner, folder: Path) -> None:
    bees = "Do you keep bees on the roof?"
    book(folder / "last.xlsx", ["1", bees, "No, our roof bears none of them."], ["2", A, "Yes."])
    book(folder / "next.xlsx", ["1", bees], ["2", A])
    told = ("--columns", "question=B,answer=C")
    assert qfill("fill", "next.xlsx", *told, "--previous", "last.xlsx", *TODAY).code == 0
    assert cells(folder / "next.filled.xlsx")["C1"] == "No, our roof bears none of them."


def test_last_times_form_of_another_layout_is_read_by_its_own_headings(qfill: Runner, folder: Path) -> None:
    bees, said = "Do you keep bees on the roof?", "No, our roof bears none of them."
    book(folder / "last.xlsx", ["ID", "Area", "Question", "Answer"], ["1", "Roof", bees, said])
    book(folder / "next.xlsx", ["1", bees], ["2", A], title="Other")
    told = ("--columns", "Other!question=B,answer=C")
    assert qfill("fill", "next.xlsx", *told, "--previous", "last.xlsx", *TODAY).code == 0
    assert cells(folder / "next.filled.xlsx", "Other")["C1"] == said


def test_answers_in_the_rows_below_are_read_from_a_filled_form(qfill: Runner, folder: Path) -> None:
    bees = "Do you keep bees on the roof?"
    cats = "How many cats live at the office?"
    answers = (["The system of our roof bears none."], ["Two, both grey."], [YES])
    rows = [row for text, said in zip((bees, cats, A), answers, strict=True) for row in ([text], said)]
    book(folder / "last.xlsx", *rows)
    book(folder / "next.xlsx", *(row for text in (bees, cats, A) for row in ([text], [])))
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    written = cells(folder / "next.filled.xlsx")
    assert (written["A2"], written["A4"]) == (answers[0][0], answers[1][0])
    assert qfill("bank", "learn", "last.xlsx", "--bank", "own").code == 0


@pytest.mark.parametrize("command", [("coverage",), ("bank", "learn")])
def test_commands_without_columns_name_what_helps(
    qfill: Runner, folder: Path, command: tuple[str, ...]
) -> None:
    rows = (["1", A, "Yes, each night."], ["2", "Do you keep bees on the roof?", "No."])
    book(folder / "in.xlsx", *rows, title="High risk")
    result = qfill(*command, "in.xlsx")
    assert (result.code, "--" in result.err) == (2, False)
    assert "head its columns Question, Answer and Comments, and call the sheet Questions" in result.err
    book(folder / "copy.xlsx", ["", "Question", "Answer", "Comments"], *rows, title="Questions")
    assert qfill(*command, "copy.xlsx").code in (0, 1)


def test_a_header_row_below_all_rows(qfill: Runner, folder: Path) -> None:
    book(folder / "in.xlsx", HEAD, ["1", A])
    result = qfill("fill", "in.xlsx", "--header-row", "999", *TODAY)
    assert result.code == 2
    assert "no row stands below row 999, named with --header-row" in result.err
    assert "the last row that holds something is 2" in result.err


def test_a_bare_verdict_of_last_time_is_written_into_a_cell_for_everything(
    qfill: Runner, folder: Path
) -> None:
    bees = "Do you keep bees on the roof?"
    head = ["ID", "Question", "Answer"]
    book(folder / "last.xlsx", head, ["1", bees, "No"])
    book(folder / "next.xlsx", head, ["1", bees])
    assert qfill("fill", "next.xlsx", "--previous", "last.xlsx", *TODAY).code == 0
    assert cells(folder / "next.filled.xlsx")["C2"] == "No"
