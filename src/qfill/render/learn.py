"""What was learnt as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from qfill.language.messages import counted, cut
from qfill.learning.lessons import Contradiction, Learnt
from qfill.workflows.learn import LearnResult

_SHOWN = 5


def learn_lines(result: LearnResult, *, every: bool = False) -> Iterator[str]:
    """What each file gave, and every contradiction with all its sources.

    Answers on which the files agree but for dates, figures or names: the first five, or `every` one.
    """
    for path, count in result.rows.items():
        again = ", learnt before" if path in result.again else ""
        yield f"{path.name}: {counted(count, 'answered row')}{again}"
    yield f"{counted(len(result.ids), 'draft')}, none of which is filled before it is approved"
    if result.strangers:
        yield (
            f"{counted(len(result.strangers), 'draft')} with a name or an address that neither the profile "
            "nor a document knows; reword them, or they tell one customer of another"
        )
        for name, found in result.strangers.items():
            yield f"  {name}: {', '.join(found)}"
    if result.borne_out:
        yield f"{counted(len(result.borne_out), 'answer')} of the bank borne out, with the files as sources"
    for first, second in result.disordered:
        yield f"{first.name} was saved after {second.name}, taken for the newer; give the newest last"
    for contradiction in result.contradictions:
        yield from _contradiction(contradiction, result)
    if result.differing:
        yield (
            f"{counted(len(result.differing), 'answer')} on which the files agree but for dates, figures or "
            "names; the newest text is taken"
        )
        for learnt in result.differing if every else result.differing[:_SHOWN]:
            yield f"  {cut(learnt.last.question, 80)} ({_where(learnt, result)})"
        if not every and len(result.differing) > _SHOWN:
            yield f"  and {len(result.differing) - _SHOWN} more (--verbose lists all)"


def _contradiction(found: Contradiction, result: LearnResult) -> Iterator[str]:
    yield f"contradiction: {found.question}"
    if found.held is not None:
        said = next(iter(found.held.text.values()), "")
        yield f"  {found.held.verdict} (the bank's {found.held.id}): {cut(said, 80)}"
    for learnt in found.sides:
        if not learnt.known:
            yield f"  {learnt.verdict} ({_where(learnt, result)}): {cut(learnt.last.text, 80)}"


def _where(learnt: Learnt, result: LearnResult) -> str:
    return ", ".join(f"{result.files[row.file].name} {row.place}" for row in learnt.rows)
