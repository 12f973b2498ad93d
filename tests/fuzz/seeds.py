"""What the fuzzer starts from: small, sound files of every format, rich in features."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.support.workbooks import HEAD, TRANSITIONAL, Book, Sheet, pack, relationships, text_cell, text_rows

from qfill.bank import load_bank

CASES = Path(__file__).parents[1] / "cases"
BANK = CASES / "banks" / "clean-payroll"
OTHER_BANK = CASES / "banks" / "clean-freight"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def questions() -> tuple[str, ...]:
    """Questions that the bank can answer, and some that it cannot."""
    known = [wordings[0] for answer in load_bank(BANK).answers for wordings in answer.phrasings.values()]
    return (*dict.fromkeys(known), "Do you keep bees on the roof?", "Describe the history of your logo.")


def plain_book(asked: Sequence[str]) -> bytes:
    """A sheet with a dropdown and a comment column, its texts in line."""
    rows = [("No.", "Question", "Answer", "Comment"), *((f"1.{i}", text) for i, text in enumerate(asked, 1))]
    last = len(rows)
    rule = (
        '<dataValidations count="2"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'sqref="C2:C{last}"><formula1>"Yes,No,N/A"</formula1></dataValidation><dataValidation '
        f'type="textLength" operator="lessThan" showErrorMessage="1" sqref="D2:D{last}">'
        "<formula1>200</formula1></dataValidation></dataValidations>"
    )
    columns = '<cols><col min="1" max="1" width="9"/><col min="2" max="4" width="40" style="1"/></cols>'
    before = f'<dimension ref="A1:D{last}"/>{columns}'
    return Book(sheets=[Sheet(name="Security", data=text_rows(rows), before=before, after=rule)]).bytes()


def rich_book(asked: Sequence[str]) -> bytes:
    """Shared strings, merges, a table, an x14 list on a hidden sheet, a formula, protection."""
    strings = ["Vendor questionnaire", "ID", "Question", "Answer", "Comments", *asked]

    def shared(address: str, index: int) -> str:
        return f'<c r="{address}" t="s"><v>{index}</v></c>'

    data = f'<row r="1" spans="1:4" ht="30" customHeight="1">{shared("A1", 0)}</row>'
    data += f'<row r="3">{"".join(shared(f"{letter}3", i) for i, letter in enumerate("ABCD", 1))}</row>'
    for number, _ in enumerate(asked):
        row = number + 4
        data += f'<row r="{row}">{text_cell(f"A{row}", f"Q{number + 1}")}{shared(f"B{row}", number + 5)}'
        data += f'<c r="C{row}" s="1"/><c r="D{row}" s="1"/></row>'
    last = len(asked) + 3
    data += f'<row r="{last + 2}"><c r="B{last + 2}"><f>COUNTA(C4:C{last})</f><v>0</v></c>'
    data += f'<c r="C{last + 2}" s="2"><v>45000.5</v></c><c r="D{last + 2}" t="b"><v>1</v></c></row>'
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    after = (
        '<sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{x14}">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" showErrorMessage="1"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f>'
        f"</x14:formula1><xm:sqref>C4:C{last}</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    table = (
        f'{HEAD}<table xmlns="{TRANSITIONAL}" id="1" name="T" displayName="T" ref="A3:D{last}">'
        '<tableColumns count="4"><tableColumn id="1" name="ID"/><tableColumn id="2" name="Question"/>'
        '<tableColumn id="3" name="Answer"/><tableColumn id="4" name="Comments"/></tableColumns></table>'
    )
    return Book(
        sheets=[
            Sheet(name="Form", data=data, after=after, related=[("table", "../tables/table1.xml")]),
            Sheet(name="Lists", data=text_rows([("Yes",), ("No",), ("Partially",)]), state="hidden"),
        ],
        strings=strings,
        names='<definedName name="Options" localSheetId="0">Lists!$A$1:$A$3</definedName>',
        after_names='<calcPr calcId="191029"/>',
        extra={"xl/tables/table1.xml": table},
    ).bytes()


def word_file(asked: Sequence[str]) -> bytes:
    """Tables with merges and a dropdown, and questions with an empty answer below."""

    def paragraph(text: str) -> str:
        return f"<w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"

    control = (
        '<w:tc><w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList><w:listItem w:value="Yes"/>'
        '<w:listItem w:displayText="No" w:value="0"/></w:dropDownList></w:sdtPr><w:sdtContent>'
        f"{paragraph('Choose an item.')}</w:sdtContent></w:sdt></w:tc>"
    )
    lines = [cell("Question") + cell("Answer") + cell("Comment")]
    lines += [cell("Payroll", '<w:gridSpan w:val="3"/>')]
    lines += [cell(text) + control + cell("") for text in asked[:2]]
    lines += [cell(text, '<w:vMerge w:val="restart"/>') + cell("") + cell("") for text in asked[2:3]]
    lines += [cell("", "<w:vMerge/>") + cell("") + cell("")]
    rows = "".join(f"<w:tr>{line}</w:tr>" for line in lines)
    body = f"{paragraph('Vendor form')}<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"
    body += "".join(paragraph(text) + "<w:p/>" for text in asked[3:]) + paragraph("Answer:")
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/>'
    return pack(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{space}">'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'.encode(),
            "_rels/.rels": relationships([("officeDocument", "word/document.xml")]).encode(),
            "word/document.xml": f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body>'
            "</w:document>".encode(),
        }
    )


def csv_files(asked: Sequence[str]) -> tuple[bytes, ...]:
    """Our own columns; a semicolon file in UTF-16; one in Windows-1252 with its header further down."""
    ours = "id,question,answer\r\n" + "".join(f'{i},"{text}",\r\n' for i, text in enumerate(asked, 1))
    wide = "Nr;Question;Answer;Comment\n" + "".join(f"{i};{text};;\n" for i, text in enumerate(asked, 1))
    old = "Fragebogen;;\n;;\nNr;Fråga;Svar\n" + "".join(f"{i};{text};\n" for i, text in enumerate(asked, 1))
    return ours.encode(), b"\xff\xfe" + wide.encode("utf-16-le"), old.encode("cp1252")


def bank_files() -> tuple[tuple[str, bytes], ...]:
    """YAML files by the name under which a bank reads them."""
    return tuple(
        (path.name, path.read_bytes())
        for folder in (BANK, OTHER_BANK)
        for path in sorted(folder.glob("*.yaml"))
    )
