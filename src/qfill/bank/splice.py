"""Changes spliced into a bank's YAML at the places that the loader knows.

Every byte that was not meant stays: comments, order, quoting, line ends, a byte order mark,
a missing last line end. After each splice the file is read again, so that a change is there
exactly as meant or the splice is refused; nothing is written before `save`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qfill.bank.load import AnswerBank, load_bank, read_bank
from qfill.bank.register import REGISTER_FILE
from qfill.bank.tree import Node, parse
from qfill.errors import BankError
from qfill.records.outputs import replace_files

_PLAIN = re.compile(r"[^\W_][^\n\r\t]*", re.UNICODE)
_NULLS = frozenset({"null", "Null", "NULL", "~"})
_STEP = 2


class BankEditor:
    """A bank's files in the making. The folder is read once; `save` refuses if it changed since."""

    def __init__(self, bank: AnswerBank) -> None:
        self.folder = bank.path
        self.before: dict[str, bytes] = dict(bank.files)
        self.after: dict[str, bytes] = dict(bank.files)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the files that would be written."""
        return tuple(name for name in sorted(self.after) if self.after[name] != self.before.get(name))

    def bank(self) -> AnswerBank:
        """The bank as it would be; raises BankError where a change broke it."""
        found, problems = read_bank(self.folder, self.after)
        if problems:
            raise BankError(
                f"{self.folder}: the change would break the bank", details=[str(one) for one in problems]
            )
        return found

    def add_wording(self, answer: str, group: str, language: str, text: str) -> bool:
        """Put a wording at the end of an answer's list (`phrasings`, `turned` or `not_this`).

        False, and nothing changed, where the very wording stands there already. Raises
        BankError for an answer that the bank does not hold.
        """
        name, entry = self._find(answer)
        lists = entry.get(group)
        listed = lists.get(language) if lists is not None else None
        if listed is not None and any(item.text == text for item in listed.items or ()):
            return False
        lines = self._lines(name)
        if listed is not None and listed.items:
            first = listed.items[0]
            dash = lines[first.line - 1].index("-")
            self._insert(name, _last(listed.items[-1], lines), [" " * dash + "- " + scalar(text)])
        elif lists is not None and lists.keys:
            column = next(iter(lists.key_places.values()))[1] - 1
            if listed is not None or language in lists.keys:
                raise BankError(
                    f"{name}: {group} of {answer} is not a block list", hint="put one on each line"
                )
            self._insert(name, _last(lists, lines), _entry({language: [text]}, column))
        else:
            column = next(iter(entry.key_places.values()))[1] - 1
            self._insert(name, _last(entry, lines), _entry({group: {language: [text]}}, column))
        return True

    def set_text(self, answer: str, key: str, value: str, language: str | None = None) -> None:
        """Set a scalar of an answer (`status`, `reviewed`), or its text in one language."""
        name, entry = self._find(answer)
        lines = self._lines(name)
        holder = entry
        if language is not None:
            found = entry.get(key)
            if found is None or not found.keys:
                column = next(iter(entry.key_places.values()))[1] - 1
                self._insert(name, _last(entry, lines), _entry({key: {language: value}}, column))
                return
            holder, key = found, language
        node = holder.keys.get(key) if holder.keys is not None else None
        if node is None:
            column = next(iter(holder.key_places.values()))[1] - 1
            self._insert(name, _last(holder, lines), _entry({key: value}, column))
            return
        line, column = holder.key_places[key]
        head = re.match(r"[^:]*:[ \t]*", lines[line - 1][column - 1 :])
        assert head is not None
        start = lines[line - 1][: column - 1] + head[0].rstrip() + " "
        last = max(line, _last(node, lines))
        comment = "" if node.text is None or last != line else _comment(lines[line - 1], node)
        self._replace(name, line, last, [start + scalar(value) + comment])

    def add_answer(self, topic: str, entry: Mapping[str, Any]) -> str:
        """Append an answer to the file of a topic, which is made where it is missing; the file's name."""
        name = f"{topic}.yaml"
        if name not in self.after:
            head = f"schema: 1\ntopic: {scalar(topic)}\nanswers:\n"
            self.after[name] = (head + "\n".join(_item(entry, _STEP)) + "\n").encode()
            self._check(name)
            return name
        self._append(name, "answers", entry)
        return name

    def add_source(self, group: str, entry: Mapping[str, Any]) -> None:
        """Append a source (`documents`, `questionnaires` or `decisions`) to the register."""
        if REGISTER_FILE not in self.after:
            self.after[REGISTER_FILE] = b"schema: 1\n"
        self._append(REGISTER_FILE, group, entry)

    def diff(self) -> str:
        """All changes as a unified diff, '' where there are none."""
        parts: list[str] = []
        for name in self.changed:
            old = self.before.get(name, b"").decode("utf-8-sig").splitlines(keepends=True)
            new = self.after[name].decode("utf-8-sig").splitlines(keepends=True)
            parts += [
                line if line.endswith("\n") else line + "\n"
                for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
            ]
        return "".join(parts)

    def save(self) -> tuple[Path, ...]:
        """Write the changed files, all or none; the paths written.

        Raises BankError where the bank would be broken, or where a file is not the one read.
        """
        self.bank()
        for name in self.changed:
            path = self.folder / name
            there = path.read_bytes() if path.is_file() else None
            if there != self.before.get(name):
                raise BankError(
                    f"{path}: was changed by somebody else meanwhile",
                    hint="nothing was written; run it again",
                )
        self.folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(self.folder / name for name in self.changed)
        replace_files([(self.folder / name, self.after[name]) for name in self.changed])
        self.before = dict(self.after)
        return paths

    def _find(self, answer: str) -> tuple[str, Node]:
        for name in sorted(self.after):
            root, _ = parse(name, self.after[name].decode("utf-8-sig"))
            for entry in (root.get("answers") or Node(1, 1, 1)).items or () if root else ():
                found = entry.get("id")
                if found is not None and found.text == answer:
                    return name, entry
        raise BankError(f"{self.folder}: no answer {answer!r}", hint="qfill bank list shows those there are")

    def _append(self, name: str, key: str, entry: Mapping[str, Any]) -> None:
        root, _ = parse(name, self.after[name].decode("utf-8-sig"))
        assert root is not None
        lines = self._lines(name)
        listed = root.get(key)
        if listed is not None and listed.items and not listed.flow:
            dash = lines[listed.items[0].line - 1].index("-")
            self._insert(name, _last(listed.items[-1], lines), _item(entry, dash))
        elif root.keys is not None and key in root.keys:
            line, _ = root.key_places[key]
            last = max(line, _last(root.keys[key], lines))
            self._replace(name, line, last, [f"{key}:", *_item(entry, _STEP)])
        else:
            self._insert(name, _last(root, lines), [f"{key}:", *_item(entry, _STEP)])

    def _lines(self, name: str) -> list[str]:
        return self.after[name].decode("utf-8-sig").splitlines()

    def _insert(self, name: str, after: int, new: Sequence[str]) -> None:
        self._replace(name, after + 1, after, new)

    def _replace(self, name: str, first: int, last: int, new: Sequence[str]) -> None:
        """Put lines in the place of lines `first` to `last` (from 1; none where last < first)."""
        data = self.after[name]
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        kept = data[len(mark) :].decode().splitlines(keepends=True)
        newline = "\r\n" if kept and kept[0].endswith("\r\n") else "\n"
        put = [line + newline for line in new]
        if first > len(kept) and kept and not kept[-1].endswith(("\n", "\r")):
            # The file ends without a line end; it goes on doing so.
            kept[-1] += newline
            put[-1] = put[-1][: -len(newline)]
        elif put and last == len(kept) and kept and not kept[-1].endswith(("\n", "\r")):
            put[-1] = put[-1][: -len(newline)]
        kept[first - 1 : last] = put
        self.after[name] = mark + "".join(kept).encode()
        self._check(name)

    def _check(self, name: str) -> None:
        _, problems = parse(name, self.after[name].decode("utf-8-sig"))
        if problems:
            raise BankError(f"{name}: cannot be edited by program", details=[str(one) for one in problems])


def open_editor(folder: Path) -> BankEditor:
    """An editor of the bank in a folder, which may not exist yet or hold nothing."""
    if not folder.exists() or not any(folder.rglob("*.yaml")):
        return BankEditor(AnswerBank(path=folder, answers=()))
    return BankEditor(load_bank(folder))


def scalar(text: str) -> str:
    """A text as a YAML scalar on one line: plain where that reads back the same, else quoted."""
    plain = (
        _PLAIN.fullmatch(text) is not None
        and ": " not in text
        and " #" not in text
        and not text.endswith((":", " "))
        and text not in _NULLS
        and text.isprintable()
        and not re.match(r"(?:---|\.\.\.)(?:\s|$)", text)
    )
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return "'" + text.replace("'", "''") + "'"
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    out = []
    for character in text:
        if character in escapes:
            out.append(escapes[character])
        elif character.isprintable():
            out.append(character)
        else:
            code = ord(character)
            out.append(
                f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
            )
    return '"' + "".join(out) + '"'


def _entry(entry: Mapping[str, Any], indent: int) -> list[str]:
    """A mapping as block lines."""
    lines: list[str] = []
    for key, value in entry.items():
        head = " " * indent + scalar(key) + ":"
        if isinstance(value, Mapping):
            lines += [head, *_entry(value, indent + _STEP)] if value else []
        elif isinstance(value, str):
            lines.append(f"{head} {scalar(value)}")
        elif value and all(isinstance(item, str) and re.fullmatch(r"[\w.-]+", item) for item in value):
            # Ids are listed in one line; wordings never are.
            wordings = any(" " in item for item in value) or len(key) == 2
            lines += (
                [head, *(f"{' ' * (indent + _STEP)}- {scalar(item)}" for item in value)]
                if wordings
                else [f"{head} [{', '.join(value)}]"]
            )
        else:
            lines.append(head)
            for item in value:
                if isinstance(item, Mapping):
                    lines += _item(item, indent + _STEP)
                else:
                    lines.append(f"{' ' * (indent + _STEP)}- {scalar(item)}")
    return lines


def _item(entry: Mapping[str, Any], dash: int) -> list[str]:
    """A mapping as an item of a block list."""
    lines = _entry(entry, dash + _STEP)
    return [" " * dash + "- " + lines[0].lstrip(), *lines[1:]]


def _last(node: Node, lines: Sequence[str]) -> int:
    """The last line that holds something of a node; comments and blank lines after it are not its own."""
    last = node.line
    for one in node.walk():
        if one.text is not None:
            block = not one.plain and lines[one.line - 1][one.column - 1 : one.column] in ("|", ">")
            end = one.end - 1 if block else one.end
            while block and end > one.line and not lines[min(end, len(lines)) - 1].strip():
                end -= 1
            last = max(last, end)
        elif one.flow:
            last = max(last, one.end)
        else:
            last = max(last, one.line, *(line for line, _ in one.key_places.values()), 0)
    return min(last, len(lines))


def _comment(line: str, node: Node) -> str:
    """The comment behind a scalar on its line, its blanks included."""
    rest = line[node.column - 1 :]
    if node.plain:
        found = re.search(r"\s+#.*$", rest)
    else:
        quote = re.escape(rest[0])
        found = re.search(rf"(?<={quote})\s+#[^{quote}]*$", rest)
    return found[0] if found else ""
