"""Whole runs: arguments in; stdout, stderr and the code out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qfill.cli import main

BANK = """\
schema: 1
topic: continuity
answers:
  - id: backups
    verdict: yes
    phrasings:
      en:
        - Is customer data backed up?
        - Do you take backups of customer data?
        - Data backup
      sv:
        - Säkerhetskopieras kundens data?
    answer:
      en: Yes. Customer data is backed up every day.
      sv: Ja. Kundens data säkerhetskopieras varje dag.
    facts: [F1]
    disclosure: public
    reviewed: 2026-01-01
    review_every: 12 months
    status: approved
"""
SOURCES = """\
schema: 1
documents:
  - id: faq
    title: Security FAQ
    language: en
    date: 2026-01-01
    sections:
      - id: s1
        title: Backups
        sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    facts:
      - id: F1
        place: s1
        says: Customer data is backed up every day.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of the program said and returned."""

    code: int
    out: str
    err: str


Runner = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a small bank in it."""
    bank = tmp_path / "answers"
    bank.mkdir()
    (bank / "continuity.yaml").write_text(BANK, encoding="utf-8")
    (bank / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.fixture
def qfill(folder: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the program in the working folder."""

    def run(*arguments: object) -> Run:
        code = main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Run(code=code, out=captured.out, err=captured.err)

    return run
