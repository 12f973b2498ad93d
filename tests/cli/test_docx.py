"""Word files through the whole command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from tests.cli.books import decide
from tests.cli.conftest import Runner
from tests.support.hostile.packed import document
from tests.support.workbooks import pack, unpack

ANSWER = "Yes. Customer data is backed up every day."


def _form(path: Path) -> Path:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    texts = (("Question", "Answer"), ("Is customer data backed up?", ""), ("Do you own a bakery?", ""))
    for row, (left, right) in zip(table.rows, texts, strict=True):
        row.cells[0].text, row.cells[1].text = left, right
    document.add_paragraph("Do you take backups of customer data?")
    document.add_paragraph("Answer:")
    document.save(str(path))
    return path


def test_a_form_is_filled_and_verified(qfill: Runner, folder: Path) -> None:
    form = _form(folder / "form.docx")
    result = qfill("fill", "form.docx")
    assert result.code == 0, result.err
    out = folder / "form.filled.docx"
    assert result.out.splitlines() == ["form.filled.docx", "form.filled.docx.audit.json"]
    filled = docx.Document(str(out))
    assert filled.tables[0].rows[1].cells[1].text
    assert filled.tables[0].rows[2].cells[1].text == ""
    assert filled.paragraphs[-1].text.startswith("Answer: ")
    rows = json.loads((folder / "form.filled.docx.audit.json").read_text())["rows"]
    assert [(row["sheet"], row["row"]) for row in rows] == [
        (None, "t1.r2.c1"),
        (None, "t1.r3.c1"),
        (None, "p1"),
    ]
    verified = qfill("verify", form, out, "--audit", f"{out}.audit.json")
    assert verified.code == 0, verified.out
    assert "nothing else differs" in verified.out


def test_a_changed_word_fails_verify(qfill: Runner, folder: Path) -> None:
    form = _form(folder / "form.docx")
    assert qfill("fill", form).code == 0
    out = folder / "form.filled.docx"
    edited = docx.Document(str(out))
    edited.paragraphs[0].add_run(" Really?")
    edited.save(str(out))
    assert qfill("verify", form, out).code == 1


def test_a_document_without_questions_says_so(qfill: Runner, folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Minutes of a meeting.")
    document.save(str(folder / "minutes.docx"))
    result = qfill("fill", folder / "minutes.docx")
    assert result.code == 2
    assert "no questions found" in result.err


def test_a_line_that_holds_an_answer_is_answered_anew_behind_its_label(qfill: Runner, folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Do you take backups of customer data?")
    document.add_paragraph("Answer: to be done")
    document.save(str(folder / "form.docx"))
    run = qfill("fill", "form.docx", "--overwrite", "--today", "2026-02-01")
    assert (run.code, run.out) == (0, "form.filled.docx\nform.filled.docx.audit.json\n"), run.err
    assert docx.Document("form.filled.docx").paragraphs[-1].text == f"Answer: {ANSWER}"
    (folder / "form.docx").unlink()
    edit = {"sheet": None, "row": "p1", "action": "edit", "verdict": "no", "text": "No. Not yet."}
    run = qfill("apply", decide(folder, edit, filled="form.filled.docx"), "form.filled.docx")
    assert (run.code, run.out) == (0, "form.filled.docx\nform.filled.docx.audit.json\n")
    assert run.err == "1 row decided: 1 written anew.\n"
    assert docx.Document("form.filled.docx").paragraphs[-1].text == "Answer: No. Not yet."


def test_a_document_whose_part_is_spelt_with_a_capital_is_filled(qfill: Runner, folder: Path) -> None:
    form = _form(folder / "form.docx")
    parts = unpack(form.read_bytes())
    form.write_bytes(
        pack({"word/Document.xml" if name == "word/document.xml" else name: parts[name] for name in parts})
    )
    run = qfill("fill", "form.docx", "--accept", "0.5", "--today", "2026-02-01")
    assert (run.code, run.out.splitlines()[0]) == (0, "form.filled.docx"), run.err
    assert ANSWER.encode() in unpack((folder / "form.filled.docx").read_bytes())["word/Document.xml"]
    run = qfill("verify", "form.docx", "form.filled.docx")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith("; nothing else differs\n")


def test_a_form_of_content_controls_is_filled(qfill: Runner, folder: Path) -> None:
    form = _form(folder / "form.docx")
    document = unpack(form.read_bytes())["word/document.xml"]
    head, cells = document.split(b"backed up?", 1)
    before, cell, after = re.split(rb"(<w:tc>.*?</w:tc>)", cells, maxsplit=1, flags=re.DOTALL)
    assert cell.count(b"<w:r/>") == 1
    placeholder = cell.replace(b"<w:r/>", b"<w:r><w:t>Choose an item.</w:t></w:r>")
    options = b"".join(b'<w:listItem w:value="%b"/>' % option for option in (b"Yes", b"No"))
    control = (
        b"<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList>%b</w:dropDownList></w:sdtPr>"
        b"<w:sdtContent>%b</w:sdtContent></w:sdt>" % (options, placeholder)
    )
    controlled = head + b"backed up?" + before + control + after
    form.write_bytes(pack({**unpack(form.read_bytes()), "word/document.xml": controlled}))
    run = qfill("fill", "form.docx", "--accept", "0.5", "--today", "2026-02-01")
    assert (run.code, run.out.splitlines()[0]) == (0, "form.filled.docx"), run.err
    row = json.loads((folder / "form.filled.docx.audit.json").read_text())["rows"][0]
    assert (row["options"], row["written"]) == (["Yes", "No"], {"t1.r2.c2": "Yes"})
    run = qfill("verify", "form.docx", "form.filled.docx", "--audit", "form.filled.docx.audit.json")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith("; nothing else differs\n")


def prose(path: Path, *texts: str) -> None:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))


def test_an_answer_that_may_stand_there_is_not_contradicted(qfill: Runner, folder: Path) -> None:
    texts = ("Is customer data backed up?", "", "No, customer data is not backed up.", "")
    prose(folder / "form.docx", *texts)
    run = qfill("fill", "form.docx", "--accept", "0.5", "--today", "2026-02-01")
    assert (run.code, run.out.splitlines()[0]) == (0, "form.filled.docx"), run.err
    assert "wait for a person" in run.err
    assert [one.text for one in docx.Document("form.filled.docx").paragraphs] == list(texts)
    row = json.loads((folder / "form.filled.docx.audit.json").read_text())["rows"][0]
    assert (row["outcome"], row["reason"]) == (
        "review",
        "the paragraph behind the empty one may be its answer",
    )
    accept = {"sheet": None, "row": "p1", "action": "accept"}
    assert qfill("apply", decide(folder, accept, filled="form.filled.docx"), "form.filled.docx").code == 0
    assert docx.Document("form.filled.docx").paragraphs[1].text == ANSWER


def test_a_contract_is_not_answered(qfill: Runner, folder: Path) -> None:
    prose(
        folder / "contract.docx",
        "This agreement governs the backup of data by the supplier.", "",
        "All customer data is backed up every day.", "",
    )  # fmt: skip
    run = qfill("fill", "contract.docx", "--accept", "0.5", "--today", "2026-02-01")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(
        "error: contract.docx: no questions found in the file\n  its paragraphs: its rows do not ask\n"
    )


def test_a_table_without_a_header_goes_on_with_the_columns_of_the_one_before(
    qfill: Runner, folder: Path
) -> None:
    document = docx.Document()
    for rows in (
        (("No", "Question", "Answer"), ("1", "Do you own a bakery?", "")),
        (("2", "Is customer data backed up?", ""),),
        (("Word", "Meaning", "Source"), ("Backup", "A copy of data", "ISO")),
    ):
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("Section")
    document.save(str(folder / "form.docx"))
    run = qfill("fill", "form.docx", "--accept", "0.5", "--today", "2026-02-01", "-v")
    assert (run.code, run.out.splitlines()[0]) == (0, "form.filled.docx"), run.err
    assert "table 3: left alone: no question column beside a column for answers\n" in run.err
    assert docx.Document("form.filled.docx").tables[1].rows[0].cells[2].text == ANSWER


def test_a_cell_that_is_not_written_says_what_it_holds(qfill: Runner, folder: Path) -> None:
    form = _form(folder / "form.docx")
    parts = unpack(form.read_bytes())
    document = parts["word/document.xml"]
    head, cells = document.split(b"backed up?", 1)
    cells = cells.replace(b"<w:r/>", b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>', 1)
    form.write_bytes(pack({**parts, "word/document.xml": head + b"backed up?" + cells}))
    assert qfill("fill", "form.docx", "--today", "2026-02-01").code == 0
    row = json.loads((folder / "form.filled.docx.audit.json").read_text())["rows"][0]
    assert (row["outcome"], row["reason"]) == ("skipped", "its answer's place holds a form field")


AGAIN = "ask for the file again; it was cut off or is no .docx"
PASSWORD = "open it in Word, remove the password (File > Info > Protect Document), save it as .docx"


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        (b"<html/>", "the file is not a zip, or its end is missing", AGAIN),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2040),
            "the file is encrypted or an old binary document, not a plain .docx",
            PASSWORD,
        ),
        (
            document(head=b"<!DOCTYPE d>"),
            "word/document.xml holds a document type definition, which can hide an attack",
            "open it in its own program, let that repair it, save it and try that copy",
        ),
        (
            pack({"a.txt": b"x"}),
            "not a Word document (.docx)",
            "open it in Word or LibreOffice, save it as .docx and try that copy",
        ),
    ],
)
def test_what_is_wrong_with_a_document_names_it_and_word(
    qfill: Runner, folder: Path, data: bytes, error: str, hint: str
) -> None:
    (folder / "bad.docx").write_bytes(data)
    run = qfill("fill", "bad.docx")
    assert (run.code, run.out) == (2, "")
    assert run.err == f"error: bad.docx: {error}\nhint: {hint}\n"
