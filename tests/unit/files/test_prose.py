"""Documents are read as lines: text, Word; what cannot be read is told with a hint."""

from __future__ import annotations

import sys
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


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF of these pages, each of these lines, with its table of offsets, as the format's text has it."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R {fonts} >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    data, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def test_a_pdf_gives_the_lines_of_its_pages(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(pdf(("Is data backed up?", "Yes. Every night."), ("Where is it kept?",)))
    assert [line.strip() for line in read_lines(tmp_path / "a.pdf")] == [
        "Is data backed up?",
        "Yes. Every night.",
        "Where is it kept?",
    ]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nnothing more", pdf(("Text",))[:200]])
@pytest.mark.filterwarnings("ignore")
def test_a_broken_pdf_is_told(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(UnsafeFileError, match=r"a\.pdf: not a PDF that can be read"):
        read_lines(tmp_path / "a.pdf")


def test_without_the_reader_a_pdf_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (tmp_path / "a.pdf").write_bytes(pdf(("Text",)))
    with pytest.raises(QuestionnaireError, match="needs pypdf") as told:
        read_lines(tmp_path / "a.pdf")
    assert "qfill[pdf]" in (told.value.hint or "")
