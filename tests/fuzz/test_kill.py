"""A few kills of each command; `tools/kill_campaign.py` makes many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.fuzz
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_killed_run_leaves_no_half_file_and_the_next_needs_no_force() -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "tools" / "kill_campaign.py", "--points", "4", "--seed", "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("found 0") == 4
