"""A file beyond each limit that SECURITY.md states, and what becomes of it.

Where such a file takes long to make, a lower limit is put in the limit's place first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.hostile.packed import HEADER, book, document
from tests.support.workbooks import Book, Sheet, pack, text_rows

from qfill import files
from qfill.bank import tree as yaml_tree
from qfill.errors import QfillError
from qfill.files import container, csvfile, open_file, parse
from qfill.files.container import Container
from qfill.files.docx import tree
from qfill.files.xlsx import formulas
from qfill.files.xlsx.cells import CellContext
from qfill.files.xlsx.scan import scan_sheet
from qfill.files.xlsx.styles import Styles
from qfill.layout import LayoutHints, read_layout
from qfill.records import form

MB = 1 << 20
LETTERS = "x" * 100_001
Put = Callable[[object, str, int], None]


def _file(put: Put) -> None:
    put(files, "MAX_FILE", 20)
    Path("long.csv").write_bytes(b"question,answer\nIs it?\n")
    open_file(Path("long.csv"))


def _read(put: Put, limit: str, value: int, *contents: bytes) -> None:
    put(container, limit, value)
    _zip(*contents)


def _zip(*contents: bytes) -> None:
    """Read every member of a zip of these contents."""
    zipped = Container(pack({f"{number}.xml": content for number, content in enumerate(contents)}))
    for member in zipped.members:
        zipped.read(member.name)


def _workbook(data: str = "", after: str = "") -> None:
    assert parse(Path("in.xlsx"), book(data, after=after)).grids


def _merges(areas: list[str]) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={area!r}/>' for area in areas)}</mergeCells>"


def _cells(_: Put) -> None:
    content = Sheet(data='<row r="1"><c r="A1"/><c r="B1"/></row>').content(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    scan_sheet(content, "sheet1.xml", CellContext(list, Styles(), False, left=1))


def _elements(put: Put) -> None:
    put(tree, "MAX_ELEMENTS", 3)
    tree.read_tree(b"<a><b/><c/><d/></a>", "word/document.xml")


def _csv(data: bytes) -> None:
    csvfile.read_csv(Path("in.csv"), data)


def _fields(put: Put) -> None:
    put(csvfile, "MOST_FIELDS", 5)
    _csv(b"a,b,c\n" * 2)


def _record(put: Put, limit: str, value: int) -> None:
    put(form, limit, value)
    form.read_json("in.audit.json", b"[1, 2, 3]")


def _yaml(put: Put, limit: str = "", value: int = 0, text: str = "- a\n- b\n- c\n") -> None:
    if limit:
        put(yaml_tree, limit, value)
    _, problems = yaml_tree.parse("in.yaml", text)
    raise QfillError(problems[0].message)


BEYOND: list[tuple[str, str, Callable[[Put], object]]] = [
    ("a questionnaire's file", "larger than", _file),
    ("a zip's members", "has 20001 members", lambda _: _zip(*[b""] * 20_001)),
    (
        "all members of a zip, unpacked",
        "more than 1 MB",
        lambda put: _read(put, "MAX_UNPACKED", MB, bytes(MB), b"x"),
    ),
    ("one part that is read, unpacked", "reads parts", lambda put: _read(put, "MAX_PART", 9, bytes(10))),
    (
        "all parts that are read, unpacked",
        "hold more than",
        lambda put: _read(put, "MAX_READ", 9, bytes(5), bytes(5)),
    ),
    (
        "tags in all parts that are read",
        "3 tags",
        lambda put: _read(put, "MAX_TAGS", 3, b"<a/><b/>", b"<c/><d/>"),
    ),
    (
        "a member of more than 1 MB: how much it may unpack to",
        "qfill stops at 200",
        lambda _: _zip(bytes(MB + 1)),
    ),
    ("a workbook's cells", "more than 2,000,000 cells", _cells),
    (
        "rows or columns that a sheet's merges (or validations) touch",
        "more merged areas",
        lambda _: _workbook(after=_merges([f"A{9 + 200 * i}:B{208 + 200 * i}" for i in range(5001)])),
    ),
    (
        "a sheet's merges (or validations) higher and wider than 200 cells",
        "more merged areas",
        lambda _: _workbook(after=_merges([f"A{9 + 201 * i}:GS{209 + 201 * i}" for i in range(1001)])),
    ),
    (
        "a Word document's elements",
        "more than 3 elements",
        _elements,
    ),
    (
        "a Word document's elements",
        "nests them too deep",
        lambda _: parse(Path("in.docx"), document("<w:x>" * 401 + "</w:x>" * 401)),
    ),
    ("a csv", "larger than 64 MB", lambda _: _csv(b"x" * (64 * MB + 1))),
    ("a csv", "more than 5 fields", _fields),
    ("a csv", "more than 2000 columns", lambda _: _csv(b"," * 2000)),
    ("one cell, field or paragraph", "100,001 characters", lambda _: _csv(LETTERS.encode())),
    (
        "one cell, field or paragraph",
        "100,001 characters",
        lambda _: _workbook(f'<row r="9"><c r="A9" t="str"><v>{LETTERS}</v></c></row>'),
    ),
    (
        "one cell, field or paragraph",
        "100,001 characters",
        lambda _: parse(Path("in.docx"), document(f"<w:p><w:r><w:t>{LETTERS}</w:t></w:r></w:p>")),
    ),
    ("an audit, decisions, a ledger file", "larger than", lambda put: _record(put, "MOST_BYTES", 8)),
    ("an audit, decisions, a ledger file", "more than 2 values", lambda put: _record(put, "MOST_VALUES", 2)),
    (
        "an audit, decisions, a ledger file",
        "deeper than 64",
        lambda _: form.read_json("in.audit.json", b"[" * 65 + b"]" * 65),
    ),
    ("a YAML file of the bank", "larger than", lambda put: _yaml(put, "MOST_BYTES", 8)),
    ("a YAML file of the bank", "more than 3 values", lambda put: _yaml(put, "MOST_NODES", 3)),
    ("a YAML file of the bank", "nested too deep", lambda put: _yaml(put, text="[" * 41 + "]" * 41)),
]


@pytest.mark.parametrize(("what", "told", "use"), BEYOND)
def test_what_goes_beyond_a_limit_is_refused(
    what: str,
    told: str,
    use: Callable[[Put], object],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QfillError, match=told):
        use(monkeypatch.setattr)


LEFT_OUT = (
    "a dropdown's options",
    "rows and cells that the formulas of all dropdowns look at",
    "one question",
)


def test_a_list_beyond_what_formulas_may_look_at_is_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "MAX_LOOKED", 100)
    rules = "".join(
        f'<dataValidation type="list" sqref="B{row}"><formula1>$D$1:$D${last}</formula1></dataValidation>'
        for row, last in ((2, 3), (3, 500))
    )
    listed = text_rows([[*HEADER, str(number)] for number in range(500)])
    grid = parse(Path("in.xlsx"), Book(sheets=[Sheet(data=listed, after=rules)]).bytes()).grids[0]
    found = [rule for row in (2, 3) if (rule := grid.validation(row, 2)) is not None]
    assert [rule.options for rule in found] == [("0", "1", "2"), ()]
    assert found[1].refuses == "the options of the cell's dropdown cannot be worked out"


def test_options_beyond_the_limit_are_left_out() -> None:
    listed = text_rows([[*HEADER, str(number)] for number in range(5_001)])
    rule = '<dataValidation type="list" sqref="B2"><formula1>$D$1:$D$5001</formula1></dataValidation>'
    sheet = Sheet(data=listed, after=f"<dataValidations>{rule}</dataValidations>")
    validation = parse(Path("in.xlsx"), Book(sheets=[sheet]).bytes()).grids[0].validation(2, 2)
    assert validation is not None
    assert len(validation.options) == 5_000


@pytest.mark.parametrize(("letters", "skip"), [(10_000, ""), (10_001, "too long for a question")])
def test_a_question_beyond_the_limit_is_skipped(letters: int, skip: str) -> None:
    text = "Is it so? ".ljust(letters - 1, "x") + "?"
    layout = read_layout(parse(Path("in.csv"), f"question,answer\n{text},\n".encode()).grids, LayoutHints())
    assert [question.skip for question in layout.questions] == [skip]
