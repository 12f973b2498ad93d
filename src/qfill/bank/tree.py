"""YAML text into a tree of scalars as typed, each with its line and column.

Nothing is resolved but null: `Yes`, `1.10` and `12:30` stay text. PyYAML's composer is
used for the syntax alone (its resolver would guess types), through libyaml where it is
built in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
DEEPEST = 40
"""Levels of lists and mappings in one another; a bank has five."""
_SURELY_SHALLOW = 2_000
"""Openings of lists and mappings in a file that cannot nest deep enough to harm libyaml."""
MOST_BYTES = 16 << 20
"""Characters (16 MB of English) that one YAML file of a bank may hold; that is some 10,000 answers."""
MOST_NODES = 500_000
"""Values of one YAML file, keys included; the 16 MB of a bank's own make some 400,000."""
_MARKS = ("\n", ",", ":", "-", "?", "[", "{")
"""What stands between any two values."""
_OPENINGS = re.compile(r"[\[{]|^[ \t]+|(?:[-?:][ \t]+){2,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a bank's file; line and column count from 1.

    `kind`: `form`, `id` (an id of letters that none may hold) or `twice` (an id used already).
    """

    path: str
    line: int
    column: int
    message: str
    kind: str = "form"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(slots=True)
class Node:
    """A scalar (`text`, None for null), a list (`items`) or a mapping (`keys`) with its place.

    `end` is the line on which a block ends (the first line that no longer belongs to it), of
    all else the line of its last character, which stands before `end_column`. `flow` marks
    `[…]` and `{…}`; `plain` a scalar without quotes.
    """

    line: int
    column: int
    end: int
    text: str | None = None
    items: list[Node] | None = None
    keys: dict[str, Node] | None = None
    key_places: dict[str, tuple[int, int]] = field(default_factory=dict)
    flow: bool = False
    plain: bool = False
    end_column: int = 1

    def get(self, key: str) -> Node | None:
        """The value under a key of a mapping, None where there is none or it is null."""
        found = self.keys.get(key) if self.keys is not None else None
        return None if found is None or found.null else found

    @property
    def null(self) -> bool:
        """Whether nothing stands here."""
        return self.text is None and self.items is None and self.keys is None

    @property
    def kind(self) -> str:
        """What stands here, in the words of an error message."""
        if self.items is not None:
            return "a list"
        if self.keys is not None:
            return "a mapping"
        return "nothing" if self.text is None else "text"

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in [*(self.items or ()), *(self.keys or {}).values()]:
            yield from child.walk()


def parse(path: str, text: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one document, and what is wrong with it; no tree where the syntax is broken."""
    if len(text) > MOST_BYTES:
        return None, [Problem(path, 1, 1, f"larger than {MOST_BYTES >> 20} MB")]
    problems: list[Problem] = []
    try:
        if "&" in text or "*" in text or _may_nest_deep(text) or _may_be_dense(text):
            problems = _forbidden(path, text)
        if problems:
            return None, problems
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        found = error.problem_mark or error.context_mark
        line, column = _place(found)
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return None, [Problem(path, line, column, f"not valid YAML: {said}")]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, [Problem(path, 1, 1, f"not valid YAML: {str(error).splitlines()[0]}")]
    if root is None:
        return None, [Problem(path, 1, 1, "the file is empty")]
    return _node(path, root, problems, 0), problems


def _may_nest_deep(text: str) -> bool:
    """Whether a text could nest deeper than is safe to compose; cheap, and never wrongly False.

    A level is opened by a bracket, by an indentation of its own, or on one line with others.
    """
    opened = deepest = 0
    for found in _OPENINGS.finditer(text):
        if found[0] in "[{":
            opened += 1
        else:
            deepest = max(deepest, len(found[0]))
    return opened + deepest > _SURELY_SHALLOW


def _may_be_dense(text: str) -> bool:
    """Whether a text could hold more values than are composed in seconds; cheap, and never wrongly False.

    A mark parts two values at most, of which one may be left out.
    """
    return 2 * sum(map(text.count, _MARKS)) >= MOST_NODES


def _forbidden(path: str, text: str) -> list[Problem]:
    """What must not be composed: what overruns the stack, could expand or is too much to hold."""
    problems: list[Problem] = []
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if nodes > MOST_NODES:
                return [Problem(path, *_place(event.start_mark), f"more than {MOST_NODES:,} values")]
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return [Problem(path, *_place(event.start_mark), "nested too deep")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found_at = _place(event.start_mark)
            problems.append(Problem(path, *found_at, "anchors and aliases are not used in a bank"))
    return problems


def _place(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _node(path: str, raw: yaml.Node, problems: list[Problem], depth: int) -> Node:
    end, end_column = _place(raw.end_mark)
    node = Node(*_place(raw.start_mark), end, end_column=end_column)
    if depth >= DEEPEST and not isinstance(raw, yaml.ScalarNode):
        problems.append(Problem(path, node.line, node.column, "nested too deep"))
        return node
    if isinstance(raw, yaml.ScalarNode):
        node.plain = not raw.style
        node.text = None if node.plain and raw.value in _NULLS else raw.value
    elif isinstance(raw, yaml.SequenceNode):
        node.flow = bool(raw.flow_style)
        node.items = [_node(path, item, problems, depth + 1) for item in raw.value]
    elif isinstance(raw, yaml.MappingNode):
        node.flow = bool(raw.flow_style)
        node.keys = {}
        for key_node, value in raw.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                problems.append(Problem(path, *place, "a key must be text"))
                continue
            key = str(key_node.value)
            if key in node.keys:
                first = node.key_places[key][0]
                problems.append(Problem(path, *place, f"duplicate key {key!r} (first on line {first})"))
                continue
            node.keys[key] = _node(path, value, problems, depth + 1)
            node.key_places[key] = place
    return node
