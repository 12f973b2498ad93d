"""Changes spliced into a bank's YAML at the places that the loader knows.

`open_editor(folder)` or `BankEditor(bank)` reads the files once; each operation then changes
one thing, `diff()` shows all of it, `save()` writes it, all files or none. Every byte that
was not meant stays: comments, order, quoting, indents, line ends, a byte order mark, a
missing last line end. After an operation the file is read again, and what it then holds
must be what it held with that one change, or BankError is raised and the operation undone.

Operations wait until their outcome is asked for, so that hundreds cost one reading of the
file: a refusal may come from the call that asks (`after`, `diff`, `bank`, `save`, the next
operation on the same entry) rather than from the operation.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qfill.bank import edits as work
from qfill.bank.edits import Edit
from qfill.bank.load import AnswerBank, bank_files, problem_lines, read_bank
from qfill.bank.pending import NOT_TOPICS, Mark, PendingFiles
from qfill.bank.register import REGISTER_FILE
from qfill.bank.tree import Node
from qfill.bank.written import STEP, entry_lines, id_list, meant, scalar, value
from qfill.errors import BankError
from qfill.language.messages import counted
from qfill.records.outputs import file_stem, held_bytes, make_folder, replace_files

_Work = Callable[[Node, Sequence[str]], Edit]


class BankEditor:
    """A bank's files in the making. The folder is read once; `save` refuses if it changed since."""

    def __init__(self, bank: AnswerBank) -> None:
        self.folder = bank.path
        self.before: dict[str, bytes] = dict(bank.files)
        self._files = PendingFiles(bank.files)

    @property
    def after(self) -> Mapping[str, bytes]:
        """The files as they would be, by path relative to the bank."""
        return self._files.all()

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the files that would be written."""
        return tuple(name for name, data in sorted(self.after.items()) if data != self.before.get(name))

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

        The list is made where it is missing. False, and nothing changed, where the very
        wording stands there already. Raises BankError for an answer that the bank does not hold.
        """
        _, entry = self._fresh(answer, (answer, group))
        lists = entry.get(group)
        listed = lists.get(language) if lists is not None else None
        if listed is not None and any(item.text == text for item in listed.items or ()):
            return False
        what = f"{group} of {answer}"

        def change(file: Any) -> None:
            _list(_dict(_entry(file, answer), group), language).append(text)

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            found = (entry.keys or {}).get(group)
            if found is None:
                return work.put_key(entry, group, {language: [text]}, lines, what, change)
            if not found.keys:
                below = entry_lines({language: [text]}, work.indent_of(entry) + STEP)
                return work.put_block(entry, group, below, lines, what, change)
            return work.append_item(found, language, text, lines, what, change)

        self._do(answer, group, edit)
        return True

    def replace_wording(self, answer: str, group: str, language: str, old: str, new: str) -> None:
        """Put another wording in the place of one; raises BankError where that one is not there."""
        what = f"{group} of {answer}"

        def change(file: Any) -> None:
            held = _list(_dict(_entry(file, answer), group), language)
            held[held.index(old)] = new

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            listed, item = _wording(entry, answer, group, language, old)
            return work.put_item(item, scalar(new, flow=listed.flow), lines, what, change)

        self._do(answer, group, edit)

    def remove_wording(self, answer: str, group: str, language: str, text: str) -> None:
        """Take a wording out, and with the last one its list; raises BankError where it is not there."""
        what = f"{group} of {answer}"

        def change(file: Any) -> None:
            entry = _entry(file, answer)
            entry[group][language].remove(text)
            if not entry[group][language]:
                del entry[group][language]
            if not entry[group]:
                del entry[group]

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            listed, item = _wording(entry, answer, group, language, text)
            lists = entry.get(group)
            assert lists is not None
            if len(listed.items or ()) > 1:
                return work.take_item(listed, item, lines, what, change)
            if len(lists.keys or ()) > 1:
                return work.take_key(lists, language, lines, what, change)
            return work.take_key(entry, group, lines, what, change)

        self._do(answer, group, edit)

    def set_text(self, answer: str, key: str, text: str, language: str | None = None) -> None:
        """Set a scalar of an answer (`status`, `reviewed`), or its text in one language (`answer`, `short`).

        A comment behind it stays. Raises BankError where a list or mapping stands there.
        """
        what = f"{key} of {answer}"

        def change(file: Any) -> None:
            held = _entry(file, answer)
            if language is not None:
                _dict(held, key)[language] = text
            else:
                held[key] = text

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            holder, own = entry, key
            if language is not None:
                found = (entry.keys or {}).get(key)
                if found is None:
                    return work.put_key(entry, key, {language: text}, lines, what, change)
                if not found.keys:
                    below = entry_lines({language: text}, work.indent_of(entry) + STEP)
                    return work.put_block(entry, key, below, lines, what, change)
                holder, own = found, language
            node = (holder.keys or {}).get(own)
            if node is None:
                return work.put_key(holder, own, text, lines, what, change)
            if node.items is not None or node.keys is not None:
                raise BankError(f"{what}: is {node.kind}, not text")
            return work.put_value(holder, own, value(own, text, flow=holder.flow), lines, what, change)

        self._do(answer, key, edit)

    def set_ids(self, answer: str, key: str, ids: Sequence[str]) -> None:
        """Set an answer's list of ids (`facts`, `controls`), written in one line; none takes the key out."""
        if not ids:
            self.remove_key(answer, key)
            return
        what = f"{key} of {answer}"

        def change(file: Any) -> None:
            _entry(file, answer)[key] = list(ids)

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            node = (entry.keys or {}).get(key)
            if node is None:
                return work.put_key(entry, key, list(ids), lines, what, change)
            if node.items is not None and not node.flow:
                whole = work.take_key(entry, key, lines, what, change)
                new = f"{' ' * work.indent_of(entry)}{key}: {id_list(ids)}"
                return Edit(what=what, first=whole.first, last=whole.last, lines=(new,), change=change)
            return work.put_value(entry, key, id_list(ids), lines, what, change)

        self._do(answer, key, edit)

    def remove_key(self, answer: str, key: str, language: str | None = None) -> None:
        """Take a key of an answer out with all below it, or one language of it."""
        what = f"{key} of {answer}"

        def change(file: Any) -> None:
            held = _entry(file, answer)
            if language is not None:
                del held[key][language]
            if language is None or not held[key]:
                del held[key]

        def edit(entry: Node, lines: Sequence[str]) -> Edit:
            found = (entry.keys or {}).get(key)
            languages = (found.keys or {}) if found is not None else {}
            if found is None or (language is not None and language not in languages):
                raise BankError(f"{what}: there is none")
            if language is not None and len(languages) > 1:
                return work.take_key(found, language, lines, what, change)
            return work.take_key(entry, key, lines, what, change)

        self._do(answer, key, edit)

    def add_answer(self, topic: str, entry: Mapping[str, Any]) -> str:
        """Append an answer to the topic's file, which is made where it is missing; the file's name."""
        name = self._file_of(topic)
        if name not in self._files.names():
            self._files.create(name, f"schema: 1\ntopic: {scalar(topic)}\nanswers:\n".encode())
        self._append(name, "answers", entry)
        return name

    def add_source(self, group: str, entry: Mapping[str, Any]) -> None:
        """Append a source (`documents`, `questionnaires` or `decisions`) to the register."""
        if REGISTER_FILE not in self._files.names():
            self._files.create(REGISTER_FILE, b"schema: 1\n")
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

    def files(self) -> tuple[tuple[Path, bytes], ...]:
        """The changed files and what they will hold, for whoever puts them in place with others.

        Raises BankError where the bank would be broken, or where a file is not the one read.
        """
        self.bank()
        names = self.changed
        for name in names:
            path = self.folder / name
            if held_bytes(path) != self.before.get(name):
                raise BankError(
                    f"{path}: was changed by somebody else meanwhile",
                    hint="nothing was written; run it again",
                )
        for name in names:
            make_folder((self.folder / name).parent)
        return tuple((self.folder / name, self.after[name]) for name in names)

    def save(self) -> tuple[Path, ...]:
        """Write the changed files, all or none; the paths written. Raises as `files` does."""
        files = self.files()
        replace_files(files)
        self.before = dict(self.after)
        return tuple(path for path, _ in files)

    def _append(self, name: str, key: str, entry: Mapping[str, Any]) -> None:
        files = self._files
        listed = files.tree(name).get(key)
        mark = ("", key, "" if listed is None or not listed.items else str(entry.get("id", "")))
        if files.touched(name, mark):
            files.settle(name)
        what = f"{key}: {entry.get('id', 'an entry')}"

        def change(file: Any) -> None:
            _list(file, key).append(meant(entry))

        def edit() -> Edit:
            return work.append_item(files.tree(name), key, entry, files.lines(name), what, change)

        files.queue(name, mark, edit)

    def _fresh(self, answer: str, mark: Mark) -> tuple[str, Node]:
        """An answer's file and entry, with what waits for the same place made first."""
        for _ in range(2):
            for name in self._files.names():
                entry = self._files.entries(name).get(answer)
                if entry is not None and not self._files.touched(name, mark):
                    return name, entry
            self._files.all()
        raise BankError(f"{self.folder}: no answer {answer!r}", hint="qfill bank list shows those there are")

    def _do(self, answer: str, key: str, edit: _Work) -> None:
        name, _ = self._fresh(answer, (answer, key))
        files = self._files
        files.queue(name, (answer, key), lambda: edit(files.entries(name)[answer], files.lines(name)))

    def _file_of(self, topic: str) -> str:
        for name in self._files.names():
            found = self._files.tree(name).get("topic") if name not in NOT_TOPICS else None
            if found is not None and found.text == topic:
                return name
        return f"{file_stem(topic, 'answers')}.yaml"


def open_editor(folder: Path) -> BankEditor:
    """An editor of the bank in a folder, which may not exist yet or hold nothing.

    Raises BankError where what is there cannot be read.
    """
    if not folder.exists():
        return BankEditor(AnswerBank(path=folder, answers=()))
    bank, problems = read_bank(folder, bank_files(folder))
    if problems:
        raise BankError(
            f"{folder}: the bank has {counted(len(problems), 'problem')}",
            hint="correct the lines named above first",
            details=problem_lines(problems),
        )
    return BankEditor(bank)


def _entry(file: Any, answer: str) -> Any:
    return next(one for one in file["answers"] if one.get("id") == answer)


def _dict(held: Any, key: str) -> Any:
    if held.get(key) is None:
        held[key] = {}
    return held[key]


def _list(held: Any, key: str) -> Any:
    if held.get(key) is None:
        held[key] = []
    return held[key]


def _wording(entry: Node, answer: str, group: str, language: str, text: str) -> tuple[Node, Node]:
    lists = entry.get(group)
    listed = lists.get(language) if lists is not None else None
    for item in (listed.items or ()) if listed is not None else ():
        if item.text == text and listed is not None:
            return listed, item
    raise BankError(f"{group} of {answer}: holds no wording {text!r} in {language}")
