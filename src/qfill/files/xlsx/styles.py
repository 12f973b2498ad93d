"""Cell formats: which unlock a cell, how numbers read, and clones for texts that begin like formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qfill.files.container import Container
from qfill.files.xlsx.numbers import GENERAL, kind_of
from qfill.files.xlsx.parts import MAIN, local_name
from qfill.files.xmltext import edit_tag, element_end, make_parser, parse, read_tag, to_utf8, whole_number


@dataclass(frozen=True, slots=True)
class Styles:
    """Per cell format (`xf` of cellXfs): locked or not, what its numbers show, quoted or not."""

    locked: tuple[bool, ...] = ()
    numbers: tuple[str, ...] = ()
    quoted: tuple[bool, ...] = ()

    def is_locked(self, style: int) -> bool:
        """Whether cells of the format are locked; so are cells of an unknown one."""
        return self.locked[style] if style < len(self.locked) else True

    def number_kind(self, style: int) -> str:
        """What `numbers.shown` needs to show a number of the format."""
        return self.numbers[style] if style < len(self.numbers) else GENERAL

    def is_quoted(self, style: int) -> bool:
        """Whether cells of the format hold their text as text whatever it begins with."""
        return self.quoted[style] if style < len(self.quoted) else False


@dataclass(slots=True)
class _Formats:
    codes: dict[int, str] = field(default_factory=dict)
    rows: list[tuple[int, bool, bool]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    opened: int = -1
    """Where the start tag of cellXfs lies, and (`closed`) its end tag."""
    closed: int = -1


def read_styles(container: Container, part: str | None) -> Styles:
    """The cell formats of a styles part; none for a workbook without one."""
    if part is None:
        return Styles()
    found = _scan(to_utf8(container.read(part), part)[0], part)
    return Styles(
        tuple(locked for _, locked, _ in found.rows),
        tuple(kind_of(number, found.codes.get(number)) for number, _, _ in found.rows),
        tuple(quoted for _, _, quoted in found.rows),
    )


def _scan(content: bytes, part: str) -> _Formats:
    parser = make_parser(part)
    found = _Formats()
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        space, local = local_name(name)
        path.append(local if space in MAIN else "-")
        if path[1:] == ["cellXfs"]:
            found.opened = parser.CurrentByteIndex
        elif path[1:] == ["cellXfs", "xf"]:
            number = attributes.get("numFmtId", "0")
            quoted = attributes.get("quotePrefix", "0") in ("1", "true")
            found.rows.append((whole_number(number), True, quoted))
            found.spans.append((parser.CurrentByteIndex, -1))
        elif path[1:] == ["cellXfs", "xf", "protection"]:
            number_format, _, quoted = found.rows[-1]
            locked = attributes.get("locked", "1") not in ("0", "false")
            found.rows[-1] = (number_format, locked, quoted)
        elif path[1:] == ["numFmts", "numFmt"]:
            number_format = whole_number(attributes.get("numFmtId", ""), -1)
            found.codes[number_format] = attributes.get("formatCode", "")

    def end(name: str) -> None:
        if path[1:] == ["cellXfs", "xf"]:
            found.spans[-1] = (
                found.spans[-1][0],
                element_end(content, found.spans[-1][0], parser.CurrentByteIndex),
            )
        elif path[1:] == ["cellXfs"]:
            found.closed = parser.CurrentByteIndex
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, content, part)
    return found


def quoted_clones(content: bytes, part: str, styles: Sequence[int]) -> tuple[bytes, dict[int, int]]:
    """The styles part with a quoted clone of each format appended, and the clones' numbers.

    A clone that is there already is used again. Formats that do not exist get none.
    """
    found = _scan(content, part)
    elements = [content[start:end] for start, end in found.spans]
    numbers: dict[int, int] = {}
    appended: list[bytes] = []
    for style in sorted(set(styles)):
        if style >= len(elements):
            continue
        clone = _quoted(elements[style])
        every = [*elements, *appended]
        if clone in every:
            numbers[style] = every.index(clone)
        else:
            numbers[style] = len(every)
            appended.append(clone)
    if not appended:
        return content, numbers
    opening = read_tag(content, found.opened)
    counted = edit_tag(content, opening, {b"count": str(len(elements) + len(appended)).encode()})
    patched = (
        content[: opening.start] + counted + content[opening.end : found.closed] + b"".join(appended)
        + content[found.closed :]
    )  # fmt: skip
    return patched, numbers


def only_clones_added(before: bytes, after: bytes, part: str) -> bool:
    """Whether a styles part differs in nothing but quoted clones at the end of its cell formats."""
    old, new = _scan(before, part), _scan(after, part)
    count = len(old.spans)
    if old.opened < 0 or len(new.spans) <= count:
        return False
    first, last = new.spans[count][0], new.spans[-1][1]
    opening, other = read_tag(before, old.opened), read_tag(after, new.opened)
    bare = frozenset((b"count",))
    clones = {_quoted(before[start:end]) for start, end in old.spans}
    return (
        before[: opening.start] == after[: other.start]
        and edit_tag(before, opening, {}, bare) == edit_tag(after, other, {}, bare)
        and before[opening.end : old.closed] == after[other.end : first]
        and before[old.closed :] == after[last:]
        and all(after[start:end] in clones for start, end in new.spans[count:])
    )


def clone_origins(content: bytes, part: str) -> dict[int, frozenset[int]]:
    """For each cell format the other formats that it is a quoted clone of."""
    elements = [content[start:end] for start, end in _scan(content, part).spans]
    by_clone: dict[bytes, set[int]] = {}
    for index, element in enumerate(elements):
        by_clone.setdefault(_quoted(element), set()).add(index)
    return {index: frozenset(by_clone.get(element, ())) for index, element in enumerate(elements)}


def _quoted(element: bytes) -> bytes:
    tag = read_tag(element, 0)
    return edit_tag(element, tag, {b"quotePrefix": b"1"}) + element[tag.end :]
