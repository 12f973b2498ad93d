"""Every planted fault of a broken bank is found where it stands; sound banks give no false alarm."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from qfill.bank.load import bank_files, read_bank
from qfill.checks import Bench, Report, examine
from qfill.checks.documents import changed_sections

ROOT = Path(__file__).parents[3]
BANKS = ROOT / "tests" / "cases" / "banks"
BROKEN = BANKS / "broken"
TODAY = date(2026, 6, 1)


def report(folder: Path, today: date = TODAY) -> Report:
    bank, problems = read_bank(folder, bank_files(folder))
    changed = changed_sections(bank.register, "handbook.txt", ["Something else."]) if folder == BROKEN else ()
    return examine(Bench(bank=bank, problems=problems, today=today, changed=changed or ()))


def planted() -> list[tuple[str, int, str]]:
    """The faults as the files mark them: `# QF504` at the end of a line (two codes: two faults)."""
    return sorted(
        (path.name, number, code)
        for path in BROKEN.glob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (mark := re.search(r"# (QF\d{3}(?: QF\d{3})*)$", line))
        for code in mark[1].split()
    )


def test_every_planted_fault_is_found_at_its_place_and_nothing_else() -> None:
    found = sorted((one.place.path, one.place.line, one.code) for one in report(BROKEN).findings)
    assert found == planted()


def test_there_are_enough_of_them() -> None:
    assert len(planted()) >= 60
    assert len({code for _, _, code in planted()}) >= 34


@pytest.mark.parametrize("folder", sorted(BANKS.glob("clean-*")), ids=lambda path: path.name)
def test_a_sound_bank_gives_no_false_alarm(folder: Path) -> None:
    assert [(str(one.place), one.code, one.message) for one in report(folder).findings] == []


def test_the_bank_of_this_project_is_clean() -> None:
    found = report(ROOT / "answers", date(2026, 11, 24)).findings
    assert [(str(one.place), one.code, one.message) for one in found] == []
