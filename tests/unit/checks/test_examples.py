"""Each rule finds its failing example, and finds nothing in its passing one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qfill.checks import FAMILIES, RULES, Severity, examine, runs
from qfill.checks.examples import build
from qfill.checks.rule import Example
from qfill.settings import CheckSettings


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_failing_example_fails(code: str) -> None:
    found = [finding.code for finding in examine(build(RULES[code].failing)).findings]
    assert code in found


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_passing_example_is_clean(code: str) -> None:
    bench = build(RULES[code].passing)
    found = examine(replace(bench, options=replace(bench.options, select=(code,)))).findings
    assert [(finding.code, finding.message) for finding in found] == []


def test_the_plain_example_is_clean_of_everything() -> None:
    assert examine(build(Example())).findings == ()


def test_every_family_has_its_rules() -> None:
    assert {code[:3] for code in RULES} == set(FAMILIES)
    assert len(RULES) == 39


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_what_it_is_for(code: str) -> None:
    assert RULES[code].doc
    assert RULES[code].name == RULES[code].name.strip()
    assert code[:3] in FAMILIES
    assert RULES[code].severity in Severity


@pytest.mark.parametrize(
    ("how", "does"),
    [
        (CheckSettings(), True),
        (CheckSettings(select=("QF2",)), False),
        (CheckSettings(select=("QF2", "QF4")), True),
        (CheckSettings(ignore=("QF4",)), False),
        (CheckSettings(ignore=("QF4",), select=("QF404",)), True),
        (CheckSettings(severity={"QF4": "off"}), False),
        (CheckSettings(severity={"QF4": "off", "QF404": "error"}), True),
    ],
)
def test_a_rule_runs_that_is_selected_and_not_off(how: CheckSettings, does: bool) -> None:
    assert runs("QF404", how) is does
