"""A quoted text says in Markdown what it says, and no more."""

from __future__ import annotations

import pytest

from qfill.render.markdown import quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Is MFA used?", "Is MFA used?"),
        ("two\nlines  and\tmore ", "two lines and more"),
        ("a | b", "a \\| b"),
        ("![x](http://a/b)", "!\\[x\\](http://a/b)"),
        ("`code` *strong* _weak_", "\\`code\\` \\*strong\\* \\_weak\\_"),
        ("<img src=x> &lt;", "&lt;img src=x&gt; &amp;lt;"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_quoted(text: str, shown: str) -> None:
    assert quoted(text) == shown
