"""A document's lines become sections, whatever its format made of them."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from qfill.learning.documents import sections

FAQ = """\
Security at Acme

Is data encrypted?

Yes, all of it.

Where is it kept?
30 sites

Operations

How is it run?
  • By our own staff
  * Around the clock.
It never stops.

Are there drills?

Questions? Contact us.

Contact
"""


def test_questions_headings_and_bullets() -> None:
    found = sections(FAQ.splitlines(), "faq")
    assert [(one.title, one.asks, one.parts) for one in found] == [
        ("Is data encrypted?", True, ["Yes, all of it."]),
        ("Where is it kept?", True, ["30 sites"]),
        ("How is it run?", True, ["By our own staff", "Around the clock. It never stops."]),
        ("Are there drills?", True, []),
    ]
    assert found[2].text == "By our own staff. Around the clock. It never stops."
    assert found[0].sha256 == sha256(b"Yes, all of it.").hexdigest()


def test_markdown_with_wrapped_lines() -> None:
    text = """\
# Policy

Who it is for
and why.

## 2.1 Backups

Taken **daily** and
kept for 30 days.

---

1. Is it tested
   each year?

A: No.
"""
    found = sections(text.splitlines(), "policy")
    assert [(one.title, one.asks, one.parts) for one in found] == [
        ("Policy", False, ["Who it is for and why."]),
        ("Backups", False, ["Taken **daily** and kept for 30 days."]),
        ("Is it tested each year?", True, ["No."]),
    ]


def test_lines_without_empty_ones_between_them() -> None:
    lines = [
        "Q1: Encryption at rest",
        "A1: Yes. All",
        "of it is.",
        "3.1 Access",
        "Only staff may enter.",
        "At no time others.",
    ]
    found = sections(lines, "x")
    assert [(one.title, one.parts) for one in found] == [
        ("Encryption at rest", ["Yes. All of it is."]),
        ("Access", ["Only staff may enter.", "At no time others."]),
    ]


def test_tables_give_statements_and_questions() -> None:
    text = """\
## 4 How long we keep what

| Data | Kept |
|:---|---:|
| Logs | 12 months |
| Backups | 35 days, then gone |

# Asked often

| Question | Answer | More |
|---|---|---|
| Is there a drill? | Yes | every spring |
|  |  |  |
"""
    found = sections(text.splitlines(), "policy")
    assert [(one.title, one.asks, one.parts) for one in found] == [
        ("How long we keep what", False, ["Logs: 12 months", "Backups: 35 days, then gone"]),
        ("Is there a drill?", True, ["Yes. every spring"]),
    ]


def test_text_before_any_heading_bears_the_documents_name() -> None:
    (only,) = sections(["We keep data in two places, and never in one."], "hosting")
    assert (only.title, only.asks) == ("hosting", False)


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_lines_are_read(lines: list[str]) -> None:
    clean = [line for text in lines for line in text.splitlines()]
    for one in sections(clean, "any"):
        assert one.asks or one.parts
        assert all(part.strip() for part in one.parts)
        assert len(one.sha256) == 64
