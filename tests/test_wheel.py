"""The built wheel holds all that the program needs, apart from the checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.wheel
def test_the_wheel_fills_a_questionnaire(tmp_path: Path) -> None:
    def run(*command: object) -> str:
        done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("qfill-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel)
    shutil.copy(ROOT / "templates" / "caiq_v4.xlsx", tmp_path / "in.xlsx")
    said = run(python, "-m", "qfill", "fill", "in.xlsx", "--bank", ROOT / "answers")
    names = ["in.filled.xlsx", "in.filled.xlsx.audit.json", "in.filled.xlsx.review.html"]
    assert said.splitlines() == names
    assert json.loads(run(python, "-m", "qfill", "schema", "audit"))["title"] == "qfill audit"
    # The template that coverage asks by default, and the example bank, come with the wheel.
    found = run(python, "-m", "qfill", "coverage", "--bank", ROOT / "answers", "--format", "json")
    assert json.loads(found)["total"]["questions"] == 261
    example = run(python, "-c", "from qfill.bank.shipped import example_bank; print(example_bank())").strip()
    assert "site-packages" in example
    assert (Path(example) / "sources.yaml").is_file()
