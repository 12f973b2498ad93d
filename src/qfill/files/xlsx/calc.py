"""Whether a workbook calculates anew when it is opened."""

from __future__ import annotations

from qfill.files.xlsx.parts import MAIN, local_name
from qfill.files.xmltext import edit_tag, element_end, make_parser, parse, read_tag

_BEFORE = frozenset(
    (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups"
        " externalReferences definedNames"
    ).split()
)
"""Elements of a workbook that stand before calcPr."""
FULL = b"fullCalcOnLoad"


def find_calc(content: bytes, part: str) -> tuple[int, int, bytes]:
    """Where workbook.xml's calcPr begins (-1: it has none), where one would go, and with what prefix."""
    parser = make_parser(part)
    depth = 0
    found = place = -1
    opened = 0
    prefix = b""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, found, opened, place, prefix
        depth += 1
        space, local = local_name(name)
        if depth == 1:
            root = read_tag(content, parser.CurrentByteIndex)
            place, prefix = root.end, root.prefix
        elif depth == 2 and space in MAIN:
            opened = parser.CurrentByteIndex
            if local == "calcPr":
                found = opened

    def end(name: str) -> None:
        nonlocal depth, place
        space, local = local_name(name)
        if depth == 2 and space in MAIN and local in _BEFORE:
            place = element_end(content, opened, parser.CurrentByteIndex)
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, content, part)
    return found, place, prefix


def with_full_calculation(content: bytes, part: str) -> bytes:
    """workbook.xml, told to calculate every formula when it is opened next."""
    found, place, prefix = find_calc(content, part)
    if found < 0:
        return content[:place] + b"<" + prefix + b"calcPr " + FULL + b'="1"/>' + content[place:]
    tag = read_tag(content, found)
    if tag.get(FULL) in (b"1", b"true"):
        return content
    return content[:found] + edit_tag(content, tag, {FULL: b"1"}) + content[tag.end :]
