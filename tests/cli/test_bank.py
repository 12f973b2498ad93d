"""`qfill bank` shows the bank, and says every problem of a broken one at once."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Runner


def test_list(qfill: Runner) -> None:
    run = qfill("bank", "list")
    assert run.code == 0
    assert "backups" in run.out
    assert "en 3 sv 1" in run.out
    assert run.err == "1 answer, 1 fact\n"


def test_show_names_the_sources(qfill: Runner) -> None:
    run = qfill("bank", "show", "backups")
    assert (run.code, run.err) == (0, "")
    assert "  F1: Customer data is backed up every day. (Security FAQ, section s1 (Backups))\n" in run.out


def test_show_of_another_id_suggests(qfill: Runner) -> None:
    run = qfill("bank", "show", "backup")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: no answer has the id 'backup'\nhint: did you mean backups?\n"


def test_a_missing_bank(qfill: Runner, folder: Path) -> None:
    run = qfill("bank", "list", "--bank", "nowhere")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: nowhere: no such bank\nhint: ")


def test_a_broken_bank_tells_all_at_once(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("verdict: yes", "verdict: maybe").replace("status:", "statos:"), "utf-8")
    run = qfill("bank", "list")
    assert (run.code, run.out) == (2, "")
    lines = run.err.splitlines()
    assert lines[0] == "error: answers: the bank has 2 problems"
    assert lines[1].startswith("  continuity.yaml:5:14: ")
    assert "statos" in lines[2]
    assert lines[3].startswith("hint: ")
