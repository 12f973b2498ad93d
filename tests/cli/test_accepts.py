"""No value is written unseen that the cell's own dropdown or rule forbids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from tests.cli.books import decide
from tests.cli.conftest import Runner

FILL = ("--today", "2026-02-01", "--accept", "0.5")
ANSWER = "Yes. Customer data is backed up every day."
HEADER = ("No.", "Question", "Answer", "Comment")


def form(path: Path, rule: DataValidation, cells: str, header: tuple[str, ...] = HEADER) -> None:
    """Two questions that the bank answers, with a rule on some cells, and lists beside them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Security"
    sheet.append(header)
    sheet.append(["1.1", "Is customer data backed up?"])
    sheet.append(["1.2", "Do you take backups of customer data?"])
    for row, texts in ((2, ("Yes", "No")), (3, ("Supported", "Not supported"))):
        for column, text in enumerate(texts, 8):
            sheet.cell(row, column, text)
    lists = book.create_sheet("Lists")
    for text in ("Fully compliant ", "Partly compliant", "Not compliant"):
        lists.append([text])
    sheet.add_data_validation(rule)
    rule.add(cells)
    book.save(path)


def listed(formula: str) -> DataValidation:
    return DataValidation(type="list", formula1=formula)


def answers(folder: Path, columns: str = "C2:D3") -> list[list[Any]]:
    sheet = load_workbook(folder / "in.filled.xlsx")["Security"]
    return [[cell.value for cell in row] for row in sheet[columns]]


def reasons(folder: Path) -> list[str]:
    audit = json.loads((folder / "in.filled.xlsx.audit.json").read_text(encoding="utf-8"))
    return [row["reason"] for row in audit["rows"] if row["outcome"] == "review"]


@pytest.mark.parametrize(
    ("formula", "chosen"),
    [
        ("OFFSET(Lists!$A$1,0,0,COUNTA(Lists!$A:$A),1)", ["Fully compliant ", "Fully compliant "]),
        ("Lists!$A$1:INDEX(Lists!$A:$A,COUNTA(Lists!$A:$A))", ["Fully compliant ", "Fully compliant "]),
        ("$H2:$I2", ["Yes", "Supported"]),
    ],
)
def test_the_option_of_the_rows_own_list_is_written(
    qfill: Runner, folder: Path, formula: str, chosen: list[str]
) -> None:
    form(folder / "in.xlsx", listed(formula), "C2:C3")
    run = qfill("fill", "in.xlsx", *FILL)
    assert (run.code, run.out) == (0, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    assert run.err.startswith("in.xlsx ")
    assert run.err.endswith("Next: read the answers once, then send the file.\n")
    assert answers(folder) == [[option, ANSWER] for option in chosen]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (listed('IF($B2="","",Lists!$A$1:$A$3)'), "the options of the cell's dropdown cannot be worked out"),
        (listed("INDIRECT($F$1)"), "the options of the cell's dropdown cannot be worked out"),
        (listed("$K$1:$K$3"), "the cell's dropdown has no options"),
        (listed('"Yes;No;N/A"'), "none of the cell's options says yes"),
        (
            DataValidation(type="whole", operator="between", formula1="1", formula2="5"),
            "the cell takes only whole numbers",
        ),
        (
            DataValidation(type="custom", formula1='OR(C2="Y",C2="N")'),
            "the cell takes only what its formula allows, which cannot be worked out",
        ),
    ],
)
def test_what_is_not_known_to_be_allowed_is_left(
    qfill: Runner, folder: Path, rule: DataValidation, reason: str
) -> None:
    form(folder / "in.xlsx", rule, "C2:C3")
    run = qfill("fill", "in.xlsx", *FILL)
    assert run.code == 0
    assert run.out.splitlines()[:2] == ["in.filled.xlsx", "in.filled.xlsx.audit.json"]
    assert "Next: 2 rows wait for a person" in run.err
    assert answers(folder) == [[None, None], [None, None]]
    assert reasons(folder) == [reason, reason]


def test_a_person_accepts_the_text_and_nothing_for_the_cell(qfill: Runner, folder: Path) -> None:
    form(folder / "in.xlsx", listed("INDIRECT($F$1)"), "C2:C3")
    assert qfill("fill", "in.xlsx", *FILL).code == 0
    edit = {"row": 3, "action": "edit", "verdict": "yes", "text": "Yes. Daily."}
    run = qfill("apply", decide(folder, {"row": 2, "action": "accept"}, edit), "in.filled.xlsx")
    assert run.code == 0
    assert run.out == "in.filled.xlsx\nin.filled.xlsx.audit.json\n"
    assert "no option chosen" in run.err
    assert answers(folder) == [[None, ANSWER], [None, "Yes. Daily."]]


def test_a_tick_is_the_one_that_the_cells_list_has(qfill: Runner, folder: Path) -> None:
    form(folder / "in.xlsx", listed('"✓"'), "C2:D3", ("No.", "Question", "Yes", "No", "Comment"))
    run = qfill("fill", "in.xlsx", *FILL)
    assert (run.code, run.out) == (0, "in.filled.xlsx\nin.filled.xlsx.audit.json\n")
    assert answers(folder, "C2:E3") == [["✓", None, ANSWER]] * 2


def test_a_suggestion_of_which_no_cell_takes_anything_is_not_accepted(qfill: Runner, folder: Path) -> None:
    form(folder / "in.xlsx", DataValidation(type="date", formula1="1"), "C2:C3", HEADER[:3])
    assert qfill("fill", "in.xlsx", *FILL).code == 0
    run = qfill("apply", decide(folder, {"row": 2, "action": "accept"}), "in.filled.xlsx")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: row 2 of Security is accepted, and its cell takes nothing of what was"
        " suggested\nhint: decide that row otherwise, or leave it blank\n"
    )
    edit = {"row": 2, "action": "edit", "verdict": "none", "text": "2026-01-01"}
    assert qfill("apply", decide(folder, edit), "in.filled.xlsx").code == 0
    assert answers(folder, "C2:C3") == [["2026-01-01"], [None]]
