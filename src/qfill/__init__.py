"""qfill answers customers' security questionnaires out of a curated answer bank."""

from __future__ import annotations

__version__ = "0.1.0"
