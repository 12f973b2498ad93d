"""The review page: written by a fill, anew, and for each owner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.books import questionnaire
from tests.cli.conftest import Runner

AUDIT = "in.filled.xlsx.audit.json"
PAGE = "in.filled.xlsx.review.html"
FILL = ("fill", "in.xlsx", "--today", "2026-02-01", "--accept", "1", "--suggest", "0.1")


@pytest.fixture
def filled(qfill: Runner, folder: Path) -> Path:
    """The page of a fill after which rows wait."""
    questionnaire(folder / "in.xlsx")
    run = qfill(*FILL)
    assert run.code == 0
    assert PAGE in run.out
    return folder / PAGE


def test_a_page_made_anew_is_the_page_of_the_fill(qfill: Runner, filled: Path) -> None:
    run = qfill("review", AUDIT, "--page", "again.html")
    assert (run.code, run.out, run.err) == (0, "again.html\n", "")
    assert (filled.parent / "again.html").read_bytes() == filled.read_bytes()
    before = filled.read_bytes()
    assert qfill(*FILL).code == 0
    assert filled.read_bytes() == before


def test_the_page_of_an_earlier_fill_goes_when_no_row_waits(qfill: Runner, filled: Path) -> None:
    again = (*FILL[:-3], "0.5")
    run = qfill(*again)
    assert (run.code, run.out) == (0, f"in.filled.xlsx\n{AUDIT}\n")
    assert f"{PAGE}: removed, the review page of an earlier fill\n" in run.err
    assert not filled.exists()
    assert "removed" not in qfill(*again).err


def test_a_page_that_is_not_asked_for_stays_while_it_holds(qfill: Runner, filled: Path) -> None:
    assert qfill(*FILL, "--no-page").code == 0
    assert filled.exists()
    assert "removed" not in qfill(*FILL[:-3], "0.5", "--dry-run").err
    assert filled.exists()
    filled.write_text("somebody's notes", encoding="utf-8")
    assert qfill(*FILL[:-3], "0.5").code == 0
    assert filled.read_text(encoding="utf-8") == "somebody's notes"


def test_a_page_goes_where_it_is_told_or_nowhere(qfill: Runner, folder: Path) -> None:
    questionnaire(folder / "in.xlsx")
    assert "elsewhere.html" in qfill(*FILL, "--page", "elsewhere.html").out
    assert not (folder / PAGE).exists()
    assert qfill(*FILL, "--no-page").code == 0
    assert not (folder / PAGE).exists()


def test_what_is_no_page_is_not_replaced(qfill: Runner, filled: Path) -> None:
    (filled.parent / "notes.html").write_text("<p>mine", encoding="utf-8")
    run = qfill("review", AUDIT, "--page", "notes.html")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: notes.html: exists and is no review page\n"
        "hint: move it away, or write elsewhere with --page\n"
    )
    assert (filled.parent / "notes.html").read_text(encoding="utf-8") == "<p>mine"


def test_each_owner_gets_a_page(qfill: Runner, filled: Path) -> None:
    topic = filled.parent / "answers" / "continuity.yaml"
    topic.write_text(topic.read_text() + "    owner: IT / operations\n", encoding="utf-8")
    run = qfill("review", AUDIT, "--page", "pages", "--by", "owner")
    assert run.code == 0
    written = sorted(path.name for path in (filled.parent / "pages").iterdir())
    assert run.out.splitlines() == [f"pages/{name}" for name in written]
    assert written == ["in.filled.xlsx.IT-operations.review.html", "in.filled.xlsx.nobody.review.html"]


def test_owners_of_nearly_the_same_name_have_a_page_each(qfill: Runner, filled: Path) -> None:
    topic = filled.parent / "answers" / "continuity.yaml"
    text = topic.read_text(encoding="utf-8")
    asked = "        - Do you take backups of customer data?\n"
    other = text[text.index("  - id: backups") :].replace("id: backups", "id: copies")
    other = other.replace("        - Is customer data backed up?\n        - Do", "        - Do")
    owned = text.replace(asked, "") + "    owner: IT ops\n" + other + "    owner: it-Ops\n"
    topic.write_text(owned, encoding="utf-8")
    assert qfill(*FILL).code == 0
    run = qfill("review", AUDIT, "--page", "pages", "--by", "owner")
    assert run.code == 0, run.err
    names = ("IT-ops", "it-Ops-2", "nobody")
    assert run.out.splitlines() == [f"pages/in.filled.xlsx.{name}.review.html" for name in names]
    assert len({path.read_bytes() for path in (filled.parent / "pages").iterdir()}) == 3


def test_a_page_below_a_file_is_an_error(qfill: Runner, filled: Path) -> None:
    run = qfill("review", AUDIT, "--page", "in.xlsx/sub", "--by", "owner")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: in.xlsx/sub: cannot be made (Not a directory)\n"


def test_by_owner_needs_a_folder(qfill: Runner, filled: Path) -> None:
    run = qfill("review", AUDIT, "--by", "owner")
    assert (run.code, run.err) == (2, "error: --by owner writes pages\nhint: say where to: --page DIR\n")
    run = qfill("review", AUDIT, "--by", "owner", "--page", PAGE)
    assert run.code == 2
    assert "is a file" in run.err


def test_the_template_engine_is_loaded_only_for_a_page() -> None:
    code = "import sys, qfill.cli, qfill.workflows.fill; print('jinja2' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
