"""Small questionnaires that look like customers' ones."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

ROWS = (
    ("1.1", "Is customer data backed up?"),
    ("1.2", "Do you keep bees on the roof of the office building?"),
    ("1.3", "Do you take backups of customer data?"),
    ("1.4", "Describe the colour of your logo and its history."),
)


def questionnaire(path: Path, *, answered: tuple[int, ...] = ()) -> Path:
    """A workbook with a heading row, a dropdown and a comment column; `answered` rows hold an answer."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Security"
    sheet.append(["No.", "Question", "Answer", "Comment"])
    for number, (name, text) in enumerate(ROWS, 2):
        sheet.append([name, text])
        if number in answered:
            sheet.cell(number, 3, "No")
    options = DataValidation(type="list", formula1='"Yes,No,N/A"', allow_blank=True)
    options.add(f"C2:C{len(ROWS) + 1}")
    sheet.add_data_validation(options)
    book.save(path)
    return path


def without_questions(path: Path) -> Path:
    """A workbook that asks nothing."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Item", "Price"])
    sheet.append(["Chair", 12])
    book.save(path)
    return path
