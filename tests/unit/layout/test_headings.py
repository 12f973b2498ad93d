"""What the words of a header say of its column: whose it is, and what belongs there."""

from __future__ import annotations

import pytest
from tests.support.grids import HEAD, A, B, C, D, answers, read, roles, sheet

from qfill.errors import QuestionnaireError
from qfill.layout.words import header_roles
from qfill.model import Role


@pytest.mark.parametrize(
    "header",
    [
        "Comments (ACME use only, do not fill in)",
        "Comments (office use only)",
        "Comments from ACME",
        "Comments by security team",
        "Comments - Risk team",
        "Kommentar (fylls i av inköpare)",
        "Kommentar från inköp",
        "Kommentar fra innkjøp",
        "Explanation of the question",
        "Mandatory (Y/N)",
        "Max score",
    ],
)
def test_a_column_of_the_customers_takes_nothing(header: str) -> None:
    assert not {Role.ANSWER, Role.COMMENT}.intersection(header_roles(header))
    found = read(sheet(("ID", "Question", "Response", header), ["1", A], ["2", B]))
    assert answers(found) == {2: "answer=C2", 3: "answer=C3"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Vendor's Response", Role.ANSWER),
        ("Bidder response", Role.ANSWER),
        ("Anbudsgivarens svar", Role.ANSWER),
        ("Leverandørs svar", Role.ANSWER),
        ("Yes / No / NA", Role.ANSWER),
        ("Y/N", Role.ANSWER),
        ("Svar: Ja / Nej / Delvis", Role.ANSWER),
        ("Svar / Answer", Role.ANSWER),
        ("Uppfyller (Ja/Nej)", Role.ANSWER),
        ("Answer (max 500 characters)", Role.ANSWER),
        ("Svar (fylls i av leverantören)", Role.ANSWER),
        ("Kommentar fra leverandør", Role.COMMENT),
        ("Comments from the bidder", Role.COMMENT),
        ("Comments (optional)", Role.COMMENT),
        ("Your comments", Role.COMMENT),
    ],
)
def test_what_whoever_answers_is_called_does_not_matter(header: str, role: Role) -> None:
    assert role in header_roles(header)
    first = (header, "Comments") if role is Role.ANSWER else ("Response", header)
    found = read(sheet(("ID", "Question", *first), ["1", A], ["2", B]))
    assert answers(found) == {2: "answer=C2 comment=D2", 3: "answer=C3 comment=D3"}


@pytest.mark.parametrize(
    "header", ["Explanation", "Details", "Notes", "Remarks", "Förtydligande", "Description", "Comments"]
)
def test_what_the_customer_wrote_beside_its_questions_is_no_answer(header: str) -> None:
    head = ("ID", "Question", header, "Response")
    noted = read(sheet(head, ["1", A], ["2", B, "Applies to production."], ["3", C]))
    assert answers(noted) == {2: "answer=D2", 3: "answer=D3", 4: "answer=D4"}


def test_a_column_before_the_answers_that_is_free_takes_comments() -> None:
    head = ("ID", "Question", "Comments", "Response")
    assert answers(read(sheet(head, ["1", A], ["2", B]))) == {
        2: "answer=D2 comment=C2",
        3: "answer=D3 comment=C3",
    }
    begun = read(sheet(head, ["1", A, "See annex.", "Yes"], ["2", B]))
    assert answers(begun) == {2: "already answered", 3: "answer=D3 comment=C3"}


@pytest.mark.parametrize(
    ("head", "rows", "where"),
    [
        (("ID", "Question", "Y", "N", "N/A"), [("1", A), ("2", B)], "na=E2 no=D2 yes=C2"),
        (("Yes", "No", "N/A", "Question"), [("", "", "", A), ("", "", "", B)], "na=C2 no=B2 yes=A2"),
        (
            ("ID", "Question", "Fully Compliant", "Partially Compliant", "Not Compliant"),
            [("1", A), ("2", B)],
            "no=E2 partial=D2 yes=C2",
        ),
        (
            ("Response", "ID", "Question", "Comments"),
            [("", "1", A), ("Yes", "2", B), ("", "3", C), ("", "4", D)],
            "answer=A2 comment=D2",
        ),
        (("No", "Question", "Answer"), [("1", A), ("2", B)], "answer=C2"),
    ],
)
def test_options_and_answers_stand_on_either_side(
    head: tuple[str, ...], rows: list[tuple[str, ...]], where: str
) -> None:
    assert answers(read(sheet(head, *rows)))[2] == where


def test_where_only_comments_are_known_the_other_empty_column_is_named() -> None:
    found = read(sheet(("ID", "Question", "Etwas", "Comments"), ["1", A], ["2", B]))
    assert answers(found) == {2: "comment=D2", 3: "comment=D3"}
    (warning,) = found.warnings
    assert warning == (
        "sheet 'S': only comments are filled in; if the answers belong in column C, headed 'Etwas', "
        "run it again with --columns 'S!question=B,comment=D,answer=C'"
    )
    assert not read(sheet(("ID", "Question", "Score", "Comments"), ["1", A], ["2", B])).warnings


@pytest.mark.parametrize(
    ("groups", "named"), [(("Vendor", "Reviewer"), "yes=C,no=D"), (("Customer", "Supplier"), "yes=E,no=F")]
)
def test_options_under_the_customers_name_are_its_own(groups: tuple[str, str], named: str) -> None:
    head = ("No", "Question", groups[0], "", groups[1])
    grid = sheet(head, ("", "", "Yes", "No", "Yes", "No"), ["1", A], ["2", B], merges=["C1:D1", "E1:F1"])
    assert roles(read(grid)) == [f"question=B,{named},id=A"]


def test_of_options_twice_the_first_are_suggested() -> None:
    grid = sheet(("Nr", "Question", "Yes", "No", "Yes", "No"), ["1", A], ["2", B])
    with pytest.raises(QuestionnaireError, match="yes could be column C or E") as caught:
        read(grid)
    assert caught.value.hint == "say which: --columns 'S!question=B,yes=C,no=D'"


def test_a_known_header_is_found_far_down() -> None:
    rows = [[f"Line {number} of the preface"] for number in range(1, 45)]
    assert answers(read(sheet(*rows, HEAD, ["1", A], ["2", B]))) == {
        46: "answer=C46 comment=D46",
        47: "answer=C47 comment=D47",
    }
