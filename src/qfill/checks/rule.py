"""What a rule is, and the table of all rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from qfill.model import FilePlace

if TYPE_CHECKING:
    from qfill.checks.bench import Bench


class Severity(StrEnum):
    """How bad a finding is; an error fails the check."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found.

    `place` is relative to the bank; `answer` is the id of the answer concerned, '' where it
    is none. `weight` puts the heavier of a rule's findings first. `severity` and `excerpt`
    (the line of the file) are filled in when the report is made.
    """

    code: str
    place: FilePlace
    message: str
    hint: str = ""
    answer: str = ""
    weight: int = 0
    severity: Severity = Severity.ERROR
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small bank that a rule passes or fails, as text; `examples.build` makes the bank of it.

    `bank` holds what differs from a sound answer, entries parted by `---`; `sources` and
    `profile` replace those files. `document` is a text that the register is held against,
    `asked` a question that past questionnaires left unanswered, `domain_share` the share
    that is asked of each domain.
    """

    bank: str = ""
    sources: str = ""
    profile: str = ""
    document: str = ""
    asked: str = ""
    domain_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check with its permanent code, its usual severity and an example of either kind."""

    code: str
    name: str
    severity: Severity
    check: Callable[[Bench], Iterator[Finding]] = field(repr=False)
    passing: Example = field(repr=False)
    failing: Example = field(repr=False)

    @property
    def doc(self) -> str:
        """What the rule looks for and why: the check's docstring."""
        return inspect.getdoc(self.check) or ""


RULES: dict[str, Rule] = {}
"""All rules by code, in the order of their codes once the families are imported."""

Check = Callable[["Bench"], Iterator[Finding]]


def rule(
    code: str, name: str, severity: Severity, *, passing: Example | str = "", failing: Example | str
) -> Callable[[Check], Check]:
    """Enter a check into the table of rules."""

    def enter(check: Check) -> Check:
        RULES[code] = Rule(
            code=code,
            name=name,
            severity=severity,
            check=check,
            passing=passing if isinstance(passing, Example) else Example(bank=passing),
            failing=failing if isinstance(failing, Example) else Example(bank=failing),
        )
        return check

    return enter
