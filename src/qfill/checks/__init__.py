"""The linter of the answer bank: rules with permanent codes, one family a module."""

from __future__ import annotations

from qfill.checks import ambiguity, form, freshness, gaps, naming, saying, sources, strength
from qfill.checks.bench import Bench, Recurring
from qfill.checks.rule import RULES, Finding, Rule, Severity
from qfill.checks.run import Report, examine, runs

__all__ = [
    "FAMILIES",
    "RULES",
    "Bench",
    "Finding",
    "Recurring",
    "Report",
    "Rule",
    "Severity",
    "examine",
    "runs",
]

FAMILIES = {
    "QF1": (form, saying),
    "QF2": (freshness,),
    "QF3": (ambiguity,),
    "QF4": (gaps,),
    "QF5": (sources, naming, strength),
}
"""The modules of each family, by the beginning of its codes."""
