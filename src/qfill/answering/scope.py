"""Whether an answer may be given to this recipient, for this product and region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qfill.language.normalise import words
from qfill.matching.scope import apart, named
from qfill.model import TIERS, Answer


def above_tier(answer: Answer, tier: str) -> bool:
    """Whether the answer may not be shown to a recipient of this tier."""
    return TIERS.index(answer.disclosure) > TIERS.index(tier)


def withheld(answer: Answer, tier: str) -> str:
    """Why an answer may not be written for a recipient of this tier; '' where it may."""
    if not answer.approved:
        return f"{answer.id} is a draft that nobody has approved"
    return f"{answer.id} is above the tier {tier}" if above_tier(answer, tier) else ""


def out_of_scope(
    answer: Answer,
    scope: Mapping[str, tuple[str, ...]],
    question: str,
    known: Mapping[str, frozenset[str]] | None = None,
) -> str:
    """Why an answer that holds for some products or regions only doesn't fit; '' where it does.

    A question that names a value is held to it: one of the answer's own fits, another of
    those that the bank knows (`known`, by key) does not. Otherwise what the fill is for
    (`--for`) decides: all of it, where several are given. Where nothing is said the answer
    stays a suggestion.
    """
    asked = f" {' '.join(words(question))} "
    for key, values in answer.applies_to.items():
        own, wanted = named(values), named(scope.get(key, ()))
        every = named((known or {}).get(key, ())) | wanted | own
        said = {value for value in every if f" {value} " in asked}
        if apart(own, wanted) or (wanted - own and not said):
            beyond = (value for value in scope[key] if not named((value,)) <= own)
            return f"holds for {key} {', '.join(values)} only, not for {', '.join(beyond)}"
        if said - own:
            return f"holds for {key} {', '.join(values)} only, and the question names {min(said - own)}"
        if not wanted and not said:
            return f"holds for {key} {', '.join(values)} only; say which with --for {key}=…"
    return ""


def scopes_meet(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    """Whether something may be in both scopes: no key that both name keeps them apart."""
    return all(key not in other or named(values) & named(other[key]) for key, values in one.items())


def known_scopes(answers: Iterable[Answer]) -> dict[str, frozenset[str]]:
    """Every value that the bank's answers are limited to, by key."""
    found: dict[str, set[str]] = {}
    for answer in answers:
        for key, values in answer.applies_to.items():
            found.setdefault(key, set()).update(values)
    return {key: frozenset(values) for key, values in found.items()}
