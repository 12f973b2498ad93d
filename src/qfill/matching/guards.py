"""What no confidence may overrule: reasons for which a candidate is at most a suggestion."""

from __future__ import annotations

from qfill.matching.features import INDEX, Asked, Compared
from qfill.model import Verdict

# What an answer must say itself before it may be filled for a question that asks it.
_MORE = ("topic", "scope", "document", "strength", "time")


def guard(asked: Asked, one: Compared) -> tuple[str, ...]:
    """The reasons against filling this candidate unseen; empty where there is none."""
    found: list[str] = []
    question = asked.reading
    missing_kinds = {question.kinds[number]: question.surfaces[number] for number in one.missing}
    if "number" in missing_kinds:
        found.append(f"the number {missing_kinds['number']} stands in no part of the answer")
    if "evidence" in missing_kinds:
        found.append(f"asks for something to hand over ({missing_kinds['evidence']})")
    found += [
        f"asks for more than the answer says ({missing_kinds[kind]})"
        for kind in _MORE
        if kind in missing_kinds
    ]
    found += [
        f"is asked of {question.surfaces[number]}, which no wording of the answer asks" for number in one.told
    ]
    if one.turned and one.prepared.answer.verdict in (Verdict.PARTIAL, Verdict.NONE, Verdict.NOT_APPLICABLE):
        found.append("the question turns the polarity of an answer that cannot be turned")
    if question.negations > 1 and question.negations != one.phrasing.negations:
        found.append("more than one negation")
    if one.values[INDEX["not_this"]]:
        found.append("a person decided that this answer does not fit this wording")
    return tuple(found)
