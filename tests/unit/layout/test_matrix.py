"""How questionnaires are laid out: a small sheet each, the reading expected, what may be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from qfill.errors import QuestionnaireError
from qfill.files.grid import Area, Cell, Grid, MergeIndex, Spans, Validation
from qfill.layout import Layout, LayoutHints, parse_columns, read_layout
from qfill.model import Role, SheetCell, column_letters, column_number

E1 = "Is customer data encrypted at rest?"
E2 = "Do you take backups every day?"
E3 = "How are incidents handled?"
ASKED = (E1, E2, E3)
SWEDISH = ("Krypteras kundens data?", "Hur ofta tas kopior?", "Vem hanterar incidenter?")
NORWEGIAN = ("Krypteres kundens data?", "Hvor ofte tas kopier?", "Hvem håndterer hendelser?")
Texts = Sequence[str | Cell]
YES_NO = ("Yes", "No", "N/A")


def told(columns: str) -> LayoutHints:
    return LayoutHints(columns=dict([parse_columns(columns)]))


def area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    ends = [
        (int(a.lstrip("ABCDEFGHIJ")), column_number(a.rstrip("0123456789"))) for a in (first, last or first)
    ]
    return Area(*ends[0], *ends[1])


def sheet(
    *rows: Texts,
    name: str = "Form",
    first: int = 1,
    options: Sequence[str] = (),
    merges: Sequence[str] = (),
    **more: object,
) -> Grid:
    """A grid of rows of texts; `options` are ranges with a dropdown."""
    cells = {
        number: {
            column: cell if isinstance(cell, Cell) else Cell(cell)
            for column, cell in enumerate(row, 1)
            if cell != ""
        }
        for number, row in enumerate(rows, first)
    }
    return Grid(
        rows={number: row for number, row in cells.items() if row},
        locate=lambda row, column: SheetCell(name, row, column),
        sheet=name,
        merges=MergeIndex(map(area, merges)),
        validations=tuple(Validation(areas=(area(each),), options=YES_NO) for each in options),
        **more,  # type: ignore[arg-type]
    )


def numbered(*texts: str) -> list[list[str | Cell]]:
    return [[str(number), text] for number, text in enumerate(texts or ASKED, 1)]


def computed() -> list[list[str | Cell]]:
    return [[str(number), Cell(text, formula=True)] for number, text in enumerate(ASKED, 1)]


def guarded() -> list[list[str | Cell]]:
    free = Cell("", locked=False)
    return [[str(n), text, Cell("", locked=n == 1), free] for n, text in enumerate(ASKED, 1)]


def ids(*names: str) -> list[list[str]]:
    return [[name, text] for name, text in zip(names, ASKED, strict=False)]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`roles` as `question=B answer=C`; `cells`: by the question's row, where its answer goes."""

    grids: Sequence[Grid]
    roles: str = "id=A question=B answer=C"
    header: int = 1
    rows: Sequence[int] = (2, 3, 4)
    cells: Mapping[int, str] = field(default_factory=dict)
    skips: Mapping[int, str] = field(default_factory=dict)
    hints: LayoutHints = field(default_factory=LayoutHints)


HEAD = ["ID", "Question", "Answer", "Comments"]
BOTH = "id=A question=B answer=C comment=D"

CASES = {
    "titles and a logo's empty rows above the header": Case(
        grids=[sheet(["Supplier assessment"], ["Version 3"], [], HEAD, *numbered())],
        roles=BOTH, header=4, rows=(5, 6, 7), cells={5: "C5"},
    ),
    "a header in row 40": Case(
        grids=[sheet(HEAD, *numbered(), first=40)], roles=BOTH, header=40, rows=(41, 42, 43)
    ),
    "no header, options to choose": Case(
        grids=[sheet(*numbered(), options=["C1:C3"])], header=0, rows=(1, 2, 3), cells={1: "C1"}
    ),
    "no header, a title above": Case(
        grids=[sheet(["Our supplier security form"], [], *numbered(), options=["C3:C5"])],
        rows=(3, 4, 5), cells={3: "C3"},
    ),
    "the header repeated under each section": Case(
        grids=[
            sheet(["Data"], HEAD, ["1", E1], ["Operations"], HEAD, ["2", E2], ["3", E3],
                  options=["C3", "C6:C7"])
        ],
        roles=BOTH, header=2, rows=(3, 6, 7), cells={6: "C6"},
    ),
    "section rows merged over the answers": Case(
        grids=[sheet(HEAD, ["", "Data"], ["1", E1], ["", "Operations and incidents"], ["2", E2], ["3", E3],
                     merges=["B2:D2", "B4:D4"])],
        roles=BOTH, rows=(3, 5, 6),
    ),
    "a header of two rows, merged": Case(
        grids=[
            sheet(["ID", "Question", "Supplier", ""], ["", "", "Answer", "Comments"], *numbered(),
                  merges=["A1:A2", "B1:B2", "C1:D1"])
        ],
        roles=BOTH, header=2, rows=(3, 4, 5), cells={3: "C3"},
    ),
    "instructions, scoring, lookup and hidden sheets beside two that ask": Case(
        grids=[
            sheet(HEAD, *numbered(), name="Instructions"),
            sheet(HEAD, *numbered()),
            sheet(HEAD, *numbered(), name="More"),
            sheet(HEAD, *numbered(), name="Scoring"),
            sheet(["Yes"], ["No"], name="Values"),
            sheet(HEAD, *numbered(), name="Old", visible=False),
        ],
        roles=BOTH, rows=(2, 3, 4, 2, 3, 4),
    ),
    "questions that are formulas": Case(
        grids=[sheet(HEAD, *computed())],
        roles=BOTH,
    ),
    "ids with an ampersand": Case(
        grids=[sheet(["", "Question", "Answer"], *ids("A&A-01.1", "A&A-01.2", "A&A-02.1"))]
    ),
    "ids of numbers and dots": Case(
        grids=[sheet(["", "Question", "Answer"], *ids("1.2.3", "1.2.4", "1.10"))]
    ),
    "ids of a letter and a number": Case(
        grids=[sheet(["", "Question", "Answer"], *ids("Q17", "Q18", "Q19"))]
    ),
    "ids of a word and a number": Case(
        grids=[sheet(["", "Question", "Answer"], *ids("GNRL-01", "GNRL-02", "DATA-01"))]
    ),
    "a verdict to choose and comments": Case(
        grids=[sheet(HEAD, *numbered(), options=["C2:C4"])], roles=BOTH, cells={2: "C2"}
    ),
    "one column for each option to tick": Case(
        grids=[sheet(["ID", "Question", "Yes", "No", "N/A", "Comments"], *numbered())],
        roles="id=A question=B yes=C no=D na=E comment=F",
    ),
    "options to tick under a header of two rows": Case(
        grids=[sheet(["ID", "Question", "Answer", "", "", "Comments"], ["", "", "Yes", "No", "N/A"],
                     *numbered(), merges=["C1:E1"])],
        roles="id=A question=B yes=C no=D na=E comment=F", header=2, rows=(3, 4, 5),
    ),
    "answers in the empty row below": Case(
        grids=[sheet(["Security form"], [], [E1], [], [E2], [], [E3])],
        roles="question=A answer=A", header=0, rows=(3, 5, 7), cells={3: "A4", 5: "A6", 7: "A8"},
    ),
    "answers below, under what the form tells whoever fills it in": Case(
        grids=[sheet(["Please answer every question in the box below it."], [], [E1], [], [E2], [], [E3])],
        roles="question=A answer=A", header=0, rows=(3, 5, 7), cells={3: "A4", 5: "A6", 7: "A8"},
    ),
    "answers below, merged over the width": Case(
        grids=[sheet([E1], [], [E2], [], [E3], [], merges=[f"A{n}:F{n}" for n in range(1, 7)])],
        roles="question=A answer=A", header=0, rows=(1, 3, 5), cells={1: "A2", 5: "A6"},
    ),
    "answers below, numbered, behind a label": Case(
        grids=[sheet(["Part 1"], *(row for each in numbered() for row in (each, ["Answer:"])))],
        roles="id=A question=B answer=B", header=0, rows=(2, 4, 6), cells={2: "B3", 4: "B5", 6: "B7"},
    ),
    "answers below, right of a label under the question": Case(
        grids=[sheet(*([text] for asked in ASKED for text in (asked, "Svar:")))],
        roles="question=A answer=A", header=0, rows=(1, 3, 5), cells={1: "B2", 5: "B6"},
    ),
    "answers below, one given": Case(
        grids=[sheet(*([text] for asked in ASKED for text in (asked, "Answer")))],
        roles="question=A answer=A", header=0, rows=(1, 3, 5),
    ),
    "answers below, as told": Case(
        grids=[sheet(["Form"], ["Data is encrypted at rest?"], ["Yes it is"], [E2], [])],
        roles="question=A answer=A", header=1, rows=(2, 4), cells={4: "A5"}, skips={2: "already answered"},
        hints=LayoutHints(columns={None: {Role.QUESTION: 1, Role.ANSWER: 1}}),
    ),
    "header words in Swedish": Case(
        grids=[sheet(["Nr", "Fråga", "Svar", "Kommentar"],
                     *numbered(*SWEDISH))],
        roles=BOTH,
    ),
    "header words in Norwegian": Case(
        grids=[sheet(["Nr.", "Spørsmål", "Svar", "Utdypning"],
                     *numbered(*NORWEGIAN))],
        roles=BOTH,
    ),
    "a description that asks, in Swedish": Case(
        grids=[sheet(["Krav nr", "Beskrivning", "Leverantörens svar", "Kommentar"],
                     *numbered(*SWEDISH))],
        roles=BOTH,
    ),
    "statements": Case(
        grids=[sheet(["ID", "Requirement", "Compliance", "Comments"], *numbered(
            "The solution encrypts all customer data at rest.",
            "Backups of all databases are taken once a day.",
            "Security incidents are reported to us within three days."))],
        roles=BOTH,
    ),
    "rows already answered": Case(
        grids=[sheet(HEAD, ["1", E1, "Yes"], ["2", E2], ["3", E3, "", "See annex"])], roles=BOTH,
        skips={2: "already answered", 3: "", 4: "already answered"},
    ),
    "columns of the assessors": Case(
        grids=[sheet([*HEAD, "Score", "Weight", "Analyst notes", "Reviewer comments"], *numbered(),
                     options=["E2:E4", "C2:C4"])],
        roles=BOTH,
    ),
    "an assessor's column before the answers": Case(
        grids=[sheet(["ID", "Question", "Weight", "Evaluator's answer", "Answer"], *numbered())],
        roles="id=A question=B answer=E",
    ),
    "a column of the customer's beside the supplier's": Case(
        grids=[sheet(["Nr", "Fråga", "Svar", "Kommentar kund", "Kommentar leverantör"], *numbered(*SWEDISH))],
        roles="id=A question=B answer=C comment=E",
    ),
    "locked answers": Case(
        grids=[sheet(HEAD, *guarded(), protected=True)],
        roles=BOTH, skips={2: "", 3: ""}, cells={3: "C3"},
    ),
    "hidden rows": Case(
        grids=[sheet(HEAD, *numbered(), hidden_rows=frozenset({3}))], roles=BOTH, skips={3: "hidden"}
    ),
    "a hidden answer column": Case(
        grids=[sheet(HEAD, *numbered(), hidden_columns=Spans(((3, 3, True),)))], roles=BOTH, skips={2: ""}
    ),
    "an answer that is computed": Case(
        grids=[sheet(HEAD[:3], ["1", E1, Cell("Yes", formula=True)], *numbered(E2, E3))],
        skips={2: "its answer is a formula"},
    ),
    "columns as told, of one sheet": Case(
        grids=[sheet(["Text", "Q", "R1", "R2"], *(["x", text] for text in ASKED))],
        roles="question=B answer=D", hints=told("Form!question=B,answer=D"),
        cells={2: "D2"},
    ),
    "columns to tick as told": Case(
        grids=[sheet(["Q", "A", "B", "C"], *([text] for text in ASKED))],
        roles="question=A yes=B no=C na=D", header=1,
        hints=told("question=A,yes=B,no=C,na=D"),
    ),
    "a header row as told": Case(
        grids=[sheet(HEAD, *numbered(), HEAD, ["7", E1], ["8", E2])], roles=BOTH, header=5, rows=(6, 7),
        hints=LayoutHints(header_row=5),
    ),
    "a sheet as told": Case(
        grids=[sheet(HEAD, *numbered()), sheet(HEAD, *numbered(), name="Scoring")], roles=BOTH,
        hints=LayoutHints(sheets=("Scoring",)),
    ),
}  # fmt: skip


def read(case: Case) -> Layout:
    return read_layout(case.grids, case.hints)


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_read_as_a_person_would(name: str) -> None:
    case = CASES[name]
    found = read(case)
    for each in found.sheets:
        roles = {str(role): column_letters(column) for role, column in each.roles.items()}
        assert roles == dict(pair.split("=") for pair in case.roles.split())
        assert each.because
    if case.grids[0].visible and len(found.sheets) == 1 and "title above" not in name:
        assert found.sheets[0].header_row == case.header
    assert [question.row for question in found.questions] == list(case.rows)
    by_row = {question.row: question for question in found.questions}
    for row, address in case.cells.items():
        place = by_row[row].targets[Role.ANSWER]
        assert isinstance(place, SheetCell)
        assert place.name == address
    for row, skip in case.skips.items():
        assert by_row[row].skip == skip
    written = [place for question in found.questions for place in question.targets.values()]
    assert len(set(written)) == len(written)


def test_the_sheets_left_alone_are_named_with_the_reason() -> None:
    found = read(CASES["instructions, scoring, lookup and hidden sheets beside two that ask"])
    assert [each.sheet for each in found.sheets] == ["Form", "More"]
    assert [name for name, reason in found.ignored if reason] == ["Instructions", "Scoring", "Values", "Old"]


def test_what_a_question_hangs_on_is_its_context() -> None:
    rows = [["Data"], ["1", E1], ["1.1", "If yes, describe how."], ["1.2", "Which databases hold it?"]]
    found = read_layout([sheet(HEAD, *rows, ["2", E2], options=["C3:C6"])], LayoutHints()).questions
    assert [(question.question_id, question.parent) for question in found] == [
        ("1", ""), ("1.1", E1), ("1.2", E1), ("2", ""),
    ]  # fmt: skip


def test_labels_are_told_from_questions() -> None:
    rows = [["1", "Vendor name"], ["2", "Date"], ["3", E1], ["4", E2]]
    found = read_layout([sheet(HEAD, *rows)], LayoutHints()).questions
    assert [question.label_row for question in found] == [True, True, False, False]


@pytest.mark.parametrize(
    ("grid", "named"),
    [
        (sheet(["Question", "Answer", "Answer"], *([text] for text in ASKED)), "column B or C"),
        (sheet(["ID", "Question", "Response", "Answer"], *numbered()), "column C or D"),
        (
            sheet(["Question", "Question", "Answer"], *([text, text + " Why?"] for text in ASKED)),
            "column A or B",
        ),
        (sheet(["Question", "Yes", "No", "Yes", "No"], *([text] for text in ASKED)), "column B or D"),
    ],
)
def test_close_readings_are_shown_with_the_flag_that_settles_it(grid: Grid, named: str) -> None:
    with pytest.raises(QuestionnaireError, match=named) as caught:
        read_layout([grid], LayoutHints())
    assert "--columns 'Form!question=" in caught.value.hint


@pytest.mark.parametrize(
    "grid",
    [
        sheet(["Name", "Amount"], ["Paper", "12"], ["Ink", "3"]),
        sheet(["What we ask of suppliers"], ["Please read all of this carefully."]),
        sheet(HEAD),
        sheet(
            ["FAQ"], [E1], ["Yes, by the database."], [E2], ["Yes, at night."], [E3], ["By a team of ours."]
        ),
        sheet([E1, "Yes"], [], [E2, "No"], [], [E3, "By a team"]),
        sheet(),
    ],
)
def test_where_nothing_asks_it_is_said(grid: Grid) -> None:
    with pytest.raises(QuestionnaireError, match="no questions found in the file") as caught:
        read_layout([grid], LayoutHints())
    assert "--columns" in caught.value.hint


@pytest.mark.parametrize("strip", [slice(0, 3), slice(0, 6)])
def test_no_reading_writes_over_what_stands_in_the_file(strip: slice) -> None:
    rows = [[E1], [], [E2], [], [E3], ["Answer:"], ["Do you agree?"]]
    found = read_layout([sheet(*rows[strip])], LayoutHints()).questions
    held = {(row, 1) for row, texts in enumerate(rows[strip], 1) if texts}
    targets = [place for question in found for place in question.targets.values()]
    assert targets
    for place in targets:
        assert isinstance(place, SheetCell)
        assert (place.row, place.column) not in held


def test_a_question_alone_in_its_column_is_no_questionnaire() -> None:
    with pytest.raises(QuestionnaireError, match="no questions found in the file"):
        read_layout([sheet([E1], [])], LayoutHints())
