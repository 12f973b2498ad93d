"""Texts of cells: the shared string table, and the escapes that cell texts know."""

from __future__ import annotations

import re

from qfill.files.container import Container
from qfill.files.xlsx.parts import MAIN, local_name
from qfill.files.xmltext import make_parser, parse, to_utf8

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HALF = re.compile("[\ud800-\udfff]")
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def unescape(text: str) -> str:
    """The text with `_x000D_` and the like turned into the characters they stand for."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not _HALF.search(found):
        return found
    # Two escapes may be the halves of one character; a half without the other is none.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def protect(text: str) -> str:
    """The text with whatever looks like such an escape made literal."""
    return _LITERAL.sub("_x005F_", text) if "_x" in text else text


def read_strings(container: Container, part: str | None) -> list[str]:
    """The shared strings in their order: rich text flattened, phonetic runs left out."""
    if part is None:
        return []
    content, _ = to_utf8(container.read(part), part)
    parser = make_parser(part)
    table: list[str] = []
    runs: list[str] = []
    chunks: list[str] = []
    phonetic = 0
    names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal phonetic
        kind = names.get(name)
        if kind is None:
            space, local = local_name(name)
            kind = names[name] = local if space in MAIN else "-"
        if kind == "t":
            chunks.clear()
        elif kind == "si":
            runs.clear()
        elif kind == "rPh":
            phonetic += 1

    def end(name: str) -> None:
        nonlocal phonetic
        kind = names[name]
        if kind == "t":
            if not phonetic:
                runs.extend(chunks)
        elif kind == "si":
            table.append(unescape("".join(runs)))
        elif kind == "rPh":
            phonetic -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    parse(parser, content, part)
    return table
