"""Readings kept on disk: the same as read anew, and never trusted when damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qfill.language.lexicon import Lexicon
from qfill.language.lexicon_data import load_lexicon
from qfill.matching import cache
from qfill.matching.cache import Readings, cache_path
from qfill.matching.reading import Reading, read

TEXTS = (
    ("Is customer data encrypted at rest?", "en"),
    ("Krypteras lagrad kunddata?", "sv"),
    ("Backups", "en"),
)


def filled(path: Path) -> Readings:
    readings = Readings(load_lexicon(), path)
    for text, language in TEXTS:
        readings.get(text, language)
    readings.save()
    return readings


def test_what_was_kept_is_what_is_read(tmp_path: Path) -> None:
    filled(tmp_path / "deep" / "c.json")
    again = Readings(load_lexicon(), tmp_path / "deep" / "c.json")
    for text, language in TEXTS:
        assert again.get(text, language) == read(text, language, load_lexicon())
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["c.json"]


def test_the_same_wordings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        filled(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.binary(max_size=4))
def test_a_damaged_cache_is_read_anew(tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes) -> None:
    path = tmp_path_factory.mktemp("c") / "c.json"
    filled(path)
    data = path.read_bytes()
    path.write_bytes(data[:at] + put)
    again = Readings(load_lexicon(), path)
    for text, language in TEXTS:
        assert again.get(text, language) == read(text, language, load_lexicon())


def test_a_bank_without_a_file_takes_what_it_has_in_common_with_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "code-one.json")
    asked: list[str] = []

    def reading(text: str, language: str, lexicon: Lexicon) -> Reading:
        asked.append(text)
        return read(text, language, lexicon)

    monkeypatch.setattr(cache, "read", reading)
    taught = Readings(load_lexicon(), tmp_path / "code-two.json")
    for text, language in (*TEXTS[1:], ("Are backups tested?", "en")):
        assert taught.get(text, language) == read(text, language, load_lexicon())
    taught.save()
    assert asked == ["Are backups tested?"]
    # What is no longer asked is not kept, and another version of the code takes nothing over.
    kept = (tmp_path / "code-two.json").read_text(encoding="utf-8")
    assert TEXTS[0][0] not in kept
    other = Readings(load_lexicon(), tmp_path / "later-two.json")
    other.get(*TEXTS[1])
    assert asked == ["Are backups tested?", TEXTS[1][0]]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    filled(tmp_path / "file" / "c.json")
    assert (tmp_path / "file").read_text() == "x"


def test_the_place_depends_on_the_bank_and_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QFILL_CACHE", str(tmp_path))
    one, two = cache_path("a" * 64), cache_path("b" * 64)
    assert one is not None
    assert one.parent == tmp_path
    assert one != two
    monkeypatch.setenv("QFILL_CACHE", "")
    assert cache_path("a" * 64) is None


def test_old_caches_are_swept_and_nothing_else(tmp_path: Path) -> None:
    others = [tmp_path / f"{number}.audit.json" for number in range(20)]
    for path in (*others, tmp_path / ".notes.json.swp"):
        path.write_text("{}")
        os.utime(path, (0, 0))
    killed = tmp_path / f".{'0' * 16}-{'0' * 16}.json.4711"
    killed.write_text("half")
    os.utime(killed, (0, 0))
    for number in range(20):
        filled(tmp_path / f"{'a' * 16}-{number:016x}.json")
    left = {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in others} <= left
    assert ".notes.json.swp" in left
    assert killed.name not in left
    assert len([name for name in left if name.startswith("a")]) == 12
