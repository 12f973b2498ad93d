"""Documents are read as lines: text, Word; what cannot be read is told with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from qfill.errors import QuestionnaireError, UnsafeFileError
from qfill.files.prose import read_lines


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff# Säkerhet\r\n\r\nData.\n".encode())
    assert read_lines(path) == ("# Säkerhet", "", "Data.")


def test_word_gives_paragraphs_and_cells_in_order(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Backups")
    document.add_paragraph("Every night.")
    document.add_table(1, 2).cell(0, 1).text = "In a table"
    document.add_paragraph("After it.")
    document.save(str(tmp_path / "a.docx"))
    found = [line for line in read_lines(tmp_path / "a.docx") if line]
    assert found == ["Backups", "Every night.", "In a table", "After it."]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"\xff\xfe\x00", QuestionnaireError),
        ("a.exe", b"", QuestionnaireError),
        ("a.docx", b"not a zip", UnsafeFileError),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, data: bytes, error: type[QuestionnaireError]) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        read_lines(tmp_path / name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="cannot be read"):
        read_lines(tmp_path / "a.txt")
