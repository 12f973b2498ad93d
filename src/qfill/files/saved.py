"""When a workbook or Word file was last saved, by what its program wrote into it."""

from __future__ import annotations

import re
from datetime import date

from qfill.errors import QfillError
from qfill.files.container import Container
from qfill.files.interface import QuestionnaireFile

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*(\d{4}-\d{2}-\d{2})")


def last_saved(file: QuestionnaireFile) -> date | None:
    """The day on which a file was last saved; None where it does not say (a csv never does)."""
    if file.format == "csv":
        return None
    try:
        found = _MODIFIED.search(Container(file.data).read(_CORE))
        return date.fromisoformat(found[1].decode()) if found else None
    except (QfillError, KeyError, ValueError):
        return None
