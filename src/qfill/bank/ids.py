"""Ids for what is new in a bank."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, most: int = 56) -> str:
    """A text as an id: `Är data krypterade?` becomes `ar-data-krypterade`."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:most].strip("-")


def free_name(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that is free; it is taken from then on."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found
