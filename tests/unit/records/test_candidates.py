"""Candidates packed and unpacked."""

from __future__ import annotations

import json

from qfill.model import Candidate, Reason, Verdict
from qfill.records.candidates import SHOWN, PackedCandidates, candidate_json

ONE = Candidate(
    answer_id="backups",
    score=91.2,
    confidence=0.97,
    verdict=Verdict.YES,
    phrasing="Säkerhetskopieras data? \u2028",
    facts=("F1",),
    because=(Reason(feature="agreement", value=0.8, adds=1.3),),
    matched=("data",),
    missing=("yearly",),
    guards=("more than one negation",),
)


def test_what_is_packed_comes_out_as_it_was() -> None:
    packed = PackedCandidates([ONE])
    assert packed.candidates == (ONE,)
    assert packed == [candidate_json(ONE)]
    assert json.loads(packed.text) == [candidate_json(ONE)]
    assert packed[0]["answer"] == "backups"
    assert packed[:1] == [candidate_json(ONE)]
    assert packed


def test_only_those_shown_are_kept() -> None:
    assert len(PackedCandidates([ONE] * (SHOWN + 2))) == SHOWN


def test_none_take_no_room() -> None:
    empty = PackedCandidates()
    assert not empty
    assert (len(empty), list(empty), empty.text) == (0, [], "[]")
    assert hash(empty) == hash(PackedCandidates([]))
