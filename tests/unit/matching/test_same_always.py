"""The same question and bank give the same numbers to the last bit, in whatever order a set is walked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ASK = """
import sys
from pathlib import Path
from qfill.bank import load_bank
from qfill.matching import Matcher
from qfill.model import CsvField, Question

matcher = Matcher(load_bank(Path("tests/banks/tessaquill")).answers)
for text in sys.argv[1:]:
    asked = matcher.asked(Question(place=CsvField(2, 1), text=text), "en")
    for one in matcher.compared(asked):
        print(one.prepared.answer.id, one.phrasing.text, *map(float.hex, map(float, one.values)))
"""
QUESTIONS = (
    "Are data at rest and data in transit encrypted with algorithms that current standards approve?",
    "Are backups of customer data taken daily, kept apart from production and restored in a yearly test?",
    "Is access to production systems reviewed regularly and revoked as soon as an employee leaves?",
    "Are security incidents reported to affected customers within 72 hours of being detected?",
)


def answered(seed: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", ASK, *QUESTIONS],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


def test_no_number_depends_on_the_order_of_a_set() -> None:
    first = answered("1")
    assert len(first.splitlines()) >= 5 * len(QUESTIONS)
    assert answered("2") == first
    assert answered("3") == first
