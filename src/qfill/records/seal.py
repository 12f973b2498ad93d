"""A seal: the hash of all that stands before it, by which a file is known to be as qfill wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

_SEAL = re.compile(rb'(?:<!-- seal |,\n"seal": ")([0-9a-f]{64})(?: -->|"\})\n\Z')
_LONGEST = 128
"""Bytes at a file's end in which its seal stands."""


def in_html(digest: str) -> bytes:
    """The seal at the end of a page."""
    return f"<!-- seal {digest} -->\n".encode()


def in_json(digest: str) -> bytes:
    """The seal as the last key of an object, with the object's end."""
    return f',\n"seal": "{digest}"}}\n'.encode()


def sealed(parts: Iterable[bytes], form: Callable[[str], bytes]) -> Iterator[bytes]:
    """The parts of a file, and its seal in this form behind them."""
    found = sha256()
    for part in parts:
        found.update(part)
        yield part
    yield form(found.hexdigest())


def unbroken(data: bytes) -> bool:
    """Whether a file ends in a seal, and holds what it held when it was sealed."""
    at = max(len(data) - _LONGEST, 0)
    found = _SEAL.search(data, at)
    return found is not None and sha256(data[: found.start()]).hexdigest().encode() == found[1]
