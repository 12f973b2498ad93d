"""An embedding model of the settings has its part in whatever matches, not in a fill alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Runner

ODD = "Could our papers rise from the ashes?"
TODAY = ("--today", "2026-06-01")


@pytest.fixture
def model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings with a model to which the odd question is 0.8 like a wording of the bank."""
    np = pytest.importorskip("numpy")

    def encode(texts: Sequence[str]) -> Any:
        known = {"Is customer data backed up?": (1.0, 0.0), ODD: (0.8, 0.6)}
        return np.array([known.get(text, (0.0, 0.0)) for text in texts])

    monkeypatch.setattr("qfill.matching.semantic.load_encoder", lambda _: encode)
    (folder / "qfill.toml").write_text('semantic = "model"\n', encoding="utf-8")
    return folder / "qfill.toml"


def test_coverage_suggests_what_is_near_in_meaning(qfill: Runner, folder: Path, model: Path) -> None:
    (folder / "form.csv").write_text(f"question\n{ODD}\n", encoding="utf-8")
    for near, suggested in ((0.7, 1), (0.9, 0)):
        model.write_text(f'semantic = "model"\nsemantic-from = {near}\n', encoding="utf-8")
        run = qfill("coverage", "form.csv", "--format", "json", *TODAY)
        assert json.loads(run.out)["total"]["suggested"] == suggested


def test_an_evaluation_heeds_how_near_is_near_enough(qfill: Runner, folder: Path, model: Path) -> None:
    (folder / "rows.csv").write_text(
        f"id,question,language,label,facts,verdict\n1,{ODD},en,P,F1,\n", encoding="utf-8"
    )
    for near, found in ((0.7, 1), (0.9, 0)):
        model.write_text(f'semantic = "model"\nsemantic-from = {near}\n', encoding="utf-8")
        run = qfill("evaluate", "rows.csv", "--format", "json")
        assert json.loads(run.out)["top3"] == found


def test_a_check_names_the_nearest_in_meaning(qfill: Runner, folder: Path, model: Path) -> None:
    settings = model.read_text(encoding="utf-8")
    model.unlink()
    (folder / "form.csv").write_text(f"question\n{ODD}\n", encoding="utf-8")
    assert qfill("fill", "form.csv", *TODAY).code == 0
    flags = ("--audits", ".", "--select", "QF405", *TODAY)
    assert "hint: nothing in the bank is near it" in qfill("check", *flags).out
    model.write_text(settings, encoding="utf-8")
    assert "hint: the nearest answer is backups" in qfill("check", *flags).out
