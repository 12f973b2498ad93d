"""The tutorial's commands, run in their order on the tutorial's own files."""

from __future__ import annotations

import csv
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Runner

from qfill.bank import load_bank

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^`(?P<file>[\w.-]+)`:\n\n```\w+\n(?P<text>.*?)^```$"
    r"|^```console\n(?P<shown>.*?)^```$"
    r"|<!-- deleted: (?P<gone>\S+) -->",
    re.MULTILINE | re.DOTALL,
)
SETTLED = re.compile(
    r"^- \*(?P<question>[^*]+)\*[^`]*`(?P<key>[yn])`"
    r"|^- \*(?P<edited>[^*]+)\*[^`]*`e`[^`]*`(?P<text>[^`]+)`[^`]*`(?P<verdict>\w+)`",
    re.MULTILINE,
)


@pytest.fixture
def empty(folder: Path) -> Path:
    """The working folder without the bank that other tests start from."""
    for path in (folder / "answers").iterdir():
        path.unlink()
    (folder / "answers").rmdir()
    return folder


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Somebody at the terminal who settles the rows as the page says; the questions, in that order."""
    found = list(SETTLED.finditer(PAGE))
    keys = iter([one["key"] or "e" for one in found])
    texts, verdicts = (iter([one[part] for one in found if one[part]]) for part in ("text", "verdict"))
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    monkeypatch.setattr("builtins.input", lambda label: next(texts))
    monkeypatch.setattr("typer.prompt", lambda label, **named: next(verdicts))
    yield [one["question"] or one["edited"] for one in found]
    assert [*keys, *texts, *verdicts] == []


def delete(bank: Path, answer: str) -> None:
    """Delete an answer's lines, as in an editor."""
    entry = re.compile(rf"^  - id: {re.escape(answer)}\n(?:(?!  - ).*\n)*", re.MULTILINE)
    (path,) = (path for path in bank.glob("*.yaml") if entry.search(path.read_text(encoding="utf-8")))
    path.write_text(entry.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


def test_every_command_does_what_the_page_says(
    qfill: Runner, empty: Path, person: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    commands = 0
    for step in STEP.finditer(PAGE):
        if step["file"]:
            (empty / step["file"]).write_text(step["text"], encoding="utf-8")
        elif step["gone"]:
            delete(empty / "answers", step["gone"])
        else:
            commands += run_all(qfill, step["shown"])
    assert commands == PAGE.count("\n$ qfill ")
    assert outcomes(empty, "customer") == {
        "1.1": "filled Yes",
        "1.2": "filled Yes",
        "2.1": "filled Yes",
        "2.2": "accept No",
        "3.1": "filled Yes",
        "3.2": "filled Yes",
        "3.3": "edit Yes",
        "3.4": "unanswered ",
    }
    assert set(outcomes(empty, "next").values()) == {"filled Yes", "filled In Sweden, in two data centres."}
    assert all(answer.approved for answer in load_bank(empty / "answers").answers)
    decided = json.loads((empty / "customer.filled.csv.audit.json").read_text(encoding="utf-8"))["rows"]
    assert [row["question"] for row in decided if row["decision"]] == person


def outcomes(folder: Path, name: str) -> dict[str, str]:
    """What became of each row, a person's decision before the program's, and its answer cell."""
    audit = json.loads((folder / f"{name}.filled.csv.audit.json").read_text(encoding="utf-8"))
    with (folder / f"{name}.filled.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["id"]: row["answer"] for row in csv.DictReader(file)}
    return {
        row["question_id"]: f"{(row['decision'] or {}).get('action') or row['outcome']} "
        f"{cells[row['question_id']]}"
        for row in audit["rows"]
    }


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
