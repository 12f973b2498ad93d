"""What past questionnaires of one vendor fill of the next one, and whether the vendor says the same there.

    python benchmarks/learn.py PAST… --on NEXT… [--for product=NAME] [--accept P] [--show N]

PAST and NEXT are completed questionnaires, PAST the newest last. Per NEXT a bank is learnt
from PAST with all drafts approved, NEXT is emptied in memory and answered from that bank as
`qfill fill` would, and each of its yes/no rows is compared with what the vendor answered there
(NEXT itself among PAST is left out, so that one list can be given for both). Printed are the
share of the yes/no rows filled, the share of those that agree with its Wilson 95 % interval,
the contradictions among PAST, and every disagreement. Beside it stand two rivals that answer
with the verdict of the closest past question by RapidFuzz's WRatio, the newest file's first:
one fills every row, one only where that score is 95 or more. `--show N` lists as many rows
that were not filled, with the reason.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rapidfuzz import fuzz, process

from qfill.answering import Policy
from qfill.answering.options import verdict_of
from qfill.bank import load_bank
from qfill.evaluation.metrics import Share
from qfill.files import open_file
from qfill.language.detect import main_language
from qfill.language.normalise import fold
from qfill.layout import LayoutHints, read_layout
from qfill.learning.completed import given_rows
from qfill.matching import Matcher
from qfill.model import TICK_ROLES, Outcome, Question, Role, Verdict
from qfill.settings import ACCEPT, SUGGEST
from qfill.workflows.approve import approve
from qfill.workflows.learn import answered_rows, learn
from qfill.workflows.rows import Row, settle_rows

CUT = 95.0
_PLAIN = (Verdict.YES, Verdict.NO)
_TICKED = {Role.TICK_YES: Verdict.YES, Role.TICK_NO: Verdict.NO}


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A filled row that the vendor answered otherwise."""

    question: str
    truth: Verdict
    said: Verdict
    wording: str


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What one NEXT came to. `rivals`: filled and agreeing rows by the rival's name."""

    rows: int
    filled: Share
    agree: Share
    contradictions: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    waiting: tuple[tuple[str, str], ...]
    rivals: Mapping[str, tuple[Share, Share]]
    seconds: float


def measure(
    past: Sequence[Path],
    target: Path,
    scope: Mapping[str, tuple[str, ...]] | None = None,
    accept: float = ACCEPT,
) -> Learned:
    """Learn from `past`, approve all, answer `target` emptied, compare; raises QfillError."""
    file = open_file(target)
    questions = read_layout(file.grids, LayoutHints(overwrite=True)).questions
    language = main_language(question.text for question in questions)
    truth = {
        question.place: row.verdict
        for question in questions
        for row in given_rows(0, [question], language)
        if row.verdict in _PLAIN
    }
    begun = perf_counter()
    with TemporaryDirectory() as folder:
        learnt = learn(past, Path(folder) / "answers", scope={})
        approve(Path(folder) / "answers", (), date(2000, 1, 1), every=True)
        bank = load_bank(Path(folder) / "answers")
        policy = Policy(accept=accept, suggest=min(accept, SUGGEST), language=language, scope=scope or {})
        rows = settle_rows([emptied(one) for one in questions], bank, Matcher(bank.answers), policy)
    seconds = perf_counter() - begun
    asked = [(row, truth[row.question.place]) for row in rows if row.question.place in truth]
    filled = [(row, told) for row, told in asked if row.settled.outcome is Outcome.FILLED]
    wrong = [(row, told) for row, told in filled if written(row) is not told]
    return Learned(
        rows=len(asked),
        filled=Share(count=len(filled), of=len(asked)),
        agree=Share(count=len(filled) - len(wrong), of=len(filled)),
        contradictions=tuple(found.question for found in learnt.contradictions),
        disagreements=tuple(
            Disagreement(
                question=row.question.text,
                truth=told,
                said=written(row),
                wording=row.candidates[0].phrasing,
            )
            for row, told in wrong
        ),
        waiting=tuple(
            (row.question.text, row.settled.reason)
            for row, _ in asked
            if row.settled.outcome is not Outcome.FILLED
        ),
        rivals=rivals(past, [(row.question.text, told) for row, told in asked]),
        seconds=seconds,
    )


def emptied(question: Question) -> Question:
    """A question as it stands in a form that nobody has filled in."""
    return replace(question, existing={}, skip="" if question.skip == "already answered" else question.skip)


def written(row: Row) -> Verdict:
    """The verdict that stands in the row's cells once it is filled."""
    for role in TICK_ROLES:
        if row.settled.writes.get(role):
            return _TICKED.get(role, Verdict.NONE)
    answer = row.settled.writes.get(Role.ANSWER, "")
    return verdict_of(answer, row.question.options) or row.settled.verdict


def rivals(past: Sequence[Path], asked: Sequence[tuple[str, Verdict]]) -> dict[str, tuple[Share, Share]]:
    """The plain script on the same rows, filling all and cut at 95."""
    known = [row for number, path in enumerate(reversed(past)) for row in answered_rows(path, number)]
    known = [row for row in known if row.verdict in _PLAIN]
    texts = [fold(row.question) for row in known]
    found = [(process.extractOne(fold(text), texts, scorer=fuzz.WRatio), told) for text, told in asked]
    hits = [(hit[1], known[hit[2]].verdict is told) for hit, told in found if hit is not None]
    result = {}
    for name, cut in (("WRatio, all", 0.0), (f"WRatio from {CUT:g}", CUT)):
        kept = [right for score, right in hits if score >= cut]
        result[name] = (Share(count=len(kept), of=len(asked)), Share(count=sum(kept), of=len(kept)))
    return result


def main() -> None:
    """Measure each NEXT and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("past", nargs="+", type=Path, metavar="PAST")
    parser.add_argument("--on", nargs="+", type=Path, required=True, metavar="NEXT")
    parser.add_argument("--for", dest="scope", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--accept", type=float, default=ACCEPT, metavar="P")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    options = parser.parse_args()
    scope = {key: (value,) for key, _, value in (pair.partition("=") for pair in options.scope)}
    for target in options.on:
        past = [path for path in options.past if path.resolve() != target.resolve()]
        if not past:
            parser.error(f"{target} is all that there is to learn from")
        found = measure(past, target, scope, options.accept)
        print(f"{' + '.join(path.name for path in past)} -> {target.name}")
        print(f"  {'':16}{'filled':>18}{'agree':>18}   95 % interval")
        for name, (filled, agree) in {"qfill": (found.filled, found.agree), **found.rivals}.items():
            low, high = agree.interval
            print(
                f"  {name:16}{filled.count:>5} of {filled.of:<4}{filled.share:>6.0%}"
                f"{agree.count:>7} of {agree.of:<4}{agree.share:>6.1%}   {low:.1%} to {high:.1%}"
            )
        print(f"  {len(found.contradictions)} contradictions; learnt and answered in {found.seconds:.1f} s")
        for question in found.contradictions:
            print(f"    contradiction: {question}")
        for one in found.disagreements:
            print(f"    disagrees: {one.question}\n      {one.said}, and was {one.truth}; by: {one.wording}")
        for question, reason in found.waiting[: options.show]:
            print(f"    waits: {question}\n      {reason}")


if __name__ == "__main__":
    main()
