"""Settings: found upward, every key checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from qfill.errors import SettingsError
from qfill.settings import ACCEPT, Settings, check_thresholds, find_settings


def test_defaults_hold_where_no_file_is(tmp_path: Path) -> None:
    assert find_settings(tmp_path) == Settings()
    assert Settings().accept == ACCEPT


def test_nearest_file_upward_wins(tmp_path: Path) -> None:
    (tmp_path / "qfill.toml").write_text('accept = 0.9\nbank = "kb"\n[for]\nproduct = "Cloud"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    found = find_settings(inner)
    assert found.accept == 0.9
    assert found.bank == tmp_path / "kb"
    assert found.scope == {"product": ("Cloud",)}


def test_a_folder_is_meant_from_where_its_file_lies(tmp_path: Path) -> None:
    (tmp_path / "qfill.toml").write_text('semantic = "models/small"\n')
    inner = tmp_path / "work"
    inner.mkdir()
    found = find_settings(inner)
    assert found.semantic == tmp_path / "models" / "small"
    assert found.bank == Path("answers")


def test_pyproject_table_is_read_and_others_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.qfill]\nmax-wrong = 0.02\nstale = "review"\n')
    inner = tmp_path / "package"
    inner.mkdir()
    for other in ("[tool.other]\nx = 1\n", "tool = 3\n"):
        (inner / "pyproject.toml").write_text(other)
        found = find_settings(inner)
        assert (found.max_wrong, found.stale) == (0.02, "review")
        assert found.bank == Path("answers")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("acept = 0.9", "unknown key 'acept'; did you mean 'accept'?"),
        ("accept = 2", "accept: 2 is not a number between 0 and 1"),
        ("accept = true", "accept: True is not a number"),
        ('language = "de"', "language: 'de' is not one of auto, en, sv, nb"),
        ("bank = 3", "bank: 3 is not the path of a folder"),
        ("for = 3", "for: must be a table"),
        ("for = {product = 3}", "for: product must be text or a list of texts"),
        ("accept = 0.2\nsuggest = 0.5", "suggest (0.5) is above accept (0.2)"),
        ("accept = ", "not valid TOML"),
    ],
)
def test_bad_settings_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "qfill.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        find_settings(tmp_path)
    assert message in str(caught.value)


def test_a_low_accept_alone_brings_suggest_down(tmp_path: Path) -> None:
    (tmp_path / "qfill.toml").write_text("accept = 0.4\n")
    assert find_settings(tmp_path).suggest == 0.4
    (tmp_path / "qfill.toml").write_text("accept = 0.95\n")
    assert find_settings(tmp_path).suggest == Settings().suggest


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "qfill.toml").write_text("acept = 1\ntier = 3\n")
    with pytest.raises(SettingsError) as caught:
        find_settings(tmp_path)
    assert len(caught.value.details) == 2


def test_thresholds_may_be_equal() -> None:
    check_thresholds(0.5, 0.5, "here")
