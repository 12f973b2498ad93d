"""What holds of every fill: the same input gives the same bytes, wherever it lies."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from qfill.cli import main

KNOWN = "Is customer data backed up?"
ROWS = (
    KNOWN,
    "Do you take backups of customer data each hour?",
    "Säkerhetskopieras kundens data?",
    "Are staff laptops encrypted?",
    "How many lifts does the building have?",
    "Is there a plan for floods, and who keeps it?",
)


Fill = Callable[..., Path]


def ask(path: Path, questions: Sequence[str]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Question", "Answer", "Comments"])
    for number, question in enumerate(questions, 1):
        sheet.append([f"Q{number}", question, None, None])
    book.save(path)


def outcomes(audit: Path) -> dict[str, tuple[object, ...]]:
    return {
        row["question"]: (row["outcome"], row["confidence"], tuple(row["answers"]))
        for row in json.loads(audit.read_text(encoding="utf-8"))["rows"]
    }


@pytest.fixture
def fill(folder: Path) -> Fill:
    def run(path: Path, *flags: str) -> Path:
        assert main(["fill", str(path), "--bank", str(folder / "answers"), "--language", "en", *flags]) == 0
        return path.with_name(path.stem + ".filled" + path.suffix)

    return run


def test_the_same_file_gives_the_same_bytes_in_any_folder(folder: Path, fill: Fill) -> None:
    ask(folder / "asked.xlsx", ROWS)
    plain = fill(folder / "asked.xlsx")
    odd = folder / "für Kunde ☃ 🦆" / "a b"
    odd.mkdir(parents=True)
    shutil.copy(folder / "asked.xlsx", odd / "asked.xlsx")
    assert fill(odd / "asked.xlsx").read_bytes() == plain.read_bytes()
    told = json.loads((odd / "asked.filled.xlsx.audit.json").read_text(encoding="utf-8"))
    assert str(odd) not in json.dumps(told, ensure_ascii=False)


def test_filling_what_was_filled_changes_nothing(folder: Path, fill: Fill) -> None:
    ask(folder / "asked.xlsx", ROWS)
    once = fill(folder / "asked.xlsx")
    first = once.read_bytes()
    assert fill(folder / "asked.xlsx").read_bytes() == first
    sheet, again = (load_workbook(path).active for path in (once, fill(once)))
    assert sheet is not None
    assert again is not None
    assert [[cell.value for cell in row] for row in again] == [[cell.value for cell in row] for row in sheet]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(ROWS), st.integers(0, len(ROWS)))
def test_neither_order_nor_neighbours_move_a_row(
    folder: Path, fill: Fill, order: list[str], left_out: int
) -> None:
    ask(folder / "all.xlsx", ROWS)
    whole = outcomes(fill(folder / "all.xlsx", "--force").with_name("all.filled.xlsx.audit.json"))
    kept = [KNOWN, *(row for row in order[left_out:] if row != KNOWN)]
    ask(folder / "some.xlsx", kept)
    part = outcomes(fill(folder / "some.xlsx", "--force").with_name("some.filled.xlsx.audit.json"))
    assert part == {question: whole[question] for question in kept}
    assert whole[KNOWN][0] == "filled"


def test_what_was_written_reads_back_as_decided(folder: Path, fill: Fill) -> None:
    ask(folder / "asked.xlsx", ROWS)
    filled = fill(folder / "asked.xlsx")
    sheet = load_workbook(filled).active
    assert sheet is not None
    told = json.loads((folder / "asked.filled.xlsx.audit.json").read_text(encoding="utf-8"))
    written = {place: text for row in told["rows"] for place, text in row["written"].items()}
    for row in told["rows"]:
        for place, text in row["written"].items():
            address = (
                place if any(letter.isdigit() for letter in place) else f"{row['cells'].get(place, place)}"
            )
            assert str(sheet[address].value) == text, (address, row)
    assert written
