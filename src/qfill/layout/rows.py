"""A read sheet's rows into questions, each with the places of its cells and its context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from qfill.files.grid import Grid
from qfill.layout.below import ASKING, Beneath, Spot
from qfill.layout.limits import with_limits
from qfill.layout.placeholders import is_placeholder
from qfill.layout.sections import heading_of, is_header, is_section, seems_section, usual_of
from qfill.layout.words import FOLLOWS, NUMBERED, asks
from qfill.model import TARGET_ROLES, TICK_ROLES, Place, Question, Role

_LABEL_WORDS = 5
_NO_CELL = "no cell to answer in"
_ANSWERED = "already answered"
_HEADING = "a heading, it seems, by its number or for want of one; answer it by hand if it asks"
_ALIKE = 3
MAX_QUESTION = 10_000
"""Characters of a question; what is longer is a document in a cell, and takes long to match."""


@dataclass(slots=True)
class _Context:
    """What the rows above say of the next one.

    `alike` is the text that stands in every answer's cell; `main` the question that the
    sub-questions below it belong to, with its place where it is to be answered itself.
    """

    alike: str = ""
    section: str = ""
    control: str = ""
    domain: str = ""
    by_id: dict[str, tuple[str, Place]] = field(default_factory=dict)
    last: tuple[str, Place] | None = None
    main: tuple[str, Place | None] | None = None

    def head(self, text: str) -> None:
        """Begin a section with this heading, where it is one."""
        if text and asks(text) < 0.9:
            self.section, self.last, self.main = text, None, None


def questions(
    grid: Grid, header_row: int, roles: Mapping[Role, int], *, overwrite: bool, completed: bool = False
) -> Iterator[Question]:
    """The grid's questions in order; repeated headers and section rows are context, not questions."""
    beneath = Beneath(grid, roles[Role.QUESTION], completed=completed) if answers_beneath(roles) else None
    context = _Context(alike=_alike(grid, header_row, roles))
    usual = usual_of(grid, header_row, roles)
    answered: set[int] = set()
    header = {role: " ".join(grid.text(header_row, column).split()) for role, column in roles.items()}
    for row in sorted(grid.rows):
        if row <= header_row or row in answered:
            continue
        if is_header(grid, row, roles, header):
            context.last = context.main = None
            context.section = heading_of(grid, row, roles) or context.section
            continue
        column, text = _asked(grid, row, roles, context)
        question_id = _text(grid, row, roles, Role.QUESTION_ID)
        spot, heading, unsure = None, False, False
        if beneath is not None:
            spot = beneath.spot(row) if asks(text) >= ASKING else None
            heading = asks(text) < ASKING
            if spot is not None:
                # A label between a question and its box is no heading.
                answered.update(range(row + 1, spot.row + 1))
        elif text and column == roles[Role.QUESTION]:
            heading = is_section(grid, row, roles, text, question_id, usual)
            unsure = not heading and seems_section(grid, row, roles, text, question_id, usual)
        if not text or heading:
            context.head(text or heading_of(grid, row, roles))
            continue
        if grid.merges.at(row, column) is not None and grid.anchor(row, column) != (row, column):
            continue
        cells = _cells(row, roles, spot)
        # A heading is nobody's parent.
        above = replace(context, by_id={}) if unsure else context
        found = _question(grid, row, column, roles, above, text, question_id, overwrite, cells)
        if unsure:
            context.head(text)
            found = replace(found, skip=found.skip or _HEADING)
        yield found


def _asked(grid: Grid, row: int, roles: Mapping[Role, int], context: _Context) -> tuple[int, str]:
    """The column and the text of what a row asks: its sub-question, where it has one.

    The question over the sub-questions becomes their parent.
    """
    question = roles[Role.QUESTION]
    main, under = grid.own_text(row, question).strip(), ""
    if Role.SUBQUESTION in roles:
        under = grid.own_text(row, roles[Role.SUBQUESTION]).strip()
        if main:
            context.main = (main, None if under else grid.place(row, question))
    return (roles[Role.SUBQUESTION], under) if under else (question, main)


def answers_beneath(roles: Mapping[Role, int]) -> bool:
    """Whether each answer belongs in the row below its question."""
    return roles.get(Role.ANSWER) == roles[Role.QUESTION]


def _alike(grid: Grid, header_row: int, roles: Mapping[Role, int]) -> str:
    """The text that stands beside every question, '' where they differ, or are too few to tell."""
    if Role.ANSWER not in roles or answers_beneath(roles):
        return ""
    rows = [row for row in grid.rows if row > header_row and asks(grid.own_text(row, roles[Role.QUESTION]))]
    texts = {grid.text(row, roles[Role.ANSWER]).strip() for row in rows}
    return texts.pop() if len(texts) == 1 and len(rows) >= _ALIKE else ""


def _cells(row: int, roles: Mapping[Role, int], spot: Spot | None) -> dict[Role, tuple[int, int]]:
    """The cells that take an answer, by role; with answers in the row below, `spot` is the answer's."""
    cells = {role: (row, roles[role]) for role in TARGET_ROLES if role in roles}
    if answers_beneath(roles):
        del cells[Role.ANSWER]
        if spot is not None:
            cells[Role.ANSWER] = (spot.row, spot.column)
    return cells


def _question(
    grid: Grid,
    row: int,
    column: int,
    roles: Mapping[Role, int],
    context: _Context,
    text: str,
    question_id: str,
    overwrite: bool,
    cells: Mapping[Role, tuple[int, int]],
) -> Question:
    place = grid.place(row, column)
    control = _text(grid, row, roles, Role.CONTROL)
    section = _text(grid, row, roles, Role.SECTION)
    parent, parent_place = _text(grid, row, roles, Role.PARENT), None
    if not parent and column != roles[Role.QUESTION] and context.main is not None:
        parent, parent_place = context.main
    elif not parent:
        parent, parent_place = _parent(context, text, question_id)
    targets, skip = _targets(grid, cells)
    existing = {
        role: found
        for role in targets
        if (found := grid.text(*cells[role]).strip()) and not is_placeholder(found)
    }
    # A responsibility that the customer filled in beforehand is not an answer.
    answered = [role for role in existing if role is not Role.OWNERSHIP]
    if skip in ("", _NO_CELL) and grid.hidden(row, column):
        skip = "hidden"
    if not skip and answered and not overwrite:
        alike = context.alike and existing.get(Role.ANSWER) == context.alike
        skip = f"{_ANSWERED}, every row alike; --overwrite answers it anew" if alike else _ANSWERED
    if len(text) > MAX_QUESTION:
        skip = "too long for a question"
        parent, parent_place = "", None
    validation = grid.validation(*cells[Role.ANSWER]) if Role.ANSWER in cells else None
    options = validation.options if validation is not None else ()
    words = text.split()
    question = Question(
        place=place,
        text=text,
        sheet=grid.sheet,
        row=row,
        question_id=question_id,
        section=section or context.section,
        domain=section,
        control=control,
        parent=parent,
        parent_place=parent_place,
        targets=targets,
        options=options,
        existing=existing,
        skip=skip,
        label_row=not options and len(words) <= _LABEL_WORDS and asks(text) == 0 and not context.section,
    )
    question = with_limits(question, grid, cells)
    if len(text) > MAX_QUESTION:
        return question
    if question_id:
        context.by_id[question_id.rstrip(".")] = (text, place)
    if not FOLLOWS.match(text):
        context.last = (text, place)
    return question


def _targets(grid: Grid, cells: Mapping[Role, tuple[int, int]]) -> tuple[dict[Role, Place], str]:
    """The cells that may be written, and why the row is left alone where none may."""
    targets: dict[Role, Place] = {}
    locked = 0
    computed = ""
    for role, (row, column) in cells.items():
        cell = grid.cell(row, column)
        if cell is not None and (cell.formula or cell.fixed):
            computed = f"its answer's place holds {cell.holds}" if cell.holds else "its answer is a formula"
        elif grid.locked(row, column):
            locked += 1
        elif grid.hidden(row, column):
            continue
        else:
            place = grid.place(row, column)
            if place not in targets.values():
                targets[role] = place
    useful = [role for role in targets if role in (Role.ANSWER, Role.COMMENT, *TICK_ROLES)]
    if useful:
        return targets, ""
    return targets, "locked" if locked else computed or _NO_CELL


def _parent(context: _Context, text: str, question_id: str) -> tuple[str, Place | None]:
    """The question that this one follows up: by its number, or because it begins `If yes`."""
    if FOLLOWS.match(text) and context.last is not None:
        return context.last
    numbered = NUMBERED.match(question_id.rstrip(".")) if question_id else None
    # `A&A-01.1` counts a control's questions; only what has the root as a row of its own hangs on it.
    if numbered is not None and numbered["root"] in context.by_id:
        return context.by_id[numbered["root"]]
    return "", None


def _text(grid: Grid, row: int, roles: Mapping[Role, int], role: Role) -> str:
    return grid.text(row, roles[role]).strip() if role in roles else ""
