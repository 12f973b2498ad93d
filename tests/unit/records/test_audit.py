"""The audit: what is dumped is what is loaded, and both hold to the schema."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from qfill.errors import RecordError
from qfill.model import Candidate, Reason, Verdict
from qfill.records import Audit, AuditRow, dump_audit, load_audit, load_schema, read_audit
from qfill.records.audit import LazyRows
from qfill.records.candidates import PackedCandidates, candidate_json, candidate_of

CANDIDATE = Candidate(
    answer_id="backups",
    score=91.2,
    confidence=0.97,
    verdict=Verdict.YES,
    facts=("F15",),
    because=(Reason(feature="coverage", value=0.8, adds=1.3),),
)
ROW = AuditRow(
    sheet="CAIQ",
    row=50,
    question_id="Q-1",
    question="Is data backed up?",
    language="en",
    context={"section": None, "domain": "Continuity", "control": "BCR-08", "parent": None},
    cells={"answer": "C50", "comment": "E50"},
    options=["Yes", "No", "NA"],
    outcome="filled",
    reason="sure",
    confidence=0.97,
    answers=["backups"],
    facts=["F15"],
    proposed={"verdict": "yes", "text": "Yes.", "language": "en"},
    written={"C50": "Yes"},
    candidates=[candidate_json(CANDIDATE)],
)
AUDIT = Audit(
    qfill="0.1.0",
    bank={"path": "answers", "answers": 1, "sha256": "a" * 64},
    input={"path": "in.xlsx", "sha256": "b" * 64},
    output={"path": "in.filled.xlsx", "sha256": "c" * 64},
    settings={"accept": 0.9, "suggest": 0.3, "language": "en", "today": "2026-11-23"},
    sheets=[{"sheet": "CAIQ", "roles": {"question": "B"}, "because": ["its heading"]}],
    rows=(ROW, replace(ROW, row=51, outcome="review", written={}, confidence=None)),
)


def test_dump_loads_back_and_holds_to_the_schema() -> None:
    data = b"".join(dump_audit(AUDIT))
    Draft7Validator(load_schema("audit")).validate(json.loads(data))
    found = read_audit("a.json", data)
    assert b"".join(dump_audit(found)) == data
    assert found.summary == {"questions": 2, "filled": 1, "review": 1, "unanswered": 0, "skipped": 0}
    assert json.loads(data)["summary"] == found.summary


def test_rows_stand_one_a_line() -> None:
    lines = b"".join(dump_audit(AUDIT)).decode().splitlines()
    assert sum(line.startswith('{"sheet": "CAIQ", "row"') for line in lines) == 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text: str) -> None:
    audit = replace(AUDIT, rows=(replace(ROW, question=text),))
    assert read_audit("a", b"".join(dump_audit(audit))).rows[0].question == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"[]", "not an audit"),
        (b'{"version": 2, "rows": []}', "version 2 is not one"),
        (b'{"version": 1, "rows": []}', "'qfill' is missing"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_audit_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_audit("a.json", data)
    assert message in str(caught.value)


def test_a_row_with_an_unknown_outcome_is_refused() -> None:
    broken = json.loads(b"".join(dump_audit(AUDIT)))
    broken["rows"][0]["outcome"] = "guessed"
    with pytest.raises(RecordError, match="guessed"):
        read_audit("a.json", json.dumps(broken).encode())


def test_a_missing_audit_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no such audit"):
        load_audit(tmp_path / "none.json")


def test_an_audit_that_is_read_knows_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "in.audit.json"
    path.write_bytes(b"".join(dump_audit(AUDIT)))
    assert load_audit(path).sha256 == sha256(path.read_bytes()).hexdigest()
    assert AUDIT.sha256 == ""


def test_packed_candidates_and_lazy_rows_give_the_same_bytes() -> None:
    plain = b"".join(dump_audit(AUDIT))
    packed = tuple(replace(row, candidates=_packed(row)) for row in AUDIT.rows)
    made: list[int] = []

    def make(number: int) -> AuditRow:
        made.append(number)
        return packed[number]

    lazy = replace(AUDIT, rows=LazyRows([row.outcome for row in AUDIT.rows], make))
    assert lazy.summary == AUDIT.summary
    assert made == []
    assert b"".join(dump_audit(lazy)) == plain
    assert lazy.rows[-1].question == AUDIT.rows[-1].question
    assert [row.row for row in lazy.rows[:1]] == [row.row for row in AUDIT.rows[:1]]


def _packed(row: AuditRow) -> PackedCandidates:
    return PackedCandidates(map(candidate_of, row.candidates))
