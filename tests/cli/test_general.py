"""What holds for every command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Runner

from qfill import __version__
from qfill.records import SCHEMAS, schema_text


def test_version(qfill: Runner) -> None:
    run = qfill("--version")
    assert (run.code, run.out, run.err) == (0, f"qfill {__version__}\n", "")


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema(qfill: Runner, name: str) -> None:
    run = qfill("schema", name)
    assert (run.code, run.out, run.err) == (0, schema_text(name), "")


def test_an_unknown_schema(qfill: Runner) -> None:
    run = qfill("schema", "nothing")
    assert (run.code, run.out) == (2, "")
    assert run.err == f"error: no schema is called 'nothing'\nhint: there are {', '.join(SCHEMAS)}\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["fill"], ["fill", "a", "--nonsense"], ["match"]])
def test_bad_usage(qfill: Runner, arguments: list[str]) -> None:
    run = qfill(*arguments)
    assert (run.code, run.out) == (2, "")
    assert "Usage: qfill" in run.err
    assert "Traceback" not in run.err


def test_no_command_shows_the_help(qfill: Runner) -> None:
    run = qfill()
    assert run.code == 2
    assert "Commands:" in run.out + run.err


def test_quiet_and_verbose_contradict(qfill: Runner) -> None:
    run = qfill("--quiet", "bank", "list", "--verbose")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: --quiet and --verbose contradict each other\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--quiet", "bank", "list"),
        ("bank", "-q", "list"),
        ("bank", "list", "-q"),
        ("ledger", "--quiet", "list"),
        ("ledger", "list", "--quiet"),
    ],
)
def test_quiet_stands_anywhere(qfill: Runner, arguments: tuple[str, ...]) -> None:
    run = qfill(*arguments)
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize("group", ["bank", "ledger"])
def test_verbose_stands_within_a_group(qfill: Runner, group: str) -> None:
    assert qfill(group, "--verbose", "list").code == 0
    run = qfill(group, "--verbose", "list", "--quiet")
    assert run.err == "error: --quiet and --verbose contradict each other\n"


def test_a_file_gets_no_progress_bar(qfill: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    (folder / "rows.csv").write_text("question\nIs customer data backed up?\n", encoding="utf-8")
    run = qfill("fill", "rows.csv")
    assert run.code == 0
    assert "matching" not in run.err
    assert "\x1b[2K" not in run.err


def test_a_broken_settings_file(qfill: Runner, folder: Path) -> None:
    (folder / "qfill.toml").write_text("acept = 0.5\n")
    run = qfill("bank", "list")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(
        f"error: {folder / 'qfill.toml'}: unknown key 'acept'; did you mean 'accept'?\n"
    )


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qfill", "schema", "audit"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["title"] == "qfill audit"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from qfill.cli import main; main(['--help']);"
        "heavy = {'openpyxl', 'lxml', 'docx', 'jinja2', 'rich', 'numpy', 'yaml', 'rapidfuzz', 'Stemmer'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_the_version_is_told_without_typer() -> None:
    code = (
        "import sys; from qfill.cli import main; main(['--version']); print('typer' in sys.modules,"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "False\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_goes_away_is_no_finding(folder: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "qfill", "schema", "audit"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    err = program.stderr.read()
    program.stderr.close()
    assert (program.wait(), err) == (0, b"")
