"""Customers' files: is one safe to open, read it into Grids, patch it, compare two."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from qfill.errors import QuestionnaireError
from qfill.files.interface import CellChange, Comparison, Patched, QuestionnaireFile
from qfill.model import SheetCell

__all__ = [
    "CellChange",
    "Comparison",
    "Patched",
    "QuestionnaireFile",
    "compare",
    "is_marked",
    "mark_workbook",
    "open_file",
    "parse",
]

_CONVERT = {
    ".xls": "save it as .xlsx (Excel: Save As; LibreOffice: soffice --convert-to xlsx FILE)",
    ".xlsb": "save it as .xlsx (Excel: Save As; LibreOffice: soffice --convert-to xlsx FILE)",
    ".ods": "save it as .xlsx (LibreOffice: soffice --convert-to xlsx FILE)",
    ".numbers": "export it as .xlsx (Numbers: File > Export To > Excel)",
    ".doc": "save it as .docx (Word: Save As; LibreOffice: soffice --convert-to docx FILE)",
    ".odt": "save it as .docx (LibreOffice: soffice --convert-to docx FILE)",
    ".pdf": "ask for the original .xlsx or .docx; an answer cannot be written into a pdf",
}

_MARKED = "xl/qfillMarked.xml"
"""The name of a part that every reviewer's copy holds, and nothing else."""

MAX_FILE = 256 << 20
"""Bytes that a questionnaire may have."""

FORMATS = (".xlsx", ".xlsm", ".csv", ".docx")
"""The file names' endings that qfill reads and writes."""


def _state(stream: BinaryIO) -> tuple[int, int]:
    found = os.fstat(stream.fileno())
    return found.st_mtime_ns, found.st_size


def open_file(path: Path) -> QuestionnaireFile:
    """Read a customer's file whole, by its ending.

    Raises QuestionnaireError for a file that is missing, of another format or broken,
    and UnsafeFileError for one that is encrypted or hostile.
    """
    suffix = path.suffix.lower()
    if suffix in _CONVERT:
        raise QuestionnaireError(f"{path}: qfill cannot write {suffix} files", hint=_CONVERT[suffix])
    if suffix not in FORMATS:
        raise QuestionnaireError(
            f"{path}: not a format that qfill knows", hint=f"it reads {', '.join(FORMATS)}"
        )
    try:
        with path.open("rb") as stream:
            before = _state(stream)
            data = stream.read(MAX_FILE + 1)
            changed = _state(stream) != before
    except FileNotFoundError:
        raise QuestionnaireError(f"{path}: no such file", hint="check the path and its spelling") from None
    except IsADirectoryError:
        raise QuestionnaireError(f"{path}: is a folder", hint="name the files in it") from None
    except OSError as error:
        raise QuestionnaireError(
            f"{path}: cannot be read ({error.strerror})", hint="check who may read it"
        ) from None
    if changed:
        raise QuestionnaireError(
            f"{path}: changed while it was read", hint="wait until it is saved or copied whole, and try again"
        )
    if len(data) > MAX_FILE:
        raise QuestionnaireError(
            f"{path}: larger than {MAX_FILE >> 20} MB", hint="delete its pictures, or split the file"
        )
    return parse(path, data)


def parse(path: Path, data: bytes) -> QuestionnaireFile:
    """The file of these bytes; `path` names it and, by its ending, its format."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        from qfill.files.xlsx import read_workbook

        return read_workbook(path, data)
    if suffix == ".docx":
        from qfill.files.docx import read_document

        return read_document(path, data)
    from qfill.files.csvfile import read_csv

    return read_csv(path, data)


def mark_workbook(path: Path, data: bytes, notes: Mapping[SheetCell, str]) -> bytes:
    """A workbook's bytes with cells tinted and annotated for a reviewer; see `xlsx.tint`."""
    from qfill.files.xlsx import read_workbook
    from qfill.files.xlsx.tint import tinted

    return tinted(read_workbook(path, data), notes, mark=_MARKED)


def is_marked(data: bytes) -> bool:
    """Whether a file is a reviewer's copy as `mark_workbook` wrote it, edited by nobody."""
    from qfill.files.xlsx.tint import is_as_tinted

    return is_as_tinted(data, _MARKED)


def compare(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
    """Whether `after` is `before` but for the texts of cells, and which cells those are.

    Raises QuestionnaireError when the two are of different formats.
    """
    if before.format != after.format:
        raise QuestionnaireError(
            f"{after.path}: a {after.format} file cannot be an answered {before.format} file"
        )
    if before.format in ("xlsx", "xlsm"):
        from qfill.files.xlsx import compare_workbooks

        return compare_workbooks(before, after)
    if before.format == "docx":
        from qfill.files.docx import compare_documents

        return compare_documents(before, after)
    from qfill.files.csvcompare import compare_csv

    return compare_csv(before, after)
