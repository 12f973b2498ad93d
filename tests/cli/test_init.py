"""`qfill init` lays down a bank that works, and touches nothing that is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Runner

from qfill.bank import load_bank
from qfill.bank.shipped import example_bank
from qfill.settings import read_settings

FILES = (
    "answers/general.yaml",
    "answers/profile.yaml",
    "answers/sources.yaml",
    "qfill.toml",
    ".github/workflows/qfill.yml",
)


def test_a_bank_that_loads_and_passes_the_check(
    qfill: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = qfill("init", "new", "--yes", "--company", "Härd & Co: 1", "--languages", "en,sv")
    assert (run.code, run.out.split()) == (0, [f"new/{name}" for name in FILES])
    bank = load_bank(folder / "new" / "answers")
    (name,) = (field for field in bank.profile if field.value)
    assert (name.id, name.value, name.facts) == ("vendor-name", "Härd & Co: 1", ("setup-1",))
    assert set(name.labels) == {"en", "sv"}
    assert run.err == "Next: cd new, then qfill bank draft DOCUMENT, or qfill bank learn COMPLETED…\n"
    assert name.facts[0] in bank.register.facts
    monkeypatch.chdir(folder / "new")
    assert qfill("check").code == 0
    assert qfill("bank", "list").code == 0


def test_settings_and_ci_file_are_valid(qfill: Runner, folder: Path) -> None:
    # No terminal and no --yes: the defaults.
    assert qfill("init", "new").code == 0
    path = folder / "new" / "qfill.toml"
    settings = read_settings(path, tomllib.loads(path.read_text("utf-8")))
    assert settings.bank == folder / "new" / "answers"
    assert settings.check.languages == ("en",)
    ci = yaml.safe_load((folder / "new" / FILES[-1]).read_text("utf-8"))
    assert {"run": "qfill check"} in ci["jobs"]["check"]["steps"]
    assert not any(field.value for field in load_bank(settings.bank).profile)


def test_what_is_there_stays(qfill: Runner, folder: Path) -> None:
    (folder / "qfill.toml").write_text("accept = 0.9\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run = qfill("init", "--yes")
    assert (run.code, run.out) == (0, ".github/workflows/qfill.yml\n")
    assert "qfill.toml was there already and stays as it is\n" in run.err
    assert {path: path.read_bytes() for path in before} == before
    assert not (folder / "answers" / "general.yaml").exists()
    again = qfill("init", "--yes")
    assert (again.code, again.out) == (0, "")


def test_the_example_is_the_shipped_bank(qfill: Runner, folder: Path) -> None:
    run = qfill("init", "try", "--example")
    assert (run.code, run.err) == (0, "Next: cd try, then qfill fill caiq_v4.xlsx\n")
    assert load_bank(folder / "try" / "answers").sha256 == load_bank(example_bank()).sha256
    assert (folder / "try" / "caiq_v4.xlsx").is_file()


def test_an_answer_is_added_to_the_new_bank(qfill: Runner, folder: Path) -> None:
    from qfill.bank.splice import open_editor

    qfill("init", "new", "--yes")
    editor = open_editor(folder / "new" / "answers")
    entry = {
        "id": "mfa",
        "verdict": "yes",
        "phrasings": {"en": ["Is MFA on?"]},
        "answer": {"en": "Yes."},
        "facts": ["f-1"],
        "status": "draft",
    }
    editor.add_answer("general", entry)
    editor.add_source("documents", {"id": "faq", "facts": [{"id": "f-1", "says": "MFA is on."}]})
    editor.save()
    assert list(load_bank(folder / "new" / "answers").by_id) == ["mfa"]


def test_an_unknown_language(qfill: Runner, folder: Path) -> None:
    run = qfill("init", "new", "--yes", "--languages", "en,xx")
    assert (run.code, run.err) == (2, "error: --languages xx: not one of en, sv, nb\n")
    assert not (folder / "new").exists()
