"""Workbooks written as raw XML, for features that no library writes (or only its own way)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Formats: 0 plain and locked, 1 unlocked, 2 a date, 3 a percentage, 4 quoted, 5 two decimals.
STYLES = (
    '<styleSheet xmlns="{space}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyProtection="1">'
    '<protection locked="0"/></xf>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One worksheet: what stands inside sheetData, before it and after it, as raw XML.

    `whole` replaces the part's whole content. `related` are relationships of the sheet
    (last word of the type, target); `state` is visible, hidden or veryHidden.
    """

    name: str = "Questions"
    data: str = ""
    before: str = ""
    after: str = ""
    state: str = "visible"
    prefix: str = ""
    whole: bytes | None = None
    related: Sequence[tuple[str, str]] = ()

    def content(self, space: str) -> bytes:
        """The part's bytes."""
        if self.whole is not None:
            return self.whole
        p = self.prefix + ":" if self.prefix else ""
        declared = f"xmlns:{self.prefix}" if self.prefix else "xmlns"
        text = (
            f'{HEAD}<{p}worksheet {declared}="{space}" xmlns:r="{OFFICE}">{self.before}'
            f"<{p}sheetData>{self.data}</{p}sheetData>{self.after}</{p}worksheet>"
        )
        return text.encode()


@dataclass(kw_only=True)
class Book:
    """A workbook in the making; `bytes()` gives the file."""

    sheets: Sequence[Sheet] = field(default_factory=lambda: [Sheet()])
    strings: Sequence[str] = ()
    """Items of the shared string table: plain texts, or raw XML where it begins with `<`."""
    names: str = ""
    """Raw XML of defined names."""
    after_names: str = ""
    """Raw XML behind them: calcPr and the like."""
    strict: bool = False
    styles: str | None = STYLES
    extra: Mapping[str, str | bytes] = field(default_factory=dict)
    """More parts by name, put at the end in this order."""
    types: str = ""
    """Raw XML of more content types."""
    main_type: str = "sheet.main"
    workbook_related: Sequence[tuple[str, str]] = ()

    def parts(self) -> dict[str, bytes]:
        """Every part by name, in the file's order."""
        space, office = (STRICT, STRICT_OFFICE) if self.strict else (TRANSITIONAL, OFFICE)
        related = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(self.sheets) + 1)]
        kind = f"{SPREADSHEET}." if self.main_type == "sheet.main" else "application/vnd.ms-excel."
        overrides = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}{self.main_type}+xml"/>'
        for index in range(1, len(self.sheets) + 1):
            overrides += f'<Override PartName="/xl/worksheets/sheet{index}.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}{self.types}</Types>',
            "_rels/.rels": relationships([("officeDocument", "xl/workbook.xml")], office),
        }
        listed = "".join(
            f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" state="{sheet.state}" r:id="rId{i}"/>'
            for i, sheet in enumerate(self.sheets, 1)
        )
        names = f"<definedNames>{self.names}</definedNames>" if self.names else ""
        parts["xl/workbook.xml"] = (
            f'{HEAD}<workbook xmlns="{space}" xmlns:r="{office}"><workbookPr/>'
            f"<sheets>{listed}</sheets>{names}{self.after_names}</workbook>"
        )
        if self.styles is not None:
            related.append(("styles", "styles.xml"))
        if self.strings:
            related.append(("sharedStrings", "sharedStrings.xml"))
        related += self.workbook_related
        parts["xl/_rels/workbook.xml.rels"] = relationships(related, office)
        for index, sheet in enumerate(self.sheets, 1):
            parts[f"xl/worksheets/sheet{index}.xml"] = sheet.content(space)
            if sheet.related:
                parts[f"xl/worksheets/_rels/sheet{index}.xml.rels"] = relationships(sheet.related, office)
        if self.styles is not None:
            parts["xl/styles.xml"] = HEAD + self.styles.replace("{space}", space)
        if self.strings:
            items = "".join(
                f"<si>{text if text.startswith('<') else f'<t>{escape(text)}</t>'}</si>"
                for text in self.strings
            )
            parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{space}">{items}</sst>'
        parts |= self.extra
        return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}

    def bytes(self) -> bytes:
        """The file, the same for the same book."""
        return pack(self.parts())


def pack(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2))
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a zip by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def relationships(related: Sequence[tuple[str, str]], office: str = OFFICE) -> str:
    """A relationships part: `rId1` and so on, with types by their last word and targets."""
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(related, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def text_cell(address: str, text: str, style: int = 0) -> str:
    """A cell with its text in it."""
    return (
        f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    )


def text_rows(rows: Sequence[Sequence[str]], first: int = 1) -> str:
    """Rows of text cells from column A on; an empty text makes no cell."""
    out = []
    for number, texts in enumerate(rows, first):
        cells = "".join(text_cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts) if text)
        out.append(f'<row r="{number}">{cells}</row>')
    return "".join(out)
