"""Each kind of failure has its code, and no traceback reaches the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qfill.cli import boundary
from qfill.errors import QuestionnaireError, VerificationError


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(arguments: object) -> int:
        raise error

    monkeypatch.setattr(boundary, "_run", run)


def test_an_expected_failure_says_what_and_how(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, QuestionnaireError("a.xlsx: empty", hint="send another", details=["line 1"]))
    assert boundary.main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "error: a.xlsx: empty\n  line 1\nhint: send another\n"


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), VerificationError("oh", details=["C5"])])
def test_a_bug_leaves_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, error: Exception
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fail_with(monkeypatch, error)
    assert boundary.main([]) == 3
    err = capsys.readouterr().err
    assert "Traceback" not in err
    found = re.search(r"a report is in (\S+);", err)
    assert found is not None
    report = Path(found[1]).read_text(encoding="utf-8")
    assert "Traceback" in report
    assert type(error).__name__ in report


def test_an_interrupt_has_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    assert boundary.main([]) == 130
    assert capsys.readouterr().err == "interrupted; nothing half-written is left\n"
