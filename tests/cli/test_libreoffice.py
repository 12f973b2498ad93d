"""LibreOffice opens what qfill has answered, and shows the answers."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]


def convert(path: Path, ending: str, folder: Path) -> Path:
    """Convert a file with a LibreOffice that has a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{path.stem}.{ending}"


@pytest.mark.libreoffice
def test_the_answers_are_seen(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    assert qfill("fill", "in.xlsx", "--accept", "0.5", "--today", "2026-02-01").code == 0
    with convert(folder / "in.filled.xlsx", "csv", folder).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1][2:] == ["Yes", "Yes. Customer data is backed up every day."]
    assert rows[2][2:] == ["", ""]


@pytest.mark.libreoffice
def test_the_answered_template_prints(qfill: Runner, folder: Path) -> None:
    shutil.copy(ROOT / "templates" / "caiq_v4.xlsx", folder / "caiq.xlsx")
    assert qfill("fill", "caiq.xlsx", "--bank", ROOT / "answers").code == 0
    assert convert(folder / "caiq.filled.xlsx", "pdf", folder).read_bytes().startswith(b"%PDF")
