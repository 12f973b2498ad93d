"""Elements found by their bytes."""

from __future__ import annotations

import pytest

from qfill.files.xmltext import element_end, make_parser, parse


@pytest.mark.parametrize("element", [b"<b/>", b"<b />", b"<b></b>", b"<b></b >", b'<b a=">">x<c/></b>'])
def test_an_element_ends_behind_its_last_tag(element: bytes) -> None:
    content = b"<a>" + element + b"<c/></a>"
    found: list[int] = []
    parser = make_parser("a.xml")

    def end(name: str) -> None:
        if name == "b":
            found.append(element_end(content, 3, parser.CurrentByteIndex))

    parser.EndElementHandler = end
    parse(parser, content, "a.xml")
    assert found == [3 + len(element)]
