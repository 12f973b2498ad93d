"""Small questionnaires that look like customers' ones, and what reviewers decide on them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from qfill.records import load_schema

ROWS = (
    ("1.1", "Is customer data backed up?"),
    ("1.2", "Do you keep bees on the roof of the office building?"),
    ("1.3", "Do you take backups of customer data?"),
    ("1.4", "Describe the colour of your logo and its history."),
)


def questionnaire(path: Path, *, answered: tuple[int, ...] = ()) -> Path:
    """A workbook with a heading row, a dropdown and a comment column; `answered` rows hold an answer."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Security"
    sheet.append(["No.", "Question", "Answer", "Comment"])
    for number, (name, text) in enumerate(ROWS, 2):
        sheet.append([name, text])
        if number in answered:
            sheet.cell(number, 3, "No")
    options = DataValidation(type="list", formula1='"Yes,No,N/A"', allow_blank=True)
    options.add(f"C2:C{len(ROWS) + 1}")
    sheet.add_data_validation(options)
    book.save(path)
    return path


def without_questions(path: Path) -> Path:
    """A workbook that asks nothing."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Item", "Price"])
    sheet.append(["Chair", 12])
    book.save(path)
    return path


def two_products(folder: Path) -> None:
    """A bank whose one question is answered yes for Studio and no for Cloud, on other facts each."""
    entry = """\
  - id: {name}-backups
    verdict: {verdict}
    phrasings:
      en:
        - Is customer data backed up?
    answer:
      en: {said}. {product} says so.
    facts: [{fact}]
    applies_to: {{product: [{product}]}}
    reviewed: 2026-01-01
    review_every: 12 months
    status: approved
"""
    entries = [
        entry.format(name="studio", product="Studio", verdict="yes", said="Yes", fact="F1"),
        entry.format(name="cloud", product="Cloud", verdict="no", said="No", fact="F2"),
    ]
    head = "schema: 1\ntopic: continuity\nanswers:\n"
    (folder / "answers" / "continuity.yaml").write_text(head + "".join(entries), encoding="utf-8")
    sources = folder / "answers" / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    fact = text[text.index("      - id: F1") :]
    sources.write_text(text + fact.replace("F1", "F2"), encoding="utf-8")


def decide(
    folder: Path,
    *rows: dict[str, Any],
    reviewer: str = "Ann",
    name: str = "a.decisions.json",
    filled: str = "in.filled.xlsx",
) -> str:
    """A file of decisions on an answered file in the folder; its name."""
    found = {
        "version": 1,
        "audit_sha256": sha256((folder / f"{filled}.audit.json").read_bytes()).hexdigest(),
        "output_sha256": sha256((folder / filled).read_bytes()).hexdigest(),
        "reviewer": reviewer,
        "rows": [{"sheet": "Security", "at": "2026-02-02T10:00:00Z", **row} for row in rows],
    }
    Draft7Validator(load_schema("decisions")).validate(found)
    (folder / name).write_text(json.dumps(found), encoding="utf-8")
    return name
