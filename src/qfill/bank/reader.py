"""Values taken out of a YAML tree, every problem noted with its place."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date

from qfill.bank.tree import Node, Problem
from qfill.model import parse_day

ID = re.compile(r"^[a-z0-9][a-z0-9._-]*$")
FACT_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
SCHEMA_VERSION = "1"
EVERY = re.compile(r"^(\d{1,3}) (day|days|week|weeks|month|months|year|years)$")


class Reader:
    """Takes values out of one file's tree and notes every problem with its place."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems

    def fail(self, node: Node, message: str, kind: str = "form") -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.path, node.line, node.column, message, kind))

    def version(self, root: Node) -> None:
        """The `schema` of a file, where one stands, must be what this qfill reads."""
        found = self.text(root.get("schema"), "schema")
        if found and found != SCHEMA_VERSION:
            self.fail(
                root.get("schema") or root,
                f"schema {found} is not one that this qfill reads ({SCHEMA_VERSION})",
            )

    def known(self, node: Node, keys: Iterable[str], what: str) -> None:
        """Note every key that is not among those known, with the nearest that is."""
        known = tuple(keys)
        for key in node.keys or ():
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key, known, 1)
                meant = f"; did you mean {near[0]!r}?" if near else ""
                line, column = node.key_places[key]
                self.problems.append(
                    Problem(self.path, line, column, f"unknown key {key!r} in {what}{meant}")
                )

    def text(self, node: Node | None, what: str) -> str:
        """A scalar's text, '' where there is none."""
        if node is None or node.null:
            return ""
        if node.text is None:
            self.fail(node, f"{what} must be text, not {node.kind}")
            return ""
        return node.text.strip()

    def required(self, parent: Node, key: str, what: str) -> str:
        """The text under a key that must be there."""
        found = self.text(parent.get(key), f"{what}: {key}")
        if not found and (parent.get(key) is None):
            self.fail(parent, f"{what} has no {key}")
        return found

    def choice(self, node: Node | None, options: Iterable[str], default: str, what: str) -> str:
        """A text that must be one of the options."""
        if node is None:
            return default
        found = self.text(node, what)
        known = tuple(options)
        if found not in known:
            self.fail(node, f"{what} is {found!r}; it must be one of {', '.join(known)}")
            return default
        return found

    def texts(self, node: Node | None, what: str, *, wordings: bool = False) -> tuple[str, ...]:
        """A list of texts; of wordings, a flow list is refused (a comma in one would split it)."""
        if node is None:
            return ()
        if node.items is None:
            self.fail(node, f"{what} must be a list, not {node.kind}")
            return ()
        if wordings and node.flow and node.items:
            self.fail(
                node, f"{what} must be a block list, one wording a line: a comma would split one in [ ]"
            )
            return ()
        # What is kept of a bank's wordings elsewhere is read from a file again, and is then the same text.
        found = (self.text(item, f"an entry of {what}") for item in node.items)
        return tuple(map(sys.intern, filter(None, found)))

    def mapping(self, node: Node | None, what: str) -> Mapping[str, Node]:
        """A mapping's entries, null ones left out."""
        if node is None:
            return {}
        if node.keys is None:
            self.fail(node, f"{what} must be a mapping, not {node.kind}")
            return {}
        return {key: value for key, value in node.keys.items() if not value.null}

    def day(self, node: Node | None, what: str) -> date | None:
        """A date written YYYY-MM-DD."""
        found = self.text(node, what)
        if not found or node is None:
            return None
        try:
            return parse_day(found)
        except ValueError:
            self.fail(node, f"{what} is {found!r}; a date is written YYYY-MM-DD")
            return None

    def identifier(self, parent: Node, what: str, pattern: re.Pattern[str] = ID) -> str:
        """The `id` of an entry."""
        found = self.required(parent, "id", what)
        if found and not pattern.match(found):
            self.fail(
                parent.get("id") or parent, f"id {found!r} may hold letters, digits, . _ and - only", "id"
            )
        return found
