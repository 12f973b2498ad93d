"""`qfill review` on a real terminal: keys in, decisions out, resumed where it stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner

pty = pytest.importorskip("pty")

AUDIT = "in.filled.xlsx.audit.json"
DECISIONS = "in.filled.xlsx.decisions.json"
PROMPT = "q quit"


@pytest.fixture
def filled(qfill: Runner, folder: Path) -> Path:
    """Four rows, of which the threshold leaves all that the bank knows to review."""
    questionnaire(folder / "in.xlsx")
    run = qfill("fill", "in.xlsx", "--today", "2026-02-01", "--accept", "1", "--suggest", "0.1", "--no-page")
    assert run.code == 0
    return folder


def at_terminal(
    folder: Path, *keys: tuple[str, str], arguments: tuple[str, ...] = (), audit: str = AUDIT
) -> tuple[int, str]:
    """Run `qfill review` on a pseudo-terminal; each key is sent once its text has been shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qfill", "review", audit, "--reviewer", "Ann", *arguments],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100", "EDITOR": ""},
    )  # fmt: skip
    os.close(theirs)
    os.set_blocking(ours, False)
    shown, seen, sent = "", 0, b""
    waiting = list(keys)
    end, quiet = time.monotonic() + 60, time.monotonic()
    while time.monotonic() < end:
        try:
            data = os.read(ours, 65536)
        except BlockingIOError:
            if process.poll() is not None:
                break
            # A key that comes before the terminal listens for single keys is thrown away: press it again.
            if len(sent) == 1 and time.monotonic() - quiet > 2:
                os.write(ours, sent)
                quiet = time.monotonic()
            time.sleep(0.02)
            continue
        except OSError:
            break
        if not data:
            break
        shown, quiet = shown + data.decode("utf-8", "replace"), time.monotonic()
        if waiting and waiting[0][0] in shown[seen:]:
            text, key = waiting.pop(0)
            seen, sent = shown.index(text, seen) + len(text), key.encode()
            time.sleep(0.1)
            os.write(ours, sent)
    code = process.wait(10)
    os.close(ours)
    assert not waiting, shown
    return code, shown


def decided(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / DECISIONS).read_text(encoding="utf-8"))["rows"]
    return rows


def test_rows_are_settled_by_keys_and_resumed(qfill: Runner, filled: Path) -> None:
    waits = [row for row in json.loads((filled / AUDIT).read_text())["rows"] if row["outcome"] == "review"]
    assert [row["row"] for row in waits[:2]] == [2, 4]
    code, shown = at_terminal(filled, (PROMPT, "y"), (PROMPT, "q"))
    assert code == 0
    assert "Is customer data backed up?" in shown
    assert "Customer data is backed up every day." in shown
    assert "asked like: Is customer data backed up?" in shown
    assert "matches: customer data, backed up" in shown
    assert "1 decided" in shown
    assert [(row["row"], row["action"]) for row in decided(filled)] == [(2, "accept")]
    code, shown = at_terminal(filled, (PROMPT, "b"), (PROMPT, "1"), (PROMPT, "q"))
    assert code == 0
    assert f"2 of {len(waits)}" in shown
    assert [(row["row"], row["action"], row["answer"]) for row in decided(filled)] == [
        (2, "choose", "backups")
    ]
    code, shown = at_terminal(
        filled, (PROMPT, "e"), ("Answer: ", "\x01\x0bOnly at night.\n"), ("Verdict", "no\n")
    )
    assert code == 0, shown
    edited = decided(filled)[1]
    assert (edited["row"], edited["action"], edited["verdict"]) == (4, "edit", "no")
    assert edited["text"] == "Only at night."
    assert qfill("apply", DECISIONS, "in.filled.xlsx").code == 0


def test_a_text_that_says_the_opposite_of_its_verdict_is_asked_for_again(filled: Path) -> None:
    code, shown = at_terminal(
        filled,
        (PROMPT, "e"), ("Answer: ", "\x01\x0bNo. Only weekly.\n"), ("Verdict", "yes\n"),
        ("the text begins with no: change one of them", "\n"), ("Verdict", "no\n"), (PROMPT, "q"),
    )  # fmt: skip
    assert code == 0, shown
    assert [(row["verdict"], row["text"]) for row in decided(filled)] == [("no", "No. Only weekly.")]


def test_the_next_command_runs_from_where_the_person_is(
    qfill: Runner, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.parent)
    audit = f"{filled.name}/{AUDIT}"
    bank = ("--bank", f"{filled.name}/answers")
    code, shown = at_terminal(filled.parent, (PROMPT, "y"), (PROMPT, "q"), audit=audit, arguments=bank)
    assert code == 0
    command = shown[shown.index("Next: qfill ") :].split()[2:5]
    assert command == ["apply", f"{filled.name}/{DECISIONS}", f"{filled.name}/in.filled.xlsx"]
    assert qfill(*command, *bank).code == 0


def test_a_row_is_left_blank_with_a_reason_and_another_skipped(filled: Path) -> None:
    code, _ = at_terminal(filled, (PROMPT, "s"), (PROMPT, "n"), ("Why", "not ours\n"))
    assert code == 0
    assert [(row["row"], row["action"], row["reason"]) for row in decided(filled)] == [
        (4, "blank", "not ours")
    ]


def test_without_a_terminal_it_names_the_page(qfill: Runner, filled: Path) -> None:
    run = qfill("review", AUDIT)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: qfill review needs a terminal\nhint: write the page instead: qfill review AUDIT --page FILE\n"
    )


def test_a_sample_is_not_drawn_for_a_page(qfill: Runner, filled: Path) -> None:
    run = qfill("review", AUDIT, "--page", "p.html", "--sample", "3")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: --sample is settled at the terminal\nhint: leave --page out\n"


def test_decisions_on_another_audit_are_not_gone_on_with(qfill: Runner, filled: Path) -> None:
    found = {
        "version": 1, "audit_sha256": "0" * 64, "output_sha256": "0" * 64, "reviewer": "Bo", "rows": [],
    }  # fmt: skip
    (filled / DECISIONS).write_text(json.dumps(found))
    code, shown = at_terminal(filled)
    assert code == 2
    assert "holds decisions on another audit" in shown
