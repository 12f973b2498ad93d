"""New workbooks, made with openpyxl: their bytes, without the time of their making."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from qfill.files.xmltext import FORBIDDEN

if TYPE_CHECKING:
    from openpyxl import Workbook

MOMENT = datetime(1980, 1, 1)
"""Stands wherever a file would hold a time; zip can hold nothing earlier."""


def as_cell(text: str) -> str:
    """A text as a cell can hold it: what XML forbids (control characters) is replaced."""
    return FORBIDDEN.sub("\ufffd", text)


def save_new(book: Workbook) -> bytes:
    """A workbook's bytes; the same content gives the same bytes.

    A text that begins like a formula stays text.
    """
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.properties.created = MOMENT
    book.properties.creator = "qfill"
    raw = io.BytesIO()
    book.save(raw)
    found = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _modified(data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return found.getvalue()


def _modified(core: bytes) -> bytes:
    """The core properties with the moment instead of now, which openpyxl sets when it saves."""
    start = core.find(b"<dcterms:modified")
    first, last = core.find(b">", start) + 1, core.find(b"</dcterms:modified>")
    return core[:first] + MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + core[last:] if start >= 0 else core
