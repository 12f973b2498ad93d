"""What messages are made of: a number with its noun, a text cut to a width."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s but after 1: `1 row`, `2 rows`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def cut(text: str, most: int) -> str:
    """The text, of a longer one its beginning with `…`: never more than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
