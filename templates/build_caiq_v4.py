"""Builds caiq_v4.xlsx, the questionnaire that comes with qfill, from caiq_v4.yaml.

    python templates/build_caiq_v4.py [INPUT.yaml [OUTPUT.xlsx]]

The layout is that of the CSA's STAR questionnaire, CAIQ v4.0.3; ids and titles are the CSA's, the wordings
are ours (see the YAML). The same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import textwrap
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
HEADERS = (
    "Question ID",
    "Question",
    "CSP CAIQ Answer",
    "SSRM Control Ownership",
    "CSP Implementation Description (Optional/Recommended)",
    "CSC Responsibilities (Optional/Recommended)",
    None,
    None,
    "CCM Control ID",
    "CCM Control Specification",
    "CCM Control Title",
    "CCM Domain Title",
)
WIDTHS = (13, 64, 12, 22, 46, 38, 2, 2, 13, 66, 24, 24)
ANSWER_COLUMNS = range(3, 7)
FIRST_ROW = 3
#: Stands wherever a file would hold the time of its making. Zip can hold nothing earlier than 1980.
MOMENT = datetime(1980, 1, 1)

HEADER_FILL = PatternFill("solid", fgColor="1F3A5F")
LOCKED_FILL = PatternFill("solid", fgColor="F3F5F8")
BODY_FONT = Font(name="Calibri", size=11)
BOLD_FONT = Font(name="Calibri", size=11, bold=True)
TITLE_FONT = Font(name="Calibri", size=15, bold=True, color="1F3A5F")
HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
NOTE_FONT = Font(name="Calibri", size=10, italic=True, color="4A4A4A")
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTERED = Alignment(wrap_text=True, vertical="center", horizontal="center")
LINE = Side(style="thin", color="B8C2CF")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One CCM control: its id and title, our wording of it, and its questions as (id, wording)."""

    id: str
    title: str
    specification: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One CCM domain with its controls, in the order of the CCM."""

    title: str
    controls: tuple[Control, ...]


class FittedRow(RowDimension):
    """A row whose height was fitted to its text, not chosen: a program may fit it anew once answered."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  (openpyxl's name)
        return False


def build(yaml_path: Path | str, out_path: Path | str) -> None:
    """Write the workbook that the YAML file describes to ``out_path``.

    Raises ValueError where the YAML lacks something or asks one question twice, OSError where a file can't be
    read or written.
    """
    content = yaml.safe_load(Path(yaml_path).read_text(encoding="utf-8"))
    try:
        workbook = _workbook(content, _domains(content))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{yaml_path}: missing or misplaced: {error}") from error
    raw = io.BytesIO()
    workbook.save(raw)
    Path(out_path).write_bytes(_reproducible(raw.getvalue()))


def _domains(content: dict[str, Any]) -> tuple[Domain, ...]:
    domains = tuple(
        Domain(
            title=domain["title"],
            controls=tuple(
                Control(
                    id=control["id"],
                    title=control["title"],
                    specification=control["specification"],
                    questions=tuple(control["questions"].items()),
                )
                for control in domain["controls"]
            ),
        )
        for domain in content["domains"]
    )
    seen: set[str] = set()
    for control in (control for domain in domains for control in domain.controls):
        for name in (control.id, *(question_id for question_id, _ in control.questions)):
            if name in seen:
                raise ValueError(f"{name} stands twice")
            seen.add(name)
    return domains


def _workbook(content: dict[str, Any], domains: tuple[Domain, ...]) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill_introduction(workbook.create_sheet("Introduction"), content)
    sheet = workbook.create_sheet(content["sheet"])
    _fill_head(sheet, content)
    last = _fill_questions(sheet, domains)
    _fill_closing(sheet, last + 1, content["closing"])
    _add_dropdowns(sheet, last, content["options"])
    _set_printing(sheet)
    for each in workbook.worksheets:
        _protect(each)
    workbook.properties.title = content["title"]
    workbook.properties.creator = "qfill"
    workbook.calculation.fullCalcOnLoad = False  # without formulas it only makes closing ask to save
    return workbook


def _fill_introduction(sheet: Worksheet, content: dict[str, Any]) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 96
    sheet["A1"] = f"v{content['version']}"
    sheet["B1"] = content["title"]
    for cell in sheet[1]:
        cell.font = TITLE_FONT
        cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height = 34
    for row, part in enumerate(content["introduction"], start=3):
        sheet.cell(row, 1, part["heading"]).font = BOLD_FONT
        sheet.cell(row, 2, part["text"]).font = BODY_FONT
        for cell in sheet[row]:
            cell.alignment = WRAPPED
            cell.border = Border(bottom=LINE)
        _fit(sheet, row, _height(part["text"], 96))
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill_head(sheet: Worksheet, content: dict[str, Any]) -> None:
    sheet["A1"] = f"v{content['version']}"
    sheet["B1"] = content["title"]
    sheet.merge_cells("B1:D1")
    for name in ("A1", "B1"):
        sheet[name].font = TITLE_FONT
        sheet[name].alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height = 34
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        cell = sheet.cell(2, column, header)
        sheet.column_dimensions[cell.column_letter].width = width
        if header is not None:
            cell.font, cell.fill, cell.alignment, cell.border = HEADER_FONT, HEADER_FILL, CENTERED, BOX
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = f"C{FIRST_ROW}"


def _fill_questions(sheet: Worksheet, domains: tuple[Domain, ...]) -> int:
    """Fill one row a question; return the last row. A single cell is not merged with itself."""
    row = FIRST_ROW
    for domain in domains:
        domain_row = row
        for control in domain.controls:
            control_row = row
            needed = max(_height(control.specification, WIDTHS[9]), _height(control.title, WIDTHS[10]))
            for question_id, wording in control.questions:
                _fill_row(sheet, row, question_id, wording)
                _fit(sheet, row, max(_height(wording, WIDTHS[1]), needed / len(control.questions)))
                row += 1
            for column, text in ((9, control.id), (10, control.specification), (11, control.title)):
                sheet.cell(control_row, column, text)
                _merge(sheet, column, control_row, row - 1)
        sheet.cell(domain_row, 12, domain.title)
        _merge(sheet, 12, domain_row, row - 1)
    return row - 1


def _fill_row(sheet: Worksheet, row: int, question_id: str, wording: str) -> None:
    sheet.cell(row, 1, question_id)
    sheet.cell(row, 2, wording)
    for column, header in enumerate(HEADERS, start=1):
        if header is None:
            continue
        cell = sheet.cell(row, column)
        cell.font, cell.alignment, cell.border = BODY_FONT, WRAPPED, BOX
        if column in ANSWER_COLUMNS:
            cell.protection = Protection(locked=False)
        else:
            cell.fill = LOCKED_FILL
    sheet.cell(row, 1).font = BOLD_FONT


def _height(text: str, width: int) -> float:
    """Points that the text takes in a column so many characters wide, with a little room to spare.

    LibreOffice doesn't fit heights when it opens a file, and no program fits them to merged cells.
    """
    return 15 * sum(len(textwrap.wrap(line, width)) for line in text.split("\n")) + 4


def _fit(sheet: Worksheet, row: int, height: float) -> None:
    sheet.row_dimensions[row] = FittedRow(sheet, index=row, ht=round(height, 1))


def _merge(sheet: Worksheet, column: int, first: int, last: int) -> None:
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def _fill_closing(sheet: Worksheet, first: int, lines: list[str]) -> None:
    for row, line in enumerate(lines, start=first):
        sheet.cell(row, 1, line).font = BOLD_FONT if row == first else NOTE_FONT
        sheet.cell(row, 1).alignment = WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        _fit(sheet, row, _height(line, sum(WIDTHS[:4])))


def _add_dropdowns(sheet: Worksheet, last: int, options: dict[str, list[str]]) -> None:
    for letter, choices in (("C", options["answer"]), ("D", options["ownership"])):
        dropdown = DataValidation(
            type="list",
            formula1=f'"{",".join(choices)}"',
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not one of the options",
            error="Choose one of: " + ", ".join(choices),
            showInputMessage=True,
        )
        dropdown.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        sheet.add_data_validation(dropdown)


def _set_printing(sheet: Worksheet) -> None:
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _protect(sheet: Worksheet) -> None:
    # no password: it guards against a slip of the hand; widths, heights and filters stay the reader's
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.autoFilter = False


def _reproducible(package: bytes) -> bytes:
    """The package with every time fixed, its XML in canonical form and its members stored in their order.

    openpyxl stamps the time of saving; its XML differs with the parser installed; and deflate gives other
    bytes with other builds of zlib, so members are stored.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8")
            if name == "docProps/core.xml":
                data = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}", data)
            elif name == "docProps/app.xml":
                data = re.sub(r"<(Application|AppVersion)>[^<]*</\1>", "", data)
            canonical = ElementTree.canonicalize(data)
            member = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            member.create_system = 0
            declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            target.writestr(member, (declaration + canonical).encode("utf-8"))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Build from the command line; 2 where that could not be done."""
    if len(arguments) > 2:
        print("usage: build_caiq_v4.py [INPUT.yaml [OUTPUT.xlsx]]", file=sys.stderr)
        return 2
    source = Path(arguments[0]) if arguments else HERE / "caiq_v4.yaml"
    target = Path(arguments[1]) if len(arguments) > 1 else source.with_suffix(".xlsx")
    try:
        build(source, target)
    except (OSError, ValueError, yaml.YAMLError) as error:
        print(f"could not build {target}: {error}", file=sys.stderr)
        return 2
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
