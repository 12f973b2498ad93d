"""Splices: the change is there as meant, and every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qfill.bank import load_bank
from qfill.bank.splice import BankEditor, open_editor, scalar
from qfill.bank.tree import parse
from qfill.errors import BankError

TOPIC = """\
# the first line stays
schema: 1
topic: care
answers:
  - id: one   # why it is so
    verdict: yes
    phrasings:
      en:
        - Is it "so"?
        - 'It''s so.'   # odd, but ours
      # nothing in Swedish yet

    answer:
      en: >-
        Yes. It is
        so.
    facts: [F1]
    status: approved

  # before the second
  - id: two
    verdict: no
    phrasings: {en: []}
    answer: {en: "No."}
    facts: [F1]
    status: draft"""


def editor(text: str, newline: str = "\n", mark: bytes = b"") -> BankEditor:
    from qfill.bank.load import read_bank

    files = {"care.yaml": mark + text.replace("\n", newline).encode()}
    bank, _ = read_bank(Path("answers"), files)
    return BankEditor(bank)


def lines(one: BankEditor) -> list[str]:
    return one.after["care.yaml"].decode("utf-8-sig").split("\n")


@pytest.mark.parametrize(("newline", "mark"), [("\n", b""), ("\r\n", b"\xef\xbb\xbf")])
def test_a_wording_goes_to_the_end_of_its_list(newline: str, mark: bytes) -> None:
    one = editor(TOPIC, newline, mark)
    assert one.add_wording("one", "phrasings", "en", "So: is it?")
    after = one.after["care.yaml"]
    put = f"        - 'So: is it?'{newline}".encode()
    assert after.replace(put, b"") == one.before["care.yaml"]
    assert after.index(put) > after.index(b"odd, but ours")
    assert not one.add_wording("one", "phrasings", "en", "So: is it?")


def test_a_language_and_a_group_are_made_where_they_are_missing() -> None:
    one = editor(TOPIC)
    one.add_wording("one", "phrasings", "sv", "Är det så?")
    one.add_wording("one", "not_this", "en", "Why is it so?")
    root, problems = parse("care.yaml", one.after["care.yaml"].decode())
    assert not problems
    assert root is not None
    entry = (root.get("answers") or root).items[0]  # type: ignore[index]
    assert [item.text for item in entry.get("phrasings").get("sv").items] == ["Är det så?"]  # type: ignore[union-attr]
    assert [item.text for item in entry.get("not_this").get("en").items] == ["Why is it so?"]  # type: ignore[union-attr]
    added = set(lines(one)) - set(TOPIC.split("\n"))
    assert {line.strip() for line in added} == {"sv:", "- Är det så?", "not_this:", "- Why is it so?"}


def test_a_scalar_is_set_and_its_comment_stays() -> None:
    one = editor(TOPIC.replace("status: approved", "status: approved # by Ann"))
    one.set_text("one", "status", "draft")
    assert "    status: draft # by Ann" in lines(one)
    one.set_text("one", "answer", "Yes, and\nmore.", "en")
    assert '      en: "Yes, and\\nmore."' in lines(one)
    one.set_text("two", "reviewed", "2026-12-01")
    assert lines(one)[-1] == "    reviewed: 2026-12-01"


def test_a_flow_list_of_wordings_is_refused() -> None:
    with pytest.raises(BankError, match="block list"):
        editor(TOPIC).add_wording("two", "phrasings", "en", "Is it?")


def test_an_answer_and_its_source_are_appended(tmp_path: Path) -> None:
    one = open_editor(tmp_path / "answers")
    entry = {
        "id": "new", "verdict": "yes", "phrasings": {"en": ["Is it new?"]},
        "answer": {"en": "Yes: new."}, "facts": ["D1"], "status": "draft",
    }  # fmt: skip
    fact = {"id": "D1", "place": "CAIQ!C3", "says": "It is new."}
    one.add_answer("taught", entry)
    one.add_answer("taught", {**entry, "id": "newer"})
    one.add_source(
        "decisions", {"id": "d-1", "who": "Ann", "at": "2026-11-24", "audit": "a.json", "facts": [fact]}
    )
    assert one.diff().count("+++ b/") == 2
    assert [path.name for path in one.save()] == ["sources.yaml", "taught.yaml"]
    bank = load_bank(tmp_path / "answers")
    assert [answer.id for answer in bank.answers] == ["new", "newer"]
    assert bank.register.facts["D1"].says == "It is new."
    assert one.diff() == ""


def test_a_bank_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    one = open_editor(tmp_path)
    one.add_answer(
        "taught", {"id": "a", "verdict": "yes", "phrasings": {"en": ["Is it so?"]}, "answer": {"en": "Yes."}}
    )
    one.save()
    one.set_text("a", "status", "approved")
    (tmp_path / "taught.yaml").write_text("schema: 1\n")
    with pytest.raises(BankError, match="somebody else"):
        one.save()
    assert (tmp_path / "taught.yaml").read_text() == "schema: 1\n"


def test_an_unknown_answer_is_named() -> None:
    with pytest.raises(BankError, match="no answer 'three'"):
        editor(TOPIC).set_text("three", "status", "draft")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_scalar_reads_back_as_the_text(text: str) -> None:
    root, problems = parse("x.yaml", f"key: {scalar(text)}\nlist:\n  - {scalar(text)}\n")
    assert not problems
    assert root is not None
    assert root.get("key").text == text  # type: ignore[union-attr]
    assert root.get("list").items[0].text == text  # type: ignore[union-attr,index]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["en", "sv"]), st.sampled_from(["phrasings", "turned", "not_this"]))
def test_a_wording_adds_lines_and_changes_none(text: str, language: str, group: str) -> None:
    one = editor(TOPIC)
    one.add_wording("one", group, language, text)
    kept = iter(one.after["care.yaml"].split(b"\n"))
    assert all(any(line == other for other in kept) for line in one.before["care.yaml"].split(b"\n"))
