"""What SECURITY.md states: the limits, which `test_limits` tries, and that qfill runs nothing it is given."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.test_limits import BEYOND, LEFT_OUT

from qfill import files
from qfill.bank import tree as yaml_tree
from qfill.files import container, csvfile, grid
from qfill.files.docx import tree
from qfill.files.xlsx import cells, formulas, marks, validations
from qfill.layout import rows
from qfill.records import form

ROOT = Path(__file__).parents[1]
MB = 1 << 20
HELD = {
    "a questionnaire's file": (files.MAX_FILE // MB,),
    "a zip's members": (container.MAX_MEMBERS,),
    "all members of a zip, unpacked": (container.MAX_UNPACKED // MB,),
    "one part that is read, unpacked": (container.MAX_PART // MB,),
    "all parts that are read, unpacked": (container.MAX_READ // MB,),
    "tags in all parts that are read": (container.MAX_TAGS,),
    "a member of more than 1 MB: how much it may unpack to": (container.MAX_RATIO,),
    "a workbook's cells": (cells.MAX_CELLS,),
    "rows or columns that a sheet's merges (or validations) touch": (marks.MAX_LISTED,),
    "a sheet's merges (or validations) higher and wider than 200 cells": (marks.MAX_LARGE,),
    "a dropdown's options": (validations.MAX_OPTIONS,),
    "rows and cells that the formulas of all dropdowns look at": (formulas.MAX_LOOKED,),
    "a Word document's elements": (tree.MAX_ELEMENTS, tree.MAX_DEPTH),
    "a csv": (csvfile.MOST_BYTES // MB, csvfile.MOST_FIELDS, csvfile.MOST_COLUMNS),
    "one cell, field or paragraph": (grid.MAX_LETTERS,),
    "one question": (rows.MAX_QUESTION,),
    "an audit, decisions, a ledger file": (form.MOST_BYTES // MB, form.MOST_VALUES, form.MOST_DEEP),
    "a YAML file of the bank": (yaml_tree.MOST_BYTES // MB, yaml_tree.MOST_NODES, yaml_tree.DEEPEST),
}


def _stated() -> dict[str, tuple[str, str]]:
    """The table's rows: what is limited, the limit, the module."""
    found = re.findall(
        r"^\| (.+?) \| (.+?) \| `(.+?)` \|$", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE
    )
    return {what: (limit, module) for what, limit, module in found}


@pytest.mark.parametrize("what", HELD)
def test_a_stated_limit_is_the_one_in_the_code(what: str) -> None:
    limit, module = _stated()[what]
    numbers = tuple(int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?<!,)", limit))
    assert numbers == HELD[what]
    assert (ROOT / "src" / "qfill" / module).is_file()


def test_every_stated_limit_is_known_and_has_a_file_beyond_it() -> None:
    assert set(_stated()) == set(HELD) == {what for what, *_ in BEYOND} | set(LEFT_OUT)
    assert container.RATIO_FROM == MB
    assert grid.AreaIndex.HIGH == 200


# Names that run, load or unpack code, and the one module that starts another program: git, by fixed words.
RUNS = {"eval", "exec", "compile", "__import__"}
RUNNING_MODULES = {"subprocess", "pickle", "marshal", "shelve", "runpy", "code", "codeop", "ctypes", "pty"}
RUNNING_CALLS = {
    "os.system", "os.popen", "os.execv", "os.execvp", "os.spawnv", "yaml.load", "yaml.unsafe_load",
    "yaml.full_load", "importlib.import_module",
}  # fmt: skip
STARTS_GIT = "bank/revision.py"


def running(source: str) -> list[str]:
    """Whatever in a module's source could run what it is given."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] in RUNNING_MODULES]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found += [module] if module.split(".")[0] in RUNNING_MODULES else []
            found += [f"{module}.{one.name}" for one in node.names if f"{module}.{one.name}" in RUNNING_CALLS]
        elif isinstance(node, ast.Name) and node.id in RUNS:
            found.append(node.id)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in RUNNING_CALLS:
            found.append(ast.unparse(node))
        elif isinstance(node, ast.keyword) and node.arg == "shell":
            found.append("shell=")
    return found


def test_no_module_runs_what_it_is_given() -> None:
    package = ROOT / "src" / "qfill"
    modules = sorted(package.rglob("*.py"))
    assert len(modules) > 100
    found = {
        path.relative_to(package).as_posix(): names
        for path in modules
        if (names := running(path.read_text(encoding="utf-8")))
    }
    assert found == {STARTS_GIT: ["subprocess"]}


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "import pickle",
        "from subprocess import run",
        "import os\nos.system('ls')",
        "import yaml\nyaml.load(text, Loader=yaml.Loader)",
        "from importlib import import_module",
        "start('ls', shell=True)",
    ],
)
def test_what_would_run_it_is_seen(source: str) -> None:
    assert running(source)
