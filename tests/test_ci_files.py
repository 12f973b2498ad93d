"""The action, the hook and the documented snippets say what the program can do; the rules' page is theirs."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from qfill.settings import read_settings

ROOT = Path(__file__).parents[1]
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
CHECKS = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")


def flags_of(command: str) -> set[str]:
    from typer.main import get_command

    from qfill.cli.app import app

    known = getattr(get_command(app), "commands")[command]  # noqa: B009
    return {flag for one in known.params for flag in one.opts}


def test_the_page_of_the_rules_is_made_from_them() -> None:
    spec = importlib.util.spec_from_file_location("make", ROOT / "tools" / "make_checks_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == CHECKS, "run python tools/make_checks_page.py"


def test_the_settings_of_the_page_are_accepted() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", CHECKS, re.MULTILINE | re.DOTALL)
    read_settings(ROOT / "qfill.toml", tomllib.loads(example))


@pytest.mark.parametrize(
    "text", [CI, (ROOT / "action.yml").read_text(encoding="utf-8")], ids=["docs", "action"]
)
def test_every_command_and_flag_shown_exists(text: str) -> None:
    commands = re.findall(r"qfill (check|coverage)\b((?:[^`\n|;&>]|\\\n)*)", text)
    assert commands
    for command, rest in commands:
        assert set(re.findall(r"(?<!\w)--[a-z-]+|(?<!\S)-o\b", rest)) <= flags_of(command), (command, rest)


def test_the_snippets_are_yaml() -> None:
    snippets = re.findall(r"^```yaml\n(.*?)^```$", CI, re.MULTILINE | re.DOTALL)
    assert len(snippets) == 5
    for snippet in snippets:
        assert yaml.safe_load(snippet)


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return found


def test_the_action_passes_its_inputs_by_the_environment_alone() -> None:
    steps = action()["runs"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(action()["inputs"])


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are bash")
def test_the_steps_of_the_action_run(tmp_path: Path) -> None:
    """The steps as GitHub would run them, but for the two that install."""
    (tmp_path / "bin").mkdir()
    qfill = tmp_path / "bin" / "qfill"
    qfill.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qfill "$@"\n', encoding="utf-8")
    qfill.chmod(0o755)
    repository = tmp_path / "repository"
    bank = repository / "answers"
    bank.mkdir(parents=True)
    source = ROOT / "tests" / "cases" / "banks" / "clean-payroll"
    for path in source.glob("*.yaml"):
        (bank / path.name).write_bytes(path.read_bytes())

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "The bank")
    path = bank / "payroll.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Within 36 hours", "Within 12 hours"), "utf-8")
    summary = tmp_path / "summary.md"
    runs = {
        step["name"]: step["run"] for step in action()["runs"]["steps"] if "qfill " in step.get("run", "")
    }
    environment = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(summary),
        "BANK": "answers",
        "FAIL_ON": "error",
        "BASELINE": "",
        "QUESTIONNAIRE": "",
        "MIN_SHARE": "0",
        "AGAINST": git("rev-parse", "HEAD").strip(),
    }

    def run(name: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", runs[name]]
        return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)

    checked = run("Check the answer bank")
    assert checked.returncode == 1
    assert checked.stdout.startswith("::error file=answers/payroll.yaml,line=")
    assert "no fact of breach-notice states 12" in checked.stdout
    covered = run("Show the coverage")
    assert (covered.returncode, covered.stderr) == (0, "")
    said = summary.read_text(encoding="utf-8")
    assert "QF504" in said
    assert "### Coverage of caiq" in said


def test_ci_runs_in_the_order_that_is_told() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "set-up, `ruff`, `mypy --strict`, `lint-imports`, the tests, and the slower tests" in told
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    steps = ("commands[0]", "$bin/ruff", "$bin/mypy", "$bin/lint-imports", "commands[1]", "marked fuzz")
    places = [script.index(f'run bash -c "${{{step}}}"' if step[0] == "c" else step) for step in steps]
    assert places == sorted(places)
