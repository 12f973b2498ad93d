"""Names of outputs, when one may be replaced, and that none is ever half-written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from qfill.errors import OutputError
from qfill.records.audit import Audit, AuditRow, dump_audit
from qfill.records.outputs import (
    OutputNames,
    Spooled,
    check_replaceable,
    names_folder,
    output_names,
    replace_file,
    replace_files,
)


def record(output: bytes, *, decision: dict[str, str] | None = None) -> bytes:
    row = AuditRow(
        sheet=None,
        row=2,
        question_id="",
        question="?",
        language="en",
        context=dict.fromkeys(("section", "domain", "control", "parent")),
        cells={},
        options=[],
        outcome="review",
        reason="",
        confidence=None,
        decision=decision,
    )
    audit = Audit(
        qfill="0",
        bank={"path": "answers", "answers": 1, "sha256": sha256(b"bank").hexdigest()},
        input={"path": "in.csv", "sha256": sha256(b"in").hexdigest()},
        output={"path": "in.filled.csv", "sha256": sha256(output).hexdigest()},
        settings={"accept": 0.8, "suggest": 0.2, "language": "en", "today": "2026-06-01"},
        sheets=(),
        rows=(row,),
    )
    return b"".join(dump_audit(replace(audit, rows=(row,))))


@pytest.fixture
def names(tmp_path: Path) -> OutputNames:
    (tmp_path / "in.csv").write_bytes(b"question\n")
    return output_names(tmp_path / "in.csv")


def test_names_stand_beside_the_input(tmp_path: Path, names: OutputNames) -> None:
    assert names.output == tmp_path / "in.filled.csv"
    assert names.audit == tmp_path / "in.filled.csv.audit.json"
    assert names.page == tmp_path / "in.filled.csv.review.html"


def test_a_folder_takes_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert (
        output_names(tmp_path / "a.b.xlsx", tmp_path / "out").output == tmp_path / "out" / "a.b.filled.xlsx"
    )


def test_a_name_without_an_ending_is_a_new_folder(tmp_path: Path) -> None:
    for name in ("out", "2026.11.28", "a/b"):
        assert output_names(tmp_path / "in.csv", tmp_path / name).output == tmp_path / name / "in.filled.csv"
    assert not names_folder(tmp_path / "out.xslx")
    (tmp_path / "file").touch()
    assert not names_folder(tmp_path / "file")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_one_file_is_not_written_twice(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="written twice"):
        replace_files([(tmp_path / "a", b"1"), (tmp_path / "a", b"2")])
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_an_output(tmp_path: Path, names: OutputNames) -> None:
    source = tmp_path / "in.csv"
    (tmp_path / "link.csv").symlink_to(source)
    os.link(source, tmp_path / "hard.csv")
    for target in (source, tmp_path / "link.csv", tmp_path / "hard.csv", tmp_path / "." / "in.csv"):
        with pytest.raises(OutputError, match="would be written over"):
            output_names(source, target)
    with pytest.raises(OutputError, match="would be written over"):
        output_names(source, tmp_path / "x.csv", audit=tmp_path / "x.csv")


def test_another_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="stays one"):
        output_names(tmp_path / "in.csv", tmp_path / "out.xlsx")
    with pytest.raises(OutputError, match="no such folder"):
        output_names(tmp_path / "in.csv", tmp_path / "none" / "out.csv")


def test_what_qfill_wrote_is_replaced_and_what_was_edited_is_not(names: OutputNames) -> None:
    check_replaceable(names, b"new", record(b"new"), force=False)
    names.output.write_bytes(b"old")
    names.audit.write_bytes(record(b"old"))
    check_replaceable(names, b"new", record(b"new"), force=False)
    names.output.write_bytes(b"old, edited")
    with pytest.raises(OutputError, match="not what qfill wrote"):
        check_replaceable(names, b"new", record(b"new"), force=False)
    check_replaceable(names, b"new", record(b"new"), force=True)


def test_a_file_without_an_audit_is_replaced_only_by_itself(names: OutputNames) -> None:
    names.output.write_bytes(b"somebody's")
    check_replaceable(names, b"somebody's", record(b"somebody's"), force=False)
    with pytest.raises(OutputError, match="not what qfill wrote"):
        check_replaceable(names, b"new", record(b"new"), force=False)


def test_decisions_are_not_given_up(names: OutputNames) -> None:
    names.output.write_bytes(b"old")
    names.audit.write_bytes(record(b"old", decision={"action": "accept"}))
    with pytest.raises(OutputError, match="decisions"):
        check_replaceable(names, b"new", record(b"new"), force=False)


def test_what_is_no_audit_is_kept(names: OutputNames) -> None:
    names.audit.write_bytes(b"my notes")
    with pytest.raises(OutputError, match="not an audit"):
        check_replaceable(names, b"new", record(b"new"), force=False)


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")

    def parts() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_files(((tmp_path / "b", b"whole"), (target, parts())))
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]


def test_drafts_of_dead_runs_are_swept_and_others_kept(tmp_path: Path) -> None:
    dead = tmp_path / ".a.json.4194304999.draft"
    living = tmp_path / f".a.json.{os.getppid()}.draft"
    for path in (dead, living):
        path.write_bytes(b"")
    replace_file(tmp_path / "a.json", b"x")
    assert not dead.exists()
    assert living.exists()
    assert (tmp_path / "a.json").read_bytes() == b"x"


def test_the_audit_of_another_file_is_kept(names: OutputNames) -> None:
    names.audit.write_bytes(record(b"x").replace(b'"in.filled.csv"', b'"other.csv"'))
    with pytest.raises(OutputError, match=r"audit of another file, other\.csv"):
        check_replaceable(names, b"x", record(b"x"), force=False)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        output_names(tmp_path / "in.csv", audit=tmp_path / "a")


def test_what_is_spooled_is_read_as_often_as_wanted(tmp_path: Path) -> None:
    parts = [bytes([number % 251]) * 70_000 for number in range(400)]
    with Spooled(iter(parts)) as spooled:
        assert spooled.sha256 == sha256(b"".join(parts)).hexdigest()
        for name in ("one", "two"):
            replace_file(tmp_path / name, spooled)
            assert (tmp_path / name).read_bytes() == b"".join(parts)


def test_a_spooled_audit_is_compared_like_bytes(names: OutputNames) -> None:
    decided = record(b"new", decision={"action": "accept"})
    names.output.write_bytes(b"new")
    names.audit.write_bytes(decided)
    with Spooled([decided]) as same:
        check_replaceable(names, b"new", same, force=False)
    with Spooled([record(b"new")]) as other, pytest.raises(OutputError, match="holds decisions"):
        check_replaceable(names, b"new", other, force=False)
