"""A reviewer's copy: cells tinted and annotated, nothing of what stands there changed.

The tint is one conditional format a sheet, so that no cell's own format is touched; notes
are comments of the old kind, which every spreadsheet program shows, given to sheets that have
none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from qfill.errors import UnsafeFileError
from qfill.files.container import TYPES, Container
from qfill.files.xlsx.parts import SheetPart, local_name, relationships
from qfill.files.xlsx.workbook import Workbook
from qfill.files.xmltext import (
    FORBIDDEN,
    edit_tag,
    element_end,
    escape,
    from_utf8,
    make_parser,
    parse,
    read_tag,
    to_utf8,
)
from qfill.model import SheetCell

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = b"http://schemas.openxmlformats.org/package/2006/relationships"
_TYPED = b"http://schemas.openxmlformats.org/package/2006/content-types"
_AUTHOR = "qfill"
_TINT = b'<dxf><fill><patternFill><bgColor rgb="FFFFE7BD"/></patternFill></fill></dxf>'
# What stands in a sheet before its conditional formats, and before its drawing of comments.
_BEFORE_FORMATS = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges"
    " scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr"
    " conditionalFormatting".split()
)
_BEFORE_COMMENTS = _BEFORE_FORMATS | frozenset(
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks"
    " customProperties cellWatches ignoredErrors smartTags drawing".split()
)


def tinted(workbook: Workbook, notes: Mapping[SheetCell, str], *, mark: str) -> bytes:
    """The workbook's bytes with these cells tinted and annotated, and a part named `mark` that seals it.

    A sheet that has comments or old drawings keeps them and is tinted only; one of a strict
    workbook likewise; a workbook without formats gets the notes alone.
    """
    by_sheet: dict[str, dict[SheetCell, str]] = {}
    for place, note in sorted(notes.items(), key=lambda one: (one[0].sheet, one[0].row, one[0].column)):
        by_sheet.setdefault(place.sheet, {})[place] = note
    container = workbook.container
    replaced: dict[str, bytes] = {}
    added: dict[str, bytes] = {}
    tint = _add_tint(container, workbook.parts.styles, replaced) if by_sheet else None
    for number, (name, cells) in enumerate(by_sheet.items(), 1):
        sheet = workbook.sheet(name)
        content, encoding = to_utf8(container.read(sheet.part), sheet.part)
        if tint is not None:
            content = _put(content, sheet.part, _BEFORE_FORMATS, _format(content, cells, tint))
        if b"purl.oclc.org" not in content[:2000]:
            content = _annotate(container, sheet, content, cells, number, replaced, added)
        replaced[sheet.part] = from_utf8(content, encoding)
    # Nothing refers to the part: it is for qfill alone, to know its copy again.
    _declare(container, mark, b"application/xml", replaced)
    whole = Container(container.rewrite(replaced, added=added.items()))
    return whole.rewrite({}, added=[(mark, _seal(whole, mark))])


def is_as_tinted(data: bytes, mark: str) -> bool:
    """Whether these are the bytes that `tinted` made, and nobody's work since."""
    try:
        container = Container(data)
        return mark in container and container.read(mark) == _seal(container, mark)
    except UnsafeFileError:
        return False


def _seal(container: Container, mark: str) -> bytes:
    digest = sha256()
    for member in container.members:
        if member.name != mark:
            digest.update(member.name.encode() + b"\0" + container.data[member.start : member.end])
    return f'<qfill seal="{digest.hexdigest()}"/>'.encode()


def _children(content: bytes, part: str) -> Iterator[tuple[str, int, int]]:
    """The root's children: local name, and where each begins and ends."""
    parser = make_parser(part)
    depth = 0
    opened = 0
    found: list[tuple[str, int, int]] = []

    def start(_: str, __: dict[str, str]) -> None:
        nonlocal depth, opened
        depth += 1
        if depth == 2:
            opened = parser.CurrentByteIndex

    def end(name: str) -> None:
        nonlocal depth
        if depth == 2:
            found.append((local_name(name)[1], opened, element_end(content, opened, parser.CurrentByteIndex)))
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, content, part)
    yield from found


def _root(content: bytes) -> bytes:
    """The root's prefix with its colon, or nothing."""
    at = content.index(b"<")
    while content[at + 1 : at + 2] in (b"?", b"!"):
        at = content.index(b"<", at + 1)
    return read_tag(content, at).prefix


def _put(content: bytes, part: str, before: frozenset[str], new: bytes) -> bytes:
    """An element put behind all those that stand before it in the format's order."""
    ends = [end for name, _, end in _children(content, part) if name in before]
    at = max(ends, default=0)
    return content[:at] + new + content[at:] if at else content


def _format(content: bytes, cells: Mapping[SheetCell, str], tint: int) -> bytes:
    prefix = _root(content)
    where = " ".join(place.name for place in cells).encode()
    return (
        b'<%bconditionalFormatting sqref="%b"><%bcfRule type="expression" dxfId="%d" priority="1">'
        b"<%bformula>TRUE</%bformula></%bcfRule></%bconditionalFormatting>"
    ) % (prefix, where, prefix, tint, prefix, prefix, prefix, prefix)


def _add_tint(container: Container, part: str | None, replaced: dict[str, bytes]) -> int | None:
    """The number of a format for the tint, appended to the workbook's differential formats."""
    if part is None:
        return None
    content, encoding = to_utf8(container.read(part), part)
    prefix = _root(content)
    tint = _TINT.replace(b"<", b"<" + prefix).replace(b"<" + prefix + b"/", b"</" + prefix)
    children = list(_children(content, part))
    held = next((one for one in children if one[0] == "dxfs"), None)
    if held is None:
        ends = [end for name, _, end in children if name in _BEFORE_TINTS]
        if not ends:
            return None
        new = b'<%bdxfs count="1">%b</%bdxfs>' % (prefix, tint, prefix)
        replaced[part] = from_utf8(content[: max(ends)] + new + content[max(ends) :], encoding)
        return 0
    tag = read_tag(content, held[1])
    inner = content[tag.end : held[2]] if not tag.empty else b""
    count = inner.count(b"<" + prefix + b"dxf>") + inner.count(b"<" + prefix + b"dxf ")
    opening = edit_tag(content, tag, {b"count": str(count + 1).encode()})
    if tag.empty:
        opening = opening.rstrip(b"/>").rstrip() + b">"
        whole = opening + tint + b"</" + prefix + b"dxfs>"
    else:
        close = inner.rindex(b"</")
        whole = opening + inner[:close] + tint + inner[close:]
    replaced[part] = from_utf8(content[: held[1]] + whole + content[held[2] :], encoding)
    return count


_BEFORE_TINTS = frozenset("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles".split())


def _annotate(
    container: Container,
    sheet: SheetPart,
    content: bytes,
    cells: Mapping[SheetCell, str],
    number: int,
    replaced: dict[str, bytes],
    added: dict[str, bytes],
) -> bytes:
    """The notes put into the sheet's comments; a sheet that has comments or drawings keeps them alone."""
    folder, file = posixpath.split(sheet.part)
    rels = f"{folder}/_rels/{file}.rels"
    known = relationships(container, sheet.part)
    if any(found.kind in ("comments", "vmlDrawing") for found in known):
        return content
    comments, drawing = f"xl/qfillComments{number}.xml", f"xl/drawings/qfillNotes{number}.vml"
    added[comments] = _comments(cells)
    added[drawing] = _shapes(cells)
    new = b"".join(
        b'<Relationship Id="%b" Type="%b/%b" Target="/%b"/>' % (name, _OFFICE.encode(), kind, target.encode())
        for name, kind, target in (
            (b"rQfillC", b"comments", comments),
            (b"rQfillV", b"vmlDrawing", drawing),
        )
    )
    if rels in container:
        replaced[rels] = _append(container.read(rels), rels, "Relationships", _RELATED, new)
    else:
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        added[rels] = head + b'<Relationships xmlns="' + _RELATED + b'">' + new + b"</Relationships>"
    types = replaced.get(TYPES) or container.read(TYPES)
    if b'Extension="vml"' not in to_utf8(types, TYPES)[0]:
        kind = b"application/vnd.openxmlformats-officedocument.vmlDrawing"
        vml = b'<Default Extension="vml" ContentType="' + kind + b'"/>'
        types = _append(types, TYPES, "Types", _TYPED, vml)
    replaced[TYPES] = types
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    _declare(container, comments, kind, replaced)
    prefix = _root(content)
    link = b'<%blegacyDrawing xmlns:qfr="%b" qfr:id="rQfillV"/>' % (prefix, _OFFICE.encode())
    return _put(content, sheet.part, _BEFORE_COMMENTS, link)


def _declare(container: Container, part: str, kind: bytes, replaced: dict[str, bytes]) -> None:
    """Say of which content type a new part is."""
    types = replaced.get(TYPES) or container.read(TYPES)
    override = b'<Override PartName="/%b" ContentType="%b"/>' % (part.encode(), kind)
    replaced[TYPES] = _append(types, TYPES, "Types", _TYPED, override)


def _append(content: bytes, part: str, root: str, space: bytes, new: bytes) -> bytes:
    """Elements put at the end of a part's root, or into one that is empty."""
    text, encoding = to_utf8(content, part)
    found = list(re.finditer(rb"<(/?)((?:[\w.-]+:)?%b)(?=[\s/>])[^<>]*>" % root.encode(), text))
    if not found:
        raise UnsafeFileError(
            f"{part} has another root than {root}", hint="leave --mark out; the review page shows the same"
        )
    last = found[-1]
    if b":" in last[2]:
        # The root's vocabulary has a prefix here; ours are written without.
        new = re.sub(rb"^<(\w+)|(?<=>)<(\w+)", lambda tag: tag[0] + b' xmlns="' + space + b'"', new)
    if last[1]:
        text = text[: last.start()] + new + text[last.start() :]
    else:
        slash = text.rindex(b"/", last.start(), last.end())
        text = text[:slash] + b">" + new + b"</" + last[2] + b">" + text[last.end() :]
    return from_utf8(text, encoding)


def _comments(cells: Mapping[SheetCell, str]) -> bytes:
    listed = b"".join(
        b'<comment ref="%b" authorId="0"><text><t xml:space="preserve">%b</t></text></comment>'
        % (place.name.encode(), escape(FORBIDDEN.sub("\ufffd", note)))
        for place, note in cells.items()
    )
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<authors><author>" + _AUTHOR.encode() + b"</author></authors>"
        b"<commentList>" + listed + b"</commentList></comments>"
    )


def _shapes(cells: Mapping[SheetCell, str]) -> bytes:
    """The drawing that shows the notes, one hidden box a cell."""
    boxes = b"".join(
        b'<v:shape id="_x0000_s%d" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
        b' style="position:absolute;width:260pt;height:120pt;z-index:1;visibility:hidden">'
        b'<v:fill color2="#ffffe1"/><v:textbox><div style="text-align:left"></div></v:textbox>'
        b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
        % (1025 + number, place.row - 1, place.column - 1)
        for number, place in enumerate(cells)
    )
    return (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
        b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
        b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
        b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        + boxes + b"</xml>"
    )  # fmt: skip
