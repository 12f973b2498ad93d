"""What `qfill verify` found."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qfill.language.messages import counted, cut
from qfill.model import SheetCell
from qfill.workflows.verify import VerifyResult, row_of, shown


def verify_json(result: VerifyResult) -> str:
    """The contract's JSON; its schema is `qfill schema verify`."""
    audit = None
    if result.audit is not None:
        audit = {"path": str(result.audit), "sha256": result.hashes["audit"]}
    found = {
        "version": 1,
        "input": {"path": str(result.input), "sha256": result.hashes["input"]},
        "output": {"path": str(result.output), "sha256": result.hashes["output"]},
        "audit": audit,
        "same": result.same,
        "parts": result.parts,
        "identical": result.identical,
        "cells": [
            {
                "sheet": change.place.sheet if isinstance(change.place, SheetCell) else None,
                "row": row_of(change.place),
                "cell": change.place.name,
                "before": change.before,
                "after": change.after,
            }
            for change in result.cells
        ],
        "differences": list(result.differences),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def verify_lines(result: VerifyResult) -> Iterator[str]:
    """Differences, or without an audit the changed cells, then the verdict."""
    for difference in result.differences:
        yield f"different: {difference}"
    if result.audit is None:
        for change in result.cells:
            yield f"changed: {shown(change.place)}: {_brief(change.before)} -> {_brief(change.after)}"
    cells = f"{counted(len(result.cells), 'cell')} changed"
    # A csv is one part, which its cells' change is already told of.
    parts = (
        f", {result.identical} of {result.parts} parts are the same to the byte" if result.parts > 1 else ""
    )
    verdict = "nothing else differs" if result.same else "there are differences"
    yield f"{result.output}: {cells}{parts}; {verdict}"


def _brief(text: str) -> str:
    return json.dumps(cut(" ".join(text.split()), 60), ensure_ascii=False)
