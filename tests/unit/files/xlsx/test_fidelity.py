"""A workbook for each thing that customers' files hold: filled, and nothing else in it differs.

The comparison is the tests' own, apart from that of `qfill verify`: each member of the zip, and in
the patched sheet each element but the target cells.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
from tests.support.patching import PART, place
from tests.support.workbooks import (
    OFFICE,
    SPREADSHEET,
    TRANSITIONAL,
    Book,
    Sheet,
    relationships,
    text_cell,
    text_rows,
)

from qfill.files.xlsx import read_workbook
from qfill.model import Write

TEXTS = {
    "B2": "Yes",
    "C2": "Every day – “really” & <truly>.\n- kept 30 days",
    "B3": "No",
    "C11": "the last row",
}
QUESTIONS = (
    f'<row r="1">{text_cell("A1", "Question")}{text_cell("B1", "Answer")}</row>'
    f'<row r="2" ht="15">{text_cell("A2", "Is data encrypted?")}<c r="B2" s="1"/></row>'
    f'<row r="3">{text_cell("A3", "Are backups taken?")}</row>'
)
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
VML = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="s1" type="#t"><v:textbox>a<br></v:textbox></v:shape></xml>'
BINARY = bytes(range(256)) * 5


def asking(
    after: str = "",
    *,
    before: str = "",
    data: str = QUESTIONS,
    related: tuple[tuple[str, str], ...] = (),
    **more: object,
) -> Book:
    sheet = Sheet(data=data, before=before, after=after, related=related)
    more.setdefault("sheets", [sheet])
    return Book(**more)  # type: ignore[arg-type]


def whole(text: str, **more: object) -> Book:
    return Book(sheets=[Sheet(whole=text.encode())], **more)  # type: ignore[arg-type]


EXTENSIONS = (
    f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}"><x14:dataValidations '
    f'xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
    "<xm:f>Lists!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2:B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="dataBar" id="{{1}}"><x14:dataBar minLength="0">'
    '<x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule><xm:sqref>B2</xm:sqref>'
    f'</x14:conditionalFormatting></x14:conditionalFormattings></ext><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" '
    f'xmlns:x14="{X14}"><x14:sparklineGroups xmlns:xm="{XM}"><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
    "<xm:f>Questions!A1:A3</xm:f><xm:sqref>F1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    "</x14:sparklineGroups></ext></extLst>"
)
RICH = '<r><t xml:space="preserve">Is </t></r><r><rPr><b/><color rgb="FFFF0000"/></rPr><t>all</t></r><r><t xml:space="preserve"> data encrypted?</t></r>'
CONTROL = (
    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14"><controls><control shapeId="1025" r:id="rId2" name="Box 1">'
    '<controlPr defaultSize="0"/></control></controls></mc:Choice></mc:AlternateContent>'
)
EXCEL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<worksheet xmlns="{TRANSITIONAL}" xmlns:r="{OFFICE}" xmlns:mc="{MC}" mc:Ignorable="x14ac xr" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}">'
    '<sheetPr codeName="Sheet1"/><dimension ref="A1:B3"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="3" max="3" width="40" style="1" customWidth="1"/></cols>'
    '<sheetData><row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2" spans="1:2" ht="30" x14ac:dyDescent="0.25"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"/></row>'
    '<row r="3" spans="1:2" x14ac:dyDescent="0.25"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"/></row></sheetData>'
    '<phoneticPr fontId="0"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
)
CALC = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{TRANSITIONAL}" xmlns:r="{OFFICE}">'
    '<sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr><dimension ref="A1:C3"/>'
    '<sheetData><row r="1" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">'
    '<c r="A1" s="0" t="s"><v>0</v></c></row><row r="2" customFormat="false" ht="12.8" hidden="false" customHeight="false" '
    'outlineLevel="0" collapsed="false"><c r="A2" s="0" t="s"><v>1</v></c><c r="B2" s="1"/><c r="C2" s="1"/></row></sheetData>'
    '<printOptions headings="false"/><headerFooter differentFirst="false"><oddHeader>&amp;C&amp;A</oddHeader></headerFooter></worksheet>'
)
GOOGLE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{TRANSITIONAL}" xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    f'xmlns:mc="{MC}" xmlns:mv="urn:schemas-microsoft-com:mac:vml" xmlns:r="{OFFICE}"><sheetPr><outlinePr summaryBelow="0"/></sheetPr>'
    '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><cols><col customWidth="1" min="1" max="1" width="50"/></cols>'
    '<sheetData><row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row><row r="2" ht="15.75" customHeight="1"><c r="A2" s="1" t="s"><v>1</v></c>'
    '<c r="B2" s="1"/></row><row r="3" ht="15.75" customHeight="1"><c r="A3" s="1" t="s"><v>1</v></c></row></sheetData>'
    '<dataValidations><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B2:B3"><formula1>"Yes,No"</formula1></dataValidation></dataValidations></worksheet>'
)
NUMBERS = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns:r="{OFFICE}" xmlns="{TRANSITIONAL}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView workbookViewId="0" showGridLines="0" defaultGridColor="1"/></sheetViews><sheetFormatPr defaultColWidth="8.33" defaultRowHeight="19.9" customHeight="1"/>'
    '<sheetData><row r="1" ht="20.25" customHeight="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"/></row><row r="2" ht="20.05" customHeight="1">'
    '<c r="A2" t="s" s="1"><v>1</v></c><c r="B2" s="1"/><c r="C2" s="1"/></row></sheetData><pageSetup firstPageNumber="1" orientation="portrait"/></worksheet>'
)
STRINGS = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>'
WORDS = ("Question", "Is data encrypted?")
LISTS = [
    Sheet(data=QUESTIONS, after=EXTENSIONS),
    Sheet(name="Lists", data=text_rows([["Yes"], ["No"]]), state="hidden"),
]
TABLE = f'<table xmlns="{TRANSITIONAL}" id="1" name="T" displayName="T" ref="A1:C3"><autoFilter ref="A1:C3"/><tableColumns count="3"><tableColumn id="1" name="Question"/><tableColumn id="2" name="Answer"/><tableColumn id="3" name="Why"/></tableColumns></table>'
COMMENTS = f'<comments xmlns="{TRANSITIONAL}"><authors><author>a</author></authors><commentList><comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>Say which</t></r></text></comment></commentList></comments>'
THREADS = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" dT="2024-01-01T00:00:00.00" personId="{1}" id="{2}"><text>Say which</text></threadedComment></ThreadedComments>'
PICTURE = f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="1" cy="1"/><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>'
MERGED = '<mergeCells count="2"><mergeCell ref="B2:B2"/><mergeCell ref="C2:E2"/></mergeCells>'
RULES = (
    '<conditionalFormatting sqref="B2:B9"><cfRule type="cellIs" priority="1" operator="equal"><formula>"Yes"</formula></cfRule></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation type="list" sqref="B2:B9"><formula1>"Yes,No"</formula1></dataValidation></dataValidations>'
)
SCORES = '<row r="1"><c r="A1"><f>IF(Questions!B2="Yes",1,0)</f><v>0</v></c><c r="B1"><f>COUNTA(Questions!B2:B9)</f><v>0</v></c></row>'

BOOKS: dict[str, Callable[[], Book]] = {
    "rich text in the string table and in cells": lambda: asking(
        data=f'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="inlineStr"><is>{RICH}</is></c><c r="B2" t="s" s="1"><v>0</v></c></row>',
        strings=[RICH], types=STRINGS,
    ),
    "validations, formats and sparklines of the extension": lambda: Book(sheets=LISTS),
    "validations and conditional formats": lambda: asking(RULES),
    "comments, old and threaded": lambda: asking(
        '<legacyDrawing r:id="rId2"/>',
        related=(("comments", "../comments1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("threadedComment", "../threadedComments/threadedComment1.xml")),
        extra={"xl/comments1.xml": COMMENTS, "xl/drawings/vmlDrawing1.vml": VML, "xl/threadedComments/threadedComment1.xml": THREADS},
    ),
    "an image": lambda: asking(
        '<drawing r:id="rId1"/>',
        related=(("drawing", "../drawings/drawing1.xml"),),
        extra={"xl/drawings/drawing1.xml": PICTURE, "xl/drawings/_rels/drawing1.xml.rels": relationships([("image", "../media/image1.png")]), "xl/media/image1.png": BINARY},
    ),
    "form controls that own the legacy drawing": lambda: asking(
        f'<legacyDrawing r:id="rId1"/>{CONTROL}',
        related=(("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("ctrlProp", "../ctrlProps/ctrlProp1.xml")),
        extra={"xl/drawings/vmlDrawing1.vml": VML, "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{X14}" objectType="CheckBox" checked="Checked"/>'},
    ),
    "macros": lambda: asking(
        main_type="sheet.macroEnabled.main", workbook_related=[("vbaProject", "vbaProject.bin")], extra={"xl/vbaProject.bin": BINARY}
    ),
    "a signature": lambda: asking(extra={"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": "<Signature/>"}),
    "links to other workbooks": lambda: asking(
        after_names='<externalReferences><externalReference r:id="rId3"/></externalReferences>',
        workbook_related=[("externalLink", "externalLinks/externalLink1.xml")],
        extra={"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{TRANSITIONAL}"><externalBook/></externalLink>'},
    ),
    "custom XML and a sensitivity label": lambda: asking(
        extra={"customXml/item1.xml": "<a><b/></a>", "customXml/_rels/item1.xml.rels": relationships([]), "docMetadata/LabelInfo.xml": "<labels/>"}
    ),
    "printer settings": lambda: asking(
        '<pageSetup paperSize="9" orientation="landscape" r:id="rId1"/><headerFooter><oddFooter>&amp;P</oddFooter></headerFooter>',
        related=(("printerSettings", "../printerSettings/printerSettings1.bin"),),
        extra={"xl/printerSettings/printerSettings1.bin": BINARY},
    ),
    "a table": lambda: asking(
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>', related=(("table", "../tables/table1.xml"),), extra={"xl/tables/table1.xml": TABLE}
    ),
    "an autofilter and merges": lambda: asking(f'<autoFilter ref="A1:C3"><filterColumn colId="0"/></autoFilter>{MERGED}'),
    "missing rows and cells, true spans and dimension": lambda: asking(
        data='<row r="2" spans="1:1"><c r="A2"><v>1</v></c></row><row r="20" spans="1:1"><c r="A20"><v>1</v></c></row>',
        before='<dimension ref="A2:A20"/>',
    ),
    "no addresses": lambda: asking(data="<row><c><v>1</v></c></row><row><c><v>2</v></c><c/></row>"),
    "scores that read the answers": lambda: Book(
        sheets=[Sheet(data=QUESTIONS), Sheet(name="Score", data=SCORES)],
        workbook_related=[("calcChain", "calcChain.xml")],
        after_names='<calcPr calcId="191029"/>',
        extra={"xl/calcChain.xml": f'<calcChain xmlns="{TRANSITIONAL}"><c r="A1" i="2"/></calcChain>'},
    ),
    "strict OOXML": lambda: asking(strict=True),
    "a prefix on every element": lambda: Book(
        sheets=[Sheet(prefix="x", data='<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t xml:space="preserve"> a </x:t></x:is></x:c></x:row>')]
    ),
    "blanks, line ends and references in texts": lambda: asking(
        data='<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">  a\r\nb&#13;&#10;_x000D_ c  </t></is></c></row>\r\n<row r="2"/>\r\n'
    ),
    "a protected sheet with its answers unlocked": lambda: asking(
        '<sheetProtection sheet="1" objects="1" password="CC1A"/><protectedRanges><protectedRange name="r" sqref="Z1"/></protectedRanges>',
        data=QUESTIONS + '<row r="11" s="1" customFormat="1"/>', before='<cols><col min="2" max="3" style="1" width="9"/></cols>',
    ),
    "as Excel writes": lambda: whole(EXCEL, strings=WORDS, types=STRINGS),
    "as LibreOffice writes": lambda: whole(CALC, strings=WORDS, types=STRINGS),
    "as Google Sheets writes": lambda: whole(GOOGLE, strings=WORDS, types=STRINGS),
    "as Numbers writes": lambda: whole(NUMBERS, strings=WORDS, types=STRINGS),
}  # fmt: skip


def by_openpyxl() -> bytes:
    """A workbook by openpyxl, zipped at its own settings."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Questions"
    for texts in (["Question", "Answer"], ["Is data encrypted?"], ["Are backups taken?"]):
        sheet.append(texts)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bytes_of(name: str) -> bytes:
    return by_openpyxl() if name == "as openpyxl writes" else BOOKS[name]().bytes()


NAMES = [*BOOKS, "as openpyxl writes"]


def fill(name: str) -> tuple[bytes, bytes, tuple[str, ...]]:
    data = bytes_of(name)
    done, patched = read_workbook(Path("in.xlsx"), data).patch(
        Write(place=place(address), text=text) for address, text in TEXTS.items()
    )
    return data, done, patched.warnings


def stripped(part: bytes) -> str:
    """A sheet's XML without what an answer may touch: its cell, the row's span and automatic height, the dimension."""
    root = ElementTree.fromstring(part)
    row_number = 0
    for each in root.iter():
        kind = each.tag.rpartition("}")[2]
        if kind == "dimension":
            each.attrib.clear()
        if kind != "sheetData":
            continue
        for row in list(each):
            row_number = int(row.get("r", row_number + 1))
            for column, cell in enumerate(list(row), 1):
                address = cell.get("r", f"{'ABCDEFG'[column - 1]}{row_number}")
                if address in TEXTS:
                    row.remove(cell)
            row.attrib.pop("spans", None)
            if row.get("customHeight") != "1":
                row.attrib.pop("ht", None)
            if len(row) == 0 and set(row.attrib) <= {"r"}:
                each.remove(row)
    return ElementTree.canonicalize(ElementTree.tostring(root, encoding="unicode"))


def around(part: bytes) -> tuple[bytes, bytes]:
    """What stands before a sheet's cells, without the dimension's reference, and what stands after them."""
    head = re.split(rb"<(?:\w+:)?sheetData\s*/?>", part)[0]
    return re.sub(rb'(<(?:\w+:)?dimension ref=)"[^"]*"', rb"\1", head), part.split(b"sheetData>")[-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_member_and_element_but_the_answers_is_as_it_was(name: str) -> None:
    before, after, _ = fill(name)
    recalculated = {"xl/workbook.xml"} if name == "scores that read the answers" else set()
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.namelist() == old.namelist()
        for was, now in zip(old.infolist(), new.infolist(), strict=True):
            assert (now.compress_type, now.date_time, now.extra) == (
                was.compress_type,
                was.date_time,
                was.extra,
            )
            if was.filename not in {PART} | recalculated:
                assert new.read(now) == old.read(was), was.filename
        first, second = old.read(PART), new.read(PART)
        assert first != second
        assert stripped(first) == stripped(second)
        # Outside the cells not a byte moves, but for the dimension.
        assert around(first) == around(second)
        if recalculated:
            assert b'fullCalcOnLoad="1"' in new.read("xl/workbook.xml")


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_read_back_elsewhere(name: str) -> None:
    _, after, told = fill(name)
    assert bool(told) == (name == "a signature")
    rows = (
        python_calamine.load_workbook(io.BytesIO(after))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    for address, text in TEXTS.items():
        spot = place(address)
        assert rows[spot.row - 1][spot.column - 1] == text
    if name in ("strict OOXML", "a prefix on every element"):
        return  # openpyxl loads the one as no sheets
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = openpyxl.load_workbook(io.BytesIO(after)).worksheets[0]
        except (KeyError, TypeError, ValueError, AttributeError):
            # What it cannot load it could not load before either.
            with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
                openpyxl.load_workbook(io.BytesIO(bytes_of(name)))
            return
    for address, text in TEXTS.items():
        assert theirs[address].value == text


@pytest.mark.libreoffice
def test_libreoffice_opens_them_all(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    files = [tmp_path / f"book{number}.xlsx" for number in range(len(NAMES))]
    for path, name in zip(files, NAMES, strict=True):
        path.write_bytes(fill(name)[1])
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(tmp_path),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for path, name in zip(files, NAMES, strict=True):
        assert b"the last row" in path.with_suffix(".csv").read_bytes(), name
