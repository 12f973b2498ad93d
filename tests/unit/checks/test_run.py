"""Waivers that waive nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qfill.checks import examine
from qfill.checks.examples import build
from qfill.checks.rule import Example
from qfill.settings import CheckSettings

_BEYOND = "answer:\n  en: Yes. Each night, and copies stay for 90 days.\nignore:\n  {}: it is so"
_SOUND = "ignore:\n  {}: it is so"


@pytest.mark.parametrize(
    ("bank", "code", "how", "found"),
    [
        (_SOUND, "QF504", CheckSettings(), ["QF504 is waived, and nothing of it is found"]),
        (_SOUND, "QF5", CheckSettings(ignore=("QF503",)), []),
        (_SOUND, "QF504", CheckSettings(ignore=("QF504",)), []),
        (_SOUND, "QF201", CheckSettings(), []),
        (_BEYOND, "QF504", CheckSettings(), []),
        (_BEYOND, "QF505", CheckSettings(), ["QF505 is waived, and nothing of it is found"]),
    ],
)
def test_a_waiver_needs_something_to_waive(
    bank: str, code: str, how: CheckSettings, found: list[str]
) -> None:
    bench = replace(build(Example(bank=bank.format(code))), options=how)
    assert [one.message for one in examine(bench).findings if one.code == "QF115"] == found


def test_a_fact_that_says_nothing_is_no_fact() -> None:
    sources = "schema: 1\ndocuments:\n  - id: d\n    title: D\n    facts:\n      - id: B1\n        says: ''\n"
    found = examine(build(Example(sources=sources))).findings
    assert ("QF101", "fact B1 says nothing") in [(one.code, one.message) for one in found]


def test_a_label_of_two_fields_with_different_values_stands_twice() -> None:
    field = "  - id: {}\n    labels:\n      en:\n        - {}\n    value: {}\n    facts: [B1]\n"
    two = field.format("name", "Vendor", "Fernhill")
    same, other = field.format("firm", "vendor", "Fernhill"), field.format("firm", "vendor", "Ashdown")
    for more, count in ((same, 0), (other, 1)):
        bench = build(Example(profile=f"schema: 1\nfields:\n{two}{more}"))
        assert [one.code for one in examine(bench).findings].count("QF302") == count
