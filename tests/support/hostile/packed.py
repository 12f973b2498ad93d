"""Workbooks, Word files and the zips that they are: odd ones, broken ones, and those meant ill."""

from __future__ import annotations

import io
import random
import struct
import zipfile

from tests.support.hostile.registry import ASKED, accept, large, reject
from tests.support.workbooks import HEAD, TRANSITIONAL, Book, Sheet, pack, relationships, text_rows, unpack

HEADER = ("Question", "Answer", "Comment")
ROWS = (HEADER, *((text,) for text in ASKED))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
)


def book(data: str = "", before: str = "", after: str = "", more: int = 0, **settings: object) -> bytes:
    """A sound sheet of two questions with raw XML put in; `data` comes below its rows."""
    data = text_rows(ROWS) + data
    sheets = [Sheet(name="Form", data=data, before=before, after=after)]
    sheets += [Sheet(name=f"More {number}") for number in range(more)]
    return Book(sheets=sheets, **settings).bytes()  # type: ignore[arg-type]


def document(body: str = "", head: bytes = b"") -> bytes:
    """A sound Word form with raw XML put behind its table; `head` stands before the root."""

    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" if text else "<w:tc><w:p/></w:tc>"

    lines = [("Question", "Answer"), *((text, "") for text in ASKED)]
    table = "".join(f"<w:tr>{''.join(map(cell, line))}</w:tr>" for line in lines)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    xml = f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{table}</w:tbl>{body}</w:body></w:document>'
    return pack(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}">{types}</Types>'.encode(),
            "_rels/.rels": relationships([("officeDocument", "word/document.xml")]).encode(),
            "word/document.xml": HEAD.encode() + head + xml.encode(),
        }
    )


def changed(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """The sound workbook with bytes of a part replaced."""
    parts = unpack(book())
    assert old in parts[part]
    return pack({**parts, part: parts[part].replace(old, new, 1)})


def without(part: str) -> bytes:
    """The sound workbook without a part."""
    return pack({name: content for name, content in unpack(book()).items() if name != part})


def named(name: str, data: bytes | None = None) -> bytes:
    """The sound workbook with one more member, of this name."""
    return pack({**unpack(book()), name: data if data is not None else b"x"})


def patched(field: int, value: bytes, *, local: int | None = None) -> bytes:
    """The sound workbook with a field of the last directory record, and of its local header, overwritten."""
    data = bytearray(book())
    at = data.rindex(b"PK\1\2")
    start = struct.unpack_from("<L", data, at + 42)[0]
    data[at + field : at + field + len(value)] = value
    if local is not None:
        data[start + local : start + local + len(value)] = value
    return bytes(data)


# Workbooks that are odd, and no attack on a reader that looks at what exists.
accept("validation-to-the-last-cell.xlsx")(
    lambda: book(
        after='<dataValidations count="1"><dataValidation type="list" sqref="N1:XFD1048576 B2:B3">'
        '<formula1>"Yes,No"</formula1></dataValidation></dataValidations>'
    )
)
accept("dimension-of-the-whole-sheet.xlsx")(lambda: book(before='<dimension ref="A1:XFD1048576"/>'))
accept("merge-across-all-columns.xlsx")(
    lambda: book(
        after='<mergeCells count="2"><mergeCell ref="A9:XFD9"/><mergeCell ref="A10:XFD1048576"/></mergeCells>'
    )
)
accept("list-of-a-whole-column.xlsx")(
    lambda: book(
        after='<dataValidations count="1"><dataValidation type="list" sqref="B2:B3">'
        "<formula1>$A$1:$XFD$1048576</formula1></dataValidation></dataValidations>"
    )
)
accept("list-that-names-itself.xlsx")(
    lambda: book(
        names='<definedName name="a">b</definedName><definedName name="b">a</definedName>',
        after='<dataValidations count="1"><dataValidation type="list" sqref="B2:B3">'
        "<formula1>a</formula1></dataValidation></dataValidations>",
    )
)
accept("list-counted-by-names-that-multiply.xlsx")(
    lambda: book(
        names="".join(
            f'<definedName name="n.{level}">{"+".join([f"n.{level + 1}"] * 200)}</definedName>'
            for level in range(7)
        )
        + '<definedName name="n.7">1</definedName>',
        after='<dataValidations count="1"><dataValidation type="list" sqref="B2:B3">'
        "<formula1>OFFSET($A$1,0,0,n.0)</formula1></dataValidation></dataValidations>",
    )
)
accept("list-in-brackets-nested-deep.xlsx")(
    lambda: book(
        after='<dataValidations count="1"><dataValidation type="list" sqref="B2:B3">'
        f"<formula1>{'(' * 20_000}$A$1{')' * 20_000}</formula1></dataValidation></dataValidations>",
    )
)
accept("list-that-moves-with-each-of-9000-rows.xlsx")(
    lambda: book(
        "".join(f'<row r="{row}"><c r="D{row}"><v>{row}</v></c></row>' for row in range(4, 9000)),
        after='<dataValidations count="1"><dataValidation type="list" sqref="B2:B9000">'
        "<formula1>D2:D1000000</formula1></dataValidation></dataValidations>",
    )
)
accept("string-that-is-not-there.xlsx")(
    lambda: book('<row r="4"><c r="A4" t="s"><v>99999999999999</v></c></row>', strings=["one"])
)
accept("numbers-of-5000-digits.xlsx")(
    lambda: book(
        f'<row r="4"><c r="A4" s="{"9" * 5000}"><v>{"9" * 5000}</v></c></row>',
        before=f'<cols><col min="1" max="{"9" * 5000}"/><col min="²" max="٣" style="²"/></cols>',
        names=f'<definedName name="x" localSheetId="²">1</definedName>'
        f'<definedName name="y" localSheetId="{"1" * 5000}">1</definedName>',
    )
)
accept("halves-of-characters.xlsx")(
    lambda: Book(sheets=[Sheet(data=text_rows([HEADER, ("Do you keep _xD800_ bees?",)]))]).bytes()
)
accept("formulas-that-call-out.xlsx")(
    lambda: book(
        '<row r="5"><c r="A5" t="str"><f>WEBSERVICE("http://127.0.0.1/")</f><v>x</v></c>'
        '<c r="B5" t="str"><f>cmd|\' /C calc\'!A0</f><v>x</v></c></row>'
    )
)
accept("elements-nested-50000-deep.xlsx")(lambda: book(after="<x>" * 50_000 + "</x>" * 50_000))
accept("tag-of-20000-attributes.xlsx")(
    lambda: book(after="<x" + "".join(f' a{i}="1"' for i in range(20_000)) + "/>")
)
accept("question-of-80000-letters.xlsx")(
    lambda: Book(
        sheets=[Sheet(data=text_rows([*ROWS, ("Is this long? " + "Do you encrypt data? " * 4_000,)]))]
    ).bytes()
)


@accept(large("million-empty-rows.xlsx"))
def _million_rows() -> bytes:
    styled = "".join(
        f'<row r="{r}" s="1" customFormat="1"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>'
        for r in range(4, 1_000_000)
    )
    return book(styled)


@accept(large("table-named-9000-times.xlsx"))
def _table_again() -> bytes:
    columns = "".join(f'<tableColumn id="{i}" name="c{i}"/>' for i in range(20_000))
    table = f'<table xmlns="{TRANSITIONAL}" ref="A1:C3"><tableColumns>{columns}</tableColumns></table>'
    related = [("table", "../tables/table1.xml")] * 9000
    sheet = Sheet(data=text_rows(ROWS), related=related)
    return Book(sheets=[sheet], extra={"xl/tables/table1.xml": table}).bytes()


# Zips.
reject("bomb-by-ratio.xlsx")(lambda: named("xl/media/image1.png", bytes(8 << 20)))
reject("bomb-in-a-bomb.xlsx")(lambda: pack({"a.zip": pack({"b.zip": pack({"c": bytes(900_000)})})}))
reject("bomb-that-lies-about-its-size.xlsx")(lambda: _lying(SHEET, b"<x>" + bytes(30 << 20), 3000))
reject("bomb-of-many-parts.xlsx")(
    lambda: pack({**unpack(book()), **{f"x/{i}.xml": b"" for i in range(20_001)}}, zipfile.ZIP_STORED)
)
reject("directory-that-says-it-holds-one.xlsx")(lambda: _counting(1))
reject("truncated.xlsx")(lambda: book()[:-40])
reject("truncated-in-the-middle.xlsx")(lambda: book()[:900])
reject("bytes-after-the-end.xlsx")(lambda: book() + b"PK\3\4")
reject("bytes-before-the-start.xlsx")(lambda: b"MZ" + bytes(100) + book())
reject("members-that-overlap.xlsx")(lambda: _overlapping())
reject("member-twice.xlsx")(lambda: _twice(SHEET))
reject("member-twice-but-for-case.xlsx")(lambda: named(SHEET.upper()))
reject("path-above.xlsx")(lambda: named("../../evil.xml"))
reject("path-absolute.xlsx")(lambda: named("/etc/evil.xml"))
reject("path-of-windows.xlsx")(lambda: named("C:/evil.xml"))
reject("path-with-backslash.xlsx")(lambda: named("xl\\evil.xml"))
reject("member-encrypted.xlsx")(lambda: patched(8, b"\1\0", local=6))
reject("member-packed-oddly.xlsx")(lambda: patched(10, b"\x0c\0", local=8))
reject("two-headers-that-differ.xlsx")(lambda: patched(16, b"\0\0\0\0"))
reject("checksum-that-is-wrong.xlsx")(lambda: _wrong_checksum())
reject("size-of-zip64.xlsx")(lambda: patched(24, b"\xff" * 4))
reject("password.xlsx")(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2040))
reject("not-a-zip.xlsx")(lambda: b"<html><body>Please log in</body></html>")
reject("empty.xlsx")(lambda: b"")
reject("word-file-named.xlsx")(document)
reject("workbook-named.docx")(book)
reject("zip-of-nothing.docx")(lambda: pack({"a.txt": b"x"}))

# Parts that are missing, broken, or say what cannot be.
reject("no-content-types.xlsx")(lambda: without("[Content_Types].xml"))
reject("no-workbook.xlsx")(lambda: without("xl/workbook.xml"))
reject("no-sheet.xlsx")(lambda: without(SHEET))
reject("no-relationships.xlsx")(lambda: without("xl/_rels/workbook.xml.rels"))
reject("xml-cut-off.xlsx")(lambda: changed(b"</sheetData></worksheet>", b""))
reject("xml-that-is-none.xlsx")(lambda: changed(b"<sheetData>", b"\0\1\2"))
reject("sheet-without-cells.xlsx")(
    lambda: pack({**unpack(book()), SHEET: b'<worksheet xmlns="%b"/>' % TRANSITIONAL.encode()})
)
reject("entities-that-expand.xlsx")(
    lambda: changed(b"<worksheet", LAUGHS + b"]><worksheet").replace(b"Yes", b"&j;")
)
reject("entity-from-a-file.xlsx")(
    lambda: changed(b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet')
)
reject("entity-from-a-file-in-styles.xlsx")(
    lambda: changed(b"<styleSheet", b'<!DOCTYPE s SYSTEM "http://127.0.0.1/x"><styleSheet', "xl/styles.xml")
)
reject("encoding-of-another-kind.xlsx")(lambda: changed(b'encoding="UTF-8"', b'encoding="UTF-7"'))
reject("styles-that-are-a-sheet.xlsx")(
    lambda: changed(b'"styles.xml"', b'"worksheets/sheet1.xml"', "xl/_rels/workbook.xml.rels")
)
reject("two-sheets-of-one-part.xlsx")(lambda: _one_part_twice())
reject("cell-beyond-the-last-column.xlsx")(lambda: book('<row r="4"><c r="XFE4"><v>1</v></c></row>'))
reject("cell-in-another-row.xlsx")(lambda: book('<row r="4"><c r="A5"><v>1</v></c></row>'))
reject("formula-outside-of-cells.xlsx")(
    lambda: book('<row r="4"><c r="A4"><v>1</v></c><f>1</f><c r="B4"/></row>')
)
reject("row-beyond-the-last.xlsx")(lambda: book('<row r="4294967297"/>'))
reject("row-of-5000-digits.xlsx")(lambda: book(f'<row r="{"9" * 5000}"/>'))
reject("merges-of-half-the-sheet.xlsx")(
    lambda: book(
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="A{i}:XFD{i + 500_000}"/>' for i in range(9, 1200))
        + "</mergeCells>"
    )
)
reject("validations-of-all-columns.xlsx")(
    lambda: book(
        after="<dataValidations>"
        + '<dataValidation type="list" sqref="A1:GA1048576"><formula1>"Yes"</formula1></dataValidation>'
        * 6000
        + "</dataValidations>"
    )
)


@reject(large("eight-million-tags.xlsx"))
def _many_tags() -> bytes:
    # Random lengths keep it from being packed so well that the ratio alone gives it away.
    blank = random.Random(1)
    line = "".join(f"<y{' ' * blank.randrange(8)}/>" for _ in range(200_000))
    parts = unpack(book(more=2))
    for number in (1, 2, 3):
        content = text_rows(ROWS) + f'<row r="9">{line * 14}</row>'
        xml = f'<worksheet xmlns="{TRANSITIONAL}"><sheetData>{content}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = xml.encode()
    return pack(parts)


@reject(large("two-million-cells.xlsx"))
def _many_cells() -> bytes:
    numbers = random.Random(1)
    rows = []
    for row in range(4, 65_000):
        cells = "".join(f"<c><v>{numbers.randrange(10)}</v></c>" for _ in range(8))
        rows.append(f'<row r="{row}">{cells * 4}</row>')
    return book("".join(rows))


# Word files.
accept("table-in-a-table-60-times.docx")(
    lambda: document("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60)
)
accept("span-that-is-no-number.docx")(
    lambda: document(
        "".join(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
            for value in ("²", "9" * 5000, "-1", "")
        )
    )
)
accept("cell-merged-down-5000-rows.docx")(
    lambda: document(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>' * 5000
        + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 5000
        + "</w:tbl>"
    )
)
reject("entities-that-expand.docx")(lambda: document(head=LAUGHS + b"]>"))
reject("entity-from-a-file.docx")(lambda: document(head=b'<!DOCTYPE d SYSTEM "file:///etc/passwd">'))
reject("elements-nested-1000-deep.docx")(lambda: document("<w:x>" * 1000 + "</w:x>" * 1000))
reject("truncated.docx")(lambda: document()[:-40])
reject("path-above.docx")(lambda: pack({**unpack(document()), "../evil.xml": b"x"}))
reject("no-body.docx")(
    lambda: pack({**unpack(document()), "word/document.xml": f'<w:document xmlns:w="{WORD}"/>'.encode()})
)


@reject(large("text-of-fifty-megabytes.docx"))
def _long_text() -> bytes:
    letters = random.Random(1)
    line = "".join(letters.choice("abcdefgh ") for _ in range(500_000))
    return document(f"<w:p><w:r><w:t>{line * 100}</w:t></w:r></w:p>")


@reject(large("elements-without-end.docx"))
def _many_elements() -> bytes:
    blank = random.Random(1)
    line = "".join(f"<w:r{' ' * blank.randrange(8)}/>" for _ in range(200_000))
    return document(f"<w:p>{line * 2}</w:p>")


# Texts too long for a cell or a paragraph.
reject("cell-of-a-million-letters.xlsx")(
    lambda: book(f'<row r="4"><c r="A4" t="str"><v>{"x" * 1_000_000}</v></c></row>')
)
reject("paragraph-of-a-million-letters.docx")(
    lambda: document(f"<w:p><w:r><w:t>{'x' * 1_000_000}</w:t></w:r></w:p>")
)
reject("cells-without-end.xlsx")(lambda: book("<row>" + "<c/>" * 17_000 + "</row>"))


def _lying(name: str, content: bytes, size: int) -> bytes:
    """A zip whose headers say that a member is small."""
    data = bytearray(pack({**unpack(book()), name: content}))
    at = data.index(name.encode(), data.index(b"PK\1\2")) - 46
    start = struct.unpack_from("<L", data, at + 42)[0]
    struct.pack_into("<L", data, at + 24, size)
    struct.pack_into("<L", data, start + 22, size)
    return bytes(data)


def _one_part_twice() -> bytes:
    parts = unpack(book(more=1))
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"worksheets/sheet2.xml", b"worksheets/sheet1.xml")
    return pack(parts)


def _counting(count: int) -> bytes:
    """The sound workbook, whose end says that the directory lists so many members."""
    data = bytearray(book())
    struct.pack_into("<2H", data, data.rindex(b"PK\5\6") + 8, count, count)
    return bytes(data)


def _overlapping() -> bytes:
    """A zip in which the last member begins where the one before it does."""
    data = bytearray(book())
    last = data.rindex(b"PK\1\2")
    before = data.rindex(b"PK\1\2", 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    return bytes(data)


def _twice(name: str) -> bytes:
    """A zip that holds a member's name two times."""
    import warnings

    out = io.BytesIO(book())
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo(name), b"<worksheet/>")
    return out.getvalue()


def _wrong_checksum() -> bytes:
    data = bytearray(pack(unpack(book()), zipfile.ZIP_STORED))
    at = data.index(b"bees")
    data[at : at + 4] = b"cows"
    return bytes(data)
