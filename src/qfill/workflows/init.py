"""Lay down a working bank: a topic, the register, the profile, the settings and a CI file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qfill import __version__
from qfill.bank.load import load_bank
from qfill.bank.profile import PROFILE_FILE
from qfill.bank.register import REGISTER_FILE
from qfill.bank.shipped import caiq_template, example_bank
from qfill.bank.written import entry_lines
from qfill.errors import OutputError
from qfill.records.outputs import replace_files
from qfill.settings import BANK, SETTINGS_FILE

CI_FILE = ".github/workflows/qfill.yml"
TOPIC_FILE = "general.yaml"
_TOPIC = """\
schema: 1
topic: general
# One file a topic. An answer looks like this; `qfill bank draft` and `qfill bank learn` write more:
#
#   - id: backups
#     verdict: yes
#     phrasings:
#       en:
#         - Is customer data backed up?
#     answer:
#       en: Yes. Customer data is backed up every night.
#     facts: [policy-1]
#     owner: operations
#     status: draft
answers: []
"""
_CI = """\
name: qfill
on:
  pull_request:
    paths: ["answers/**", "qfill.toml"]
  schedule:
    - cron: "0 6 * * 1" # reviews fall due without a commit
jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install qfill=={version}
      - run: qfill check
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitResult:
    """The files laid down, and those that were there already and stay as they are."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def init(
    folder: Path,
    *,
    company: str = "",
    languages: Sequence[str] = ("en",),
    today: date,
    example: bool = False,
) -> InitResult:
    """Lay down what is missing of a bank and its settings; no file that exists is touched.

    A bank that holds any YAML already is left whole, since files of two banks do not go
    together. Raises OutputError where the folder cannot hold the files.
    """
    bank = folder / BANK
    wanted: dict[Path, bytes] = {}
    source = example_bank()
    parts = (
        {path.name: path.read_bytes() for path in sorted(source.glob("*.yaml"))}
        if example
        else _own(source, company, languages, today)
    )
    wanted |= {bank / name: data for name, data in parts.items()}
    if example:
        template = caiq_template()
        wanted[folder / template.name] = template.read_bytes()
        languages = tuple(dict.fromkeys(key for one in load_bank(source).answers for key in one.text))
    wanted[folder / SETTINGS_FILE] = _settings(languages).encode()
    wanted[folder / CI_FILE] = _CI.format(version=__version__).encode()
    has_bank = bank.is_dir() and any(bank.rglob("*.yaml"))
    kept = tuple(path for path in wanted if path.exists() or (has_bank and path.parent == bank))
    new = [(path, data) for path, data in wanted.items() if path not in kept]
    try:
        for path, _ in new:
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_files(new)
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: cannot be written ({error.strerror})") from None
    return InitResult(written=tuple(path for path, _ in new), kept=tuple(p for p in kept if p.exists()))


def _own(source: Path, company: str, languages: Sequence[str], today: date) -> dict[str, bytes]:
    """A company's first files: no answers yet, and of the profile the name at most."""
    fields: list[Mapping[str, Any]] = []
    for one in load_bank(source).profile:
        labels = {key: list(texts) for key, texts in one.labels.items() if key in languages}
        entry: dict[str, Any] = {"id": one.id, "labels": labels}
        if one.id == "vendor-name" and company:
            entry |= {"value": company, "facts": ["setup-1"]}
        if labels:
            fields.append(entry)
    profile = [
        "schema: 1",
        "# `value` answers a row that asks for it; `facts` says what it rests on.",
        "fields:",
    ]
    for one_field in fields:
        profile += _item(one_field)
    register = ["schema: 1", "documents: []", "questionnaires: []"]
    if company:
        fact = {"id": "setup-1", "says": f"The company's name is {company}."}
        decision = {"id": "setup", "who": "whoever ran qfill init", "at": today.isoformat(), "facts": [fact]}
        register += ["decisions:", *_item(decision)]
    else:
        register.append("decisions: []")
    return {
        TOPIC_FILE: _TOPIC.encode(),
        PROFILE_FILE: ("\n".join(profile) + "\n").encode(),
        REGISTER_FILE: ("\n".join(register) + "\n").encode(),
    }


def _item(entry: Mapping[str, Any]) -> list[str]:
    first, *rest = entry_lines(entry, 4)
    return [f"  - {first.lstrip()}", *rest]


def _settings(languages: Sequence[str]) -> str:
    listed = ", ".join(f'"{one}"' for one in languages)
    return f'bank = "{BANK.as_posix()}"\n\n[check]\nlanguages = [{listed}]\n'
