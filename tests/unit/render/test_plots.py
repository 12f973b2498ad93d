"""The pictures of an evaluation: the same figures, the same bytes; a clear word where they can't be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qfill.errors import UsageError
from qfill.evaluation.evaluate import Evaluation, judge, summarise
from qfill.evaluation.labelled import LabelledRow
from qfill.model import Verdict
from qfill.render.plots import check_plot, plot_evaluation


def _evaluation() -> Evaluation:
    judged = []
    for number in range(20):
        good = number % 3 > 0
        row = LabelledRow(
            id=f"r-{number}",
            question="?",
            language="en",
            label="A" if good else "N",
            facts=(frozenset({"F1"}),) if good else (),
        )
        judged.append(
            judge(
                row,
                filled=number > 12,
                answers=("a",),
                facts=frozenset({"F1"}),
                verdict=Verdict.YES,
                candidates=(),
                confidence=number / 20,
            )
        )
    return summarise(judged)


@pytest.mark.parametrize("name", ["figures.svg", "figures.png"])
def test_a_plot_has_the_same_bytes_each_time(tmp_path: Path, name: str) -> None:
    pytest.importorskip("matplotlib")
    written = []
    for folder in ("a", "b"):
        path = tmp_path / folder / name
        path.parent.mkdir()
        plot_evaluation(_evaluation(), path, 0.8)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    assert b"date>" not in written[0]


def test_no_rows_are_no_error(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    plot_evaluation(summarise([]), tmp_path / "none.svg", 0.8)
    assert (tmp_path / "none.svg").stat().st_size > 0


def test_another_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"written as \.png or \.svg"):
        check_plot(tmp_path / "figures.pdf")
    with pytest.raises(UsageError, match="no such folder"):
        check_plot(tmp_path / "nowhere" / "figures.svg")


def test_without_matplotlib_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError) as caught:
        check_plot(tmp_path / "figures.svg")
    assert caught.value.hint == "pip install 'qfill[plot]'"
