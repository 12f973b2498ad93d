"""`qfill coverage` tells by domain what the bank answers, and lists what it does not."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator
from openpyxl import load_workbook
from tests.cli.conftest import Runner

from qfill.records import load_schema

TODAY = ("--today", "2026-06-01")
ROWS = """\
section,id,question
Continuity,C1,Is customer data backed up?
Continuity,C2,Do you insure against <cyber> attacks & theft?
People,P1,=Are references of new employees checked?
"""


@pytest.fixture
def form(folder: Path) -> Path:
    path = folder / "form.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_bars_by_domain(qfill: Runner, form: Path) -> None:
    run = qfill("coverage", form, *TODAY)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == f"Continuity  {'█' * 15}{'·' * 15}    1 of 2    50%"
    assert lines[1] == f"People      {'·' * 30}    0 of 1     0%"
    assert lines[3] == "form.csv: 1 of 3 questions answered (33.3%), 0 with something to review"
    assert "2 gaps, the nearest to an answer first:" in lines
    assert any(line.startswith("  P1: =Are references") for line in lines)


def test_caiq_is_the_default(qfill: Runner, folder: Path) -> None:
    found = json.loads(qfill("coverage", "--format", "json", *TODAY).out)
    assert found["questionnaire"] == "caiq_v4.xlsx"
    assert len(found["domains"]) == 17
    assert found["total"]["questions"] == sum(one["questions"] for one in found["domains"]) == 261
    assert len(found["gaps"]) == 261 - found["total"]["answered"]


def test_json_holds_to_its_schema(qfill: Runner, form: Path) -> None:
    run = qfill("coverage", form, "--format", "json", *TODAY)
    found = json.loads(run.out)
    Draft7Validator(load_schema("coverage")).validate(found)
    assert found["total"] == {"questions": 3, "answered": 1, "suggested": 0, "share": 0.3333}
    assert [gap["id"] for gap in found["gaps"]] == ["C2", "P1"]
    assert found["against"] is None


@pytest.mark.parametrize(("share", "code"), [("0.33", 0), ("0.34", 1), ("0", 0)])
def test_a_share_for_ci(qfill: Runner, form: Path, share: str, code: int) -> None:
    run = qfill("coverage", form, "--min-share", share, *TODAY)
    assert run.code == code
    assert bool(run.err) == bool(code)


def test_a_share_that_is_none(qfill: Runner, form: Path) -> None:
    run = qfill("coverage", form, "--min-share", "20")
    assert (run.code, run.err) == (2, "error: --min-share 20: not between 0 and 1\n")


def test_a_file_that_asks_nothing_is_named(qfill: Runner, folder: Path) -> None:
    (folder / "prices.csv").write_text("item,price\nchair,12\n", encoding="utf-8")
    run = qfill("coverage", "prices.csv")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: prices.csv: no questions found in the file\n")


def test_the_heat_map_has_a_square_a_question(qfill: Runner, form: Path) -> None:
    run = qfill("coverage", form, "--format", "svg", *TODAY)
    root = ElementTree.fromstring(run.out)
    titles = [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 1 + 3
    assert any("<cyber> attacks & theft" in title for title in titles)
    assert run.out == qfill("coverage", form, "--format", "svg", *TODAY).out


def test_the_page_escapes_and_needs_nothing_from_elsewhere(qfill: Runner, form: Path) -> None:
    page = qfill("coverage", form, "--format", "html", *TODAY).out
    assert "<cyber>" not in page
    assert "&lt;cyber&gt; attacks &amp; theft" in page
    assert "<script" not in page
    assert page.replace("http://www.w3.org/2000/svg", "").count("http") == 0


def test_the_gap_list_is_a_workbook_of_text(qfill: Runner, form: Path, folder: Path) -> None:
    run = qfill("coverage", form, "--format", "xlsx", "-o", "gaps.xlsx", *TODAY)
    assert (run.code, run.out) == (0, "gaps.xlsx\n")
    data = (folder / "gaps.xlsx").read_bytes()
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["ID", "Domain", "Control", "Question"]
    assert [row[0] for row in rows[1:]] == ["C2", "P1"]
    asked = sheet.cell(3, 4)
    assert (asked.data_type, asked.value) == ("s", "=Are references of new employees checked?")
    assert qfill("coverage", form, "--format", "xlsx", "-o", "again.xlsx", *TODAY).code == 0
    assert (folder / "again.xlsx").read_bytes() == data


def test_control_characters_do_not_hinder_the_gap_list(qfill: Runner, form: Path, folder: Path) -> None:
    form.write_text(ROWS.replace("insure", "in\x01sure").replace("C2", "C\x022"), encoding="utf-8")
    run = qfill("coverage", form, "--format", "xlsx", "-o", "gaps.xlsx", *TODAY)
    assert (run.code, run.out) == (0, "gaps.xlsx\n"), run.err
    sheet = load_workbook(folder / "gaps.xlsx").worksheets[0]
    assert (sheet["A2"].value, sheet["D2"].value) == (
        "C\ufffd2",
        "Do you in\ufffdsure against <cyber> attacks & theft?",
    )


def test_a_gap_list_that_was_worked_on_is_kept(qfill: Runner, form: Path, folder: Path) -> None:
    write = ("coverage", form, "--format", "xlsx", "-o", "gaps.xlsx", *TODAY)
    assert qfill(*write).code == 0
    assert qfill(*write).code == 0
    path = folder / "gaps.xlsx"
    book = load_workbook(path)
    book.worksheets[0]["H2"] = "typed by a person"
    book.save(path)
    edited = path.read_bytes()
    run = qfill(*write)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: gaps.xlsx: exists and holds something else\n"
        "hint: move it away, or pass --force to replace it\n"
    )
    assert path.read_bytes() == edited
    assert (qfill(*write, "--force").code, path.read_bytes() == edited) == (0, False)


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_the_questionnaire_is_never_an_output(qfill: Runner, form: Path, force: tuple[str, ...]) -> None:
    run = qfill("coverage", form, "--format", "json", "-o", "./form.csv", *force)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: -o form.csv: would be written over the questionnaire\nhint: give another name\n"
    )
    assert form.read_text(encoding="utf-8") == ROWS


def test_markdown(qfill: Runner, form: Path) -> None:
    run = qfill("coverage", form, "--format", "markdown", *TODAY)
    assert "| Continuity | 1 | 2 | 50% | 0 |" in run.out
    assert "<cyber>" not in run.out


@pytest.fixture
def committed(folder: Path) -> Path:
    for command in (
        ("init", "-q"),
        ("add", "answers"),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "The bank"),
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return folder


def test_against_an_older_bank(qfill: Runner, form: Path, committed: Path) -> None:
    path = committed / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("id: backups", "id: copies").replace(
            "Is customer data backed up?", "Are there backups?"
        ),
        encoding="utf-8",
    )
    (committed / "answers" / "people.yaml").write_text(
        "schema: 1\ntopic: people\nanswers:\n  - id: references\n    verdict: yes\n"
        "    phrasings:\n      en:\n        - Are references of new employees checked?\n"
        "    answer:\n      en: Yes. Two are called.\n"
        "    facts: [F1]\n    status: approved\n",
        encoding="utf-8",
    )
    run = qfill("coverage", form, "--against", "HEAD", *TODAY)
    assert run.code == 0
    assert "; at HEAD 1 were (33.3%)" in run.out
    assert "+ P1: =Are references of new employees checked? (nothing -> references)" in run.out
    found = json.loads(qfill("coverage", form, "--against", "HEAD", "--format", "json", *TODAY).out)
    Draft7Validator(load_schema("coverage")).validate(found)
    changes = {one["id"]: one["change"] for one in found["against"]["changes"]}
    assert changes["P1"] == "gained"
    assert changes["C1"] in ("lost", "changed")
    markdown = qfill("coverage", form, "--against", "HEAD", "--format", "markdown", *TODAY).out
    assert "| People | 1 | 1 | 100% | 0 | +1 |" in markdown


def test_against_tells_of_an_answer_that_says_otherwise(qfill: Runner, form: Path, committed: Path) -> None:
    path = committed / "answers" / "continuity.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("every day", "every week"), encoding="utf-8")
    run = qfill("coverage", form, "--against", "HEAD", *TODAY)
    assert "~ C1: Is customer data backed up? (backups says otherwise)\n" in run.out
    found = json.loads(qfill("coverage", form, "--against", "HEAD", "--format", "json", *TODAY).out)
    Draft7Validator(load_schema("coverage")).validate(found)
    assert [one["change"] for one in found["against"]["changes"]] == ["reworded"]


def test_against_a_revision_that_is_not_there(qfill: Runner, form: Path, committed: Path) -> None:
    run = qfill("coverage", form, "--against", "nowhere")
    assert run.code == 2
    assert "hint: there is no revision nowhere" in run.err


def test_against_without_a_repository(
    qfill: Runner, form: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    run = qfill("coverage", form, "--against", "HEAD")
    assert run.code == 2
    assert "hint: --against needs a bank in a git repository" in run.err
