"""Values as lines of YAML that read back as the very same text, in the style of a bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

STEP = 2
_PLAIN = re.compile(r"[^\W_][^\n\r\t]*", re.UNICODE)
_IN_FLOW = re.compile(r"[^\W_][\w.-]*", re.UNICODE)
_NULLS = frozenset({"null", "Null", "NULL", "~"})
# What other readers of YAML would take for a boolean, a number, a date or a time.
_TYPED = re.compile(
    r"(?i:yes|no|on|off|true|false|y|n)|[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?|0[xob][\da-fA-F_]+|[\d:.]+"
    r"|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?"
)
_BARE = frozenset({"verdict", "status", "schema", "reviewed", "date", "at", "disclosure"})


def scalar(text: str, *, typed: bool = False, flow: bool = False) -> str:
    """A text as a YAML scalar on one line: plain where every reader takes it for that text, else quoted.

    `typed` leaves plain what looks like a boolean or a date, as a bank's `verdict` and
    `reviewed` do. `flow`: it is to stand within `[…]` or `{…}`.
    """
    plain = (
        (_IN_FLOW if flow else _PLAIN).fullmatch(text) is not None
        and ": " not in text
        and " #" not in text
        and not text.endswith((":", " "))
        and text not in _NULLS
        and text.isprintable()
        and (typed or _TYPED.fullmatch(text) is None)
    )
    return text if plain else _quoted(text)


def value(key: str, text: str, *, flow: bool = False) -> str:
    """A text as the scalar under a key."""
    return scalar(text, typed=key in _BARE, flow=flow)


def id_list(ids: Iterable[str]) -> str:
    """Ids in one line: `[F01, F02]`."""
    return f"[{', '.join(scalar(one, flow=True) for one in ids)}]"


def entry_lines(entry: Mapping[str, Any], indent: int) -> list[str]:
    """A mapping as block lines; what is None or empty is left out."""
    lines: list[str] = []
    for key, held in meant(entry).items():
        head = " " * indent + scalar(key, typed=True) + ":"
        if isinstance(held, dict):
            lines += [head, *entry_lines(held, indent + STEP)]
        elif isinstance(held, str):
            lines.append(f"{head} {value(key, held)}")
        elif all(isinstance(item, str) for item in held) and _are_ids(key, held):
            lines.append(f"{head} {id_list(held)}")
        else:
            lines.append(head)
            for item in held:
                if isinstance(item, dict):
                    lines += item_lines(item, indent + STEP)
                else:
                    lines.append(f"{' ' * (indent + STEP)}- {scalar(item)}")
    return lines


def item_lines(entry: Mapping[str, Any], dash: int) -> list[str]:
    """A mapping as an item of a block list, its dash in this column (from 0)."""
    lines = entry_lines(entry, dash + STEP)
    return [" " * dash + "- " + lines[0].lstrip(), *lines[1:]]


def meant(found: Any) -> Any:
    """A value as it will be read back: dicts, lists and text; what is None or empty is left out."""
    if isinstance(found, Mapping):
        kept = {str(key): meant(one) for key, one in found.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {})}
    if isinstance(found, list | tuple):
        return [meant(one) for one in found]
    return found if found is None or isinstance(found, str) else str(found)


def _are_ids(key: str, items: list[str]) -> bool:
    # Wordings stand under a language, one a line: a comma in a flow list would split one.
    return len(key) > 2 and all(re.fullmatch(r"[\w.-]+", item) for item in items)


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
            wide = f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
            out.append(f"\\x{code:02x}" if code < 256 else wide)
    return '"' + "".join(out) + '"'
