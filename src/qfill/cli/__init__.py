"""The command line: flags and streams, no logic.

Nothing heavy is imported before the command that needs it, so `qfill --help` is quick.
"""

from __future__ import annotations

from qfill.cli.boundary import main

__all__ = ["main"]
