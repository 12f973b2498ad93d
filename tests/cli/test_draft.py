"""`qfill bank draft` writes drafts that a person finishes; a fill leaves them alone."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from tests.cli.conftest import Runner

from qfill.bank import load_bank
from qfill.checks.documents import changed_sections
from qfill.files.prose import read_lines
from qfill.learning.documents import sections

TEXT = """\
Is customer data encrypted at rest?

Yes, with keys of our own: all of it.

Who may enter the building?

- Staff with a badge
- Guests with company

Is there a drill?
"""
SHARED = Path(__file__).parents[3] / "shared" / "source" / "pureservice-security-faq.sv.txt"


def test_drafts_with_facts_and_sections(qfill: Runner, folder: Path) -> None:
    (folder / "House rules.md").write_text(TEXT, encoding="utf-8")
    run = qfill("bank", "draft", "House rules.md", "--bank", "new")
    assert (run.code, run.out.split()) == (0, ["new/house-rules.yaml", "new/sources.yaml"])
    assert "2 drafts from house-rules, in en\n" in run.err
    assert "no answer stands below: Is there a drill?\n" in run.err
    bank = load_bank(folder / "new")
    first, second = bank.answers
    assert (first.id, str(first.verdict), first.status) == (
        "is-customer-data-encrypted-at-rest",
        "yes",
        "draft",
    )
    assert str(second.verdict) == "none"
    assert second.text["en"] == "Staff with a badge. Guests with company."
    assert [bank.register.facts[one].says for one in second.facts] == [
        "Staff with a badge",
        "Guests with company",
    ]
    assert bank.register.where(bank.register.facts[first.facts[0]]).endswith(
        "(Is customer data encrypted at rest?)"
    )
    assert changed_sections(bank.register, "house-rules.md", read_lines(folder / "House rules.md")) == ()


def test_a_second_time_is_refused(qfill: Runner, folder: Path) -> None:
    (folder / "rules.txt").write_text(TEXT, encoding="utf-8")
    assert qfill("bank", "draft", "rules.txt").code == 0
    before = load_bank(folder / "answers").sha256
    run = qfill("bank", "draft", "rules.txt")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: rules.txt: the register holds rules already\nhint: ")
    assert load_bank(folder / "answers").sha256 == before


def test_a_word_document(qfill: Runner, folder: Path) -> None:
    document = docx.Document()
    document.add_heading("Access", 1)
    for line in ("Are logs kept?", "No.", "Accounts are closed when people leave."):
        document.add_paragraph(line)
    document.save(str(folder / "rules.docx"))
    assert qfill("bank", "draft", "rules.docx", "--bank", "new").code == 0
    (only,) = load_bank(folder / "new").answers
    assert (str(only.verdict), only.text) == ("no", {"en": "No. Accounts are closed when people leave."})


@pytest.mark.parametrize("text", ["", "Title\n\nOther title\n", "\n\n---\n"])
def test_nothing_to_draft_from(qfill: Runner, folder: Path, text: str) -> None:
    (folder / "rules.txt").write_text(text, encoding="utf-8")
    run = qfill("bank", "draft", "rules.txt", "--bank", "new")
    assert (run.code, run.out) == (2, "")
    assert "no question with an answer" in run.err
    assert not (folder / "new").exists()


@pytest.mark.skipif(not SHARED.exists(), reason="the source document is not beside the checkout")
def test_every_question_of_the_source_document(qfill: Runner, folder: Path) -> None:
    shipped = load_bank(Path(__file__).parents[2] / "answers").register.sources[0].sections
    found = sections(read_lines(SHARED), "faq")
    assert [section.sha256 for section in found] == [section.sha256 for section in shipped]
    assert all(section.asks for section in found)
    run = qfill("bank", "draft", SHARED, "--bank", "new")
    assert run.code == 0
    assert "22 drafts from pureservice-security-faq-sv, in sv\n" in run.err
    assert len(load_bank(folder / "new").answers) == 22
