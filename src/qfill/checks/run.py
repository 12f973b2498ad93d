"""All rules over one bank: selected, weighed, waived, and in a stable order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qfill.checks.bench import Bench
from qfill.checks.rule import RULES, Finding, Severity
from qfill.errors import UsageError
from qfill.settings import CheckSettings

WAIVERS = "QF115"
# What these find depends on the day, on a document or on audits: their waivers wait for their time.
_PASSING = ("QF2", "QF404", "QF405", "QF503", WAIVERS)
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings, worst first; how many an answer's `ignore` waived, and how many the baseline knew."""

    findings: tuple[Finding, ...]
    waived: int = 0
    known: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings there are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def examine(bench: Bench, baseline: Iterable[Key] = ()) -> Report:
    """Run the rules that the bench's options choose.

    `baseline` holds the keys of findings that are known. Raises UsageError for a code that no
    rule has.
    """
    how = bench.options
    check_codes((*how.select, *how.ignore, *how.severity))
    known = Counter(baseline)
    waived = forgiven = 0
    used: set[tuple[str, str]] = set()
    found: list[Finding] = []
    # Whether a waiver waives anything is known once all others have run.
    for code in sorted(RULES, key=lambda one: (one == WAIVERS, one)):
        severity = _severity(code, how)
        if severity is None:
            continue
        more = _idle(bench, used) if code == WAIVERS else ()
        for finding in (*RULES[code].check(bench), *more):
            if waivers := _waivers(bench, finding):
                used.update((finding.answer, one) for one in waivers)
                waived += 1
            elif known[key := key_of(finding)]:
                known[key] -= 1
                forgiven += 1
            else:
                found.append(replace(finding, severity=severity, excerpt=_line(bench, finding)))
    return Report(findings=tuple(sorted(found, key=_rank)), waived=waived, known=forgiven)


def key_of(finding: Finding) -> Key:
    """What tells a finding from others when lines have moved: code, file, answer and message."""
    return finding.code, finding.place.path, finding.answer, finding.message


def check_codes(codes: Iterable[str]) -> None:
    """Refuse codes that are the beginning of no rule's; raises UsageError."""
    for code in codes:
        if not code or not any(known.startswith(code) for known in RULES):
            raise UsageError(
                f"no rule has the code {code!r}", hint=f"there are {', '.join(sorted(RULES))}, or QF1 to QF5"
            )


def runs(code: str, how: CheckSettings) -> bool:
    """Whether a rule is selected, not ignored and not off."""
    return _severity(code, how) is not None


# Of a bank that cannot be read nothing is filled, and no other rule tells much: these are always run.
_READABLE = frozenset({"QF101", "QF102", "QF103"})


def _severity(code: str, how: CheckSettings) -> Severity | None:
    """How bad a rule's findings are; None for a rule that does not run."""
    if code in _READABLE:
        return Severity.ERROR
    chosen = max((len(one) for one in how.select if code.startswith(one)), default=-1 if how.select else 0)
    refused = max((len(one) for one in how.ignore if code.startswith(one)), default=-1)
    given = max((one for one in how.severity if code.startswith(one)), key=len, default="")
    said = how.severity.get(given, RULES[code].severity)
    return None if said == "off" or chosen < 0 or chosen <= refused else Severity(said)


def _waivers(bench: Bench, finding: Finding) -> list[str]:
    """The codes under which its answer waives a finding."""
    answer = bench.bank.by_id.get(finding.answer)
    # A waiver needs its reason; QF115 tells of one without.
    ignored = answer.ignore.items() if answer is not None else ()
    return [code for code, why in ignored if why and finding.code.startswith(code)]


def _idle(bench: Bench, used: set[tuple[str, str]]) -> Iterator[Finding]:
    """The waivers of rules that ran over the whole bank and found nothing to waive."""
    for answer in bench.bank.answers:
        for code, why in answer.ignore.items():
            meant = [one for one in RULES if one.startswith(code)]
            settled = meant and not any(one.startswith(_PASSING) for one in meant)
            if (
                why
                and settled
                and (answer.id, code) not in used
                and all(runs(one, bench.options) for one in meant)
            ):
                said = f"{code} is waived, and nothing of it is found"
                yield bench.finding(WAIVERS, answer, said, "ignore", code, hint="take the waiver out")


def _line(bench: Bench, finding: Finding) -> str:
    lines = bench.lines(finding.place.path)
    number = finding.place.line
    return lines[number - 1].rstrip() if 0 < number <= len(lines) else ""


def _rank(finding: Finding) -> tuple[object, ...]:
    worst = (Severity.ERROR, Severity.WARNING).index(finding.severity)
    return worst, -finding.weight, finding.place, finding.code, finding.message
