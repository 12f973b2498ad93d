"""Line edits of one YAML file, worked out from its tree; nothing here is written anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qfill.bank.tree import Node
from qfill.bank.written import STEP, entry_lines, item_lines, value
from qfill.errors import BankError

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Lines `first` to `last` (from 1; none where last < first) give way to `lines`.

    `change` does the same to the file's content as plain dicts and lists: what the edited
    file must read as. `what` names the edit in a message.
    """

    what: str
    first: int
    last: int
    lines: tuple[str, ...]
    change: Callable[[Any], None]

    @property
    def replaces(self) -> range:
        """The lines replaced: of two edits of one line, the second must know the first."""
        return range(self.first, self.last + 1)


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file's bytes with the edits made; every byte outside their lines is kept."""
    mark = BOM if data.startswith(BOM) else b""
    kept = data[len(mark) :].decode().splitlines(keepends=True)
    newline = "\r\n" if kept and kept[0].endswith("\r\n") else "\n"
    # A file without a last line end goes on without one.
    open_end = bool(kept) and not kept[-1].endswith(("\n", "\r"))
    if open_end:
        kept[-1] += newline
    out: list[str] = []
    done = 0
    for edit in sorted(edits, key=_order):
        out += kept[done : edit.first - 1]
        out += [line + newline for line in edit.lines]
        done = max(edit.last, edit.first - 1)
    out += kept[done:]
    if open_end and out:
        out[-1] = out[-1].removesuffix(newline)
    return mark + "".join(out).encode()


def _order(edit: Edit) -> tuple[int, int, int, bool]:
    """Where an edit stands: of those put behind one line, what belongs deeper comes first."""
    line = edit.lines[0] if edit.lines else ""
    own = line.lstrip(" ")
    return edit.first, edit.last, len(own) - len(line), not own.startswith("- ")


def content(node: Node | None) -> Any:
    """A tree as plain dicts, lists, text and None."""
    if node is None or node.null:
        return None
    if node.items is not None:
        return [content(item) for item in node.items]
    if node.keys is not None:
        return {key: content(child) for key, child in node.keys.items()}
    return node.text


def last_line(node: Node, lines: Sequence[str]) -> int:
    """The last line that holds something of a node; comments and blank lines after it are not its own."""
    last = node.line
    for one in node.walk():
        if one.text is not None and _is_block(one, lines):
            end = one.end - 1
            while end > one.line and not lines[min(end, len(lines)) - 1].strip():
                end -= 1
            last = max(last, end)
        elif one.text is not None or one.flow:
            last = max(last, one.end)
        else:
            last = max(last, one.line, *(line for line, _ in one.key_places.values()), 0)
    return min(last, len(lines))


def dash_of(item: Node, lines: Sequence[str]) -> tuple[int, int]:
    """The line (from 1) and column (from 0) of the dash of a block list's item."""
    number, before = item.line, lines[item.line - 1][: item.column - 1]
    while not before.rstrip().endswith("-"):
        number -= 1
        if number < 1 or before.strip():
            raise BankError("a list is not laid out one item a line", hint="put each on its own line")
        before = lines[number - 1].split("#")[0]
    return number, len(before.rstrip()) - 1


def indent_of(holder: Node) -> int:
    """The column (from 0) of a block mapping's keys."""
    return next(iter(holder.key_places.values()))[1] - 1


def put_key(
    holder: Node, key: str, held: Any, lines: Sequence[str], what: str, change: Callable[[Any], None]
) -> Edit:
    """A key that is missing goes to the end of a mapping."""
    if not holder.flow:
        after = last_line(holder, lines)
        new = tuple(entry_lines({key: held}, indent_of(holder)))
        return Edit(what=what, first=after + 1, last=after, lines=new, change=change)
    if not isinstance(held, str):
        raise BankError(f"{what}: stands in {{ }}", hint="lay it out in lines, one wording on each")
    line = lines[holder.end - 1]
    at = holder.end_column - 2
    start = line[:at].rstrip()
    comma = "" if start.endswith((",", "{")) else ","
    new_line = f"{start}{comma} {key}: {value(key, held, flow=True)}{line[at:]}"
    return Edit(what=what, first=holder.end, last=holder.end, lines=(new_line,), change=change)


def put_value(
    holder: Node, key: str, text: str, lines: Sequence[str], what: str, change: Callable[[Any], None]
) -> Edit:
    """A scalar, a flow list or nothing gives way to a text that is YAML already; its comment stays."""
    node = (holder.keys or {})[key]
    line, column = holder.key_places[key]
    if node.null and (node.line, node.column) == (node.end, node.end_column):
        head = _head(lines[line - 1], column)
        new = f"{lines[line - 1][:head]} {text}{lines[line - 1][head:]}"
        return Edit(what=what, first=line, last=line, lines=(new,), change=change)
    return _span(node, text, lines, what, change)


def put_item(node: Node, text: str, lines: Sequence[str], what: str, change: Callable[[Any], None]) -> Edit:
    """An item of a list gives way to a text that is YAML already."""
    return _span(node, text, lines, what, change)


def put_block(
    holder: Node,
    key: str,
    below: Sequence[str],
    lines: Sequence[str],
    what: str,
    change: Callable[[Any], None],
) -> Edit:
    """What is empty (nothing, `[]`, `{}`) under a key gives way to lines below the key."""
    node = (holder.keys or {})[key]
    line, column = holder.key_places[key]
    head = _head(lines[line - 1], column)
    empty = (node.line, node.column) == (node.end, node.end_column)
    rest = lines[line - 1][head:] if empty else lines[node.end - 1][node.end_column - 1 :]
    last = line if empty else node.end
    new = (f"{lines[line - 1][:head]}{rest}".rstrip(), *below)
    return Edit(what=what, first=line, last=last, lines=new, change=change)


def append_item(
    holder: Node,
    key: str,
    entry: Mapping[str, Any] | str,
    lines: Sequence[str],
    what: str,
    change: Callable[[Any], None],
) -> Edit:
    """An entry goes behind the last of the list under a key, which is made where it is missing."""
    listed = (holder.keys or {}).get(key)
    if listed is not None and listed.items:
        if listed.flow:
            raise BankError(f"{what}: is not a block list", hint="put one on each line")
        _, dash = dash_of(listed.items[0], lines)
        after = last_line(listed.items[-1], lines)
        return Edit(what=what, first=after + 1, last=after, lines=tuple(_as_item(entry, dash)), change=change)
    if listed is None:
        return put_key(holder, key, [entry], lines, what, change)
    if holder.flow:
        raise BankError(f"{what}: is not a block list", hint="put one on each line")
    return put_block(holder, key, _as_item(entry, indent_of(holder) + STEP), lines, what, change)


def take_key(holder: Node, key: str, lines: Sequence[str], what: str, change: Callable[[Any], None]) -> Edit:
    """A key goes with all below it."""
    first, column = holder.key_places[key]
    if holder.flow or lines[first - 1][: column - 1].strip():
        raise BankError(
            f"{what}: cannot be taken out by program", hint="it shares its line with other things"
        )
    last = max(first, last_line((holder.keys or {})[key], lines))
    return Edit(what=what, first=first, last=last, lines=(), change=change)


def take_item(
    listed: Node, item: Node, lines: Sequence[str], what: str, change: Callable[[Any], None]
) -> Edit:
    """An item of a block list goes with its dash."""
    if listed.flow:
        raise BankError(f"{what}: is not a block list", hint="put one on each line")
    first, _ = dash_of(item, lines)
    return Edit(what=what, first=first, last=max(first, last_line(item, lines)), lines=(), change=change)


def _as_item(entry: Mapping[str, Any] | str, dash: int) -> list[str]:
    if isinstance(entry, str):
        return [line[2:] for line in entry_lines({"xx": [entry]}, dash)[1:]]
    return item_lines(entry, dash)


def _span(node: Node, text: str, lines: Sequence[str], what: str, change: Callable[[Any], None]) -> Edit:
    start = lines[node.line - 1][: node.column - 1]
    if node.text is not None and _is_block(node, lines):
        last = last_line(node, lines)
        comment = re.search(r"\s+#.*$", lines[node.line - 1][node.column - 1 :])
        rest = comment[0] if comment else ""
    else:
        last, rest = node.end, lines[node.end - 1][node.end_column - 1 :]
    return Edit(what=what, first=node.line, last=last, lines=(start + text + rest,), change=change)


def _head(line: str, column: int) -> int:
    """The offset behind the colon of a key that starts in this column (from 1)."""
    found = re.match(r"""(?:"[^"]*"|'[^']*'|[^:])*:""", line[column - 1 :])
    return column - 1 + (found.end() if found else 0)


def _is_block(node: Node, lines: Sequence[str]) -> bool:
    return not node.plain and lines[node.line - 1][node.column - 1 : node.column] in ("|", ">")
