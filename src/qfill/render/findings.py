"""What `qfill check` found: as text, json, GitHub annotations and markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qfill.checks import RULES, Finding, Severity
from qfill.language.messages import counted
from qfill.render.markdown import quoted
from qfill.workflows.check import CheckResult

SHOWN_BY_GITHUB = 10
"""GitHub shows so many annotations of a step and drops the others without a word."""
_LISTED = 200
_EXCERPT = 100


def shown_path(result: CheckResult, finding: Finding) -> str:
    """A finding's file, relative to the working folder where it lies in it."""
    path = result.bank.path / finding.place.path
    with suppress(ValueError):
        path = path.absolute().relative_to(Path.cwd())
    return path.as_posix()


def summary_line(result: CheckResult) -> str:
    """The counts in one line: `2 errors, 1 warning in 73 answers (1 waived)`."""
    report = result.report
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    aside = [
        f"{count} {what}"
        for count, what in ((report.waived, "waived"), (report.known, "in the baseline"))
        if count
    ]
    answers = len(result.bank.answers)
    said = f"{counted(errors, 'error')}, {counted(warnings, 'warning')} in {counted(answers, 'answer')}"
    return f"{said} ({', '.join(aside)})" if aside else said


def findings_text(result: CheckResult) -> Iterator[str]:
    """A line a finding, the line of the file beneath it with a mark under the place, and the hint."""
    for finding in result.report.findings:
        place = finding.place
        yield (
            f"{shown_path(result, finding)}:{place.line}:{place.column}: "
            f"{finding.severity} {finding.code} {finding.message}"
        )
        if finding.excerpt:
            excerpt, column = _excerpt(finding.excerpt, place.column)
            number = str(place.line)
            yield f"  {number} | {excerpt}"
            yield f"  {' ' * len(number)} | {' ' * (column - 1)}^"
        if finding.hint:
            yield f"  hint: {finding.hint}"


def _excerpt(line: str, column: int) -> tuple[str, int]:
    """A line as it can be shown, and where the column then is."""
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
    if len(line) <= _EXCERPT:
        return line, column
    start = max(0, min(column - 1 - _EXCERPT // 4, len(line) - _EXCERPT))
    part = line[start : start + _EXCERPT]
    return ("…" if start else "") + part + "…" * (start + _EXCERPT < len(line)), column - start + bool(start)


def findings_json(result: CheckResult) -> str:
    """The contract's JSON; its schema is `qfill schema check`."""
    from qfill import __version__

    report = result.report
    found = {
        "version": 1,
        "qfill": __version__,
        "bank": {
            "path": result.bank.path.as_posix(),
            "answers": len(result.bank.answers),
            "sha256": result.bank.sha256,
        },
        "today": result.today.isoformat(),
        "failed": result.failed,
        "fail_on": str(result.fail_on),
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "waived": report.waived,
            "known": report.known,
        },
        "findings": [
            {
                "code": finding.code,
                "rule": RULES[finding.code].name,
                "severity": str(finding.severity),
                "file": finding.place.path,
                "line": finding.place.line,
                "column": finding.place.column,
                "answer": finding.answer or None,
                "message": finding.message,
                "hint": finding.hint,
                "excerpt": finding.excerpt,
            }
            for finding in report.findings
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def findings_github(result: CheckResult) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines, the worst ten; then how many more there are."""
    findings = result.report.findings
    for finding in findings[:SHOWN_BY_GITHUB]:
        place = finding.place
        properties = {
            "file": shown_path(result, finding),
            "line": str(place.line),
            "col": str(place.column),
            "title": f"{finding.code} {RULES[finding.code].name}",
        }
        said = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        yield f"::{finding.severity} {listed}::{_data(said)}"
    if (more := len(findings) - SHOWN_BY_GITHUB) > 0:
        yield f"{more} more; the step's summary lists all {len(findings)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def findings_markdown(result: CheckResult) -> Iterator[str]:
    """A comment for a pull request, or a step's summary."""
    # By this mark a later run finds its own comment and replaces it.
    yield "<!-- qfill check -->"
    yield f"### {'❌' if result.failed else '✅'} Answer bank: {summary_line(result)}"
    findings = result.report.findings
    if findings:
        yield ""
        yield "| | place | rule | finding |"
        yield "|---|---|---|---|"
    for finding in findings[:_LISTED]:
        icon = "🔴" if finding.severity is Severity.ERROR else "🟡"
        place = f"`{shown_path(result, finding)}:{finding.place.line}`"
        said = quoted(finding.message) + (f"<br>*{quoted(finding.hint)}*" if finding.hint else "")
        yield f"| {icon} | {place} | {finding.code} {RULES[finding.code].name} | {said} |"
    if len(findings) > _LISTED:
        yield ""
        yield f"{len(findings) - _LISTED} more; `qfill check` lists all."
