"""Each rule finds its failing example, and finds nothing in its passing one."""

from __future__ import annotations

import pytest

from qfill.checks import FAMILIES, RULES, Severity, examine
from qfill.checks.examples import build
from qfill.checks.rule import Example


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_failing_example_fails(code: str) -> None:
    found = [finding.code for finding in examine(build(RULES[code].failing)).findings]
    assert code in found


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_passing_example_is_clean(code: str) -> None:
    found = examine(build(RULES[code].passing), select=[code]).findings
    assert [(finding.code, finding.message) for finding in found] == []


def test_the_plain_example_is_clean_of_everything() -> None:
    assert examine(build(Example())).findings == ()


def test_every_family_has_its_rules() -> None:
    assert {code[:3] for code in RULES} == set(FAMILIES)
    assert len(RULES) == 37


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_what_it_is_for(code: str) -> None:
    assert RULES[code].doc
    assert RULES[code].name == RULES[code].name.strip()
    assert code[:3] in FAMILIES
    assert RULES[code].severity in Severity
