"""Records that are attacks, or not in the form that their schema lays down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.records.test_audit import AUDIT

from qfill.errors import RecordError
from qfill.records.audit import dump_audit, read_audit
from qfill.records.decisions import load_decisions
from qfill.records.form import check_form, read_json

SOUND = json.loads(b"".join(dump_audit(AUDIT)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "not JSON"),
        (b"[" * 100 + b"]" * 100, "deeper than 64"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b"9" * 5000, "not JSON"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"\\udfff": 1}', "half a character"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"", "not JSON"),
    ],
)
def test_json_that_is_an_attack_or_none(data: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        read_json("a.json", data)
    assert caught.value.hint


def test_whole_characters_and_deep_enough_values_are_read() -> None:
    data = b"[" * 60 + b'"\\ud83d\\udc1d"' + b"]" * 60
    found = read_json("a.json", data)
    while isinstance(found, list):
        found = found[0]
    assert found == "\N{HONEYBEE}"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("rows", 0, "confidence"), "0.9", "rows[0].confidence is not"),
        (("rows", 0, "confidence"), 1e400, "rows[0].confidence is not"),
        (("rows", 0, "row"), True, "rows[0].row is not a whole number or text"),
        (("rows", 0, "cells"), ["C2"], "rows[0].cells is not an object"),
        (("rows", 0, "written"), {"C2": 3}, "rows[0].written.C2 is not text"),
        (("rows", 0, "candidates"), [{}], "rows[0].candidates[0]: 'answer' is missing"),
        (("rows", 0, "proposed"), {"verdict": "maybe"}, "rows[0].proposed"),
        (("rows", 0), 5, "rows[0] is not an object"),
        (("settings", "today"), "soon", "settings.today is no date"),
        (("settings", "today"), "20260101", "settings.today is no date"),
        (("input", "sha256"), "x", "input.sha256 has not the form"),
        (("bank", "answers"), -1, "bank.answers lies outside"),
        (("summary",), [], "summary is not an object"),
    ],
)
def test_an_audit_is_held_to_its_schema(path: tuple[str | int, ...], value: object, message: str) -> None:
    broken = json.loads(json.dumps(SOUND))
    holder = broken
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    data = json.dumps(broken).replace("Infinity", "1e999").encode()
    with pytest.raises(RecordError) as caught:
        read_audit("a.json", data)
    assert message in caught.value.message


def test_what_a_later_version_adds_is_let_through() -> None:
    added = {**SOUND, "later": {"x": [1]}}
    added["rows"] = [{**SOUND["rows"][0], "later": None}, *SOUND["rows"][1:]]
    assert len(read_audit("a.json", json.dumps(added).encode()).rows) == len(SOUND["rows"])


def test_one_and_true_are_told_apart() -> None:
    with pytest.raises(RecordError, match="version"):
        check_form("a.json", "audit", {**SOUND, "version": True}, "an audit")


def test_decisions_hold_no_half_characters(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_text('{"version": 1, "rows": [], "reviewer": "\\ud800"}', encoding="utf-8")
    with pytest.raises(RecordError, match="half a character"):
        load_decisions(path)


DECIDED = {"version": 1, "audit_sha256": "0" * 64, "output_sha256": "0" * 64, "reviewer": "Ada", "rows": []}
ROW = {"sheet": "S", "row": 2, "action": "edit", "text": "x"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"audit_sha256": "0"}, "d.json: not decisions of qfill: audit_sha256 has not the form"),
        ({"reviewer": None}, "d.json: not decisions of qfill: reviewer is not text"),
        ({"rows": [{**ROW, "sample": 0}]}, "d.json: not decisions of qfill: rows[0].sample lies outside"),
        ({"rows": [{**ROW, "action": "guess"}]}, "d.json: not decisions of qfill: rows[0].action is 'guess'"),
        ({"rows": [{**ROW, "action": "choose"}]}, "d.json: row 2 chooses no answer"),
        ({"rows": [{**ROW, "text": " "}]}, "d.json: row 2 is edited, and holds neither a verdict nor a text"),
        ({"rows": [{**ROW, "text": None, "verdict": "none"}]}, "d.json: row 2 is edited, and holds neither"),
    ],
)
def test_decisions_are_held_to_their_schema_and_must_say_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.json").write_text(json.dumps({**DECIDED, **changed}), encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        load_decisions(Path("d.json"))
    assert caught.value.message.startswith(message)
    assert caught.value.hint
