"""Ids made of texts, and free ones."""

from __future__ import annotations

from qfill.bank.ids import free_name, slug


def test_a_text_as_an_id() -> None:
    assert slug("Är data krypterade?") == "ar-data-krypterade"
    assert slug("one two three", 8) == "one-two"
    assert slug("???") == ""


def test_a_name_is_taken_once() -> None:
    taken = {"backups", "backups-2"}
    assert [free_name(name, taken) for name in ("logs", "logs", "backups")] == ["logs", "logs-2", "backups-3"]
    assert taken == {"backups", "backups-2", "backups-3", "logs", "logs-2"}
