"""A file that is as qfill wrote it is known by its seal."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from qfill.records.seal import in_html, in_json, sealed, unbroken


@pytest.mark.parametrize(("parts", "form"), [([b"<p>", b"one"], in_html), ([b'{"a": 1'], in_json)])
def test_any_change_breaks_the_seal(parts: list[bytes], form: Callable[[str], bytes]) -> None:
    whole = b"".join(sealed(parts, form))
    assert whole.startswith(b"".join(parts))
    assert unbroken(whole)
    for changed in (whole + b"\n", b" " + whole, whole[1:], whole[:-1], whole.replace(b"a", b"b"), b""):
        assert changed == whole or not unbroken(changed)


def test_a_sealed_record_is_json() -> None:
    found = json.loads(b"".join(sealed([b'{"a": [1]'], in_json)))
    assert found["a"] == [1]
    assert len(found["seal"]) == 64


@pytest.mark.parametrize("data", [b"", b"<p>", b"<!-- seal 12 -->\n", b"<!-- seal " + b"0" * 64 + b" -->\n"])
def test_what_has_no_seal_of_its_own_is_not_known(data: bytes) -> None:
    assert not unbroken(data)
