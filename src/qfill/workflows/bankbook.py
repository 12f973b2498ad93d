"""The bank as a workbook for its experts, read back: each change checked, then spliced in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from qfill.bank import AnswerBank, load_bank
from qfill.bank.controls import control_ids
from qfill.bank.entries import STATUSES
from qfill.bank.reader import EVERY
from qfill.bank.splice import BankEditor
from qfill.errors import QuestionnaireError
from qfill.files import open_file
from qfill.files.grid import Grid
from qfill.files.newbook import as_cell
from qfill.language.messages import counted
from qfill.model import LANGUAGES, TIERS, Answer, Verdict, parse_day

ANSWERS, PHRASINGS, FACTS, ABOUT = "Answers", "Phrasings", "Facts", "About"
PLAIN = ("verdict", "status", "owner", "reviewed", "review_every", "disclosure")
LISTS = ("controls", "facts")
TEXTS = tuple(f"{key} {language}" for key in ("answer", "short") for language in LANGUAGES)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "verdict": tuple(map(str, Verdict)),
    "status": STATUSES,
    "disclosure": TIERS,
}
# `topic` and `due` are shown; they follow from the file and from the last review.
COLUMNS = ("id", "topic", *PLAIN, "due", *TEXTS, *LISTS)
PHRASING_COLUMNS = ("id", "language", "phrasing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The change as a diff ('' for none), and the files written."""

    diff: str
    written: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of a sheet: its cells' texts by column head, and their addresses."""

    cells: Mapping[str, str]
    places: Mapping[str, str]


def file_label(name: str) -> str:
    """What stands before a file's hash in the workbook's last sheet."""
    return f"sha256 of {name}"


def hash_of(data: bytes) -> str:
    """A file's hash as the workbook tells it."""
    return sha256(data).hexdigest()


def cell_texts(answer: Answer) -> dict[str, str]:
    """What the answers' sheet holds of an answer, by column; '' for what is not there."""
    return {
        "id": answer.id,
        "verdict": str(answer.verdict),
        "status": answer.status,
        "owner": answer.owner,
        "reviewed": answer.reviewed.isoformat() if answer.reviewed else "",
        "review_every": answer.review_every,
        "disclosure": answer.disclosure,
        **{f"answer {one}": answer.text.get(one, "") for one in LANGUAGES},
        **{f"short {one}": answer.short.get(one, "") for one in LANGUAGES},
        "controls": ", ".join(answer.controls),
        "facts": ", ".join(answer.facts),
    }


def import_book(edited: Path, folder: Path, *, dry_run: bool = False, force: bool = False) -> ImportResult:
    """Splice what was edited in a workbook into the bank that it was exported from.

    Answers and columns that the workbook lacks stay as they are; none is added or taken out.
    Raises QuestionnaireError with the address of each cell that the bank cannot take, or if
    a file that would be edited changed since the export (unless `force`); then nothing has
    been written.
    """
    bank = load_bank(folder)
    grids = {grid.sheet: grid for grid in open_file(edited).grids}
    if ANSWERS not in grids:
        raise QuestionnaireError(
            f"{edited}: has no sheet {ANSWERS}", hint="import what qfill bank export wrote"
        )
    told = {
        row.cells.get("what"): row.cells.get("value") for row in _rows(grids.get(ABOUT), ("what", "value"))
    }
    problems: list[str] = []
    editor = BankEditor(bank)
    edits = [*_answers(editor, bank, grids[ANSWERS], problems)]
    edits += _phrasings(editor, bank, grids.get(PHRASINGS), problems)
    _facts(bank, grids.get(FACTS), problems)
    if problems:
        count = len(problems)
        raise QuestionnaireError(
            f"{edited}: {counted(count, 'cell')} cannot be taken",
            hint="nothing was written; correct the cells named above",
            details=problems,
        )
    for edit in edits:
        edit()
    editor.bank()
    changed = {name for name, data in bank.files.items() if told.get(file_label(name)) != hash_of(data)}
    # What changed and is not edited here keeps its change: so an import that was broken off goes on.
    if changed.intersection(editor.changed) and not force:
        raise QuestionnaireError(
            f"{edited}: the bank is not the one that was exported; it changed meanwhile",
            hint="export it anew and take the edits over, or pass --force to put the workbook's texts above",
        )
    diff = editor.diff()
    return ImportResult(diff=diff, written=editor.save() if diff and not dry_run else ())


def _rows(grid: Grid | None, heads: tuple[str, ...]) -> Iterator[_Row]:
    """The rows below the first one, by the heads that stand there, in any order."""
    if grid is None:
        return
    columns = {
        head: column
        for column in sorted(grid.rows.get(1, {}))
        if (head := grid.own_text(1, column).strip().lower()) in heads
    }
    for number in sorted(grid.rows):
        cells = {head: grid.own_text(number, column).strip() for head, column in columns.items()}
        if number > 1 and any(cells.values()):
            places = {head: f"{grid.sheet}!{grid.place(number, at).name}" for head, at in columns.items()}
            yield _Row(cells=cells, places=places)


def _answers(
    editor: BankEditor, bank: AnswerBank, grid: Grid, problems: list[str]
) -> Iterator[Callable[[], object]]:
    seen: set[str] = set()
    for row in _rows(grid, COLUMNS):
        name = row.cells.get("id", "")
        place = row.places.get("id", f"{ANSWERS}!A1")
        if name not in bank.by_id or name in seen:
            why = "stands twice" if name in seen else "is no answer of this bank"
            problems.append(f"{place}: {name!r} {why}; ids are not to be edited")
            continue
        seen.add(name)
        before = cell_texts(bank.by_id[name])
        for head, text in row.cells.items():
            if head in ("id", "topic", "due") or text == as_cell(before[head]).strip():
                continue
            if why := _refused(head, text, bank):
                problems.append(f"{row.places[head]}: {head} {text!r} {why}")
                continue
            yield _edit(editor, name, head, text)


def _refused(head: str, text: str, bank: AnswerBank) -> str:
    """Why the bank cannot take a text in a column, '' where it can."""
    if head in CHOICES and text not in CHOICES[head]:
        return f"is not one of {', '.join(CHOICES[head])}"
    if head == "reviewed" and text:
        try:
            parse_day(text)
        except ValueError:
            return "is not a date written YYYY-MM-DD"
    if head == "review_every" and text and not EVERY.match(text):
        return "is not an interval like 12 months"
    known = bank.register.facts if head == "facts" else control_ids() if head == "controls" else None
    unknown = [one for one in _ids(text) if known is not None and one not in known]
    return f"names what is not known: {', '.join(unknown)}" if unknown else ""


def _ids(text: str) -> list[str]:
    return list(dict.fromkeys(text.replace(",", " ").split()))


def _edit(editor: BankEditor, name: str, head: str, text: str) -> Callable[[], object]:
    key, _, language = head.partition(" ")
    if head in LISTS:
        return lambda: editor.set_ids(name, head, _ids(text))
    if text:
        return lambda: editor.set_text(name, key, text, language or None)
    return lambda: editor.remove_key(name, key, language or None)


def _phrasings(
    editor: BankEditor, bank: AnswerBank, grid: Grid | None, problems: list[str]
) -> Iterator[Callable[[], object]]:
    listed: dict[tuple[str, str], list[str]] = {}
    for row in _rows(grid, PHRASING_COLUMNS):
        name, language = row.cells.get("id", ""), row.cells.get("language", "")
        if name not in bank.by_id:
            problems.append(f"{row.places.get('id', PHRASINGS)}: {name!r} is no answer of this bank")
        elif language not in LANGUAGES:
            place = row.places.get("language", PHRASINGS)
            problems.append(f"{place}: language {language!r} is not one of {', '.join(LANGUAGES)}")
        elif text := row.cells.get("phrasing", ""):
            listed.setdefault((name, language), []).append(text)
    if grid is None:
        return
    for answer in bank.answers:
        for language in LANGUAGES:
            before = answer.phrasings.get(language, ())
            known = {as_cell(text): text for text in before}
            after = [known.get(text, text) for text in dict.fromkeys(listed.get((answer.id, language), ()))]
            yield from _wordings(editor, answer.id, language, before, after)


def _wordings(
    editor: BankEditor, name: str, language: str, before: tuple[str, ...], after: list[str]
) -> Iterator[Callable[[], object]]:
    """The edits from one list of wordings to another: put in another's place as far as that goes."""
    gone = [text for text in before if text not in after]
    new = [text for text in after if text not in before]
    for number in range(max(len(gone), len(new))):
        old_text = gone[number] if number < len(gone) else None
        new_text = new[number] if number < len(new) else None

        def edit(old: str | None = old_text, put: str | None = new_text) -> None:
            if old is not None and put is not None:
                editor.replace_wording(name, "phrasings", language, old, put)
            elif old is not None:
                editor.remove_wording(name, "phrasings", language, old)
            elif put is not None:
                editor.add_wording(name, "phrasings", language, put)

        yield edit


def _facts(bank: AnswerBank, grid: Grid | None, problems: list[str]) -> None:
    for row in _rows(grid, ("fact", "says")):
        fact = bank.register.facts.get(row.cells.get("fact", ""))
        if fact is None or as_cell(fact.says).strip() != row.cells.get("says", "").strip():
            place = row.places.get("says", FACTS)
            problems.append(f"{place}: facts are shown here; they are edited in sources.yaml")
