"""`qfill evaluate` as a gate: figures that hold to the schema, and a code when a share falls short."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from tests.cli.books import two_products
from tests.cli.conftest import Runner

from qfill.records import load_schema

ROWS = """\
id,question,language,label,facts,verdict
1,Is customer data backed up?,en,A,F1,yes
2,Do you keep bees on the roof of the office building?,en,N,,
3,Säkerhetskopieras kundens data?,sv,A,F1,yes
"""


def test_json_holds_to_its_schema(qfill: Runner, folder: Path) -> None:
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--format", "json", "--accept", "0.5")
    assert run.code == 0
    found = json.loads(run.out)
    Draft7Validator(load_schema("evaluate")).validate(found)
    assert (found["rows"], found["filled"], found["right"]) == (3, 2, 2)
    assert (found["precision"], found["recall"], found["false_fills"]) == (1, 1, 0)
    assert set(found["by"]) == {"label", "language", "source"}
    assert set(found["topics"]) == {"continuity", "outside the bank"}
    assert found["outcomes"]["A"]["filled rightly"] == 2


@pytest.mark.parametrize(
    ("settings", "filled"),
    [("", 2), ('tier = "public"\n', 0), ('tier = "nda"\n', 2), ('stale = "review"\ntier = "nda"\n', 0)],
)
def test_the_fill_of_the_settings_is_measured(
    qfill: Runner, folder: Path, settings: str, filled: int
) -> None:
    bank = folder / "answers" / "continuity.yaml"
    if settings:
        bank.write_text(bank.read_text("utf-8").replace("disclosure: public", "disclosure: nda"), "utf-8")
    (folder / "qfill.toml").write_text(settings, encoding="utf-8")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--format", "json", "--accept", "0.5", "--today", "2027-06-01")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out)["filled"] == filled


def test_the_product_of_the_settings_is_measured(qfill: Runner, folder: Path) -> None:
    two_products(folder)
    (folder / "qfill.toml").write_text('for = {product = "Studio"}\n', encoding="utf-8")
    (folder / "rows.csv").write_text("".join(ROWS.splitlines(True)[:2]), encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--format", "json")
    assert (run.code, run.err) == (0, "")
    assert (json.loads(run.out)["filled"], json.loads(run.out)["right"]) == (1, 1)


def test_a_learnt_answer_is_measured_as_a_fill_of_that_day_treats_it(qfill: Runner, folder: Path) -> None:
    bank = folder / "answers" / "continuity.yaml"
    known = "        - Is customer data backed up?\n"
    asked = known.replace("Is customer data backed up?", "Was customer data backed up in the past year?")
    bank.write_text(bank.read_text(encoding="utf-8").replace(known, known + asked), encoding="utf-8")
    (folder / "answers" / "sources.yaml").write_text(
        "schema: 1\nquestionnaires:\n  - id: old\n    file: old.xlsx\n    date: 2026-01-01\n    facts:\n"
        "      - id: F1\n        place: C2\n        says: Customer data is backed up every day.\n",
        encoding="utf-8",
    )
    (folder / "rows.csv").write_text(
        "id,question,language,label,facts,verdict\n"
        "1,Was customer data backed up in the past year?,en,A,F1,yes\n",
        encoding="utf-8",
    )
    for day, filled in (("2026-06-01", 1), ("2028-06-01", 0)):
        run = qfill("evaluate", "rows.csv", "--format", "json", "--today", day)
        assert (run.code, json.loads(run.out)["filled"]) == (0, filled)


@pytest.mark.parametrize("flag", ["--min-precision", "--min-recall"])
def test_a_share_that_is_none_is_refused(qfill: Runner, folder: Path, flag: str) -> None:
    run = qfill("evaluate", "rows.csv", flag, "95")
    assert (run.code, run.out, run.err) == (2, "", f"error: {flag} 95: not between 0 and 1\n")


def test_a_share_that_falls_short_has_its_code(qfill: Runner, folder: Path) -> None:
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    assert qfill("evaluate", "rows.csv", "--accept", "1", "--min-recall", "0.5").code == 1
    assert qfill("evaluate", "rows.csv", "--accept", "0.5", "--min-recall", "0.5").code == 0


def test_a_broken_file_is_one_clear_error(qfill: Runner, folder: Path) -> None:
    (folder / "rows.csv").write_text("question\nWhat?\n", encoding="utf-8")
    run = qfill("evaluate", "rows.csv")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: rows.csv")


def test_the_report_tells_each_group_and_what_was_confused(qfill: Runner, folder: Path) -> None:
    # The label says F9: what the bank finds for it is another fact's answer.
    rows = ROWS + "4,Is customer data backed up?,en,A,F9,yes\n"
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--accept", "0.5")
    assert run.code == 0
    for said in ("label A", "language sv", "continuity", "outside the bank", "left blank"):
        assert said in run.out
    assert "precision 66.7% (2 of 3; 95 % interval" in run.out
    assert "1 confusions" in run.out
    assert "  F9: backups, 1 x, 4 Is customer data backed up?" in run.out
    assert "1 filled, but wrongly:" in run.out


def test_a_plot_that_cannot_be_written_is_refused_first(qfill: Runner, folder: Path) -> None:
    run = qfill("evaluate", "missing.csv", "--plot", "figures.pdf")
    assert (run.code, run.out) == (2, "")
    assert "a plot is written as .png or .svg" in run.err


def test_a_plot_is_written(qfill: Runner, folder: Path) -> None:
    pytest.importorskip("matplotlib")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    assert qfill("evaluate", "rows.csv", "--plot", "figures.svg").code == 0
    assert (folder / "figures.svg").read_bytes().startswith(b"<?xml")


def test_another_file_in_a_plots_place_is_kept(qfill: Runner, folder: Path) -> None:
    pytest.importorskip("matplotlib")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    path = folder / "figures.svg"
    path.write_text("<svg/>", encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--plot", "figures.svg")
    assert (run.code, path.read_text(encoding="utf-8")) == (2, "<svg/>")
    assert run.err == (
        "error: figures.svg: exists and holds something else\n"
        "hint: move it away, or pass --force to replace it\n"
    )
    assert qfill("evaluate", "rows.csv", "--plot", "figures.svg", "--force").code == 0
    assert path.read_bytes().startswith(b"<?xml")
    (folder / "folder.svg").mkdir()
    run = qfill("evaluate", "rows.csv", "--plot", "folder.svg")
    assert run.code == 2
    assert run.err.startswith("error: folder.svg: exists and cannot be read (")


def test_what_a_labelled_row_holds_is_shown_not_obeyed(qfill: Runner, folder: Path) -> None:
    rows = ROWS + "4,Is \x1b[31mcustomer data backed up? :lock: [bold],en,A,F9,yes\n"
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    run = qfill("evaluate", "rows.csv", "--accept", "1")
    assert "Is \ufffd[31mcustomer data backed up? :lock: [bold]" in run.out
    assert "\x1b" not in run.out
