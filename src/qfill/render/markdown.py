"""What others wrote, quoted in Markdown: shown as it is, with no link, picture or markup of its own."""

from __future__ import annotations


def quoted(text: str) -> str:
    """A text on one line, fit for a table's cell, with everything escaped that Markdown or HTML reads."""
    folded = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]|":
        folded = folded.replace(mark, f"\\{mark}")
    return folded
