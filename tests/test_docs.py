"""What the guides show is so: every command of a console or sh block runs, every flag named exists.

A line `$ qfill …` of a `console` block, and every `qfill` line of an `sh` block, runs in a folder with a
small bank, in the page's order. Files that a command reads are made when it is reached; what it writes
must not be there before. A command exits with 0 unless its comment says `# exit N`. Lines in yaml and in
running text cannot be run alone; of these the command and the flags must exist.

The tutorial's commands run in `tests/cli/test_tutorial.py`, on its own files.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.cli.books import questionnaire
from tests.cli.conftest import BANK, SOURCES

from qfill.cli import main

ROOT = Path(__file__).parents[1]
GUIDES = tuple(
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if path.name not in ("tutorial.md", "commands.md")
)
TEXTS = (
    *GUIDES,
    ROOT / "docs" / "tutorial.md",
    *(ROOT / name for name in ("SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "action.yml")),
)
BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACEHOLDERS = frozenset({"COMMAND", "NAME"})


def blocks(text: str, *languages: str) -> Iterator[tuple[str, str]]:
    for found in BLOCK.finditer(text):
        if found[1] in languages:
            yield found[1], found[2]


def commands(path: Path) -> list[str]:
    """The commands that a guide shows to be typed, with their comments."""
    found = []
    for language, block in blocks(path.read_text(encoding="utf-8"), "console", "sh"):
        mark = "$ qfill " if language == "console" else "qfill "
        found += [
            line.removeprefix("$ ")
            for line in block.replace("\\\n", " ").splitlines()
            if line.startswith(mark)
        ]
    return found


SHOWING = [path for path in GUIDES if commands(path)]


def decisions(folder: Path, audit: str) -> str:
    """One decision on an answered file: its first row is confirmed or, where it is blank, stays so."""
    path = folder / audit
    out = folder / audit.removesuffix(".audit.json")
    row = json.loads(path.read_text(encoding="utf-8"))["rows"][0]
    found = {
        "version": 1,
        "audit_sha256": sha256(path.read_bytes()).hexdigest(),
        "output_sha256": sha256(out.read_bytes()).hexdigest(),
        "reviewer": "Ann",
        "rows": [
            {
                "sheet": row["sheet"],
                "row": row["row"],
                "action": "confirm" if row["outcome"] == "filled" else "blank",
                "reason": "as a person sees it",
                "at": "2026-02-02T10:00:00Z",
            }
        ],
    }
    return json.dumps(found)


class World:
    """A folder in which a page's commands run; it makes what they read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bank = folder / "answers"
        bank.mkdir()
        today = date.today().isoformat()
        entry = BANK.replace("2026-01-01", today).replace("    status:", "    owner: operations\n    status:")
        (bank / "continuity.yaml").write_text(entry, encoding="utf-8")
        (bank / "sources.yaml").write_text(SOURCES, encoding="utf-8")
        self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.git("commit", "-q", "-m", "The bank")
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, capture_output=True)

    def run(self, *arguments: str) -> int:
        return main(list(arguments))

    def make(self, name: str) -> None:
        """Make a file that a command reads; a name that nothing is known of stays missing."""
        target = self.folder / name
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        base = target.name
        if base.endswith(".decisions.json"):
            audit = re.sub(r"(\.xlsx|\.csv)\..*", r"\1", name) + ".audit.json"
            self.make(audit)
            target.write_text(decisions(self.folder, audit), encoding="utf-8")
        elif ".filled." in base:
            original = re.sub(r"\.filled(\.\w+).*", r"\1", name)
            self.make(original)
            assert self.run("fill", original) == 0
        elif base.endswith(".md"):
            target.write_text("# Backups\n\nIs data backed up?\n\nYes. Every day.\n", encoding="utf-8")
        elif base.endswith("labelled.csv"):
            header = "id,question,language,label,facts,verdict\n"
            target.write_text(f"{header}1,Is customer data backed up?,en,A,F1,yes\n", encoding="utf-8")
        elif base.startswith("last-year") or base == "last.xlsx":
            questionnaire(target, answered=(3,))
        elif base.endswith(".xlsx"):
            questionnaire(target)
        elif base.endswith(".csv"):
            with target.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["id", "question"], ["1", "Is customer data backed up?"]])


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("typer.getchar", lambda: "q")
    return World(tmp_path)


OUTPUTS = ("-o", "--output", "--page", "--audit", "--plot")


def reads(words: list[str]) -> Iterator[str]:
    """The words of a command that name files it reads."""
    before = ""
    for word in words:
        writes = before in OUTPUTS and not (before == "--audit" and words[0] == "verify")
        made = words[:2] == ["bank", "export"]
        if re.fullmatch(r"[\w./-]+\.(xlsx|csv|docx|json|md)", word) and not writes and not made:
            yield word
        before = word


def test_the_pages_that_show_commands_are_found_out() -> None:
    named = {"README.md", "bank.md", "ci.md", "compliance.md", "presales.md", "review.md"}
    assert {path.name for path in SHOWING} == named


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.name)
def test_every_command_shown_runs(
    path: Path, world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in commands(path):
        command, _, comment = line.partition("  #")
        stated = re.search(r"\bexit (\d+)", comment)
        words = shlex.split(command)[1:]
        into = None
        if ">" in words:
            at = words.index(">")
            into, words = words[at + 1], words[:at]
        for name in reads(words):
            world.make(name)
        if words[0] == "review" and "--page" not in words:
            for stream in (sys.stdin, sys.stdout):
                monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        capsys.readouterr()
        code = world.run(*words)
        said = capsys.readouterr()
        if into:
            (world.folder / into).write_text(said.out, encoding="utf-8")
        assert code == (int(stated[1]) if stated else 0), (line, said.err)


def command_tree() -> Any:
    from typer.main import get_command

    from qfill.cli.app import app

    return get_command(app)


def shown_in_text(text: str) -> Iterator[str]:
    """All of `qfill …` in a text: blocks of any language, and code in a sentence."""
    for _, block in blocks(text, "console", "sh", "yaml", "text", ""):
        for line in block.replace("\\\n", " ").splitlines():
            yield from re.findall(r"(?<![\w/.-])qfill (?!is\b|from\b|by\b)([a-z-][^|;&>#`)\"]*)", line)
    plain = BLOCK.sub("", text)
    for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", plain):
        yield from re.findall(r"^qfill\s+([^|;&>#]*)", code)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_and_flag_named_exists(path: Path) -> None:
    root = command_tree()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yml":
        text = f"```yaml\n{text}```\n"
    for shown in shown_in_text(text):
        words = shown.replace("\n", " ").split()
        here = root
        while words and words[0] in getattr(here, "commands", {}):
            here = here.commands[words.pop(0)]
        grouped = bool(getattr(here, "commands", {}))
        if grouped and words and not words[0].startswith("-"):
            assert words[0] in PLACEHOLDERS or "|" in words[0], f"qfill {shown}"
            continue
        flags = {flag for one in here.params for flag in (*one.opts, *one.secondary_opts)}
        named = {word.partition("=")[0].rstrip(".,:;") for word in words if re.match(r"--?[a-z]", word)}
        assert named <= {*flags, "--help", "-h"}, f"qfill {shown}"


def test_the_page_of_the_commands_is_made_from_their_help() -> None:
    assert made("make_help_page")() == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), (
        "run python tools/make_help_page.py"
    )


def made(tool: str) -> Callable[[], str]:
    """The function that makes a page, of a tool beside the tests."""
    spec = importlib.util.spec_from_file_location(tool, ROOT / "tools" / f"{tool}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page: Callable[[], str] = module.page
    return page


@pytest.mark.parametrize("path", TEXTS[:-1], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name) if name else path
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            known = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
            assert anchor in known, link


def test_what_runs_here_would_notice_a_lie(world: World, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ qfill check --nonsense\n$ qfill fil x\n```\n", encoding="utf-8")
    codes = [world.run(*shlex.split(line)[1:]) for line in commands(page)]
    assert codes == [2, 2]
    with pytest.raises(AssertionError):
        test_every_command_and_flag_named_exists(page)
