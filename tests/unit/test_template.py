"""templates/caiq_v4.xlsx: rebuilt to the byte, laid out as the CSA's, worded by us."""

import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "templates" / "build_caiq_v4.py"
INPUT = ROOT / "templates" / "caiq_v4.yaml"
TEMPLATE = ROOT / "templates" / "caiq_v4.xlsx"
OFFICIAL = ROOT.parent / "shared" / "questionnaires" / "caiq_v4.0.3.jsonl"
QUESTION_ROWS = range(3, 264)
TWICE = """
domains:
  - title: D
    controls:
      - {id: X-01, title: T, specification: S, questions: {X-01.1: Q}}
      - {id: X-02, title: T, specification: S, questions: {X-01.1: Q}}
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_caiq_v4", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    worksheet = load_workbook(TEMPLATE)["CAIQv4.0.3"]
    assert isinstance(worksheet, Worksheet)
    return worksheet


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    loaded = yaml.safe_load(INPUT.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def controls(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [control for domain in content["domains"] for control in domain["controls"]]


def wordings(content: dict[str, Any]) -> dict[str, str]:
    """Every wording of ours by the id of its question or control."""
    found = {control["id"]: control["specification"] for control in controls(content)}
    for control in controls(content):
        found.update(control["questions"])
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def test_rebuilding_gives_the_same_bytes(script: ModuleType, tmp_path: Path) -> None:
    script.build(INPUT, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == TEMPLATE.read_bytes()


def test_runs_as_a_program(tmp_path: Path) -> None:
    target = tmp_path / "built.xlsx"
    done = subprocess.run(
        [sys.executable, SCRIPT, INPUT, target], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{target}\n", "")
    assert target.read_bytes() == TEMPLATE.read_bytes()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("version: 4.0.3\n", "'domains'"),
        ("a: [\n", "expected the node content"),
        (
            TWICE,
            "X-01.1 stands twice",
        ),
    ],
)
def test_a_broken_input_is_one_clear_error(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    source = tmp_path / "in.yaml"
    source.write_text(text, encoding="utf-8")
    assert script.main([str(source)]) == 2
    assert complaint in capsys.readouterr().err
    assert not source.with_suffix(".xlsx").exists()


def test_a_missing_input_is_one_clear_error(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_no_time_of_making_stands_in_it() -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}


def test_counts(sheet: Worksheet, content: dict[str, Any]) -> None:
    def column(letter: str) -> list[object]:
        return [sheet[f"{letter}{row}"].value for row in QUESTION_ROWS]

    assert len(set(column("A"))) == len(column("A")) == 261
    assert None not in column("B")
    assert len({value for value in column("I") if value is not None}) == 197
    assert sum(value is not None for value in column("J")) == 197
    assert len({value for value in column("L") if value is not None}) == 17
    assert len(wordings(content)) == 261 + 197


def test_layout(sheet: Worksheet) -> None:
    assert load_workbook(TEMPLATE).sheetnames == ["Introduction", "CAIQv4.0.3"]
    assert [cell.value for cell in sheet[2]] == [
        "Question ID",
        "Question",
        "CSP CAIQ Answer",
        "SSRM Control Ownership",
        "CSP Implementation Description (Optional/Recommended)",
        "CSC Responsibilities (Optional/Recommended)",
        None,
        None,
        "CCM Control ID",
        "CCM Control Specification",
        "CCM Control Title",
        "CCM Domain Title",
    ]
    assert sheet.freeze_panes == "C3"
    assert sheet.max_row == QUESTION_ROWS[-1] + 2
    for row in QUESTION_ROWS:
        for cell in sheet[row]:
            assert cell.alignment.wrap_text or not (cell.column in range(1, 7) or cell.value), cell.coordinate


def test_rows_hold_their_text_and_may_grow(sheet: Worksheet) -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        rows = re.findall(r"<row ([^>]*)>", package.read("xl/worksheets/sheet2.xml").decode())
    assert ['customHeight="1"' in row for row in rows] == [True] * 2 + [False] * 263
    for row in QUESTION_ROWS:
        height, wording = sheet.row_dimensions[row].height, sheet.cell(row, 2).value
        assert isinstance(wording, str)
        assert height >= 15 * len(wording) / 64, row


def test_a_control_is_merged_over_its_questions(sheet: Worksheet, content: dict[str, Any]) -> None:
    wanted = {"B1:D1", "A264:D264", "A265:D265"}
    row = QUESTION_ROWS[0]
    for domain in content["domains"]:
        first_of_domain = row
        for control in domain["controls"]:
            last = row + len(control["questions"]) - 1
            assert [sheet.cell(row, column).value for column in (9, 10, 11)] == [
                control["id"],
                control["specification"],
                control["title"],
            ]
            if last > row:
                wanted |= {f"{letter}{row}:{letter}{last}" for letter in "IJK"}
            row = last + 1
        assert sheet.cell(first_of_domain, 12).value == domain["title"]
        wanted.add(f"L{first_of_domain}:L{row - 1}")
    assert {str(merged) for merged in sheet.merged_cells.ranges} == wanted


def test_dropdowns(sheet: Worksheet) -> None:
    found = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    assert {place: (each.type, each.formula1) for place, each in found.items()} == {
        "C3:C263": ("list", '"Yes,No,NA"'),
        "D3:D263": (
            "list",
            '"CSP-owned,CSC-owned,3rd-party outsourced,Shared CSP and CSC,Shared CSP and 3rd-party"',
        ),
    }
    assert all(each.showErrorMessage and not each.showDropDown for each in found.values())


def test_only_the_answer_cells_are_open(sheet: Worksheet) -> None:
    assert all(worksheet.protection.sheet for worksheet in load_workbook(TEMPLATE).worksheets)
    open_cells = {
        (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == {(row, column) for row in QUESTION_ROWS for column in range(3, 7)}
    assert all(sheet.cell(row, column).value is None for row in QUESTION_ROWS for column in range(3, 7))


def test_the_introduction_says_whose_words_these_are() -> None:
    rows = load_workbook(TEMPLATE)["Introduction"].iter_rows(values_only=True)
    text = "\n".join(str(value) for row in rows for value in row if value is not None)
    for part in ("paraphrases", "licence", "https://cloudsecurityalliance.org/", "neither made nor approved"):
        assert part in text


def test_wordings_are_whole_and_all_different(content: dict[str, Any]) -> None:
    found = wordings(content)
    assert [text for text, times in Counter(found.values()).items() if times > 1] == []
    for name, text in found.items():
        assert text == text.strip(), name
        assert "  " not in text, name
        assert text[0].isupper(), name
        if "." in name:
            assert "?" in text or text.split("\n")[0].endswith(":"), name
        else:
            assert text.endswith("."), name


@pytest.fixture(scope="module")
def official() -> list[dict[str, str]]:
    if not OFFICIAL.exists():
        pytest.skip("the official questionnaire is not at hand")
    return [json.loads(line) for line in OFFICIAL.read_text(encoding="utf-8").splitlines()]


def test_ids_and_titles_are_the_official_ones(
    content: dict[str, Any], official: list[dict[str, str]]
) -> None:
    ours = [
        (question_id, control["id"], control["title"], domain["title"])
        for domain in content["domains"]
        for control in domain["controls"]
        for question_id in control["questions"]
    ]
    names = ("question_id", "control_id", "control_title", "domain")
    assert ours == [tuple(row[name] for name in names) for row in official]


def test_no_wording_is_the_official_one(content: dict[str, Any], official: list[dict[str, str]]) -> None:
    theirs = {row["question_id"]: words(row["question"]) for row in official}
    theirs |= {row["control_id"]: words(row["specification"]) for row in official}
    all_of_theirs = {" ".join(text) for text in theirs.values()}
    for name, text in wordings(content).items():
        mine = " ".join(words(text))
        assert mine not in all_of_theirs, name
        # nor does a run of ten words of theirs, longer than any term or title, stand in ours
        runs = (" ".join(theirs[name][at : at + 10]) for at in range(len(theirs[name]) - 9))
        assert [run for run in runs if f" {run} " in f" {mine} "] == [], name


def test_every_figure_and_frequency_is_kept(content: dict[str, Any], official: list[dict[str, str]]) -> None:
    theirs = {row["question_id"]: row["question"] for row in official}
    theirs |= {row["control_id"]: row["specification"] for row in official}
    said_as = {
        "annual": r"\byear",
        "monthly": r"\bmonth",
        "weekly": r"\bweek",
        "periodic": r"\bintervals",
        "planned intervals": r"planned intervals",
        "defined intervals": r"set intervals",
        r"least privilege\b": r"least privilege",
        "multifactor": r"MFA",
        "independent": r"independent",
        "third.part": r"third.part",
        "contractual": r"contract",
        "automat(?!ic)": r"automat",
        "at[- ]rest": r"at rest",
        "in[- ]transit": r"in transit",
        "tested|test ": r"\btest",
        "personal": r"personal",
    }
    lost = [
        (name, term)
        for name, text in wordings(content).items()
        for term, pattern in said_as.items()
        if re.search(term, theirs[name]) and not re.search(pattern, text)
    ]
    assert lost == []
