"""The zip around a file: which member a name finds, what is replaced in it."""

from __future__ import annotations

import pytest
from tests.support.workbooks import pack, unpack

from qfill.files.container import Container


def test_a_replaced_member_is_found_whatever_the_case_of_its_name() -> None:
    zipped = Container(pack({"word/Document.xml": b"old", "other.xml": b"stays"}))
    data = zipped.rewrite({"word/document.xml": b"new"})
    assert unpack(data) == {"word/Document.xml": b"new", "other.xml": b"stays"}


def test_a_member_that_is_not_there_cannot_be_replaced() -> None:
    with pytest.raises(ValueError, match=r"no member 'b\.xml'"):
        Container(pack({"a.xml": b""})).rewrite({"b.xml": b"new"})


@pytest.mark.parametrize("name", ["_xmlsignatures/sig1.xml", "_XMLSignatures/sig1.xml"])
def test_a_signature_is_known_whatever_the_case_of_its_name(name: str) -> None:
    assert Container(pack({name: b"<Signature/>"})).signed
    assert not Container(pack({"a.xml": b""})).signed
