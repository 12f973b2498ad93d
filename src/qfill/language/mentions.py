"""Whom a text names: companies by their legal form, and addresses of mail and of the web."""

from __future__ import annotations

import re

FIRM = re.compile(
    r"\b((?:[^\W\d_a-zåäöøæ][\w&.-]*\s+){1,3})"
    r"(AB|ASA?|A/S|ApS|Oyj?|GmbH|AG|Ltd|Limited|Inc|LLC|LLP|PLC|plc|Corp|Corporation|B\.?V|S\.A|S\.p\.A)\b(?![-/])"
)
"""A company by its legal form: its name, and the form."""
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.\w+")
"""An address of the web or of mail."""
_HOST = re.compile(r"^(?:https?://)?(?:[^\s/@]*@)?(?:www\.)?([^\s/:?#]+)", re.IGNORECASE)


def firms(text: str) -> set[str]:
    """The companies that a text names with their legal form."""
    return {f"{found[1].strip()} {found[2]}" for found in FIRM.finditer(text)}


def strangers(text: str, known: str) -> list[str]:
    """The companies and addresses in a text that another text, in small letters, does not know, sorted.

    An address is known by its host, wherever that is named.
    """
    named = {firm for firm in firms(text) if firm.rpartition(" ")[0].casefold() not in known}
    addresses = (found[0].strip("<>()[]\"'“”.,;:!?") for found in ADDRESS.finditer(text))
    return sorted(named | {address for address in addresses if _host(address) not in known})


def _host(address: str) -> str:
    found = _HOST.match(address)
    return (found[1] if found else address).casefold()
