"""The JSON Schemas (draft-07) of every file that qfill reads or writes."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from qfill.errors import UsageError

SCHEMAS = (
    "audit",
    "bank",
    "check",
    "coverage",
    "decisions",
    "evaluate",
    "impact",
    "ledger",
    "match",
    "verify",
)
"""The names that `qfill schema` knows; a test holds that each has its file."""


def schema_text(name: str) -> str:
    """A schema as it is published; raises UsageError for a name that has none."""
    if name not in SCHEMAS:
        raise UsageError(f"no schema is called {name!r}", hint=f"there are {', '.join(SCHEMAS)}")
    return files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")


def load_schema(name: str) -> dict[str, Any]:
    """A schema, parsed."""
    found: dict[str, Any] = json.loads(schema_text(name))
    return found
