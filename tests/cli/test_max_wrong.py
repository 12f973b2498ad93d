"""`--max-wrong` from a sample that a person settled at the terminal, from the draw to the next fill."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.cli.conftest import Runner

from qfill.records import load_schema

TODAY = ("--today", "2026-02-01")
Settle = Callable[..., list[dict[str, Any]]]


def csv(path: Path, rows: int) -> None:
    lines = ["id,question", *(f"{number},Is customer data backed up?" for number in range(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def settle(qfill: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settle:
    """Settle a sample of `in.csv`'s answered file by keys, and return the decisions."""

    def run(size: int, keys: str, kept: str = "in.filled.csv.decisions.json") -> list[dict[str, Any]]:
        given = iter(keys)
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("typer.getchar", lambda: next(given, "q"))
        monkeypatch.setattr("typer.prompt", lambda *arguments, **named: "wrong")
        found = qfill(
            "review", "in.filled.csv.audit.json", "--sample", size, "--reviewer", "Ann", "--decisions", kept
        )
        assert found.code == 0, found.err
        monkeypatch.undo()
        monkeypatch.chdir(folder)
        path = folder / kept
        decisions = json.loads(path.read_text(encoding="utf-8"))
        Draft7Validator(load_schema("decisions")).validate(decisions)
        rows: list[dict[str, Any]] = decisions["rows"]
        return rows

    return run


@pytest.fixture
def filled(qfill: Runner, folder: Path) -> Path:
    csv(folder / "in.csv", 70)
    assert qfill("fill", "in.csv", *TODAY).code == 0
    csv(folder / "next.csv", 3)
    return folder


def apply(qfill: Runner) -> None:
    run = qfill("apply", "in.filled.csv.decisions.json", "in.filled.csv")
    assert run.code == 0, run.err


def test_a_settled_sample_sets_the_threshold(qfill: Runner, filled: Path, settle: Settle) -> None:
    rows = settle(59, "y" * 59)
    assert [(row["action"], row["sample"]) for row in rows] == [("confirm", 59)] * 59
    apply(qfill)
    run = qfill("fill", "next.csv", "--max-wrong", "5%", "--no-page", *TODAY)
    assert run.code == 0, run.err
    said = " ".join(run.err.split())
    assert (
        "0 of 59 settled rows there were wrong, so between 0 and 4.95% are (95 % confidence);"
        " it covers 100% of the 59 rows settled" in said
    )
    audit = json.loads((filled / "next.filled.csv.audit.json").read_text(encoding="utf-8"))
    Draft7Validator(load_schema("audit")).validate(audit)
    assert audit["settings"]["max_wrong"] == 0.05
    assert audit["settings"]["risk"]["rows"] == 59
    assert audit["summary"]["filled"] == 3
    assert audit["settings"]["accept"] <= audit["rows"][0]["confidence"]


def test_a_flag_for_the_threshold_takes_the_place_of_a_share_in_the_file(qfill: Runner, filled: Path) -> None:
    (filled / "qfill.toml").write_text("max-wrong = 0.01\n", encoding="utf-8")
    assert qfill("fill", "next.csv", *TODAY).code == 2
    run = qfill("fill", "next.csv", "--accept", "0.9", *TODAY)
    assert run.code == 0, run.err
    audit = json.loads((filled / "next.filled.csv.audit.json").read_text(encoding="utf-8"))
    assert (audit["settings"]["accept"], audit["settings"]["max_wrong"]) == (0.9, None)


def test_two_flags_for_the_threshold_contradict_each_other(qfill: Runner, filled: Path) -> None:
    run = qfill("fill", "next.csv", "--accept", "0.99", "--max-wrong", "40%", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err == ("error: --accept and --max-wrong both say from which confidence on a row is filled\n")


def test_a_sample_that_is_too_small_is_refused_with_the_rows_needed(
    qfill: Runner, filled: Path, settle: Settle
) -> None:
    settle(10, "y" * 10)
    apply(qfill)
    run = qfill("fill", "next.csv", "--max-wrong", "1%", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: max-wrong 1%: 10 filled rows are settled in .,"
        " and at least 299 without an error are needed\n"
        "hint: qfill review AUDIT --sample 299, then qfill apply\n"
    )
    assert not (filled / "next.filled.csv").exists()


def test_errors_in_the_sample_ask_for_more_rows(qfill: Runner, filled: Path, settle: Settle) -> None:
    rows = settle(60, "n" + "y" * 59)
    assert [row["action"] for row in rows].count("blank") == 1
    apply(qfill)
    run = qfill("fill", "next.csv", "--max-wrong", "0.05", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert "1 of 60 settled rows were wrong, which shows it at no threshold" in run.err
    assert "with 1 wrong, 93 rows are needed" in run.err


def test_a_sample_with_rows_left_out_says_nothing(qfill: Runner, filled: Path, settle: Settle) -> None:
    rows = settle(60, "s" + "y" * 59)
    assert len(rows) == 59
    apply(qfill)
    run = qfill("fill", "next.csv", "--max-wrong", "5%", "--settled", "in.filled.csv.audit.json", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert "of a sample of 60 rows only 59 are settled" in run.err
    rest = "in.filled.csv.from-60.decisions.json"
    command = f"qfill review in.filled.csv.audit.json --sample 60 --decisions {rest}"
    assert f"settle the rest with {command}, then qfill apply" in run.err
    # The row that was skipped is drawn again, and settles the sample.
    assert [row["sample"] for row in settle(60, "y", rest)] == [60]
    assert qfill("apply", rest, "in.filled.csv").code == 0
    run = qfill("fill", "next.csv", "--max-wrong", "5%", "--settled", "in.filled.csv.audit.json", *TODAY)
    assert run.code == 0, run.err


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0", "no sample can show that"),
        ("120%", "not a share"),
        ("few", "not a share"),
        ("-1%", "not a share"),
    ],
)
def test_what_is_no_share_is_refused(qfill: Runner, filled: Path, share: str, said: str) -> None:
    run = qfill("fill", "next.csv", f"--max-wrong={share}", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
