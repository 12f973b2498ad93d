"""The README's promises that a program can hold: commands, links, exit codes, settings."""

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


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_settings_shown_are_accepted() -> None:
    (example,) = blocks("toml")
    read_settings(ROOT / "qfill.toml", tomllib.loads(example))


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in ExitCode}


def test_every_command_shown_exists() -> None:
    from typer.main import get_command

    from qfill.cli.app import app

    known = set(getattr(get_command(app), "commands"))  # noqa: B009
    shown = set(re.findall(r"^\$ qfill (\w+)", "\n".join(blocks("console")), re.MULTILINE))
    assert shown
    assert shown <= known
