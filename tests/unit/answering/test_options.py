"""Verdicts into the words of customers' dropdowns."""

from __future__ import annotations

import pytest

from qfill.answering.options import asks_verdict, ownership_option, verdict_option
from qfill.model import Ownership, Verdict

YES, NO, PARTIAL, NA = Verdict.YES, Verdict.NO, Verdict.PARTIAL, Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("Yes", "No", "NA"), {YES: "Yes", NO: "No", NA: "NA", PARTIAL: None}),
        (("YES ", "no.", "N.A."), {YES: "YES ", NO: "no.", NA: "N.A."}),
        (("Ja", "Nej", "Ej tillämpligt"), {YES: "Ja", NO: "Nej", NA: "Ej tillämpligt"}),
        (("Ja", "Nei", "Ikke relevant"), {YES: "Ja", NO: "Nei", NA: "Ikke relevant"}),
        (
            ("Compliant", "Partially compliant", "Non-compliant"),
            {YES: "Compliant", PARTIAL: "Partially compliant", NO: "Non-compliant", NA: None},
        ),
        (
            ("Implemented", "Planned", "Not applicable"),
            {YES: "Implemented", NA: "Not applicable", NO: None, PARTIAL: None},
        ),
        (("Y", "N"), {YES: "Y", NO: "N"}),
        (("1", "0"), {YES: "1", NO: "0"}),
        (("0", "1", "2", "3"), {YES: None, NO: None}),
        (("Met", "Not met"), {YES: "Met", NO: "Not met"}),
        (("Fullt ut", "Delvis", "Nej"), {YES: "Fullt ut", PARTIAL: "Delvis", NO: "Nej"}),
        (("Oppfylt", "Delvis oppfylt", "Ikke oppfylt"), {YES: "Oppfylt", NO: "Ikke oppfylt"}),
        (("1 - Yes", "2 - No", "3 - N/A"), {YES: "1 - Yes", NO: "2 - No", NA: "3 - N/A"}),
        (("Yes, fully", "Yes, partly", "No"), {YES: "Yes, fully", NO: "No"}),
        (("Yes, with exceptions", "No, but planned"), {YES: None, NO: None}),
        (("Yes - in house", "Yes - outsourced", "No"), {YES: None, NO: "No"}),
        (("High", "Medium", "Low"), {YES: None, NO: None, PARTIAL: None, NA: None}),
    ],
)
def test_the_option_that_says_the_verdict(options: tuple[str, ...], said: dict[Verdict, str | None]) -> None:
    assert {verdict: verdict_option(verdict, options) for verdict in said} == said


def test_an_open_question_has_no_option() -> None:
    assert verdict_option(Verdict.NONE, ("Yes", "No", "None")) is None


def test_verdicts_are_told_from_other_lists() -> None:
    assert asks_verdict(("Yes", "No"))
    assert not asks_verdict(("Daily", "Weekly", "Yes"))


CSA = (
    "CSP-owned",
    "CSC-owned",
    "3rd-party outsourced",
    "Shared CSP and CSC",
    "Shared CSP and 3rd-party",
)


@pytest.mark.parametrize(
    ("ownership", "option"),
    [
        (Ownership.CSP, CSA[0]),
        (Ownership.CSC, CSA[1]),
        (Ownership.THIRD_PARTY, CSA[2]),
        (Ownership.SHARED_CSP_CSC, CSA[3]),
        (Ownership.SHARED_CSP_THIRD_PARTY, CSA[4]),
    ],
)
def test_who_carries_a_control(ownership: Ownership, option: str) -> None:
    assert ownership_option(ownership, CSA) == option
    assert ownership_option(ownership, ("Us", "Them")) is None
