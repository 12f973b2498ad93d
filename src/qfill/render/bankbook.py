"""The bank as a workbook for the people who keep it: what may be edited is unlocked, the rest is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qfill.bank import AnswerBank
from qfill.bank.overdue import due
from qfill.files.newbook import as_cell, save_new
from qfill.model import LANGUAGES
from qfill.workflows import bankbook as book

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"id": 28, "topic": 16, "owner": 18, "phrasing": 90, "says": 90, "source": 40, "value": 80}
_FIXED = ("id", "topic", "due", "fact", "place", "source", "says", "what", "value")
_SPARE = 100
"""Rows below the phrasings that are ready for new ones."""


def bank_xlsx(bank: AnswerBank) -> bytes:
    """The workbook's bytes; the same bank gives the same bytes."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    rows = []
    for answer in bank.answers:
        day = due(answer)
        texts = {
            **book.cell_texts(answer),
            "topic": answer.topic,
            "due": day.isoformat() if day is not None else "",
        }
        rows.append([texts[head] for head in book.COLUMNS])
    sheet = _sheet(made, book.ANSWERS, book.COLUMNS, rows)
    for head, options in book.CHOICES.items():
        _dropdown(sheet, book.COLUMNS.index(head) + 1, options, len(rows) + 1)
    sheet.freeze_panes = "B2"
    wordings = [
        [answer.id, language, text]
        for answer in bank.answers
        for language in LANGUAGES
        for text in answer.phrasings.get(language, ())
    ]
    listed = _sheet(made, book.PHRASINGS, book.PHRASING_COLUMNS, wordings)
    last = len(wordings) + 1 + _SPARE
    _spare(listed, len(wordings) + 2, last)
    _dropdown(listed, 2, LANGUAGES, last)
    facts = [[one.id, bank.register.where(one), one.says] for one in bank.register.facts.values()]
    _sheet(made, book.FACTS, ("fact", "source", "says"), facts)
    about = [
        ["how to", "Edit white cells; write dates YYYY-MM-DD and lists of ids with commas between them."],
        ["how to", "A new phrasing goes into the empty rows below the others, with the answer's id."],
        ["back", "qfill bank import --dry-run shows what changed; without it the changes are written."],
        *([book.file_label(name), book.hash_of(data)] for name, data in sorted(bank.files.items())),
    ]
    _sheet(made, book.ABOUT, ("what", "value"), about)
    return save_new(made)


def _sheet(made: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Worksheet:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = made.create_sheet(title)
    sheet.append(list(heads))
    for row in rows:
        sheet.append([as_cell(text) or None for text in row])
    grey = PatternFill("solid", fgColor="EEEEEE")
    for cells in sheet.iter_rows():
        for head, cell in zip(heads, cells, strict=True):
            fixed = cell.row == 1 or head in _FIXED
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.protection = Protection(locked=fixed)
            if fixed:
                cell.fill = grey
    for number, head in enumerate(heads, 1):
        wide = 60 if head.startswith("answer ") else 30 if head.startswith("short ") else 14
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(head, wide)
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.protection.sheet = True
    for name in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, name, False)
    return sheet


def _spare(sheet: Worksheet, first: int, last: int) -> None:
    from openpyxl.styles import Alignment, Protection

    for number in range(first, last + 1):
        for column in (1, 2, 3):
            cell = sheet.cell(number, column)
            cell.protection = Protection(locked=False)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"


def _dropdown(sheet: Worksheet, column: int, options: Iterable[str], last: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list", formula1=f'"{",".join(options)}"', allow_blank=True, showErrorMessage=True
    )
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{max(last, 2)}")
    sheet.add_data_validation(rule)
