"""Whatever is written reads back, here and in other programs, and nothing else changes."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.patching import (
    PART,
    as_openpyxl_reads,
    book,
    filled,
    place,
)
from tests.support.workbooks import unpack

from qfill.files import compare
from qfill.files.xlsx import read_workbook
from qfill.model import SheetCell, Write

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
        lambda c: c >= " " or c in "\t\n\r"
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: text.count("\n") <= 253)
ADDRESSES = st.builds(lambda row, column: f"{'ABCDEFG'[column]}{row}", st.integers(1, 12), st.integers(0, 6))
LAYOUT = book(
    '<row r="2" spans="1:2" ht="15"><c r="A2" s="1"/><c r="B2" t="inlineStr"><is><t>old</t></is></c></row>'
    '<row r="5"><c r="D5"><v>4</v></c></row><row r="9"/>',
    before='<dimension ref="A2:D5"/>',
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(ADDRESSES, TEXTS, min_size=1, max_size=8))
def test_whatever_is_written_reads_back_and_nothing_else_changes(texts: dict[str, str]) -> None:
    data = filled(LAYOUT, **texts)
    before, after = LAYOUT.parts(), unpack(data)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {PART, "xl/styles.xml"}
    theirs = as_openpyxl_reads(data)
    for address, text in texts.items():
        # openpyxl leaves the format's own escapes as they stand.
        assert str(theirs[address].value) == re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(ADDRESSES, TEXTS.filter(lambda text: "\r" not in text), min_size=1, max_size=6))
def test_calamine_reads_the_same_texts(texts: dict[str, str]) -> None:
    rows = python_calamine.load_workbook(io.BytesIO(filled(LAYOUT, **texts)))
    cells = rows.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for address, text in texts.items():
        spot = place(address)
        assert cells[spot.row - 1][spot.column - 1] == text


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_real_files_take_answers_and_lose_nothing(real_workbook: Path) -> None:
    before = read_workbook(real_workbook, real_workbook.read_bytes())
    texts: dict[SheetCell, str] = {}
    for found in before.grids:
        for row in [*list(found.rows)[::7], max(found.rows, default=0) + 2]:
            for column in (3, 4, 9):
                spot = found.place(row, column)
                assert isinstance(spot, SheetCell)
                cell = found.cell(spot.row, spot.column)
                if not found.locked(row, column) and not (cell and (cell.formula or cell.fixed)):
                    texts[spot] = "Yes – “certainly” & <so>.\n- every year"
    assert texts
    data, _ = before.patch(Write(place=spot, text=text) for spot, text in texts.items())
    after = read_workbook(real_workbook, data)
    assert after.read(texts) == texts
    compared = compare(before, after)
    assert compared.differences == ()
    assert {change.place for change in compared.cells} == set(texts)
    book_parts, patched = unpack(before.data), unpack(data)
    touched = {before.sheet(spot.sheet).part for spot in texts} | {before.parts.part}
    assert {name for name, part in book_parts.items() if patched[name] != part} <= touched
    theirs = openpyxl.load_workbook(io.BytesIO(data))
    for spot, text in texts.items():
        assert theirs[spot.sheet].cell(spot.row, spot.column).value == text
