"""Which answers fit a question, how sure that is, and why."""

from __future__ import annotations

from qfill.matching.matcher import Match, Matcher

__all__ = ["Match", "Matcher"]
