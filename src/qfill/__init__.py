"""qfill answers customers' security questionnaires out of a curated answer bank.

`qfill.fill`, `qfill.apply`, `qfill.match`, `qfill.check` and `qfill.verify` do for programs what the
commands do for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qfill.api import apply, check, fill, match, verify

__version__ = "0.1.0"
__all__ = ["__version__", "apply", "check", "fill", "match", "verify"]


def __getattr__(name: str) -> object:
    # Loaded at the first use, so that `qfill --help` does not pay for it.
    if name in __all__:
        from qfill import api

        return getattr(api, name)
    raise AttributeError(f"module 'qfill' has no attribute {name!r}")
