"""`qfill match` explains each candidate."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from tests.cli.books import two_products
from tests.cli.conftest import Runner

from qfill.records import load_schema


def test_text_names_answer_sources_and_reasons(qfill: Runner) -> None:
    run = qfill("match", "Do you take backups of customer data?", "--today", "2026-02-01")
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "1. backups  (yes; F1)"
    assert "   nearest   Do you take backups of customer data?" in lines
    assert lines[-1] == "Yes. Customer data is backed up every day."


def test_json_from_stdin(qfill: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Säkerhetskopieras\nkundens data?\n"))
    run = qfill("match", "-", "--format", "json", "--today", "2026-02-01")
    assert (run.code, run.err) == (0, "")
    found = json.loads(run.out)
    assert (found["question"], found["language"]) == ("Säkerhetskopieras kundens data?", "sv")
    assert found["candidates"][0]["answer"] == "backups"
    assert found["proposed"]["text"] == "Ja. Kundens data säkerhetskopieras varje dag."


@pytest.mark.parametrize(
    "asked",
    [
        ("Do you take backups of customer data?",),
        ("Where are the customer's backups kept, and who may see them?",),
        ("What is the colour of the moon?", "--language", "nb"),
        ("?",),
    ],
)
def test_the_json_holds_to_its_schema(qfill: Runner, asked: tuple[str, ...]) -> None:
    run = qfill("match", *asked, "--format", "json", "--today", "2026-02-01")
    assert run.code == 0
    Draft7Validator(load_schema("match")).validate(json.loads(run.out))


@pytest.mark.parametrize(
    ("product", "said"), [("Studio", "Yes. Studio says so."), ("Cloud", "No. Cloud says so.")]
)
def test_what_is_answered_for_decides_as_in_a_fill(
    qfill: Runner, folder: Path, product: str, said: str
) -> None:
    two_products(folder)
    asked = ("--for", f"product={product}", "--today", "2026-02-01")
    (folder / "in.csv").write_text("question\nIs customer data backed up?\n", encoding="utf-8")
    assert qfill("fill", "in.csv", *asked).code == 0
    assert said in (folder / "in.filled.csv").read_text("utf-8")
    run = qfill("match", "Is customer data backed up?", *asked)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[0].startswith(f"1. {product.lower()}-backups")
    assert run.out.splitlines()[-1] == said


def test_nothing_near(qfill: Runner) -> None:
    run = qfill("match", "zzz qqq")
    assert run.code == 0
    assert "Yes." not in run.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((" ",), "the question is empty"),
        (("x", "--format", "xml"), "--format xml: not one of text, json"),
        (("x", "--language", "de"), "--language de: not one of auto, en, sv, nb"),
        (("x", "--for", "product"), "--for product: not KEY=VALUE"),
        (("x", "--today", "tomorrow"), "--today tomorrow: not a date"),
        (("x", "--today", "20260101"), "--today 20260101: not a date"),
    ],
)
def test_bad_flags(qfill: Runner, arguments: tuple[str, ...], message: str) -> None:
    run = qfill("match", *arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: {message}\n")
