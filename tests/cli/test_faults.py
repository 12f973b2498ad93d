"""What the machine does to a run: full disks, changing files, odd settings. Nothing is lost by it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.cli.conftest import Runner

from qfill.errors import QuestionnaireError
from qfill.files import open_file

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and locales of POSIX")

SMALL = 2_000
"""Bytes that a file may have where the disk is as good as full."""


@pytest.fixture
def asked(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Question", "Answer", "Comments"])
    sheet.append(["Q1", "Is customer data backed up?", None, None])
    sheet.append(["Q2", "Is there a moat around the office?", None, None])
    book.save(folder / "asked.xlsx")
    return folder / "asked.xlsx"


def run(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str | None] | None = None,
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """One command as a process of its own; `environment`: what is changed there, None taken away."""
    changed = {**os.environ, "NO_COLOR": "1", **(environment or {})}
    return subprocess.run(
        [sys.executable, "-m", "qfill", *arguments],
        cwd=folder,
        env={key: value for key, value in changed.items() if value is not None},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_a_full_disk_leaves_nothing_half_written(asked: Path) -> None:
    ended = run(
        asked.parent, "fill", "asked.xlsx",
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL)),
        environment={"QFILL_CACHE": ""},
    )  # fmt: skip
    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr
    assert "hint:" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert left(asked.parent) == {"asked.xlsx"}


def test_a_cache_that_cannot_be_written_only_costs_time(asked: Path) -> None:
    (asked.parent / "cache").write_text("a file where a folder would be", encoding="utf-8")
    ended = run(asked.parent, "fill", "asked.xlsx", environment={"QFILL_CACHE": "cache"})
    assert ended.returncode == 0, ended.stderr


def test_no_home_is_no_fault(asked: Path) -> None:
    nowhere = {"HOME": None, "XDG_CACHE_HOME": None, "QFILL_CACHE": None}
    ended = run(asked.parent, "fill", "asked.xlsx", environment=nowhere)
    assert ended.returncode == 0, ended.stderr


def test_a_plain_locale_and_no_input_are_no_fault(asked: Path) -> None:
    ended = run(
        asked.parent, "match", "Säkerhetskopieras kundens data?",
        environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": None},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def test_a_reader_that_goes_away_gets_no_traceback(asked: Path) -> None:
    command = f"{sys.executable} -m qfill bank list | head -c 1"
    ended = subprocess.run(
        command, shell=True, cwd=asked.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in ended.stderr


def test_an_output_that_is_a_folder_is_told(asked: Path) -> None:
    (asked.parent / "asked.filled.xlsx").mkdir()
    ended = run(asked.parent, "fill", "asked.xlsx")
    assert ended.returncode == 2
    assert "asked.filled.xlsx" in ended.stderr
    assert left(asked.parent) == {"asked.xlsx"}


def test_a_file_that_changes_while_it_is_read_is_refused(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter(((1, 10), (2, 10)))
    monkeypatch.setattr("qfill.files._state", lambda stream: next(states))
    with pytest.raises(QuestionnaireError, match="changed while it was read") as caught:
        open_file(asked)
    assert caught.value.hint


def test_two_fills_of_one_file_at_once_both_end_whole(asked: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "qfill", "fill", "asked.xlsx"], cwd=asked.parent,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    for one in both:
        _, told = one.communicate(timeout=120)
        assert one.returncode == 0, told
    assert run(asked.parent, "verify", "asked.xlsx", "asked.filled.xlsx").returncode == 0
    assert not [name for name in left(asked.parent) if name.endswith(".draft")]


def ended_with(
    folder: Path, *arguments: str, out: int = subprocess.PIPE, err: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """One command as a process whose stdout or stderr is this."""
    return subprocess.run(
        [sys.executable, "-m", "qfill", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def unread() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


PRINTING = (
    ("bank", "list"), ("match", "Is it?"), ("coverage", "asked.xlsx"),
    ("coverage", "asked.xlsx", "--format", "json"), ("fill", "asked.xlsx"),
    ("fill", "asked.xlsx", "--dry-run"),
)  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", PRINTING)
def test_a_disk_that_takes_no_output_is_told(asked: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = ended_with(asked.parent, *arguments, out=full.fileno())
    assert ended.returncode == 2
    assert ended.stderr.endswith(
        "error: what is read or printed: No space left on device\n"
        "hint: look at where stdin and stdout go, and the space left\n"
    )
    assert "a bug" not in ended.stderr


@pytest.mark.parametrize("arguments", PRINTING)
def test_a_reader_that_has_gone_is_no_finding(asked: Path, unread: int, arguments: tuple[str, ...]) -> None:
    ended = ended_with(asked.parent, *arguments, out=unread)
    assert (ended.returncode, "error" in ended.stderr) == (0, False)


def test_nobody_who_reads_stderr_changes_no_code(asked: Path, unread: int) -> None:
    ended = ended_with(asked.parent, "fill", "asked.xlsx", "--verbose", err=unread)
    assert (ended.returncode, ended.stdout) == (0, "asked.filled.xlsx\nasked.filled.xlsx.audit.json\n")
    assert ended_with(asked.parent, "fill", "asked.xlsx", "--strict", err=unread).returncode == 1
    assert ended_with(asked.parent, "fill", "gone.xlsx", err=unread).returncode == 2
    assert ended_with(asked.parent, "fill", err=unread).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "closed", "said"),
    [
        ("fill asked.xlsx", ">&-", "error: stdout is closed\nhint: let it go somewhere: qfill … > FILE\n"),
        ("match -", "<&-", "error: stdin is closed\nhint: give the question's text instead of -\n"),
        ("fill asked.xlsx", ">&- 2>&-", ""),
    ],
)
def test_a_closed_stream_is_told_before_anything_is_written(
    asked: Path, arguments: str, closed: str, said: str
) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m qfill {arguments} {closed}"],
        cwd=asked.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert left(asked.parent) == {"asked.xlsx"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("fill", "{long}.xlsx"),
        ("fill", "asked.xlsx", "-o", "{long}.xlsx"),
        ("fill", "asked.xlsx", "--audit", "{long}"),
        ("fill", "asked.xlsx", "--bank", "{long}"),
        ("check", "{long}"),
        ("check", "--audits", "{long}"),
        ("match", "Is it?", "--semantic", "{long}"),
        ("init", "{long}"),
        ("ledger", "list", "--bank", "{long}/answers"),
        ("evaluate", "{long}"),
    ],
)
def test_a_place_that_the_system_refuses_is_no_bug(
    asked: Path, qfill: Runner, arguments: tuple[str, ...]
) -> None:
    run = qfill(*(one.format(long="a" * 300) for one in arguments))
    assert (run.code, run.out) == (2, "")
    assert "File name too long" in run.err
    assert left(asked.parent) == {"asked.xlsx"}


@pytest.mark.parametrize("name", [".", "", "/"])
def test_a_folder_is_no_questionnaire(asked: Path, qfill: Runner, name: str) -> None:
    run = qfill("fill", name)
    assert (run.code, run.err) == (2, f"error: {Path(name)}: is a folder\nhint: name the files in it\n")
    assert qfill("apply", "a.decisions.json", name).code == 2


def test_links_in_a_circle_are_no_bug(asked: Path, qfill: Runner) -> None:
    (asked.parent / "circle.xlsx").symlink_to("circle.xlsx")
    for arguments in (("circle.xlsx",), ("asked.xlsx", "-o", "circle.xlsx")):
        run = qfill("fill", *arguments)
        assert (run.code, run.out) == (2, "")
        assert "circle.xlsx: " in run.err
        assert "cannot be read (Too many levels of symbolic links)" in run.err


def test_outputs_whose_names_get_too_long_are_refused(asked: Path, qfill: Runner) -> None:
    name = "a" * 239 + ".xlsx"
    asked.rename(asked.with_name(name))
    run = qfill("fill", name)
    assert (run.code, run.out) == (2, "")
    assert "File name too long" in run.err
    assert left(asked.parent) == {name}
