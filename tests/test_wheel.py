"""The built wheel holds all that the program needs, apart from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
Installed = Callable[..., str]

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT))
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("qfill-*.whl")
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel and what it requires, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / SCRIPTS
    install = (scripts / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel)
    done = subprocess.run([str(one) for one in install], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return scripts


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """Run a program of the environment in an empty folder, where nothing of the checkout is in reach."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def run(program: str, *arguments: object) -> str:
        command = [str(environment / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, env=kept, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_example_is_laid_down_and_answered(installed: Installed, tmp_path: Path) -> None:
    """The README's first command, without a checkout: the template and the bank come with the wheel."""
    laid = installed("qfill", "init", "--example").splitlines()
    assert {"caiq_v4.xlsx", "qfill.toml", "answers/sources.yaml"} <= set(laid)
    assert (tmp_path / "caiq_v4.xlsx").read_bytes() == (ROOT / "templates" / "caiq_v4.xlsx").read_bytes()
    for name in laid:
        if name.startswith("answers/"):
            assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
    names = ["caiq_v4.filled.xlsx", "caiq_v4.filled.xlsx.audit.json", "caiq_v4.filled.xlsx.review.html"]
    assert installed("qfill", "fill", "caiq_v4.xlsx").splitlines() == names
    first = {name: (tmp_path / name).read_bytes() for name in names}
    assert json.loads(first[names[1]])["summary"]["filled"] > 0
    assert installed("qfill", "fill", "caiq_v4.xlsx").splitlines() == names
    assert {name: (tmp_path / name).read_bytes() for name in names} == first
    installed("qfill", "verify", "caiq_v4.xlsx", names[0], "--audit", names[1])
    installed("qfill", "check")


def test_the_checkout_and_the_wheel_answer_alike(installed: Installed, tmp_path: Path) -> None:
    shutil.copy(ROOT / "templates" / "caiq_v4.xlsx", tmp_path / "in.xlsx")
    installed("qfill", "fill", "in.xlsx", "--bank", ROOT / "answers", "-o", "wheel.xlsx", "--no-page")
    here = (sys.executable, "-m", "qfill", "fill", "in.xlsx", "--bank", ROOT / "answers", "-o", "here.xlsx")
    subprocess.run([str(one) for one in here], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "wheel.xlsx").read_bytes() == (tmp_path / "here.xlsx").read_bytes()


def test_schemas_and_the_template_of_coverage_come_along(installed: Installed) -> None:
    assert json.loads(installed("python", "-m", "qfill", "schema", "audit"))["title"] == "qfill audit"
    found = installed("qfill", "coverage", "--bank", ROOT / "answers", "--format", "json")
    assert json.loads(found)["total"]["questions"] == 261
    example = installed("python", "-c", "from qfill.bank.shipped import example_bank; print(example_bank())")
    assert "site-packages" in example
    assert (Path(example.strip()) / "sources.yaml").is_file()


def test_the_tests_pass_on_the_wheel(environment: Path, wheel: Path, tmp_path: Path) -> None:
    """The README's second command, on what is installed: whole runs, with the tests copied beside."""
    install = (environment / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt")
    needed = ("pytest", "hypothesis", "jsonschema")
    done = subprocess.run([*map(str, install), *needed], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in ("cli", "support", "cases"):
        shutil.copytree(ROOT / "tests" / name, tmp_path / "tests" / name)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "tutorial.md", tmp_path / "docs")
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n")
    wanted = [f"tests/cli/test_{name}.py" for name in ("fill", "teach", "csv", "docx", "tutorial")]
    done = subprocess.run(
        [str(environment / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", *wanted],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
