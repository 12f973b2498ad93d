"""The bank goes out as a workbook and comes back; only what was edited changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.cli.conftest import Runner

from qfill.bank import load_bank

Edit = Callable[[str, str, str | None], None]


@pytest.fixture
def book(qfill: Runner, folder: Path) -> Path:
    assert qfill("bank", "export", "bank.xlsx").out == "bank.xlsx\n"
    return folder / "bank.xlsx"


@pytest.fixture
def put(book: Path) -> Edit:
    """Set one cell as an expert would: by its sheet and its column's head, in the first row of data."""

    def change(sheet: str, head: str, text: str | None, row: int = 2) -> None:
        made: Workbook = load_workbook(book)
        heads = [cell.value for cell in made[sheet][1]]
        made[sheet].cell(row, heads.index(head) + 1).value = text
        made.save(book)

    return change


@pytest.fixture
def bell(folder: Path) -> Path:
    """A bank whose texts hold a control character, as YAML can spell it."""
    path = folder / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("en: Yes. Customer data is backed up every day.", r'en: "Yes.\a Every day."')
    path.write_text(text.replace("- Data backup", r'- "Data\a backup"'), encoding="utf-8")
    sources = folder / "answers" / "sources.yaml"
    told = sources.read_text(encoding="utf-8").replace(
        "Customer data is backed up every day.", r'"Every\a day."'
    )
    sources.write_text(told, encoding="utf-8")
    return path


def test_the_workbook(qfill: Runner, book: Path) -> None:
    data = book.read_bytes()
    assert qfill("bank", "export", "bank.xlsx").code == 0
    assert book.read_bytes() == data
    made = load_workbook(book)
    assert made.sheetnames == ["Answers", "Phrasings", "Facts", "About"]
    sheet = made["Answers"]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert row["due"].value == "2027-01-01"
    assert sheet.protection.sheet
    assert (row["id"].protection.locked, row["verdict"].protection.locked) == (True, False)
    rules = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"approved,draft"' in rules
    assert made["Phrasings"].max_row == 105


def test_unedited_changes_nothing(qfill: Runner, folder: Path, book: Path) -> None:
    before = load_bank(folder / "answers").sha256
    run = qfill("bank", "import", "bank.xlsx")
    assert (run.code, run.out, run.err) == (0, "", "Nothing was edited.\n")
    assert load_bank(folder / "answers").sha256 == before


def test_control_characters_go_out_replaced_and_stay_in_the_bank(
    qfill: Runner, folder: Path, bell: Path
) -> None:
    before = bell.read_bytes()
    assert qfill("bank", "export", "bank.xlsx").code == 0
    made = load_workbook(folder / "bank.xlsx")
    texts = {cell.value for sheet in made for row in sheet.iter_rows() for cell in row}
    assert {"Yes.\ufffd Every day.", "Data\ufffd backup", "Every\ufffd day."} <= texts
    run = qfill("bank", "import", "bank.xlsx")
    assert (run.code, run.out, run.err) == (0, "", "Nothing was edited.\n")
    assert bell.read_bytes() == before


def test_edits_are_shown_and_spliced_in(qfill: Runner, folder: Path, put: Edit) -> None:
    put("Answers", "status", "draft")
    put("Answers", "owner", "operations")
    put("Answers", "answer sv", None)
    put("Answers", "short en", "Yes, daily.")
    put("Phrasings", "phrasing", "Is our data backed up?")
    path = folder / "answers" / "continuity.yaml"
    before = path.read_bytes()
    shown = qfill("bank", "import", "bank.xlsx", "--dry-run")
    assert (shown.code, path.read_bytes()) == (0, before)
    run = qfill("bank", "import", "bank.xlsx")
    assert (run.code, run.out) == (0, shown.out)
    assert "-        - Is customer data backed up?\n+        - Is our data backed up?\n" in run.out
    (answer,) = load_bank(folder / "answers").answers
    assert (answer.status, answer.owner, answer.short) == ("draft", "operations", {"en": "Yes, daily."})
    assert set(answer.text) == {"en"}
    assert answer.phrasings["en"] == (
        "Is our data backed up?",
        "Do you take backups of customer data?",
        "Data backup",
    )


def test_a_phrasing_more_and_one_less(qfill: Runner, folder: Path, book: Path) -> None:
    made = load_workbook(book)
    sheet = made["Phrasings"]
    for column, text in enumerate(("backups", "nb", "Tas det backup: daglig?"), 1):
        sheet.cell(10, column).value = text
    sheet.cell(3, 3).value = None
    made.save(book)
    assert qfill("bank", "import", "bank.xlsx").code == 0
    (answer,) = load_bank(folder / "answers").answers
    assert answer.phrasings["nb"] == ("Tas det backup: daglig?",)
    assert answer.phrasings["en"] == ("Is customer data backed up?", "Data backup")


@pytest.mark.parametrize(
    ("sheet", "head", "text", "said"),
    [
        ("Answers", "verdict", "maybe", "Answers!C2: verdict 'maybe' is not one of yes, "),
        ("Answers", "reviewed", "1/2/26", "Answers!F2: reviewed '1/2/26' is not a date"),
        ("Answers", "reviewed", "2026-W10-1", "Answers!F2: reviewed '2026-W10-1' is not a date"),
        ("Answers", "review_every", "often", "Answers!G2: review_every 'often' is not"),
        ("Answers", "facts", "F1, F9", "names what is not known: F9"),
        ("Answers", "controls", "XXX-99", "names what is not known: XXX-99"),
        ("Answers", "id", "other", "Answers!A2: 'other' is no answer of this bank"),
        ("Phrasings", "language", "xx", "Phrasings!B2: language 'xx' is not one of en, sv, nb"),
        ("Facts", "says", "Hourly.", "Facts!C2: facts are shown here"),
    ],
)
def test_what_the_bank_cannot_take(
    qfill: Runner, folder: Path, put: Edit, sheet: str, head: str, text: str, said: str
) -> None:
    before = load_bank(folder / "answers").sha256
    put(sheet, head, text)
    run = qfill("bank", "import", "bank.xlsx")
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert load_bank(folder / "answers").sha256 == before


def test_a_bank_that_changed_meanwhile(qfill: Runner, folder: Path, put: Edit) -> None:
    put("Answers", "owner", "operations")
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8") + "# a note\n", "utf-8")
    refused = qfill("bank", "import", "bank.xlsx")
    assert refused.code == 2
    assert "changed meanwhile" in refused.err
    assert qfill("bank", "import", "bank.xlsx", "--force").code == 0
    assert path.read_text("utf-8").endswith("# a note\n")


def test_what_changed_meanwhile_and_is_not_edited_keeps_its_change(
    qfill: Runner, folder: Path, put: Edit
) -> None:
    put("Answers", "owner", "operations")
    path = folder / "answers" / "sources.yaml"
    path.write_text(path.read_text("utf-8") + "# a note\n", "utf-8")
    assert qfill("bank", "import", "bank.xlsx").code == 0
    assert path.read_text("utf-8").endswith("# a note\n")


def test_an_import_that_is_done_may_be_repeated(qfill: Runner, folder: Path, put: Edit) -> None:
    put("Answers", "owner", "operations")
    assert qfill("bank", "import", "bank.xlsx").code == 0
    after = load_bank(folder / "answers").sha256
    assert qfill("bank", "import", "bank.xlsx").code == 0
    assert load_bank(folder / "answers").sha256 == after


def test_edits_in_a_workbook_are_not_overwritten(qfill: Runner, put: Edit, book: Path) -> None:
    put("Answers", "owner", "operations")
    data = book.read_bytes()
    assert qfill("bank", "export", "bank.xlsx").code == 2
    assert book.read_bytes() == data
    assert qfill("bank", "export", "bank.xlsx", "--force").code == 0
    assert qfill("bank", "export", "bank.csv").code == 2
