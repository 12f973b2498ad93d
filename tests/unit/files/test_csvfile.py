"""csv: every byte stays but the fields that are written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.errors import QuestionnaireError
from qfill.files.csvcompare import compare_csv
from qfill.files.csvfile import read_csv
from qfill.model import CsvField, Write

PATH = Path("rows.csv")
_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=20)


def test_missing_columns_are_appended_only_when_written() -> None:
    file = read_csv(PATH, b"id,question\n1,Is it?\n")
    assert file.patch([])[0] == file.data
    data, _ = file.patch([Write(place=file.locate(2, 3), text="Yes")])
    assert data == b"id,question,answer\n1,Is it?,Yes\n"


def test_bom_delimiter_quotes_and_line_ends_stay() -> None:
    before = b'\xef\xbb\xbfid;question;answer\r\n"1";"A;b?";""\r\n2;C?;\r\n'
    file = read_csv(PATH, before)
    data, _ = file.patch([Write(place=CsvField(2, 3, "answer"), text='say "x"')])
    assert data == b'\xef\xbb\xbfid;question;answer\r\n"1";"A;b?";"say ""x"""\r\n2;C?;\r\n'


def test_windows_text_stays_windows_text() -> None:
    file = read_csv(PATH, "question,answer\nÄr det så?,\n".encode("cp1252"))
    data, _ = file.patch([Write(place=CsvField(2, 2, "answer"), text="Ja, på riktigt")])
    assert data == 'question,answer\nÄr det så?,"Ja, på riktigt"\n'.encode("cp1252")


def test_a_formula_is_made_safe_and_told() -> None:
    file = read_csv(PATH, b"question,answer\nWhat?,\n")
    data, patched = file.patch([Write(place=CsvField(2, 2, "answer"), text="=1+1")])
    assert data == b"question,answer\nWhat?,'=1+1\n"
    assert "apostrophe" in next(iter(patched.changes.values()))[0]


def test_a_quote_never_closed_is_named_with_its_line() -> None:
    with pytest.raises(QuestionnaireError, match=r"rows\.csv:2: a quote"):
        read_csv(PATH, b'question\n"abc\n')


def test_only_the_written_field_differs() -> None:
    file = read_csv(PATH, b"question,answer\nA?,\nB?,\n")
    data, _ = file.patch([Write(place=CsvField(3, 2, "answer"), text="No")])
    found = compare_csv(file, read_csv(PATH, data))
    assert found.differences == ()
    assert [(change.place, change.after) for change in found.cells] == [(CsvField(3, 2, "answer"), "No")]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (b'question,answer\r\n"A?",\nB?,Yes\r\n', "more changed than the texts of fields"),
        (b'question,answer\r\n"A?",\r\nB?,Yes', "more changed than the texts of fields"),
        (b"question,answer\r\nA?,\r\nB?,Yes\r\n", "record 2, column 1: the quoting changed"),
        (b'question,answer\n"A?",\nB?,Yes\n', "the newline changed"),
        (b'question,answer\r\n"A?",,,\r\nB?,Yes\r\n', "more changed than the texts of fields"),
    ],
)
def test_line_ends_quotes_and_empty_fields_that_changed_are_told(after: bytes, told: str) -> None:
    file = read_csv(PATH, b'question,answer\r\n"A?",\r\nB?,\r\n')
    found = compare_csv(file, read_csv(PATH, after))
    assert [change.after for change in found.cells] == ["Yes"]
    assert len(found.differences) == 1
    assert found.differences[0].startswith(told)
    assert found.identical == 0


def test_the_same_bytes_are_identical() -> None:
    file = read_csv(PATH, b"question,answer\nA?,\n")
    assert compare_csv(file, file).identical == 1


def test_an_answer_written_twice_and_taken_back_differs_in_nothing_else() -> None:
    file = read_csv(PATH, b"question\nA?\nB?\nC?,too,long\n")
    place = file.locate(2, 2)
    once = read_csv(PATH, file.patch([Write(place=place, text='Yes, "so"')])[0])
    for text in ("No", ""):
        after = read_csv(PATH, once.patch([Write(place=place, text=text)])[0])
        assert compare_csv(once, after).differences == ()
        found = compare_csv(file, after)
        assert found.differences == ()
        assert [change.after for change in found.cells] == ([text] if text else [])


def test_a_field_that_reads_so_already_is_left_alone() -> None:
    file = read_csv(PATH, b'question,answer\n"A?", Yes \nB?\n')
    writes = [Write(place=file.locate(2, 2), text=" Yes "), Write(place=file.locate(3, 2), text="")]
    assert file.patch(writes)[0] == file.data


def test_an_answer_that_held_the_only_letters_of_an_encoding_may_go() -> None:
    file = read_csv(PATH, "question,answer\nA?,Så\n".encode("cp1252"))
    after = read_csv(PATH, file.patch([Write(place=file.locate(2, 2), text="Yes")])[0])
    assert compare_csv(file, after).differences == ()


def test_thousands_of_answers_go_into_their_records() -> None:
    # Looked through for each record, 30,000 answers took minutes.
    rows = range(2, 30_002)
    file = read_csv(PATH, b"question,answer\n" + b"Is it?,\n" * len(rows))
    data, _ = file.patch([Write(place=CsvField(row, 2, "answer"), text="Yes") for row in rows])
    assert data == b"question,answer\n" + b"Is it?,Yes\n" * len(rows)


def test_a_changed_question_is_found() -> None:
    before, after = read_csv(PATH, b"question,answer\nA?,\n"), read_csv(PATH, b"question,answer\nZ?,\n")
    assert [change.after for change in compare_csv(before, after).cells] == ["Z?"]


@given(st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=6), _TEXT)
def test_what_is_written_is_read_back_and_the_rest_stays(rows: list[list[str]], text: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["question", "answer", "note"], *rows])
    file = read_csv(PATH, out.getvalue().encode())
    place = CsvField(2, 2, "answer")
    data, patched = file.patch([Write(place=place, text=text)])
    again = list(csv.reader(io.StringIO(data.decode(), newline="")))
    wanted = [["question", "answer", "note"], *(list(row) for row in rows)]
    wanted[1][1] = "'" + text if patched.changes else text
    assert again == wanted
    assert read_csv(PATH, data).read([place])[place] == wanted[1][1]


def test_a_heading_that_names_no_column_alone_gives_way_to_the_letters() -> None:
    file = read_csv(PATH, b"B,Comment,Answer,Comment,\nIs it?,,,,\n")
    assert [file.locate(2, column).name for column in range(1, 6)] == ["A", "B", "Answer", "D", "E"]


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (b"Security questionnaire, version 2, 2024\nid;question;answer\n1;Is it?;\n", ";"),
        (b"id;question, with parts, if any;answer\n1;Is it?;\n2;Is it not?;\n", ";"),
        (b"id,question,answer\n1,Is it; or not; or what?,\n2,Is it?,\n", ","),
        (b'id\tquestion\n1\t"Is it, say, so,\nor, say, not?"\n', "\t"),
        (b'id|question\n1|A 5" disk, or a 3" one, or none?\n2|Is it?\n', "|"),
        (b"question\nIs it?\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_parts_records_evenly(data: bytes, delimiter: str) -> None:
    assert read_csv(PATH, data).delimiter == delimiter


def test_a_line_that_tells_the_delimiter_is_no_record_of_the_table() -> None:
    file = read_csv(PATH, b"sep=;\r\nid;question\r\n1;A, b, c?\r\n")
    place = file.locate(3, 3)
    assert (file.delimiter, file.head, place) == (";", 2, CsvField(3, 3, "answer"))
    data, _ = file.patch([Write(place=place, text="Yes")])
    assert data == b"sep=;\r\nid;question;answer\r\n1;A, b, c?;Yes\r\n"
    assert compare_csv(file, read_csv(PATH, data)).differences == ()


def test_lines_outside_of_the_table_stay_as_they_are() -> None:
    file = read_csv(PATH, b"ACME form\nid,question,answer\nBackup\n1,Is it?,\n")
    data, _ = file.patch([Write(place=file.locate(4, 3), text="Yes")])
    assert data == b"ACME form\nid,question,answer\nBackup\n1,Is it?,Yes\n"
    padded = read_csv(PATH, data.replace(b"ACME form", b"ACME form,,"))
    assert compare_csv(file, padded).differences == ("record 1: it had 1 fields, and has 3",)


def test_only_the_columns_wanted_are_appended() -> None:
    file = read_csv(PATH, b"id,question\n1,Is it?\n").appending(["comment"])
    assert file.appended == ("comment",)
    assert file.grids[0].text(1, 3) == "comment"
