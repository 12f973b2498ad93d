"""What comes with qfill: the CAIQ v4 template and the example bank, in a checkout and in the wheel."""

from __future__ import annotations

from pathlib import Path

from qfill.errors import QfillError

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def caiq_template() -> Path:
    """The CAIQ v4 questionnaire, empty; raises QfillError where an installation lost it."""
    return _shipped(_PACKAGE / "example" / "caiq_v4.xlsx", _CHECKOUT / "templates" / "caiq_v4.xlsx")


def example_bank() -> Path:
    """The folder of the example bank; raises QfillError where an installation lost it."""
    return _shipped(_PACKAGE / "example" / "answers", _CHECKOUT / "answers")


def _shipped(installed: Path, source: Path) -> Path:
    found = next((path for path in (installed, source) if path.exists()), None)
    if found is None:
        raise QfillError(f"{installed}: is missing from the installation", hint="install qfill again")
    return found
