"""A Word document's XML as a tree of elements that know their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qfill.errors import UnsafeFileError
from qfill.files.xmltext import element_end, make_parser, parse

WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
MAX_ELEMENTS = 300_000
"""Elements that a document may hold; a form of a hundred pages has about a third as many."""
MAX_DEPTH = 400

# What a reader does not see, or sees elsewhere: deletions, field codes, text boxes, alternatives.
_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "txbxContent", "instrText", "delText", "sdtPr", "tcPr"})
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(slots=True)
class Node:
    """An element: its local name ('' outside WordprocessingML), attributes, children and place in bytes."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    inner_end: int = 0
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def child(self, *path: str) -> Node | None:
        """The first descendant down a path of names."""
        node: Node | None = self
        for name in path:
            node = next((found for found in node.children if found.name == name), None) if node else None
        return node

    def get(self, name: str) -> str:
        """An attribute by its local name, '' where it is missing."""
        return self.attributes.get(name, "")

    @property
    def closed(self) -> bool:
        """Whether it is written as one tag (`<w:p/>`)."""
        return self.inner_end == self.start

    def walk(self) -> Iterator[Node]:
        """It and all below it, in file order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def read_tree(content: bytes, part: str) -> Node:
    """The part's tree; raises UnsafeFileError for what is not well-formed or beyond the limits."""
    parser = make_parser(part)
    root = Node("", {}, 0)
    stack = [root]
    chunks: list[str] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS or len(stack) > MAX_DEPTH:
            raise UnsafeFileError(
                f"{part} holds more than {MAX_ELEMENTS:,} elements, or nests them too deep",
                hint="this is no questionnaire; ask for the file again",
            )
        space, _, local = name.rpartition(" ")
        node = Node(
            local if space in WORD else "",
            {key.rpartition(" ")[2]: value for key, value in attributes.items()},
            parser.CurrentByteIndex,
        )
        stack[-1].children.append(node)
        stack.append(node)
        chunks.clear()

    def end(_: str) -> None:
        node = stack.pop()
        if node.name == "t":
            node.text = "".join(chunks)
        reported = parser.CurrentByteIndex
        node.end = element_end(content, node.start, reported)
        node.inner_end = node.start if node.end == reported else reported

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    parse(parser, content, part)
    return root


def seen(node: Node) -> str:
    """The text that a reader sees in an element."""
    if node.name in _UNSEEN or (node.name == "sdt" and node.child("sdtPr", "showingPlcHdr") is not None):
        return ""
    if node.name == "t":
        return node.text
    if node.name in _BREAKS:
        return _BREAKS[node.name]
    if node.name in ("tc", "sdtContent", "body") and any(
        child.name in ("p", "tbl") for child in node.children
    ):
        blocks = [child for child in node.children if child.name in ("p", "tbl", "sdt")]
        return "\n".join(seen(child) for child in blocks).strip("\n")
    # Elements of other vocabularies (drawings, alternatives) hold no text of the line they stand in.
    return "".join(seen(child) for child in node.children if child.name)
