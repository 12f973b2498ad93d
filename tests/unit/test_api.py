"""The Python API does what the commands do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.cli.books import decide, questionnaire

import qfill
from qfill.errors import QfillError

BANK = Path(__file__).parents[2] / "answers"
EDIT = {"row": 3, "action": "edit", "verdict": "no", "text": "No. There are none."}


def test_fill_writes_what_the_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = questionnaire(tmp_path / "in.xlsx")
    result = qfill.fill(source, bank=BANK, accept=0.5, page=False)
    assert [path.name for path in result.written] == ["in.filled.xlsx", "in.filled.xlsx.audit.json"]
    assert load_workbook(tmp_path / "in.filled.xlsx")["Security"]["C2"].value == "Yes"
    assert qfill.verify(source, result.written[0], audit=result.written[1]).same
    assert qfill.fill(source, bank=BANK, accept=0.5, dry_run=True).written == ()


def test_apply_writes_what_was_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    qfill.fill(questionnaire(tmp_path / "in.xlsx"), bank=BANK, accept=0.5, page=False)
    name = decide(tmp_path, EDIT)
    result = qfill.apply([name], "in.filled.xlsx", bank=BANK)
    assert [path.name for path in result.written] == ["in.filled.xlsx", "in.filled.xlsx.audit.json"]
    assert load_workbook(tmp_path / "in.filled.xlsx")["Security"]["D3"].value == "No. There are none."
    other = {"row": 3, "action": "edit", "verdict": "yes", "text": "Yes."}
    disputed = [decide(tmp_path, row, name=f"{at}.json") for at, row in enumerate((EDIT, other))]
    assert qfill.apply(disputed, "in.filled.xlsx", bank=BANK).conflicts
    with pytest.raises(QfillError, match="no audit beside"):
        qfill.apply([name], "in.xlsx", bank=BANK)


def test_match_explains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = qfill.match("Is customer data backed up?", bank=BANK)
    assert found.language == "en"
    assert found.match.candidates[0].answer_id == "backups"


def test_check_finds_what_the_command_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    broken = Path(__file__).parents[1] / "cases" / "banks" / "broken"
    found = qfill.check(broken, today=date(2026, 6, 1))
    assert found.failed
    assert all(finding.code.startswith("QF") for finding in found.report.findings)
    with pytest.raises(QfillError, match="no such bank"):
        qfill.check(tmp_path / "nowhere")


def test_the_page_about_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    questionnaire(tmp_path / "customer.xlsx")
    shutil.copytree(BANK, tmp_path / "answers")
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert blocks
    qfill.fill("customer.xlsx", page=False)
    decide(tmp_path, EDIT, name="customer.decisions.json", filled="customer.filled.xlsx")
    for block in blocks:
        exec(compile(block, "docs/api.md", "exec"), {})
    assert (tmp_path / "customer.filled.xlsx").is_file()


def test_errors_are_those_of_qfill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QfillError, match="no such file"):
        qfill.fill("nothing.xlsx", bank=BANK)
    with pytest.raises(QfillError, match="above accept"):
        qfill.fill("x.xlsx", accept=0.1, suggest=0.5)
    with pytest.raises(AttributeError):
        getattr(qfill, "nothing")  # noqa: B009


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = "{'rich', 'typer', 'openpyxl', 'rapidfuzz', 'yaml'}"
    code = f"import qfill, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
