"""Answers that a person wrote or put together, as drafts with the decision as their registered source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from qfill.bank import AnswerBank
from qfill.bank.ids import free_name, slug
from qfill.bank.splice import BankEditor
from qfill.language.messages import cut
from qfill.language.normalise import squash
from qfill.model import LANGUAGES, Verdict, parse_day
from qfill.records.audit import AuditRow
from qfill.records.decisions import Decisions, dump_decisions

TOPIC = "taught"
Says = tuple[str, str, str]
"""What makes two rows' new answers one: wording, text and verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A row's new answer. `facts`: those that it rests on already, of a composed one.

    `behind`: the answers that were proposed or put together; where one is for few, so is this.
    """

    row: AuditRow
    text: str
    verdict: Verdict | None
    facts: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    @property
    def says(self) -> Says:
        """The same for two rows whose new answers are one."""
        proposed = self.row.proposed or {}
        verdict = str(self.verdict or proposed.get("verdict", Verdict.NONE))
        return squash(self.row.question).casefold(), self.text, verdict


def add_answers(
    editor: BankEditor, decisions: Decisions, new: Sequence[New], audit: str, done: set[Says]
) -> Iterator[str]:
    """Append the drafts, and the decisions to the register; what was added, in words.

    Decisions that the register knows already add nothing; neither does what is `done`, to
    which what is added goes.
    """
    digest = sha256(dump_decisions(decisions)).hexdigest()[:8]
    source = f"decision-{digest}"
    if not new:
        return
    bank = editor.bank()
    if any(known.id == source for known in bank.register.sources):
        return
    taken = set(bank.by_id)
    facts: list[dict[str, str]] = []
    for one in new:
        if one.says in done:
            continue
        done.add(one.says)
        row, proposed = one.row, one.row.proposed or {}
        verdict = one.says[2]
        text = one.text or verdict
        language = str(proposed.get("language", row.language))
        name = free_name(slug(row.question) or "answer", taken)
        fact = f"D{digest}-{len(facts) + 1}"
        cell = next(iter(row.cells.values()), str(row.row))
        place = f"{row.sheet}!{cell}" if row.sheet else f"row {row.row}, {cell}"
        facts.append({"id": fact, "place": place, "says": squash(text)})
        editor.add_answer(
            TOPIC,
            {
                "id": name,
                "verdict": verdict,
                "phrasings": {row.language: [squash(row.question)]},
                "answer": {language if language in LANGUAGES else "en": text},
                "facts": [*one.facts, fact],
                "disclosure": _disclosure(bank, one.behind),
                "status": "draft",
            },
        )
        yield f"{short(row)}: a new answer {name}, a draft until it is approved"
    if not facts:
        return
    entry = {"id": source, "who": decisions.reviewer or "unnamed", "at": _day(decisions.when), "audit": audit}
    editor.add_source("decisions", {**entry, "facts": facts})


def _day(text: str) -> str | None:
    """A day, None for what another program may have put in its place."""
    try:
        return parse_day(text).isoformat()
    except ValueError:
        return None


def short(row: AuditRow) -> str:
    """A row's question for a message."""
    return f"“{cut(squash(row.question), 60)}”"


def _disclosure(bank: AnswerBank, behind: Sequence[str]) -> str:
    found = {bank.by_id[name].disclosure for name in behind if name in bank.by_id}
    return "nda" if "nda" in found else "public"
