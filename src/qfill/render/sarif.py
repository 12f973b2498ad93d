"""What `qfill check` found, as SARIF 2.1.0 and as JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import quote

from qfill.checks import RULES, Finding, Severity
from qfill.checks.run import key_of
from qfill.render.findings import shown_path
from qfill.workflows.check import CheckResult

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def findings_sarif(result: CheckResult) -> str:
    """A SARIF log of one run, for code scanning."""
    from qfill import __version__

    codes = sorted(RULES)
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "qfill",
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(result, finding, codes.index(finding.code)) for finding in result.report.findings
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.name.replace("'", "").split()),
        "shortDescription": {"text": rule.name[:1].upper() + rule.name[1:]},
        "fullDescription": {"text": rule.doc.split("\n\n")[0].replace("\n", " ")},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(result: CheckResult, finding: Finding, index: int) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.place.line, "startColumn": finding.place.column}
    if finding.excerpt:
        region["snippet"] = {"text": finding.excerpt}
    said = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.severity),
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(shown_path(result, finding))},
                    "region": region,
                }
            }
        ],
        # By this a scanner knows a finding again when its line has moved.
        "partialFingerprints": {"qfill/v1": sha256("\0".join(key_of(finding)).encode()).hexdigest()},
    }


def findings_junit(result: CheckResult) -> Iterator[str]:
    """A test a finding, and one for each rule that found nothing; a warning fails where warnings do."""
    findings = result.report.findings
    found = {finding.code for finding in findings}
    passed = [code for code in sorted(RULES) if code not in found]
    failures = [finding for finding in findings if _fails(result, finding)]
    tests = len(findings) + len(passed)
    counts = f'tests="{tests}" failures="{len(failures)}" errors="0"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="qfill check" {counts}>'
    yield f'  <testsuite name="qfill check" {counts} skipped="0">'
    for finding in findings:
        name = f"{finding.code} {RULES[finding.code].name}: {finding.message}"
        path = shown_path(result, finding)
        where = f"{path}:{finding.place.line}:{finding.place.column}"
        yield (
            f'    <testcase classname="{_xml(finding.code)}" name="{_xml(name)}" '
            f'file="{_xml(path)}" line="{finding.place.line}">'
        )
        body = "\n".join(one for one in (where, finding.excerpt.strip(), finding.hint) if one)
        if finding in failures:
            kind = f'type="{finding.severity}" message="{_xml(finding.message)}"'
            yield f"      <failure {kind}>{_xml(body)}</failure>"
        else:
            yield f"      <system-out>{_xml(f'{finding.severity}: {body}')}</system-out>"
        yield "    </testcase>"
    for code in passed:
        yield f'    <testcase classname="{code}" name="{_xml(f"{code} {RULES[code].name}")}"/>'
    yield "  </testsuite>"
    yield "</testsuites>"


def _fails(result: CheckResult, finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or result.fail_on is Severity.WARNING


def _xml(text: str) -> str:
    allowed = "".join(
        letter
        if letter in "\t\n" or (ord(letter) >= 32 and ord(letter) not in (0xFFFE, 0xFFFF))
        else "\ufffd"
        for letter in text
    )
    return escape(allowed, quote=True)
