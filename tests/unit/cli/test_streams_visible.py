"""What a customer's file holds cannot steer the terminal that shows it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import BANK, SOURCES

from qfill.cli import main
from qfill.cli.streams import Streams, visible

TITLE = "\x1b]0;yours\x07"


def test_control_characters_are_seen_and_lines_stay() -> None:
    assert visible("a\x1b[31mb\x9bc\x7f\r\td\n") == "a\ufffd[31mb\ufffdc\ufffd\ufffd\td\n"
    assert visible("Är det säkert? ✓ 🙂") == "Är det säkert? ✓ 🙂"


def test_a_console_colours_by_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.text import Text

    monkeypatch.delenv("NO_COLOR", raising=False)
    console = Streams().console()
    console.file = io.StringIO()
    console._force_terminal = True
    console.print(Text(f"Is it {TITLE} safe?", style="bold"))
    said = console.file.getvalue()
    assert TITLE not in said
    assert "\ufffd]0;yours" in said


def test_a_question_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "continuity.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "answers" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    question = f'"Is customer data {TITLE} backed up?"'
    (tmp_path / "in.csv").write_text(f"id,question\n1,{question}\n", encoding="utf-8")
    assert main(["fill", "in.csv", "--accept", "1", "--suggest", "0.01", "--today", "2026-02-01"]) == 0
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.getchar", lambda: "q")
    assert main(["review", "in.filled.csv.audit.json"]) == 0
    said = capsys.readouterr()
    assert "yours" in said.out
    assert "\x1b]" not in said.out + said.err
    assert main(["match", f"is data {TITLE} backed up?"]) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
