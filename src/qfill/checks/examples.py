"""Examples into banks: a sound answer, with what an example says differently."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from qfill.bank.load import read_bank
from qfill.checks.bench import Bench, Recurring
from qfill.checks.documents import changed_sections
from qfill.checks.rule import Example
from qfill.settings import CheckSettings

TODAY = date(2026, 6, 1)
"""The day on which the examples are checked."""

SOUND = """\
id: backups
verdict: yes
phrasings:
  en:
    - Is customer data backed up?
    - Do you take backups of our data?
    - Are copies of the data made regularly?
answer:
  en: Yes. Customer data is backed up every night and kept for 30 days.
facts: [B1]
disclosure: public
owner: operations
reviewed: 2026-03-01
review_every: 12 months
status: approved
"""
SOURCES = """\
schema: 1
documents:
  - id: handbook
    title: Security handbook
    facts:
      - id: B1
        says: Customer data is backed up every night; backups are kept for 30 days.
"""
_KEY = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
_FILE = re.compile(r"^# (sources|profile)\.yaml\n", re.MULTILINE)


def build(example: Example) -> Bench:
    """The bench with an example's bank on it."""
    topic, *others = _FILE.split(example.bank)
    files = dict(zip(others[::2], others[1::2], strict=True))
    entries = "".join(_entry(entry) for entry in re.split(r"^---\n", topic, flags=re.MULTILINE))
    texts = {
        "continuity.yaml": f"schema: 1\ntopic: continuity\nanswers:\n{entries}",
        "sources.yaml": example.sources or files.get("sources", SOURCES),
    }
    if profile := example.profile or files.get("profile", ""):
        texts["profile.yaml"] = profile
    bank, problems = read_bank(Path("answers"), {name: text.encode() for name, text in texts.items()})
    lines = [line for line in example.document.splitlines() if line.strip()]
    return Bench(
        bank=bank,
        problems=problems,
        today=TODAY,
        options=CheckSettings(domain_share=example.domain_share),
        changed=changed_sections(bank.register, "handbook.txt", lines) or () if lines else (),
        recurring=(Recurring(question=example.asked, times=2),) if example.asked else (),
        domains={"Business Continuity": (10, 1)} if example.domain_share is not None else {},
    )


def _entry(changes: str) -> str:
    """The sound answer with an example's keys instead of its own, as an item of the list of answers."""
    keys = {chunk.partition(":")[0]: chunk for chunk in _KEY.split(SOUND) if chunk}
    for chunk in _KEY.split(changes):
        if chunk.strip():
            keys[chunk.partition(":")[0]] = chunk.rstrip("\n") + "\n"
    lines = "".join(keys.values()).splitlines()
    return "\n".join([f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]) + "\n"
