"""`qfill bank learn`: completed questionnaires into drafts that fill the next one once approved."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner

from qfill.bank import load_bank

TODAY = ("--today", "2026-02-01")
SHARED = Path(__file__).parents[3] / "shared" / "questionnaires"


def completed(path: Path, *answers: tuple[str | None, str | None]) -> Path:
    """A questionnaire whose rows hold these verdicts and comments."""
    questionnaire(path)
    book = load_workbook(path)
    for number, (verdict, comment) in enumerate(answers, 2):
        book["Security"].cell(number, 3, verdict)
        book["Security"].cell(number, 4, comment)
    book.save(path)
    return path


def approved(qfill: Runner) -> None:
    assert qfill("bank", "approve", "--all", "--bank", "own", *TODAY).code == 0


def cell(path: Path, address: str = "C2") -> object:
    return load_workbook(path)["Security"][address].value


def test_what_was_answered_before_fills_the_next_one(qfill: Runner, folder: Path) -> None:
    completed(folder / "last.xlsx", ("Yes", "Each night."), ("No", "There are none."), (None, None))
    run = qfill("bank", "learn", "last.xlsx", "--bank", "own")
    assert (run.code, run.out) == (0, "own/learned.yaml\nown/sources.yaml\n")
    assert "last.xlsx: 2 answered rows" in run.err
    assert "2 drafts" in run.err
    questionnaire(folder / "next.xlsx")
    assert "nothing is filled" not in qfill("fill", "next.xlsx", "--bank", "own", "--no-page").err
    filled = folder / "next.filled.xlsx"
    assert cell(filled) is None
    approved(qfill)
    assert qfill("fill", "next.xlsx", "--bank", "own", "--no-page", *TODAY).code == 0
    sheet = load_workbook(filled)["Security"]
    assert [sheet["C2"].value, sheet["D2"].value] == ["Yes", "Each night."]
    assert [sheet["C3"].value, sheet["D3"].value] == ["No", "There are none."]
    assert sheet["C5"].value is None


def test_contradictions_are_listed_and_never_filled(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Each night."))
    completed(folder / "b.xlsx", ("No", "Not at all."))
    run = qfill("bank", "learn", "a.xlsx", "b.xlsx", "--bank", "own")
    assert run.code == 0
    assert "contradiction: Is customer data backed up?" in run.err
    assert "yes (a.xlsx Security!C2): Each night." in run.err
    assert "no (b.xlsx Security!C2): Not at all." in run.err
    approved(qfill)
    questionnaire(folder / "next.xlsx")
    assert qfill("fill", "next.xlsx", "--bank", "own", *TODAY).code == 0
    assert cell(folder / "next.filled.xlsx") is None
    page = (folder / "next.filled.xlsx.review.html").read_text(encoding="utf-8")
    assert "Each night." in page
    assert "Not at all." in page


def test_what_files_contradict_one_after_the_other_waits_too(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Each night."))
    completed(folder / "b.xlsx", ("No", "Not at all."))
    assert qfill("bank", "learn", "a.xlsx", "--bank", "own").code == 0
    run = qfill("bank", "learn", "b.xlsx", "--bank", "own")
    assert "yes (the bank's 1-1-is-customer-data-backed-up): Each night." in run.err
    assert "no (b.xlsx Security!C2): Not at all." in run.err
    approved(qfill)
    questionnaire(folder / "next.xlsx")
    qfill("fill", "next.xlsx", "--bank", "own", *TODAY)
    assert cell(folder / "next.filled.xlsx") is None


def test_a_file_that_agrees_adds_its_cells_as_sources(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Each night."))
    completed(folder / "b.xlsx", ("Yes", "Each night at 2."))
    assert qfill("bank", "learn", "a.xlsx", "--bank", "own").code == 0
    run = qfill("bank", "learn", "b.xlsx", "--bank", "own")
    assert "0 drafts" in run.err
    assert "1 answer of the bank borne out" in run.err
    bank = load_bank(folder / "own")
    (answer,) = bank.answers
    assert [bank.register.source(bank.register.facts[fact]).file for fact in answer.facts] == [
        "a.xlsx",
        "b.xlsx",
    ]
    again = qfill("bank", "learn", "b.xlsx", "--bank", "own")
    assert (again.code, again.out) == (0, "")
    assert "b.xlsx: 1 answered row, learnt before" in again.err
    assert load_bank(folder / "own").sha256 == bank.sha256


def test_what_holds_of_one_product_fills_for_that_product_only(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Alder does."))
    completed(folder / "b.xlsx", ("No", "Birch does not."))
    assert qfill("bank", "learn", "a.xlsx", "--bank", "own", "--for", "product=Alder").code == 0
    run = qfill("bank", "learn", "b.xlsx", "--bank", "own", "--for", "product=Birch")
    assert "contradiction" not in run.err
    approved(qfill)
    questionnaire(folder / "next.xlsx")
    for product, verdict in (("Alder", "Yes"), ("birch", "No"), ("Cedar", None)):
        out = folder / f"{product}.xlsx"
        fill = ("fill", "next.xlsx", "--bank", "own", "-o", out.name, "--for", f"product={product}")
        assert qfill(*fill, *TODAY).code == 0
        assert cell(out) == verdict
    assert qfill("fill", "next.xlsx", "--bank", "own", "-o", "any.xlsx", *TODAY).code == 0
    assert cell(folder / "any.xlsx") is None


def test_other_dates_and_names_are_told_and_the_newest_taken(qfill: Runner, folder: Path) -> None:
    completed(folder / "a.xlsx", ("Yes", "Since 2021, by Alder."))
    completed(folder / "b.xlsx", ("Yes", "Since 2024, by Birch."))
    run = qfill("bank", "learn", "a.xlsx", "b.xlsx", "--bank", "own")
    assert (
        "1 answer on which the files agree but for dates, figures or names; the newest text is taken"
        in run.err
    )
    assert "Is customer data backed up? (b.xlsx Security!C2, a.xlsx Security!C2)" in run.err
    (answer,) = load_bank(folder / "own").answers
    assert answer.text == {"en": "Since 2024, by Birch."}


def test_an_order_against_the_files_own_dates_is_told(qfill: Runner, folder: Path) -> None:
    for name, year in (("a.docx", 2025), ("b.docx", 2023)):
        word(folder / name, "Yes, each night.", year)
    run = qfill("bank", "learn", "a.docx", "b.docx", "--bank", "own")
    assert "a.docx was saved after b.docx, taken for the newer; give the newest last" in run.err
    assert [str(one.date) for one in load_bank(folder / "own").register.sources] == [
        "2025-04-05",
        "2023-04-05",
    ]


def test_a_file_without_answers_teaches_nothing(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "empty.xlsx")
    run = qfill("bank", "learn", "empty.xlsx", "--bank", "own")
    assert run.code == 2
    assert "none of the files holds an answer" in run.err
    assert not (folder / "own").exists()


def word(path: Path, answer: str, year: int = 2025) -> Path:
    """A Word form with a table and a question in its text."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(
        table.rows, (("Question", "Answer"), ("Is customer data backed up?", answer)), strict=True
    ):
        row.cells[0].text, row.cells[1].text = texts
    document.core_properties.modified = datetime(year, 4, 5)
    document.save(str(path))
    return path


def ticked(path: Path) -> Path:
    """A form with a column for each verdict."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Question", "Yes", "No", "Not Applicable", "Notes"])
    sheet.append(["1", "Is customer data backed up?", "X", None, None, "Each night."])
    sheet.append(["2", "Are backups tested by restoring them each quarter?", None, "x", None, None])
    book.save(path)
    return path


def numbered(path: Path) -> Path:
    """A form whose options bear numbers, with a merged heading above, answers far to the right."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Vendor assessment"
    sheet.merge_cells("A1:F1")
    for column, text in zip("ABF", ("Ref", "Requirement", "Response"), strict=True):
        sheet[f"{column}3"] = text
    sheet["A4"], sheet["B4"], sheet["F4"] = "R-1", "Is customer data backed up?", "1) Yes"
    sheet["A5"], sheet["B5"], sheet["F5"] = "R-2", "Are backups tested by restoring them?", "2) No"
    options = DataValidation(type="list", formula1='"1) Yes,2) No,3) Partly"', allow_blank=True)
    options.add("F4:F5")
    sheet.add_data_validation(options)
    book.save(path)
    return path


def table(path: Path) -> Path:
    rows = (
        ("id", "question", "answer", "comment"),
        ("1", "Is customer data backed up?", "Yes", "Each night."),
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("name", "make", "place"),
    [
        ("a.csv", table, "row 2, answer"),
        ("a.docx", lambda path: word(path, "Yes. Each night."), "t1.r2.c2"),
        ("a.xlsx", ticked, "Sheet!C2"),
        ("b.xlsx", numbered, "Sheet!F4"),
        ("c.xlsx", lambda path: completed(path, ("Yes", None)), "Security!C2"),
    ],
)
def test_every_layout_teaches(qfill: Runner, folder: Path, name: str, make: object, place: str) -> None:
    assert callable(make)
    make(folder / name)
    run = qfill("bank", "learn", name, "--bank", "own")
    assert run.code == 0, run.err
    bank = load_bank(folder / "own")
    answer = next(one for one in bank.answers if one.phrasings["en"] == ("Is customer data backed up?",))
    assert str(answer.verdict) == "yes"
    assert bank.register.facts[answer.facts[0]].place == place
    if len(bank.answers) > 1:
        assert [str(one.verdict) for one in bank.answers] == ["yes", "no"]
    approved(qfill)
    questionnaire(folder / "next.xlsx")
    assert qfill("fill", "next.xlsx", "--bank", "own", "--no-page", *TODAY).code == 0
    assert cell(folder / "next.filled.xlsx") == "Yes"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real questionnaires are not here")
def test_a_real_completed_caiq_fills_the_blank_one(qfill: Runner, folder: Path) -> None:
    run = qfill("bank", "learn", SHARED / "caiq_v4.0.3_completed_whitepact.xlsx", "--bank", "own")
    assert "261 answered rows" in run.err
    approved(qfill)
    filled = qfill(
        "fill", SHARED / "caiq_v4.0.3_star.xlsx", "--bank", "own", "-o", "out.xlsx", "--no-page", *TODAY
    )
    assert filled.code == 0
    given = load_workbook(SHARED / "caiq_v4.0.3_completed_whitepact.xlsx").worksheets
    truth = {row[0]: row[2] for sheet in given for row in sheet.iter_rows(values_only=True) if len(row) > 2}
    written = [
        (truth[row[0]], row[2])
        for sheet in load_workbook(folder / "out.xlsx").worksheets
        for row in sheet.iter_rows(values_only=True)
        if len(row) > 2 and row[0] in truth and row[2] in ("Yes", "No", "NA")
    ]
    assert len(written) > 200
    assert all(one == other for one, other in written)


def told_another(folder: Path) -> Path:
    """A completed form that names its customer, in a row of its own and in its answers."""
    path = folder / "old.csv"
    path.write_text(
        "id,question,answer,comment\n"
        "0,Customer name,,Harbour\n"
        "1,Is our data kept apart?,Yes,Northwind Trading Ltd has a database of its own.\n"
        "2,Are we told of incidents?,Yes,We write to ciso@northwind.example within 24 hours.\n"
        "3,Do you help us?,Yes,Harbour is helped by telephone.\n"
        "4,Are backups made?,Yes,Each night.\n",
        encoding="utf-8",
    )
    return path


def test_a_customers_name_and_address_are_told_with_the_drafts(qfill: Runner, folder: Path) -> None:
    told_another(folder)
    run = qfill("bank", "learn", "old.csv", "--bank", "own")
    assert run.code == 0
    assert (
        "3 drafts with a name or an address that neither the profile nor a document knows; "
        "reword them, or they tell one customer of another\n"
        "  1-is-our-data-kept-apart: Northwind Trading Ltd\n"
        "  2-are-we-told-of-incidents: ciso@northwind.example\n"
        "  3-do-you-help-us: Harbour\n"
    ) in run.err


def test_a_completed_questionnaire_is_no_witness_to_the_names_in_it(qfill: Runner, folder: Path) -> None:
    told_another(folder)
    assert qfill("bank", "learn", "old.csv", "--bank", "own").code == 0
    approved(qfill)
    run = qfill("check", "own", "--select", "QF107", *TODAY)
    assert run.code == 1
    assert re.findall(r"error QF107 (.*)", run.out) == [
        "names another company: Northwind Trading Ltd",
        "names another company: ciso@northwind.example",
    ]


def test_what_the_profile_knows_may_be_learnt(qfill: Runner, folder: Path) -> None:
    told_another(folder)
    (folder / "own").mkdir()
    (folder / "own" / "profile.yaml").write_text(
        "schema: 1\nfields:\n  - id: website\n    value: https://www.northwind.example\n"
        "  - id: name\n    value: Northwind Trading\n",
        encoding="utf-8",
    )
    run = qfill("bank", "learn", "old.csv", "--bank", "own")
    assert "1 draft with a name or an address" in run.err
    assert qfill("check", "own", "--select", "QF107", *TODAY).code == 0
