"""Writes docs/commands.md from the program's own help: python tools/make_help_page.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from qfill.cli.app import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
WIDTH = "90"
"""Columns of the terminal that the help is laid out for."""


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The commands and their flags"
    yield ""
    yield (
        "This page is the program's own help (`python tools/make_help_page.py`). Results go to stdout, "
        "progress and hints to stderr. The exit codes stand in the [README](../README.md#use-it)."
    )
    runner = CliRunner()
    for names in _commands(get_command(app), ()):
        done = runner.invoke(
            app, [*names, "--help"], prog_name="qfill", env={"COLUMNS": WIDTH, "NO_COLOR": "1"}
        )
        if done.exit_code:
            raise SystemExit(f"qfill {' '.join(names)} --help: exit {done.exit_code}\n{done.output}")
        yield ""
        yield f"## {' '.join(('qfill', *names))}"
        yield ""
        yield "```text"
        yield from (line.rstrip() for line in done.output.strip("\n").splitlines())
        yield "```"


def _commands(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A command's words and those of the commands below it, in the order of the help."""
    yield names
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*names, name))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
