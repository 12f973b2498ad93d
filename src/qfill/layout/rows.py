"""A read sheet's rows into questions, each with the places of its cells and its context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qfill.files.grid import Grid
from qfill.layout.below import ASKING, spot_beneath
from qfill.layout.limits import with_limits
from qfill.layout.words import FOLLOWS, ID, NUMBERED, asks, header_roles
from qfill.model import TARGET_ROLES, TICK_ROLES, Place, Question, Role

_LABEL_WORDS = 5
_NO_CELL = "no cell to answer in"
MAX_QUESTION = 10_000
"""Characters of a question; what is longer is a document in a cell, and takes long to match."""


@dataclass(slots=True)
class _Context:
    """What the rows above say of the next one."""

    section: str = ""
    control: str = ""
    domain: str = ""
    by_id: dict[str, tuple[str, Place]] = field(default_factory=dict)
    last: tuple[str, Place] | None = None


def questions(
    grid: Grid, header_row: int, roles: Mapping[Role, int], *, overwrite: bool
) -> Iterator[Question]:
    """The grid's questions in order; repeated headers and section rows are context, not questions."""
    context = _Context()
    beneath = roles.get(Role.ANSWER) == roles[Role.QUESTION]
    answered: set[int] = set()
    header = {role: " ".join(grid.text(header_row, column).split()) for role, column in roles.items()}
    for row in sorted(grid.rows):
        if row <= header_row or row in answered:
            continue
        column = roles[Role.QUESTION]
        cell = grid.rows[row].get(column)
        text = cell.text.strip() if cell is not None else ""
        if _is_header(grid, row, roles, header):
            context.last = None
            heading = _heading(grid, row, roles)
            if heading:
                context.section = heading
            continue
        question_id = _text(grid, row, roles, Role.QUESTION_ID)
        if beneath:
            spot = spot_beneath(grid, row, column) if asks(text) >= ASKING else None
            heading_only = asks(text) < ASKING
            if spot is not None:
                answered.add(spot[0])
        else:
            spot, heading_only = None, bool(text) and _is_section(grid, row, roles, text, question_id)
        if not text or heading_only:
            heading = text or _heading(grid, row, roles)
            if heading and asks(heading) < 0.9:
                context.section, context.last = heading, None
            continue
        if grid.merges.at(row, column) is not None and grid.anchor(row, column) != (row, column):
            continue
        yield _question(
            grid, row, roles, context, text, question_id, overwrite, _cells(row, roles, beneath, spot)
        )


def _cells(
    row: int, roles: Mapping[Role, int], beneath: bool, spot: tuple[int, int] | None
) -> dict[Role, tuple[int, int]]:
    """The cells that take an answer, by role; with answers in the row below, `spot` is the answer's."""
    cells = {role: (row, roles[role]) for role in TARGET_ROLES if role in roles}
    if beneath:
        del cells[Role.ANSWER]
        if spot is not None:
            cells[Role.ANSWER] = spot
    return cells


def _question(
    grid: Grid,
    row: int,
    roles: Mapping[Role, int],
    context: _Context,
    text: str,
    question_id: str,
    overwrite: bool,
    cells: Mapping[Role, tuple[int, int]],
) -> Question:
    place = grid.place(row, roles[Role.QUESTION])
    control = _text(grid, row, roles, Role.CONTROL)
    section = _text(grid, row, roles, Role.SECTION)
    parent, parent_place = _text(grid, row, roles, Role.PARENT), None
    if not parent:
        parent, parent_place = _parent(context, text, question_id)
    targets, skip = _targets(grid, cells)
    existing = {role: found for role in targets if (found := grid.text(*cells[role]).strip())}
    # A responsibility that the customer filled in beforehand is not an answer.
    answered = [role for role in existing if role is not Role.OWNERSHIP]
    if skip in ("", _NO_CELL) and grid.hidden(row, roles[Role.QUESTION]):
        skip = "hidden"
    if not skip and answered and not overwrite:
        skip = "already answered"
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


def _is_header(grid: Grid, row: int, roles: Mapping[Role, int], header: Mapping[Role, str]) -> bool:
    """Whether the header is repeated here."""
    cells = grid.rows[row]
    same = sum(
        bool(header[role]) and " ".join(grid.text(row, column).split()) == header[role]
        for role, column in roles.items()
        if column in cells
    )
    if same >= 2:
        return True
    target = any(
        role in header_roles(text)
        for role, column in roles.items()
        if role in TARGET_ROLES and (text := grid.text(row, column))
    )
    if not target:
        return False
    texts = [text for cell in cells.values() if (text := cell.text.strip())]
    named = sum(bool(header_roles(text)) for text in texts)
    return named >= 2 and named * 2 >= len(texts)


def _is_section(grid: Grid, row: int, roles: Mapping[Role, int], text: str, question_id: str) -> bool:
    """Whether a row is a heading: it reaches over the answer, or is short, unnumbered, without options."""
    column = roles[Role.QUESTION]
    area = grid.merges.at(row, column)
    targets = [roles[role] for role in TARGET_ROLES if role in roles]
    if area is not None and any(area.holds(row, target) for target in targets):
        return True
    if asks(text) >= 0.6 or (question_id and ID.match(question_id)):
        return False
    has_options = any(grid.validation(row, target) is not None for target in targets)
    sheet_has_options = bool(grid.validations)
    return sheet_has_options and not has_options and len(text.split()) <= 8


def _heading(grid: Grid, row: int, roles: Mapping[Role, int]) -> str:
    """The one text of a row that is not a question, '' where there are more."""
    texts = [cell.text.strip() for column, cell in sorted(grid.rows[row].items()) if cell.text.strip()]
    first = texts[0] if texts else ""
    return first if first and len(first) <= 120 and not ID.match(first) and not header_roles(first) else ""
