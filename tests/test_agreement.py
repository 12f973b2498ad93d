"""Agreement of two labellings, by figures worked out by hand and published."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.agreement import kappa, main


def test_kappa_of_a_known_table() -> None:
    # Both yes 20, both no 15, apart 5 and 10: observed 0.7, by chance 0.5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = kappa(pairs)
    assert found.value == pytest.approx(0.4)
    # Agreeing cells 0.04624 + 0.06348, the others 0.04356 + 0.05832, less 0.01: over 50 * 0.25.
    assert found.high - found.value == pytest.approx(1.959964 * (0.2016 / 12.5) ** 0.5)


def test_kappa_at_its_ends() -> None:
    assert kappa([("A", "A"), ("N", "N")]).value == 1
    assert kappa([("A", "A")]).value == 1
    assert kappa([("A", "N"), ("N", "A")]).value == -1


def test_rows_are_paired_by_id_or_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.csv").write_text(
        "id,question,language,label,facts,verdict\n"
        "x-1,Is it?,en,A,F1,yes\nx-2,Is it not?,en,A,F1,no\nx-3,Why?,en,N,,\nx-4,When?,en,P,F2,\n",
        encoding="utf-8",
    )
    (tmp_path / "two.csv").write_text(
        "id,label,facts,verdict\nx-1,A,F1+F3,yes\none:3,A,F1,yes\none:4,P,F9,\nelsewhere:1,N,,\n",
        encoding="utf-8",
    )
    assert main([str(tmp_path / "one.csv"), str(tmp_path / "two.csv")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 rows labelled twice\nlabels: 66.7% (2 of 3;")
    assert "the same verdict in 50.0% (1 of 2;" in out
    assert "2 rows seen differently:\n  A no / A yes  x-2  Is it not?\n  N / P  x-3  Why?\n" in out


def test_nothing_in_common_has_its_code(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(f"id,label,facts\n{name},N,\n", encoding="utf-8")
    assert main([str(tmp_path / "one.csv"), str(tmp_path / "two.csv")]) == 2


def test_a_bad_label_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("id,label,facts\nx,B,\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"one\.csv:2: label 'B' is not one of A, P, N"):
        main([str(path), str(path)])
