"""Mutations that know what they change: a zip's members, XML, JSON, YAML, csv; and plain bytes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from tests.support.workbooks import pack, unpack

NUMBERS = (
    "0", "-1", "1", "2", "999999999", "1048577", "16385", "4294967296", "1e400", "NaN", "-0", "1.5", "²", "٣",
    "9" * 5000, "", " ", "0x10", "1" * 20,
)  # fmt: skip
TEXTS = (
    "", "\u0000", "\ufffe", "\u202e", "A1:XFD1048576", "XFE1", "A0", "A1048577", "$A$1", "A1:", ":", "=1+1",
    "'Lists'!A1", "INDIRECT(\"Options\")", "Options", "_x0041_", "_xD800_", "../../etc/passwd", "é" * 300,
    "true", "null", "Is it?\nIs it?", "\U0001f41d", "a" * 40_000, "]]>", "&amp;", "<", "rId1", "rId999",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'(\s[\w:]+=")([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?>(?:(?!<\1[\s>]).)*?</\1>|<[\w:]+(?:\s[^<>]*)?/>", re.DOTALL)
_NASTY_XML = (
    b"<!--c-->", b"<![CDATA[x]]>", b"<?pi x?>", b"&#0;", b"&#x10FFFF;", b"&none;", b"<x>", b"</x>", b"<x/>",
    b"<!DOCTYPE a>", b"\x00", b"\xff\xfe", b'<c r="A1"/>', b'<row r="1"/>', b"<w:p/>", b"<w:tbl/>",
    b'<mergeCell ref="A1:XFD1048576"/>', b"<f>1</f>", b'<w:gridSpan w:val="99"/>', b"<w:sdt/>",
)  # fmt: skip
_NASTY_YAML = (
    "- ", "  ", "\t", "x: [", "{a: b}", "&a ", "*a", "!!python/object:os.system ", "'", '"', "? ", ": ", "|",
    ">-", "---", "...", "%YAML 9.9", "~", "null", "<<: *a", "\u0085", "\ufeff", "\u2028", "[" * 3000,
    "- " * 3000, "é" * 200, "2026-02-30", "0000-00-00", "99999 months", "id: id", "#",
)  # fmt: skip
_NASTY_CSV = (
    ",", ";", "\t", "|", '"', '""', "\r", "\n", "\r\n", "\0", "\ufeff", "'", "=1+1", "\u0085", "\x1c",
    "question", "answer", "," * 2100, "x" * 40_000, "\ud7ff", "é",
)  # fmt: skip
_JSON: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 10**400, 1e308, float("nan"), float("inf"), "", "\ud800", "x" * 5000, [],
    {}, [[]], [None], {"": None}, [{}], "filled", "accept", "yes", "C2", "t1.r2.c2", "../x", 0.5, "nope",
)  # fmt: skip


def flip(data: bytes, random: Random) -> bytes:
    """A few bytes changed, put in or taken out."""
    out = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(out) + 1)
        how = random.random()
        if how < 0.6 and at < len(out):
            out[at] = random.randrange(256)
        elif how < 0.8:
            out[at:at] = bytes(random.randrange(256) for _ in range(random.randint(1, 4)))
        else:
            del out[at : at + random.randint(1, 40)]
    return bytes(out)


def cut(data: bytes, random: Random) -> bytes:
    """The file cut off, or a middle part of it missing or doubled."""
    at, end = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
    return random.choice((data[:at], data[:at] + data[end:], data[:end] + data[at:]))


def xml(content: bytes, random: Random) -> bytes:
    """One part's XML changed by element, attribute, text or byte."""
    how = random.random()
    if how < 0.35 and (attributes := list(_ATTRIBUTE.finditer(content))):
        found = random.choice(attributes)
        values = [other[2] for other in attributes]
        value = random.choice((*NUMBERS, *TEXTS)).encode("utf-8", "ignore")
        value = random.choice((value, random.choice(values))).replace(b"<", b"&lt;").replace(b'"', b"&quot;")
        new = b"" if random.random() < 0.2 else found[1] + value + b'"'
        return content[: found.start()] + new + content[found.end() :]
    if how < 0.6 and (elements := list(_ELEMENT.finditer(content))):
        found = random.choice(elements)
        other = random.choice(elements)
        new = random.choice(
            (b"", found[0] * 2, found[0] * (random.randint(3, 300) if len(found[0]) < 5000 else 3), other[0])
        )
        return content[: found.start()] + new + content[found.end() :]
    if how < 0.75 and (texts := list(_TEXT.finditer(content))):
        found = random.choice(texts)
        value = random.choice((*NUMBERS, *TEXTS)).encode("utf-8", "ignore").replace(b"<", b"&lt;")
        return content[: found.start(1)] + value + content[found.end(1) :]
    if how < 0.95 and (tags := list(_TAG.finditer(content))):
        found = random.choice(tags)
        if random.random() < 0.3:
            return content[: found.start()] + content[found.end() :]
        return content[: found.end()] + random.choice(_NASTY_XML) + content[found.end() :]
    return flip(content, random)


def zipped(data: bytes, random: Random) -> bytes:
    """A zip changed as a file, or in its members."""
    how = random.random()
    if how < 0.12:
        return flip(data, random)
    if how < 0.18:
        return cut(data, random)
    parts = unpack(data)
    names = list(parts)
    if not names or sum(map(len, parts.values())) > 1 << 20:
        return cut(data, random)  # what grew by being changed again and again
    name = random.choice(names)
    if how < 0.23:
        del parts[name]
    elif how < 0.27:
        new = random.choice((*names, "../x.xml", "/x.xml", "x\\y", name.upper(), name + "2"))
        parts = {new if each == name else each: content for each, content in parts.items()}
    elif how < 0.31:
        parts[name] = parts[random.choice(names)]
    elif how < 0.34:
        codec = random.choice(("utf-16", "latin-1", "utf-16-be", "utf-8-sig", "utf-7"))
        parts[name] = parts[name].decode("utf-8", "replace").encode(codec, "replace")
    else:
        # The parts that hold the questions are worth most of the tries.
        main = [each for each in names if "sheet" in each or "document" in each or "tring" in each]
        for _ in range(random.choice((1, 1, 1, 2, 5))):
            at = random.choice(main if random.random() < 0.7 else names)
            parts[at] = xml(parts[at], random)
    return pack(parts, zipfile.ZIP_STORED if random.random() < 0.9 else zipfile.ZIP_DEFLATED)


def _lines(nasty: tuple[str, ...]) -> Callable[[bytes, Random], bytes]:
    def change(data: bytes, random: Random) -> bytes:
        codec = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8"
        lines = data.decode(codec, "surrogateescape" if codec == "utf-8" else "replace").splitlines(True)
        for _ in range(random.choice((1, 1, 2, 4))):
            at = random.randrange(len(lines)) if lines else 0
            how = random.random()
            if not lines or how < 0.1:
                lines.insert(at, random.choice(nasty) + "\n")
            elif how < 0.2:
                del lines[at]
            elif how < 0.3:
                lines[at] *= random.choice((2, 2, 500)) if len(lines[at]) < 1000 else 2
            elif how < 0.4:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            else:
                column = random.randrange(len(lines[at]) + 1)
                wide = column if random.random() < 0.6 else column + random.randint(1, 12)
                token = random.choice((*nasty, *NUMBERS))
                lines[at] = lines[at][:column] + token + lines[at][wide:]
        text = "".join(lines)
        return text.encode(codec, "surrogateescape" if codec == "utf-8" else "replace")

    def mutated(data: bytes, random: Random) -> bytes:
        how = random.random()
        if how < 0.12:
            return flip(data, random)
        return cut(data, random) if how < 0.18 else change(data, random)

    return mutated


yaml_text = _lines(_NASTY_YAML)
csv_text = _lines(_NASTY_CSV)


def json_text(data: bytes, random: Random) -> bytes:
    """A JSON file with values swapped, dropped, doubled, nested; or its bytes changed."""
    how = random.random()
    if how < 0.08:
        return flip(data, random)
    if how < 0.11:
        return cut(data, random)
    tree = json.loads(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        holder, key = random.choice(list(_slots(tree)) or [([tree], 0)])
        act = random.random()
        if act < 0.2 and isinstance(holder, dict):
            del holder[key]
        elif act < 0.3 and isinstance(holder, list):
            holder.insert(key, json.loads(json.dumps(holder[key])))
        elif act < 0.35:
            value: Any = holder[key]
            for _ in range(random.choice((1, 50, 400))):
                value = [value]
            holder[key] = value
        elif act < 0.45:
            other, at = random.choice(list(_slots(tree)))
            holder[key] = json.loads(json.dumps(other[at]))
        elif act < 0.5 and isinstance(holder, dict):
            holder[random.choice(("", "version", "rows", "\ud800", "x" * 300))] = random.choice(_JSON)
        else:
            holder[key] = random.choice(_JSON)
    out = json.dumps(tree, ensure_ascii=random.random() < 0.7).encode("utf-8", "surrogatepass")
    if random.random() < 0.03:
        deep = random.choice((900, 100_000))
        out = out[:-1] + b', "x": ' + b"[" * deep + b"]" * deep + b"}"
    return out


def _slots(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as what holds it and its key."""
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        holder = todo.pop()
        items = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in items:
            found.append((holder, key))
            if isinstance(value, dict | list):
                todo.append(value)
    return found
