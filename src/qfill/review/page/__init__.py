"""The review page: one self-contained HTML file, for `file://`, without server or network.

Everything from the questionnaire or the bank stands in one JSON block, in which no tag can
begin or end; the script puts it on the page as text only. Script and style are allowed by
their hashes, so that the page's Content-Security-Policy stops anything else.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from qfill.bank import AnswerBank
from qfill.records.audit import Audit
from qfill.records.seal import in_html, sealed
from qfill.review.page.data import NOBODY, owners, owners_of, page_data

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["NOBODY", "owners", "owners_of", "page_data", "page_html", "page_parts"]

SCRIPTS = ("text", "store", "alike", "list", "detail", "settle", "main")
"""The script's files, in the order in which they are joined."""
# Within a script element: no tag, no comment and no entity may begin; line separators end JavaScript lines.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
# Where the data stands in the rendered page: no text can hold it.
_HERE = "\0data\0"
# Characters that turn the direction of the text around them.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page_html(audit: Audit, audit_sha256: str, bank: AnswerBank, *, owner: str | None = None) -> bytes:
    """The page of an audit; `owner` keeps the rows whose answers that person or team owns.

    The same audit and bank give the same bytes.
    """
    return b"".join(page_parts(audit, audit_sha256, bank, owner=owner))


def page_parts(
    audit: Audit, audit_sha256: str, bank: AnswerBank, *, owner: str | None = None
) -> Iterator[bytes]:
    """The page in parts, a row at a time, so that a long one is never held whole, and sealed."""
    return sealed(_page(audit, audit_sha256, bank, owner), in_html)


def _page(audit: Audit, audit_sha256: str, bank: AnswerBank, owner: str | None) -> Iterator[bytes]:
    from markupsafe import Markup

    template, script, style = _parts()
    found = page_data(audit, audit_sha256, bank, owner=owner)
    page = _template(template).render(
        name=_BIDI.sub(lambda hit: f"[U+{ord(hit[0]):04X}]", found["name"]),
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash(script),
        style_hash=_hash(style),
        data=Markup(_HERE),
    )
    head, tail = (part.encode() for part in page.split(_HERE))
    rows = found.pop("rows")
    yield head + _json(found)[:-1].encode() + b',"rows":['
    for number, row in enumerate(rows):
        yield (b"," if number else b"") + _json(row).encode()
    yield b"]}" + tail


@cache
def _template(text: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(
        text
    )


@cache
def _parts() -> tuple[str, str, str]:
    """The template, the script in one closure, and the style."""
    files = resources.files(__package__)
    script = "".join((files / "script" / f"{name}.js").read_text(encoding="utf-8") + "\n" for name in SCRIPTS)
    return (
        (files / "page.html.j2").read_text(encoding="utf-8"),
        f'"use strict";\n(() => {{\n{script}}})();\n',
        (files / "style.css").read_text(encoding="utf-8"),
    )


def _hash(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


def _json(found: object) -> str:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text
