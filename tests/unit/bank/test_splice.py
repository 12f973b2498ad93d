"""Splices: the change is there as meant, and every other byte stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qfill.bank import AnswerBank, load_bank
from qfill.bank.edits import content
from qfill.bank.splice import BankEditor, open_editor
from qfill.bank.tree import parse
from qfill.bank.written import scalar
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
    assert not one.after["care.yaml"].endswith(b"\n")


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


LAYOUTS = """\
schema: 1
topic: care
answers:
-
  # the dash stands alone
  id: odd
  verdict: yes
  phrasings:
    en:
    - "Is it odd - or even?"   # quoted, unindented
    - Is it a wording
      on two lines?
    sv: []   # none yet
  answer: {en: "Yes, odd.", sv: 'Ja.'}   # in one line
  short: {}
  facts: [F1, F2]   # two
  controls:
    - A-1
    # the first
    - A-2
  owner:   # nobody
  reviewed: ~
  status: draft
# between
- id: block
  verdict: no
  phrasings:
    nb:
      - Er det?
  answer:
    nb: |-   # as it was said
      Nei.

      Aldri.
  status: draft
"""


def plain(one: BankEditor) -> dict[str, Any]:
    root, problems = parse("care.yaml", one.after["care.yaml"].decode("utf-8-sig"))
    assert not problems
    return {entry["id"]: entry for entry in content(root)["answers"] or ()}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("call", "gone", "new"),
    [
        (("set_text", "odd", "answer", 'No: "so".', "en"), '"Yes, odd."', "'No: \"so\".'"),
        (("set_text", "odd", "answer", "Nei.", "nb"), "'Ja.'}   # in", "'Ja.', nb: Nei.}   # in"),
        (("set_text", "odd", "short", "Yes.", "en"), "short: {}", "short:\n    en: Yes."),
        (("set_text", "odd", "owner", "Ann"), "owner:   # nobody", "owner: Ann   # nobody"),
        (("set_text", "odd", "reviewed", "2026-02-03"), "reviewed: ~", "reviewed: 2026-02-03"),
        (("set_text", "block", "answer", "Ja.", "nb"), "|-   # as it was said\n      Nei.\n\n      Aldri.",
         "Ja.   # as it was said"),
        (("set_ids", "odd", "facts", ["F3"]), "[F1, F2]", "[F3]"),
        (("set_ids", "odd", "controls", ["B-1", "null"]),
         "controls:\n    - A-1\n    # the first\n    - A-2", "controls: [B-1, 'null']"),
        (("set_ids", "odd", "facts", []), "  facts: [F1, F2]   # two\n", ""),
        (("add_wording", "odd", "phrasings", "sv", "Är det?"), "sv: []   # none yet",
         "sv:   # none yet\n      - Är det?"),
        (("add_wording", "odd", "phrasings", "en", "Is it?"), "on two lines?",
         "on two lines?\n    - Is it?"),
        (("replace_wording", "odd", "phrasings", "en", "Is it odd - or even?", "Yes"),
         '"Is it odd - or even?"', "'Yes'"),
        (("replace_wording", "odd", "phrasings", "en", "Is it a wording on two lines?", "Is it on one?"),
         "Is it a wording\n      on two lines?", "Is it on one?"),
        (("remove_wording", "odd", "phrasings", "en", "Is it a wording on two lines?"),
         "    - Is it a wording\n      on two lines?\n", ""),
        (("remove_wording", "block", "phrasings", "nb", "Er det?"),
         "  phrasings:\n    nb:\n      - Er det?\n", ""),
        (("remove_key", "odd", "owner"), "  owner:   # nobody\n", ""),
        (("remove_key", "block", "answer", "nb"),
         "  answer:\n    nb: |-   # as it was said\n      Nei.\n\n      Aldri.\n", ""),
    ],
)  # fmt: skip
def test_any_layout_changes_only_where_it_was_meant(
    call: tuple[Any, ...], gone: str, new: str, newline: str
) -> None:
    one = BankEditor(
        AnswerBank(path=Path("a"), answers=(), files={"care.yaml": LAYOUTS.replace("\n", newline).encode()})
    )
    getattr(one, call[0])(*call[1:])
    assert LAYOUTS.count(gone) == 1
    assert one.after["care.yaml"].decode() == LAYOUTS.replace(gone, new).replace("\n", newline)


def test_a_change_that_cannot_be_made_safely_is_refused_and_undone() -> None:
    text = TOPIC.replace("phrasings: {en: []}", "phrasings: {en: [x]}")
    one = BankEditor(AnswerBank(path=Path("a"), answers=(), files={"care.yaml": text.encode()}))
    for call in (
        lambda: one.add_wording("two", "phrasings", "sv", "Är det?"),
        lambda: one.remove_wording("one", "phrasings", "en", "Not there?"),
        lambda: one.remove_key("one", "owner"),
        lambda: one.remove_key("one", "id"),
        lambda: one.set_text("one", "phrasings", "text"),
    ):
        with pytest.raises(BankError):
            call()
    assert one.after["care.yaml"] == text.encode()


def test_many_changes_cost_few_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    from qfill.bank import pending

    entry = "  - id: a{0}\n    verdict: yes\n    phrasings: {{}}\n    answer: {{en: x}}\n"
    text = "schema: 1\ntopic: t\nanswers:\n" + "".join(entry.format(number) for number in range(200))
    one = BankEditor(AnswerBank(path=Path("a"), answers=(), files={"care.yaml": text.encode()}))
    read: list[str] = []

    def counted(name: str, data: str) -> Any:
        read.append(name)
        return parse(name, data)

    monkeypatch.setattr(pending, "parse", counted)
    for number in range(200):
        one.set_text(f"a{number}", "status", "approved")
        one.set_text(f"a{number}", "reviewed", "2026-02-03")
    assert [found["status"] + found["reviewed"] for found in plain(one).values()] == [
        "approved2026-02-03"
    ] * 200
    assert len(read) <= 3


OPERATIONS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["phrasings", "turned", "not_this"]),
              st.sampled_from(["en", "sv", "nb"]), TEXTS),
    st.tuples(st.just("set"), st.sampled_from(["status", "owner", "reviewed", "review_every"]),
              st.none(), TEXTS),
    st.tuples(st.just("set"), st.sampled_from(["answer", "short"]), st.sampled_from(["en", "sv"]), TEXTS),
    st.tuples(st.just("new"), st.just(""), st.none(), TEXTS),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["odd", "block"]), OPERATIONS), min_size=1, max_size=6),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_any_changes_are_all_there_and_nothing_else_is(
    changes: list[tuple[str, tuple[str, str, str | None, str]]], windows: bool, marked: bool, ended: bool
) -> None:
    text = LAYOUTS if ended else LAYOUTS.rstrip("\n")
    data = (b"\xef\xbb\xbf" if marked else b"") + text.replace("\n", "\r\n" if windows else "\n").encode()
    one = BankEditor(AnswerBank(path=Path("a"), answers=(), files={"care.yaml": data}))
    wanted = plain(one)
    for number, (name, (kind, key, language, said)) in enumerate(changes):
        if kind == "new":
            entry = {
                "id": f"new{number}",
                "verdict": "yes",
                "phrasings": {"en": [said]},
                "answer": {"en": said},
            }
            one.add_answer("care", entry)
            wanted[f"new{number}"] = entry
            continue
        held = wanted[name]
        if kind == "add":
            assert language is not None
            listed = ((held.get(key) or {}).get(language)) or []
            assert one.add_wording(name, key, language, said) == (said not in listed)
            if said not in listed:
                held[key] = {**(held.get(key) or {}), language: [*listed, said]}
        else:
            one.set_text(name, key, said, language)
            held[key] = said if language is None else {**(held.get(key) or {}), language: said}
    assert plain(one) == wanted
    after = one.after["care.yaml"]
    assert after.startswith(b"\xef\xbb\xbf") == marked
    assert after.endswith(b"\n") == ended
    assert (after.count(b"\r\n") == after.count(b"\n")) == (windows or b"\n" not in after)
    comments = [line for line in text.split("\n") if line.strip().startswith("#")]
    kept = after.decode("utf-8-sig").splitlines()
    assert [line for line in kept if line.strip().startswith("#")] == comments


def test_the_shipped_bank_comes_back_to_the_byte_when_all_is_taken_back() -> None:
    one = open_editor(Path(__file__).parents[3] / "answers")
    answers = one.bank().answers
    for answer in answers:
        one.add_wording(answer.id, "phrasings", "en", f"Is {answer.id} so: yes?")
        one.set_text(answer.id, "reviewed", "2031-02-03")
        one.set_ids(answer.id, "facts", [*answer.facts, "F99"])
    changed = one.bank().by_id
    assert all(f"Is {name} so: yes?" in found.phrasings["en"] for name, found in changed.items())
    assert {str(found.reviewed) for found in changed.values()} == {"2031-02-03"}
    for answer in answers:
        one.remove_wording(answer.id, "phrasings", "en", f"Is {answer.id} so: yes?")
        assert answer.reviewed is not None
        one.set_text(answer.id, "reviewed", answer.reviewed.isoformat())
        one.set_ids(answer.id, "facts", answer.facts)
    assert one.diff() == ""
    assert dict(one.after) == one.before
