"""The figures by their definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from qfill.errors import QuestionnaireError
from qfill.evaluation.evaluate import judge, summarise
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.evaluation.metrics import calibration_by_chance, calibration_error, wilson
from qfill.model import Verdict


def test_wilson_by_a_known_value() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_calibration_error_of_a_known_case() -> None:
    assert calibration_error([(0.95, True), (0.95, False)]) == pytest.approx(0.45)
    assert calibration_error([]) == 0


def test_chance_is_the_same_each_time() -> None:
    assert calibration_by_chance([0.1, 0.5, 0.9]) == calibration_by_chance([0.1, 0.5, 0.9])


def _row(label: str, facts: tuple[frozenset[str], ...], verdict: Verdict | None = None) -> LabelledRow:
    return LabelledRow(
        id=f"x-{label}", question="?", language="en", label=label, facts=facts, verdict=verdict
    )


def _judge(row: LabelledRow, facts: set[str], verdict: Verdict = Verdict.YES):  # type: ignore[no-untyped-def]
    return judge(
        row,
        filled=True,
        answers=("a",),
        facts=frozenset(facts),
        verdict=verdict,
        candidates=(),
        confidence=0.9,
    )


def test_right_needs_the_label_all_facts_of_an_alternative_and_the_verdict() -> None:
    both = (frozenset({"F1", "F2"}), frozenset({"F3"}))
    assert _judge(_row("A", both), {"F1", "F2"}).right
    assert _judge(_row("A", both), {"F3", "F9"}).right
    assert not _judge(_row("A", both), {"F1"}).right
    assert not _judge(_row("P", both), {"F3"}).right
    assert not _judge(_row("A", both, Verdict.NO), {"F3"}).right


def test_figures_and_extra_citations() -> None:
    rows = [
        _judge(_row("A", (frozenset({"F3"}),)), {"F3", "F9"}),
        _judge(_row("N", ()), {"F3"}),
    ]
    found = summarise(rows).as_json()
    assert (found["filled"], found["right"], found["precision"], found["recall"]) == (2, 1, 0.5, 1.0)
    assert (found["false_fills"], found["extra_citations"]) == (1.0, 1)
    assert [one["id"] for one in found["wrong"]] == ["x-N"]


def test_a_right_candidate_counts_for_calibration_though_the_row_stays_blank() -> None:
    row = _row("A", (frozenset({"F3"}),), Verdict.NO)
    found = [
        judge(
            row,
            filled=False,
            answers=(),
            facts=frozenset(),
            verdict=Verdict.NONE,
            candidates=(),
            confidence=0.1,
            first=(frozenset({"F3"}), said),
        )
        for said in (Verdict.NO, Verdict.YES)
    ]
    assert [one.first_right for one in found] == [True, False]
    assert not any(one.right for one in found)
    assert summarise(found).ece == pytest.approx(0.4)


def test_outcomes_and_confusions() -> None:
    rows = [
        _judge(_row("A", (frozenset({"F3"}),)), {"F3"}),
        _judge(_row("P", (frozenset({"F3"}),)), {"F9"}),
        _judge(_row("N", ()), {"F9"}),
    ]
    found = summarise(rows)
    assert found.outcomes["A"] == {
        "filled rightly": 1,
        "filled wrongly": 0,
        "suggested": 0,
        "left blank": 0,
    }
    assert [(one.wanted, one.found, len(one.rows)) for one in found.confusions] == [
        ("F3", "a", 1),
        ("nothing", "a", 1),
    ]


def test_bad_rows_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "id,question,language,label,facts\n1,Q?,en,X,\n2,Q?,en,A,F1\n2,Q?,en,A,F1\n", encoding="utf-8"
    )
    with pytest.raises(QuestionnaireError) as caught:
        read_labelled(path)
    assert caught.value.details == (
        f"{path}:2: label 'X' is not one of A, P, N",
        f"{path}:4: the id '2' stands twice",
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("1,Q?,de,A,F1\n", ":2: language 'de' is not one of en, sv, nb"),
        (
            "1,Q?,en,A,F1,perhaps\n",
            ":2: verdict 'perhaps' is not one of yes, no, partial, not-applicable, none",
        ),
        ("1,Q?,en,A,F1\n,Q?,en,A,F1\n", ":3: the row has no id"),
        ("1,Q?\n", ":2: label '' is not one of A, P, N"),
    ],
)
def test_a_row_that_is_none_is_named(tmp_path: Path, rows: str, told: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"id,question,language,label,facts,verdict\n{rows}", encoding="utf-8")
    with pytest.raises(QuestionnaireError) as caught:
        read_labelled(path)
    assert caught.value.message == f"{path}: 1 row cannot be read"
    assert caught.value.details == (f"{path}{told}",)


def test_a_row_that_ends_before_its_id_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("question,language,label,facts,id\nQ?,en,A\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError) as caught:
        read_labelled(path)
    assert caught.value.details == (f"{path}:2: the row has no id",)


def test_what_no_csv_can_hold_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"id,question,language,label,facts\n1,{'x' * 131_073},en,A,F1\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=r"rows\.csv:2: not a csv file \(field larger than"):
        read_labelled(path)


def test_only_the_ends_of_lines_end_a_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    text = 'id,question,language,label,facts\r\n1,Is it\u2028so\x0b?,,A,F1\r\n2,"Two\nlines?",sv,N,\r\n'
    path.write_text(text, encoding="utf-8", newline="")
    assert [(row.question, row.language) for row in read_labelled(path)] == [
        ("Is it\u2028so\x0b?", "en"),
        ("Two\nlines?", "sv"),
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,question\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="no column language, label, facts"):
        read_labelled(path)
