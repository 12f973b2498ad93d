"""Texts put into small workbooks, and what came of it."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.workbooks import Book, Sheet, unpack

from qfill.files import compare
from qfill.files.xlsx import Workbook, read_workbook
from qfill.model import SheetCell, Write, column_number

PART = "xl/worksheets/sheet1.xml"
PATH = Path("in.xlsx")


def place(address: str, sheet: str = "Questions") -> SheetCell:
    letters = address.rstrip("0123456789")
    return SheetCell(sheet, int(address[len(letters) :]), column_number(letters))


def opened(book: Book | bytes) -> Workbook:
    return read_workbook(PATH, book if isinstance(book, bytes) else book.bytes())


def filled(book: Book | bytes, **texts: str) -> bytes:
    """The workbook with these texts in it, proven to differ in nothing else."""
    before = opened(book)
    data, _ = before.patch(Write(place=place(address), text=text) for address, text in texts.items())
    after = opened(data)
    assert list(after.read(place(address) for address in texts).values()) == list(texts.values())
    compared = compare(before, after)
    assert compared.differences == ()
    assert {change.place.name for change in compared.cells} <= set(texts)
    again, _ = after.patch(Write(place=place(address), text=text) for address, text in texts.items())
    assert again == data
    return data


def sheet_of(data: bytes) -> str:
    """The sheet's XML from its dimension or cells on."""
    return unpack(data)[PART].decode().partition("?>")[2]


def cells_of(data: bytes) -> str:
    found = re.search(r"<sheetData>(.*)</sheetData>", sheet_of(data), re.DOTALL)
    assert found is not None
    return found[1]


def book(data: str, **settings: str) -> Book:
    return Book(sheets=[Sheet(data=data, **settings)])  # type: ignore[arg-type]


def as_openpyxl_reads(data: bytes) -> Worksheet:
    """The first sheet through openpyxl's eyes; it warns of the bare styles that these books have."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(found, Worksheet)
    return found
