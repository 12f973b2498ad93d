"""SECURITY.md's promise: no command opens a connection, and none starts another program but git."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.books import questionnaire

WATCHED = """\
import json, sys

FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.exec", "os.fork",
             "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn", "webbrowser.")
seen = []
sys.addaudithook(lambda event, given: seen.append(event) if event.startswith(FORBIDDEN) else None)

from qfill.cli import main

codes = [main(words) for words in json.load(sys.stdin)]
print("\\n" + json.dumps({"codes": codes, "seen": seen}))
"""
COMMANDS = (
    "init --example",
    "fill in.xlsx --bank answers --mark",
    "fill in.xlsx last.csv -o out --jobs 1",
    "verify in.xlsx in.filled.xlsx --audit in.filled.xlsx.audit.json",
    "review in.filled.xlsx.audit.json --page pages --by owner",
    "ledger add in.filled.xlsx.audit.json",
    "ledger list",
    "match backups",
    "coverage in.xlsx",
    "coverage in.xlsx --format html -o coverage.html",
    "bank draft faq.md",
    "bank learn last.csv",
    "bank approve --all --owner security",
    "bank export bank.xlsx",
    "bank import bank.xlsx --dry-run",
    "bank list",
    "check --select QF1",
    "check --select QF1 --format sarif",
    "evaluate labelled.csv",
    "schema audit",
)


def watched(folder: Path, commands: list[list[str]], code: str = WATCHED) -> tuple[list[int], list[str]]:
    """The exit codes of commands run in one process, and what they did that is watched for."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        input=json.dumps(commands),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    return found["codes"], found["seen"]


def test_no_command_connects_or_starts_a_program(tmp_path: Path) -> None:
    questionnaire(tmp_path / "in.xlsx")
    (tmp_path / "faq.md").write_text("# Bees\n\nDo you keep bees?\n\nYes. On the roof.\n", encoding="utf-8")
    (tmp_path / "last.csv").write_text("question,answer\nDo you own a boat?,No\n", encoding="utf-8")
    labelled = "id,question,language,label,facts\n1,Is customer data backed up?,en,A,F15\n"
    (tmp_path / "labelled.csv").write_text(labelled, encoding="utf-8")
    codes, seen = watched(tmp_path, [command.split() for command in COMMANDS])
    assert dict(zip(COMMANDS, codes, strict=True)) == dict.fromkeys(COMMANDS, 0)
    assert seen == []


def test_git_is_seen_where_it_is_asked_for(tmp_path: Path) -> None:
    """So the watch works: `--against` starts git, and nothing else."""
    (tmp_path / "answers").mkdir()
    codes, seen = watched(tmp_path, [["init", "--example"], ["impact", "--against", "HEAD"]])
    assert codes[0] == 0
    assert "subprocess.Popen" in seen
    assert not any(event.startswith(("socket.", "urllib.", "http.")) for event in seen)
