"""When a file was last saved, by its own account."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import docx
from openpyxl import Workbook
from tests.support.workbooks import pack, unpack

from qfill.files import open_file, parse
from qfill.files.saved import last_saved


def test_workbooks_and_word_files_say_when(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.modified = datetime(2024, 5, 6, 7, 8)
    document.save(str(tmp_path / "a.docx"))
    assert last_saved(open_file(tmp_path / "a.docx")) == date(2024, 5, 6)
    Workbook().save(tmp_path / "a.xlsx")
    assert last_saved(open_file(tmp_path / "a.xlsx")) == date.today()


def test_what_does_not_say_has_no_date(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("question\nIs it so?\n", encoding="utf-8")
    assert last_saved(open_file(tmp_path / "a.csv")) is None
    Workbook().save(tmp_path / "a.xlsx")
    parts = unpack((tmp_path / "a.xlsx").read_bytes())
    core = parts.pop("docProps/core.xml")
    assert last_saved(parse(tmp_path / "a.xlsx", pack(parts))) is None
    undated = pack(
        {**parts, "docProps/core.xml": core.replace(date.today().isoformat().encode(), b"2024-13-99")}
    )
    assert last_saved(parse(tmp_path / "a.xlsx", undated)) is None
