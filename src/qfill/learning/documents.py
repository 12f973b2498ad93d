"""A document's lines as sections: questions with their answers, and headings with what stands below.

Nothing is known of the document but its lines. A question is a line that ends with a question
mark or is marked `Q:`; a heading is marked so (`#`, `1.2`), or is a short line without an end
mark that does not follow a question at once (there it is the answer: "30 days"). A row of a
table is a question with its answer if its first cell asks, else a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from qfill.language.normalise import squash

_BULLET = re.compile(r"^\s*(?:[•‣▪◦·*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_MARKED = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_NUMBERED = re.compile(r"^(?:§\s*\d+|\d+\.|\d+(?:\.\d+)+\.?)\s+(?=[^\W\d_])")
_COUNTED = re.compile(r"^\d+\s+(?=[^\W\d_])")
_ROW = re.compile(r"^\|.*\S.*\|$")
_ASKED = re.compile(r"^(?:q|question|fråga|spørsmål|sp)\s*\d*\s*[:.)]\s+", re.IGNORECASE)
_REPLIED = re.compile(r"^(?:a|answer|svar)\s*\d*\s*[:.)]\s+", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:=_*-]+$")
_CONTACT = re.compile(r"\b(?:contact us|get in touch|kontakta oss|kontakt oss|ta kontakt)\b", re.IGNORECASE)
_LONGEST_QUESTION = 300
_LONGEST_HEADING = 80
_HEADING_WORDS = 10
_CLOSING_WORDS = 15


@dataclass(slots=True, kw_only=True)
class DocumentSection:
    """A question or heading with the paragraphs and bullets below it; `lines`: those below, as they stood."""

    title: str
    asks: bool
    parts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """The hash of what stands below the title, white space folded."""
        return sha256(squash(" ".join(self.lines)).encode()).hexdigest()

    @property
    def text(self) -> str:
        """All that stands below the title, as one paragraph."""
        ended = (part if part[-1] in ".!?:;…" else f"{part}." for part in self.parts)
        return self.parts[0] if len(self.parts) == 1 else " ".join(ended)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together. `kind`: heading, question, bullet or text."""

    kind: str
    text: str
    lines: tuple[str, ...]


def sections(lines: Sequence[str], title: str) -> tuple[DocumentSection, ...]:
    """The sections of a document in order, a question without an answer among them.

    `title` names what stands before the first heading. A heading with nothing
    below it is none, nor is a closing line that asks the reader to get in touch.
    """
    found: list[DocumentSection] = []
    own = DocumentSection(title=title, asks=False)
    for block in _closed(list(_blocks(lines))):
        heading = block.kind == "heading" or (block.kind == "short" and not (own.asks and not own.parts))
        if heading or block.kind == "question":
            found.append(own)
            own = DocumentSection(title=block.text, asks=not heading)
            continue
        own.lines += block.lines
        if block.kind != "rule":
            own.parts.append(_REPLIED.sub("", block.text))
    return tuple(one for one in (*found, own) if one.parts or one.asks)


def _closed(blocks: list[_Block]) -> list[_Block]:
    """The blocks without a closing invitation, and without headings that nothing follows."""
    while blocks and (
        blocks[-1].kind in ("heading", "short", "rule")
        or (_CONTACT.search(blocks[-1].text) and len(blocks[-1].text.split()) <= _CLOSING_WORDS)
    ):
        if blocks[-1].kind == "short" and len(blocks) > 1 and blocks[-2].kind == "question":
            break
        blocks.pop()
    return blocks


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    spaced = any(not line.strip() for line in lines)
    waiting: list[str] = []
    for number, line in enumerate(lines):
        bare = line.strip()
        if _ROW.match(bare) and not _RULE.match(bare):
            if waiting:
                yield _block(waiting)
                waiting = []
            below = lines[number + 1].strip() if number + 1 < len(lines) else ""
            heads = below.startswith("|") and "-" in below and _RULE.match(below) is not None
            yield from [_Block("rule", "", (line,))] if heads else _row(line)
            continue
        starts = bool(
            _MARKED.match(bare) or _BULLET.match(line) or _ASKED.match(bare) or _REPLIED.match(bare)
        )
        # Without empty lines between them a line goes on only where its text visibly does.
        apart = not spaced and not (bare[:1].islower() and waiting and waiting[-1].rstrip()[-1] not in ".?!:")
        ended = bool(waiting) and (
            waiting[-1].rstrip().endswith("?") or bool(_MARKED.match(waiting[-1].strip()))
        )
        if waiting and (not bare or starts or apart or ended):
            yield _block(waiting)
            waiting = []
        if bare and _RULE.match(bare):
            if waiting:
                yield _block(waiting)
                waiting = []
            yield _Block("rule", "", (line,))
        elif bare:
            waiting.append(line)
    if waiting:
        yield _block(waiting)


def _row(line: str) -> Iterator[_Block]:
    """A row of a table: `| Logs | 12 months |` says `Logs: 12 months`."""
    cells = [cell for cell in map(squash, re.split(r"(?<!\\)\|", line)) if cell]
    if not cells:
        yield _Block("rule", "", (line,))
    elif len(cells) > 1 and cells[0].endswith("?"):
        yield _Block("question", cells[0], (line,))
        yield _Block("text", ". ".join(cells[1:]), (line,))
    else:
        said = f"{cells[0]}: {', '.join(cells[1:])}" if len(cells) > 1 else cells[0]
        yield _Block("bullet", said, (line,))


def _block(lines: Sequence[str]) -> _Block:
    text = squash(" ".join(lines))
    held = tuple(lines)
    marked = _MARKED.match(text)
    plain = (marked[1] if marked else text).strip("*_ ") if marked or text.startswith(("**", "__")) else text
    bullet = _BULLET.match(lines[0]) is not None and not marked
    asked = _ASKED.sub("", _NUMBERED.sub("", _BULLET.sub("", plain)))
    if _ASKED.match(plain) or (
        plain.endswith("?") and len(plain) <= _LONGEST_QUESTION and not _several(asked)
    ):
        return _Block("question", asked, held)
    if marked:
        return _Block("heading", _COUNTED.sub("", _NUMBERED.sub("", plain)), held)
    short = len(plain) <= _LONGEST_HEADING and len(plain.split()) <= _HEADING_WORDS
    if short and plain[-1].isalnum() and _NUMBERED.match(plain):
        return _Block("heading", _NUMBERED.sub("", plain), held)
    if bullet:
        return _Block("bullet", _BULLET.sub("", text), held)
    if short and plain[-1] not in ".!;:," and len(lines) == 1 and not _REPLIED.match(plain):
        return _Block("short", plain, held)
    return _Block("text", text, held)


def _several(text: str) -> bool:
    """Whether a text says something before it asks: a paragraph, not a question."""
    return re.search(r"[.!]\s+\w", text) is not None
