"""XML as bytes: safe parsing with offsets, start tags taken apart and changed in place.

Parts are handled as UTF-8. A part in another encoding is recoded on the way in and back
on the way out, which gives the same bytes wherever nothing was changed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from qfill.errors import UnsafeFileError

_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CODECS = re.compile(
    r"(utf-8|utf-16(-[lb]e)?|us-ascii|ascii|iso-?8859-\d+|latin-?1|windows-125\d)$", re.IGNORECASE
)
_RESAVE = "open it in its own program, let that repair it, save it and try that copy"
_TAG = re.compile(rb"""<([^\s/>]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold in any form."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a part's bytes are coded: `codec` is '' for UTF-8, `mark` its byte-order mark."""

    codec: str
    mark: bytes


def to_utf8(content: bytes, part: str) -> tuple[bytes, Encoding]:
    """The part in UTF-8 without a byte-order mark, and how to get back."""
    for mark, codec in (
        (codecs.BOM_UTF8, ""),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _recode(content[len(mark) :], Encoding(codec, mark), part)
    if content[:4] in (b"<\0?\0", b"\0<\0?"):
        return _recode(content, Encoding("utf-16-le" if content[0] else "utf-16-be", b""), part)
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _CODECS.match(name) or name.startswith("utf-16"):
        raise UnsafeFileError(f"{part} is in an encoding that Office files do not use ({name})", hint=_RESAVE)
    return _recode(content, Encoding("" if name == "utf-8" else name, b""), part)


def _recode(content: bytes, encoding: Encoding, part: str) -> tuple[bytes, Encoding]:
    if not encoding.codec:
        return content, encoding
    try:
        return content.decode(encoding.codec).encode(), encoding
    except (UnicodeError, LookupError):
        raise UnsafeFileError(
            f"{part} is damaged: it is not the {encoding.codec} it says", hint=_RESAVE
        ) from None


def from_utf8(content: bytes, encoding: Encoding) -> bytes:
    """The part's bytes in its own encoding again."""
    if not encoding.codec:
        return encoding.mark + content
    return encoding.mark + content.decode().encode(encoding.codec, "xmlcharrefreplace")


def make_parser(part: str) -> expat.XMLParserType:
    """A parser that names elements `namespace local` and refuses a DTD."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise UnsafeFileError(
            f"{part} holds a document type definition, which can hide an attack",
            hint=_RESAVE,
        )

    parser.StartDoctypeDeclHandler = doctype
    return parser


def parse(parser: expat.XMLParserType, content: bytes, part: str) -> None:
    """Run the parser over a whole part; raises UnsafeFileError where it is not well-formed."""
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnsafeFileError(
            f"{part} is damaged: {expat.ErrorString(error.code)} (line {error.lineno})",
            hint=_RESAVE,
        ) from None


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag in a part's bytes: its name as written, and what its attributes hold."""

    name: bytes
    start: int
    end: int
    empty: bool
    attributes: Mapping[bytes, tuple[int, int, bytes]]
    """By name as written: where the attribute begins (its blank included) and ends, and its raw value."""

    @property
    def prefix(self) -> bytes:
        """The namespace prefix with its colon, or nothing."""
        head, colon, _ = self.name.rpartition(b":")
        return head + colon

    def get(self, name: bytes) -> bytes | None:
        """An attribute's raw value."""
        found = self.attributes.get(name)
        return found[2] if found else None


def read_tag(content: bytes, start: int) -> Tag:
    """The start tag at this place, which a parser has found well-formed."""
    found = _TAG.match(content, start)
    if found is None:
        raise ValueError(f"no start tag at byte {start}")
    offset = found.start(2)
    attributes = {
        each[1]: (offset + each.start(), offset + each.end(), each[2][1:-1])
        for each in _ATTRIBUTE.finditer(found[2])
    }
    return Tag(found[1], start, found.end(), bool(found[3]), attributes)


def element_end(content: bytes, start: int, reported: int) -> int:
    """Where an element ends: expat reports an empty one's end behind its tag, others' before."""
    tag = read_tag(content, start)
    return tag.end if tag.empty else content.index(b">", reported) + 1


def edit_tag(
    content: bytes, tag: Tag, put: Mapping[bytes, bytes], drop: frozenset[bytes] = frozenset()
) -> bytes:
    """The tag's bytes with attributes put in or taken out; all others stay as written."""
    out = content[tag.start : tag.end]
    edits = []
    rest = dict(put)
    for name, (start, end, _) in tag.attributes.items():
        if name in rest:
            edits.append((start, end, b" " + name + b'="' + rest.pop(name) + b'"'))
        elif name in drop:
            edits.append((start, end, b""))
    if rest:
        last = max((end for _, end, _ in tag.attributes.values()), default=tag.start + 1 + len(tag.name))
        edits.append(
            (last, last, b"".join(b" " + name + b'="' + value + b'"' for name, value in rest.items()))
        )
    for start, end, new in sorted(edits, reverse=True):
        out = out[: start - tag.start] + new + out[end - tag.start :]
    return out


def whole_number(text: str, default: int = 0) -> int:
    """An attribute's whole number of at most nine digits; the default for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def escape(text: str) -> bytes:
    """Text as the content of an element; a carriage return survives as a reference."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;").encode()
    )
