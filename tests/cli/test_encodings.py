"""What programs read is UTF-8, whatever the terminal takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner

ASKED = "Säkerhetskopieras kundens data? Ω"


def piped(folder: Path, *arguments: str, encoding: str = "cp1252") -> bytes:
    """What a run writes into a pipe where the system has this encoding."""
    done = subprocess.run(
        [sys.executable, "-m", "qfill", *arguments],
        cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode < 2, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_match_as_json(folder: Path, encoding: str) -> None:
    found = json.loads(piped(folder, "match", ASKED, "--format", "json", encoding=encoding).decode("utf-8"))
    assert found["question"] == ASKED
    assert found["proposed"]["text"].startswith("Ja. Kundens data säkerhetskopieras")


@pytest.mark.parametrize("format", ["json", "sarif", "junit", "github", "markdown"])
def test_a_check(folder: Path, format: str) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text("utf-8").replace("    facts: [F1]", "    facts: [ΩÅ]"), "utf-8")
    assert "ΩÅ" in piped(folder, "check", "--format", format, "--today", "2026-02-01").decode("utf-8")


def test_a_verification(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "Ωå.xlsx")
    assert qfill("fill", "Ωå.xlsx", "--today", "2026-02-01", "--accept", "0.5").code == 0
    said = piped(folder, "verify", "Ωå.xlsx", "Ωå.filled.xlsx", "--format", "json").decode("utf-8")
    assert json.loads(said)["output"]["path"] == "Ωå.filled.xlsx"


def test_an_evaluation(folder: Path) -> None:
    rows = f"id,question,language,label,facts\n1,{ASKED},sv,N,\n2,Ω är vad?,sv,A,F1\n"
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    said = piped(folder, "evaluate", "rows.csv", "--format", "json").decode("utf-8")
    assert "Ω är vad?" in said
