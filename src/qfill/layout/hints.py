"""What the user says of a file's layout, which goes before all evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qfill.errors import UsageError
from qfill.model import Role, column_number

_NAMES = {str(role): role for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutHints:
    """Sheets to read, columns by sheet (None: every sheet), the header's row, and whether to overwrite.

    `completed`: the file is read for the answers that it holds, so what stands below a question
    may be its answer.
    """

    sheets: tuple[str, ...] = ()
    columns: Mapping[str | None, Mapping[Role, int]] = field(default_factory=dict)
    header_row: int | None = None
    overwrite: bool = False
    completed: bool = False


def told_columns(texts: Iterable[str]) -> dict[str | None, dict[Role, int]]:
    """The columns of several `--columns`, by sheet: they add up, and of one role the last counts."""
    found: dict[str | None, dict[Role, int]] = {}
    for text in texts:
        sheet, roles = parse_columns(text)
        found.setdefault(sheet, {}).update(roles)
    return found


def parse_columns(text: str) -> tuple[str | None, dict[Role, int]]:
    """`question=B,answer=C` or `SHEET!question=B,…`; raises UsageError for an unknown role or column."""
    sheet, mark, rest = text.rpartition("!")
    found: dict[Role, int] = {}
    for part in rest.split(","):
        name, equals, letters = part.strip().partition("=")
        role = _NAMES.get(name.strip())
        if not equals or role is None:
            raise UsageError(
                f"--columns {text}: {part.strip()!r} is not ROLE=COLUMN", hint=f"roles: {', '.join(_NAMES)}"
            )
        try:
            found[role] = column_number(letters.strip())
        except ValueError:
            raise UsageError(
                f"--columns {text}: {letters.strip()!r} is not a column", hint="write its letters, say C"
            ) from None
    return (sheet if mark else None), found
