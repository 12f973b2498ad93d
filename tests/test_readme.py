"""The README's promises that a program can hold: set-up, settings, exit codes; the rest in test_docs.py."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from qfill.errors import ExitCode
from qfill.settings import read_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_two_commands_do_all_the_set_up() -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && ") for command in commands)


def test_the_settings_shown_are_accepted() -> None:
    (example,) = blocks("toml")
    read_settings(ROOT / "qfill.toml", tomllib.loads(example))


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in ExitCode}


def test_the_figures_shown_are_those_measured() -> None:
    """Each share of the README's comparison lies within two points of the page that the benchmark writes."""
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    measured = {
        row[0].split(" (")[0]: [float(share) for share in re.findall(r"= ([\d.]+)%", row[1])]
        for row in re.findall(r"^\| ([^|]+?) \|(.*= .*)\|$", page, re.MULTILINE)
    }
    shown = {
        row[0]: [float(share) for share in re.findall(r"([\d.]+) %", row[1])]
        for row in re.findall(r"^\| ([^|]+?) \|((?: [\d.]+ % \|){3})$", README, re.MULTILINE)
    }
    assert len(shown) == len(measured) == 4
    for name, shares in shown.items():
        (same,) = (found for key, found in measured.items() if name.endswith(key))
        assert len(same) == 3
        assert all(abs(one - other) <= 2 for one, other in zip(shares, same, strict=True)), (name, same)
