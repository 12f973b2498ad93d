"""Whether an answer may be given to this recipient, for this product and region."""

from __future__ import annotations

from collections.abc import Mapping

from qfill.language.normalise import fold
from qfill.model import Answer

TIERS = ("public", "nda")


def above_tier(answer: Answer, tier: str) -> bool:
    """Whether the answer may not be shown to a recipient of this tier."""
    return TIERS.index(answer.disclosure) > TIERS.index(tier)


def out_of_scope(answer: Answer, scope: Mapping[str, tuple[str, ...]], question: str) -> str:
    """Why an answer that holds for some products or regions only doesn't fit; '' where it does.

    A question that names one of the answer's own values is held to that; otherwise what
    the fill is for (`--for`) decides, and where nothing is said the answer stays a suggestion.
    """
    asked = fold(question)
    for key, values in answer.applies_to.items():
        wanted = {fold(value) for value in scope.get(key, ())}
        own = {fold(value) for value in values}
        if wanted and not wanted & own:
            return f"holds for {key} {', '.join(values)} only, not for {', '.join(scope[key])}"
        if not wanted and not any(value in asked for value in own):
            return f"holds for {key} {', '.join(values)} only; say which with --for {key}=…"
    return ""
