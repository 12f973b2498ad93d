"""Every file in `tests/cases/files/`, and the large ones of `tests/support/hostile/`, under limits.

A file in `accept` is filled and verified (a record or a bank is loaded); one in `reject` gives
one clear error with a hint. Each has ten seconds and a gigabyte, in a process of its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from tests.support import hostile

from qfill.bank import load_bank
from qfill.cli.boundary import COLLECTED_AFTER
from qfill.errors import QfillError, VerificationError
from qfill.records.audit import load_audit
from qfill.records.decisions import load_decisions
from qfill.settings import Settings
from qfill.workflows.fill import FillOptions, fill
from qfill.workflows.ready import Ready, prepare
from qfill.workflows.verify import verify

SECONDS = 10
MEMORY = 1 << 30
BANK = hostile.FOLDER.parent / "banks" / "clean-payroll"


def _cases(folder: str, recipes: Mapping[str, hostile.Recipe]) -> Iterable[ParameterSet]:
    """Files that lie there, and recipes whose files are too large to lie there."""
    there = {path.name: path.read_bytes for path in sorted((hostile.FOLDER / folder).iterdir())}
    return [
        pytest.param(name, make, id=name, marks=[pytest.mark.fuzz] if name in hostile.LARGE else [])
        for name, make in {**recipes, **there}.items()
    ]


@pytest.fixture(scope="module")
def ready() -> Ready:
    return prepare(Settings(bank=BANK))


def _use(path: Path, ready: Ready) -> None:
    """What a user does with such a file."""
    if path.suffix in (".xlsx", ".xlsm", ".docx", ".csv"):
        done = fill(FillOptions(input=path, settings=Settings(bank=BANK), today=date(2026, 6, 1)), ready)
        found = verify(path, done.names.output, done.names.audit, BANK)
        assert not found.differences
        assert done.audit.rows
    elif path.suffix == ".yaml":
        load_bank(path.parent)
    elif path.name.endswith(".audit.json"):
        load_audit(path)
    elif path.name.endswith(".decisions.json"):
        load_decisions(path)
    else:
        raise AssertionError(f"{path.name}: no kind of file that is tested here")


def _child(pipe: Connection, path: Path, ready: Ready) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # As a command sets it; and what the tests themselves hold is not for its collector to walk.
    gc.set_threshold(*COLLECTED_AFTER)
    gc.freeze()
    began = time.process_time()
    try:
        _use(path, ready)
        found = ("", "", "")
    except VerificationError as error:
        found = ("bug", str(error), " ".join(error.details))
    except QfillError as error:
        found = ("refused", error.message, error.hint or " ".join(error.details))
    except BaseException as error:
        found = ("bug", repr(error)[:500], "")
    pipe.send((time.process_time() - began, found))


def _outcome(path: Path, ready: Ready) -> tuple[str, str, str]:
    """What became of a file: '' (handled), refused or bug; the message and the hint."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, path, ready), daemon=True)
    process.start()
    theirs.close()
    try:
        # On a busy machine a second on the wall is less than one of work.
        assert mine.poll(SECONDS * 6), f"{path.name} takes more than {SECONDS * 6} seconds"
        seconds, found = mine.recv()
    finally:
        process.kill()
        process.join()
    assert seconds < SECONDS, f"{path.name} takes {seconds:.1f} seconds"
    what, message, hint = found
    return what, message, hint


@pytest.mark.parametrize(("name", "make"), _cases("accept", hostile.ACCEPT))
def test_accepted(name: str, make: Callable[[], bytes], ready: Ready, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    what, message, details = _outcome(path, ready)
    assert not what, f"{message} {details}"


@pytest.mark.parametrize(("name", "make"), _cases("reject", hostile.REJECT))
def test_rejected(name: str, make: Callable[[], bytes], ready: Ready, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    what, message, hint = _outcome(path, ready)
    assert what == "refused", message or "it was handled"
    assert message
    assert hint
    assert "Traceback" not in message
    assert not list(tmp_path.glob("*.filled.*"))


def test_every_recipe_lies_in_the_repository_or_is_large() -> None:
    for folder, recipes in (("accept", hostile.ACCEPT), ("reject", hostile.REJECT)):
        there = {path.name for path in (hostile.FOLDER / folder).iterdir()}
        for name, make in recipes.items():
            assert name in there or name in hostile.LARGE or len(make()) >= hostile.SMALL, (
                f"python -m tests.support.hostile: {name}"
            )
        assert all((hostile.FOLDER / folder / name).stat().st_size < 2 * hostile.SMALL for name in there)
