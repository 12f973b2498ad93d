"""The blocks of a Word document that can be read or written: paragraphs and table cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qfill.files.docx.tree import Node, seen
from qfill.files.grid import check_letters
from qfill.files.xmltext import escape, read_tag

LABEL = re.compile(
    r"^\s*(?:answer|response|reply|comments?|your (?:answer|response)|vendor (?:answer|response)|svar|"
    r"kommentar|leverantörens svar|leverandørens svar)\s*(?::\s*|$)",
    re.IGNORECASE,
)
"""What a form prints where the answer goes (`Answer:`); it is not a part of the answer."""
_LINE = re.compile(r"(?:[_\s]*_{3}[_\s]*|[.…\s]*(?:\.{3}|…)[.…\s]*)")
"""A line to write on, behind a label (`Answer: ______`); an answer goes in its place."""

# Beside runs, what a paragraph may hold without being more than a line of text.
_PLAIN = frozenset({"r", "pPr", "proofErr"})
_RUN = frozenset({"rPr", "t", "tab", "br", "cr", "lastRenderedPageBreak", "noBreakHyphen"})
_HEADING = re.compile(r"(?:heading|title|rubrik|overskrift|tittel)", re.IGNORECASE)
_THINGS = {
    "tbl": "a table",
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an embedded object",
    "fldChar": "a form field",
}
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_SEALED = "a content control that takes no text"
# What counts of a control's content: bookmarks and the like are nothing that it holds.
_HELD = frozenset({"p", "tc", "tr", "tbl", "sdt", "r", "ins", "customXml"})
_FIXED_CONTROLS = frozenset(
    {"dataBinding", "date", "picture", "group", "citation", "bibliography", "equation", "docPartObj"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or a table cell.

    `text` is what a reader sees, without the label that a form prints before an answer.
    `holds`: what it holds besides plain text (a picture, a nested table, a bound content
    control), so that it is never written; '' where nothing. `options`: those of its dropdown.
    """

    path: str
    node: Node
    text: str
    labelled: bool = False
    holds: str = ""
    options: tuple[str, ...] = ()

    @property
    def fixed(self) -> bool:
        """Whether it is never written."""
        return bool(self.holds)

    @property
    def marked(self) -> bool:
        """Whether a label or a content control says that something is to be written here."""
        return self.labelled or bool(_controls(self.node))

    @property
    def heading(self) -> bool:
        """Whether it is a paragraph in the style of a heading."""
        style = bare(self.node).child("pPr", "pStyle")
        outline = bare(self.node).child("pPr", "outlineLvl")
        return outline is not None or (style is not None and bool(_HEADING.match(style.get("val"))))


def make_block(path: str, node: Node, around: Iterable[Node] = ()) -> Block:
    """The block of a paragraph (`p`), a table cell (`tc`) or a content control around one of either.

    `around`: the content controls that hold it among others.
    """
    whole = seen(node)
    check_letters(whole, f"{path} of the document")
    label = LABEL.match(whole) if bare(node).name != "tc" else None
    text = whole[label.end() :] if label else whole
    controls = _controls(node)
    holds = _held_besides(node, text, label is not None)
    if not holds and any(_seals(one, controls) for one in around):
        holds = _SEALED
    if label and _LINE.fullmatch(text):
        text = ""
    return Block(
        path=path,
        node=node,
        text=text.strip("\n") if not text.strip() else text,
        labelled=label is not None,
        holds=holds,
        options=_options(controls[0]) if len(controls) == 1 else (),
    )


def bare(node: Node) -> Node:
    """The paragraph or cell itself where a content control stands around it."""
    held = sole(node)
    return node if held is None else held


def sole(node: Node) -> Node | None:
    """The one paragraph or cell that a content control holds; None where it holds another thing or more."""
    inside = node.child("sdtContent") if node.name == "sdt" else None
    held = [child for child in inside.children if child.name in _HELD] if inside is not None else []
    return held[0] if len(held) == 1 and held[0].name in ("p", "tc") else None


def _controls(node: Node) -> list[Node]:
    return [found for found in node.walk() if found.name == "sdt"]


def _paragraphs(node: Node) -> list[Node]:
    return [found for found in node.walk() if found.name == "p"]


def _options(control: Node) -> tuple[str, ...]:
    kind = control.child("sdtPr", "dropDownList") or control.child("sdtPr", "comboBox")
    if kind is None:
        return ()
    items = [item for item in kind.children if item.name == "listItem" and item.get("value")]
    return tuple(item.get("displayText") or item.get("value") for item in items)


def _held_besides(node: Node, text: str, labelled: bool) -> str:
    """What a block holds that keeps a text from being put in, '' where nothing."""
    names = {found.name for found in node.walk()}
    if told := next((told for name, told in _THINGS.items() if name in names), ""):
        return told
    controls, paragraphs = _controls(node), _paragraphs(node)
    if not paragraphs:
        return "no paragraph"
    if len(controls) > 1:
        return "several content controls"
    if any(_is_bound(control) for control in controls):
        return _SEALED
    if (control := _taker(node, labelled)) is not None:
        return "" if _takes(control, text, paragraphs) else "text beside a content control"
    # Text that stands there is replaced only where nothing but plain runs would go with it.
    if not text.strip() or (
        len(paragraphs) == 1 and all(_is_plain(child) for child in paragraphs[0].children)
    ):
        return ""
    if names & _TRACKED:
        return "a tracked change"
    return "several paragraphs" if len(paragraphs) > 1 else "more than plain text"


def _taker(node: Node, labelled: bool) -> Node | None:
    """The content control that takes the text; none where it goes behind a label that a control is around."""
    return None if node.name == "sdt" and labelled else next(iter(_controls(node)), None)


def _takes(control: Node, text: str, paragraphs: list[Node]) -> bool:
    """Whether a text can go into a control so that the block then holds it and nothing else.

    `text` is what the block holds now, `paragraphs` are all of it.
    """
    inside = control.child("sdtContent")
    if inside is None or not any(
        held.start < control.end and control.start < held.end for held in paragraphs
    ):
        return False
    held = _paragraphs(inside)
    holder = held[0] if held else inside
    if seen(control).strip() != text.strip():
        return False
    if control.child("sdtPr", "showingPlcHdr") is not None:
        return len(held) <= 1 and not any(seen(child) for child in holder.children if child.name != "r")
    return not text.strip() or (len(held) <= 1 and all(_is_plain(child) for child in holder.children))


def _is_plain(child: Node) -> bool:
    return child.name in _PLAIN and (child.name != "r" or all(part.name in _RUN for part in child.children))


def _is_bound(control: Node) -> bool:
    """Whether a content control takes no free text: bound to data, locked, a date, a check box."""
    properties = control.child("sdtPr")
    if properties is None:
        return False
    lock = properties.child("lock")
    locked = lock is not None and lock.get("val") in ("contentLocked", "sdtContentLocked")
    # The check box of Word 2010 is of a vocabulary of its own, and so without a name here.
    checkbox = any(not child.name and child.children for child in properties.children)
    return locked or checkbox or any(child.name in _FIXED_CONTROLS for child in properties.children)


def _seals(around: Node, controls: list[Node]) -> bool:
    """Whether a control that holds several blocks seals one of them; a group spares its controls."""
    grouped = around.child("sdtPr", "group") is not None
    return _is_bound(around) and not (grouped and controls)


def edits(block: Block, text: str, content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The byte ranges to replace so that a block that is not fixed holds a text."""
    control = _taker(block.node, block.labelled)
    if control is not None:
        yield from _into_control(control, text, content)
        return
    paragraph = _paragraphs(block.node)[0]
    prefix = read_tag(content, paragraph.start).prefix
    properties = paragraph.child("pPr", "rPr")
    style = content[properties.start : properties.end] if properties else b""
    runs = [child for child in paragraph.children if child.name == "r"]
    if block.labelled:
        yield from _behind_label(paragraph, runs, text, prefix, style, content)
    elif runs:
        first = runs[0].child("rPr")
        style = content[first.start : first.end] if first else style
        yield (runs[0].start, runs[-1].end, _run(text, prefix, style))
    elif paragraph.closed:
        tag = content[paragraph.start : paragraph.end]
        opened = tag[: tag.rindex(b"/")].rstrip() + b">"
        yield (paragraph.start, paragraph.end, opened + _run(text, prefix, style) + b"</" + prefix + b"p>")
    else:
        yield (paragraph.inner_end, paragraph.inner_end, _run(text, prefix, style))


def _behind_label(
    paragraph: Node, runs: list[Node], text: str, prefix: bytes, style: bytes, content: bytes
) -> Iterator[tuple[int, int, bytes]]:
    """Behind a printed label, which stays; what stands behind it goes."""
    whole = seen(paragraph)
    label = LABEL.match(whole)
    left = label.end() if label else 0
    if not whole[left:].strip():
        colon = " " if ":" in whole[:left] else ": "
        if text:
            yield (paragraph.inner_end, paragraph.inner_end, _run(colon + text, prefix, style))
        return
    for run in runs:
        held = seen(run)
        if left < len(held):
            # The run in which the answer begins; where the label ends in it too, that is kept.
            own = run.child("rPr")
            style = content[own.start : own.end] if own else b""
            yield (run.start, runs[-1].end, _run(held[:left] + text, prefix, style))
            return
        left -= len(held)


def _into_control(control: Node, text: str, content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Into a content control: its placeholder goes, the control stays."""
    properties, inside = control.child("sdtPr"), control.child("sdtContent")
    if inside is None:
        return
    placeholder = properties.child("showingPlcHdr") if properties else None
    if placeholder is not None:
        yield (placeholder.start, placeholder.end, b"")
    prefix = read_tag(content, control.start).prefix
    own = properties.child("rPr") if properties else None
    style = content[own.start : own.end] if own else b""
    paragraph = next((found for found in inside.walk() if found.name == "p"), None)
    holder = paragraph or inside
    runs = [child for child in holder.children if child.name == "r"]
    if runs:
        if placeholder is None and (first := runs[0].child("rPr")) is not None:
            style = content[first.start : first.end]
        yield (runs[0].start, runs[-1].end, _run(text, prefix, style))
    elif holder.closed:
        name = b"p" if paragraph is not None else b"sdtContent"
        tag = content[holder.start : holder.end]
        opened = tag[: tag.rindex(b"/")].rstrip() + b">"
        yield (holder.start, holder.end, opened + _run(text, prefix, style) + b"</" + prefix + name + b">")
    else:
        yield (holder.inner_end, holder.inner_end, _run(text, prefix, style))


def _run(text: str, prefix: bytes, style: bytes) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = [
        b"<" + prefix + b't xml:space="preserve">' + escape(line) + b"</" + prefix + b"t>" for line in lines
    ]
    line_break = b"<" + prefix + b"br/>"
    return b"<" + prefix + b"r>" + style + line_break.join(pieces) + b"</" + prefix + b"r>"
