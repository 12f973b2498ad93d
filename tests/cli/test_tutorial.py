"""The tutorial's commands, run in their order on the tutorial's own files."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Runner

from qfill.bank import load_bank
from qfill.bank.splice import open_editor

PAGE = (Path(__file__).parents[2] / "docs" / "first-bank.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^`(?P<file>[\w.-]+)`:\n\n```\w+\n(?P<text>.*?)^```$"
    r"|^```console\n(?P<shown>.*?)^```$"
    r"|<!-- deleted: (?P<gone>\S+) -->",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture
def empty(folder: Path) -> Path:
    """The working folder without the bank that other tests start from."""
    for path in (folder / "answers").iterdir():
        path.unlink()
    (folder / "answers").rmdir()
    return folder


def test_every_command_does_what_the_page_says(qfill: Runner, empty: Path) -> None:
    commands = 0
    for step in STEP.finditer(PAGE):
        if step["file"]:
            (empty / step["file"]).write_text(step["text"], encoding="utf-8")
        elif step["gone"]:
            editor = open_editor(empty / "answers")
            editor.remove_answer(step["gone"])
            editor.save()
        else:
            commands += run_all(qfill, step["shown"])
    assert commands == PAGE.count("\n$ qfill ")
    with (empty / "customer.filled.csv").open(encoding="utf-8", newline="") as file:
        answers = {row["id"]: row["answer"] for row in csv.DictReader(file)}
    assert answers == {
        "1.1": "Yes",
        "1.2": "Yes",
        "2.1": "Yes",
        "2.2": "",
        "3.1": "Yes",
        "3.2": "Yes",
        "3.3": "",
    }
    assert all(answer.approved for answer in load_bank(empty / "answers").answers)


def run_all(qfill: Runner, shown: str) -> int:
    """Run a block's commands; each must succeed and print the lines shown below it."""
    blocks = re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]
    for block in blocks:
        command, *lines = block.splitlines()
        run = qfill(*shlex.split(command)[1:])
        assert run.code == 0, (command, run.err)
        said = [*run.out.splitlines(), *run.err.splitlines()]
        assert [line for line in lines if line not in said] == [], (command, said[-3:])
    return len(blocks)
