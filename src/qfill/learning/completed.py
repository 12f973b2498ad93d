"""The answered rows of a completed questionnaire: verdict, text, ownership, and the cell they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qfill.answering.options import ownership_of, verdict_of
from qfill.language.detect import detect
from qfill.language.mentions import FIRM
from qfill.language.normalise import bare, squash
from qfill.model import TICK_ROLES, TICK_VERDICTS, CsvField, Ownership, Place, Question, Role, Verdict

# An answer of more words than these says more than its verdict.
_BARE = 3
# The number of an option, which a cell keeps where the form gave it one: `1) Yes`.
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[A-Fa-f])[.)]\s+(?=[^\W\d_])")
# Characters that nobody sees, and that a copy from a web page brings along.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# What a row asks that wants the customer's own name.
_CUSTOMER = re.compile(
    r"(?:name of )?(?:the )?(?:customer|client|buyer|purchaser)(?: company| organi[sz]ation)?(?: name)?"
    r"|(?:kund|beställare|uppdragsgivare)(?:ens|ns)?(?: ?namn)?|(?:kunde|oppdragsgiver)(?:ns|ens)?(?: ?navn)?"
)
_CLAUSE = re.compile(r"[.,;:!\n–—]|\s-\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answered row of a completed questionnaire. `file` numbers the files as given, from 0."""

    file: int
    question: str
    question_id: str
    context: str
    language: str
    verdict: Verdict
    text: str
    ownership: Ownership | None
    place: str


def given_rows(file: int, questions: Iterable[Question], language: str) -> list[Given]:
    """The rows of a file that hold an answer."""
    found = []
    for question in questions:
        if question.skip not in ("", "already answered", "locked") or question.label_row:
            continue
        verdict, text = _answer(question)
        if verdict is Verdict.NONE and not text:
            continue
        found.append(
            Given(
                file=file,
                question=_plain(question.text),
                question_id=question.question_id,
                context=" ".join(part for part in (question.parent, question.section) if part),
                language=detect(question.text, language),
                verdict=verdict,
                text=text,
                ownership=ownership_of(question.existing.get(Role.OWNERSHIP, "")),
                place=_place(question),
            )
        )
    return found


def customers(questions: Iterable[Question]) -> frozenset[str]:
    """The customer's names, with and without the legal form, as the form's own rows hold them."""
    rows = (question for question in questions if _CUSTOMER.fullmatch(bare(question.text)))
    named = {text for question in rows for text in map(_plain, question.existing.values())}
    named = {text for text in named if len(text) > 1 and verdict_of(text, ()) is None}
    return frozenset(named | {found[1].strip() for text in named if (found := FIRM.fullmatch(text))})


def _answer(question: Question) -> tuple[Verdict, str]:
    """The verdict and the text that stand in a row's cells."""
    held = {role: _plain(text) for role, text in question.existing.items() if _plain(text)}
    ticked = [role for role in TICK_ROLES if held.get(role)]
    comment = held.get(Role.COMMENT, "")
    if len(ticked) == 1:
        return TICK_VERDICTS[ticked[0]], comment
    answer = held.get(Role.ANSWER, "")
    bare = _NUMBER.sub("", answer)
    verdict = verdict_of(answer, question.options) or verdict_of(bare, ())
    if verdict is not None and (answer in map(_plain, question.options) or len(bare.split()) <= _BARE):
        return verdict, comment
    text = " ".join(part for part in (answer, comment) if part)
    clause = _CLAUSE.split(bare, maxsplit=1)[0]
    first = verdict_of(clause, ())
    # "Yes we do" says yes; "No data leaves the country" need not say no.
    said = first if first is Verdict.YES or len(clause.split()) <= _BARE else None
    return said or Verdict.NONE, text


def _plain(text: str) -> str:
    return squash(_UNSEEN.sub("", text))


def _place(question: Question) -> str:
    def name(place: Place) -> str:
        if isinstance(place, CsvField):
            return f"row {place.record}, {place.name}"
        return f"{question.sheet}!{place.name}" if question.sheet else place.name

    roles = [role for role in (Role.ANSWER, *TICK_ROLES, Role.COMMENT) if question.existing.get(role)]
    return (
        name(question.targets[roles[0]]) if roles and roles[0] in question.targets else name(question.place)
    )
