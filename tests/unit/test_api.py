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
from tests.cli.conftest import BANK as TOPIC
from tests.cli.conftest import SOURCES

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


def test_a_low_accept_and_a_scope_are_taken_as_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "qfill.toml").write_text('for = { region = "EU" }\n', encoding="utf-8")
    source = questionnaire(tmp_path / "in.xlsx")
    for product in ("Studio", ["Studio"]):
        scope: dict[str, str | list[str]] = {"product": product}
        result = qfill.fill(source, bank=BANK, accept=0.1, scope=scope, dry_run=True)
        settings = result.audit.settings
        assert (settings["accept"], settings["suggest"]) == (0.1, 0.1)
        assert settings["for"] == {"region": ["EU"], "product": ["Studio"]}


def test_verify_looks_for_what_is_above_a_tier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("question,answer\nWhat?,\n", encoding="utf-8")
    said = "Yes. Customer data is backed up every day."
    (tmp_path / "out.csv").write_text(f"question,answer\nWhat?,{said}\n", encoding="utf-8")
    bank = tmp_path / "answers"
    bank.mkdir()
    (bank / "one.yaml").write_text(TOPIC.replace("disclosure: public", "disclosure: nda"), encoding="utf-8")
    (bank / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    assert qfill.verify("in.csv", "out.csv", tier="nda").same
    assert not qfill.verify("in.csv", "out.csv", tier="public").same


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


def test_what_the_system_refuses_is_an_error_of_the_family(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for job in (qfill.check, qfill.fill):
        with pytest.raises(QfillError, match="File name too long"):
            job("a" * 300)
    with pytest.raises(QfillError, match="File name too long"):
        qfill.match("Is it?", bank="a" * 300)


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
    with pytest.raises(QfillError, match="tier secret: not one of public, nda"):
        qfill.fill("x.xlsx", tier="secret")
    with pytest.raises(QfillError, match="language de: not one of auto, en, sv, nb"):
        qfill.match("Is it?", bank=BANK, language="de")
    for number in (95, 9.5, "much"):
        with pytest.raises(QfillError, match=f"accept {number}: not between 0 and 1"):
            qfill.fill("x.xlsx", accept=number)  # type: ignore[arg-type]
    with pytest.raises(QfillError, match="scope: product must be text or a list of texts"):
        qfill.fill("x.xlsx", scope={"product": [1]})  # type: ignore[list-item]
    with pytest.raises(AttributeError):
        getattr(qfill, "nothing")  # noqa: B009


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = "{'rich', 'typer', 'openpyxl', 'rapidfuzz', 'yaml'}"
    code = f"import qfill, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
