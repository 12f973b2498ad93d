"""A bank's files in the making: edits that wait, and are held to what they meant when they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qfill.bank.edits import Edit, content, spliced
from qfill.bank.profile import PROFILE_FILE
from qfill.bank.register import REGISTER_FILE
from qfill.bank.tree import Node, parse
from qfill.errors import BankError

Mark = tuple[str, ...]
"""What an edit touches (an answer's id and key): a second one there waits until the first is made."""
NOT_TOPICS = frozenset({REGISTER_FILE, PROFILE_FILE})


class PendingFiles:
    """Files by path relative to the bank, their trees, and the edits that wait for each."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._trees: dict[str, Node] = {}
        self._entries: dict[str, dict[str, Node]] = {}
        self._lines: dict[str, list[str]] = {}
        self._waiting: dict[str, list[Edit]] = {}
        self._replaced: dict[str, set[int]] = {}
        self._touched: dict[str, set[Mark]] = {}

    def all(self) -> Mapping[str, bytes]:
        """The files as they would be; raises BankError for an edit that cannot be made."""
        for name in tuple(self._waiting):
            self.settle(name)
        return self._files

    def names(self) -> list[str]:
        """The files there are, sorted."""
        return sorted(self._files)

    def create(self, name: str, data: bytes) -> None:
        """A new file; raises BankError where it cannot be read."""
        self._files[name] = data
        self._forget(name)
        self.tree(name)

    def touched(self, name: str, mark: Mark) -> bool:
        """Whether an edit of this very thing waits."""
        return mark in self._touched.get(name, ())

    def queue(self, name: str, mark: Mark, edit: Callable[[], Edit]) -> None:
        """Let an edit wait; it is worked out anew where it clashes with one that waits already."""
        found = edit()
        if not self._replaced.get(name, set()).isdisjoint(found.replaces):
            self.settle(name)
            found = edit()
        self._waiting.setdefault(name, []).append(found)
        self._replaced.setdefault(name, set()).update(found.replaces)
        self._touched.setdefault(name, set()).add(mark)

    def settle(self, name: str) -> None:
        """Make the edits that wait for a file; what it then reads as must be what each meant.

        Raises BankError where it is not, and then none of them has been made.
        """
        waiting = self._waiting.pop(name, [])
        self._touched.pop(name, None)
        self._replaced.pop(name, None)
        if not waiting:
            return
        data = self._files[name]
        wanted = content(self.tree(name))
        for one in waiting:
            one.change(wanted)
        self._files[name] = spliced(data, waiting)
        self._forget(name)
        root, problems = parse(name, self._files[name].decode("utf-8-sig"))
        if root is None or problems or content(root) != wanted:
            self._files[name] = data
            self._forget(name)
            raise BankError(
                f"{name}: {', '.join(one.what for one in waiting[:3])}: cannot be edited by program",
                hint="its layout is not one that can be spliced safely; edit it by hand",
                details=[str(one) for one in problems[:5]],
            )
        self._trees[name] = root

    def tree(self, name: str) -> Node:
        """A file's tree without what waits; raises BankError where it cannot be read."""
        if name not in self._trees:
            root, problems = parse(name, self._files[name].decode("utf-8-sig"))
            if root is None:
                raise BankError(f"{name}: cannot be read", details=[str(one) for one in problems])
            self._trees[name] = root
        return self._trees[name]

    def entries(self, name: str) -> Mapping[str, Node]:
        """A topic file's answers by id, without what waits."""
        if name not in self._entries:
            listed = self.tree(name).get("answers") if name not in NOT_TOPICS else None
            found = {}
            for entry in (listed.items or ()) if listed is not None else ():
                own = entry.get("id")
                if own is not None and own.text:
                    found[own.text.strip()] = entry
            self._entries[name] = found
        return self._entries[name]

    def lines(self, name: str) -> Sequence[str]:
        """A file's lines without what waits."""
        if name not in self._lines:
            self._lines[name] = self._files[name].decode("utf-8-sig").splitlines()
        return self._lines[name]

    def _forget(self, name: str) -> None:
        self._trees.pop(name, None)
        self._entries.pop(name, None)
        self._lines.pop(name, None)
