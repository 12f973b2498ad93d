"""One grid's reading: its header row and the role of each column, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qfill.files.grid import Grid
from qfill.layout.columns import Column, ColumnCounts
from qfill.layout.words import header_roles
from qfill.model import TARGET_ROLES, TICK_ROLES, Role, column_letters

HEADER_WITHIN = 40
_CLOSE = 0.5
_REPEATED = 2.5
_NARROW = 8


@dataclass(slots=True, kw_only=True)
class SheetReading:
    """A way to read a grid: the header's row and the columns' roles, scored by what speaks for it.

    `header_row` is 0 where no header stands. `labelled`: words in the file name the columns that
    ask and take answers, or the rows that do.
    """

    header_row: int
    roles: dict[Role, int]
    score: float
    labelled: bool = False
    because: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)


def read_columns(grid: Grid, header_row: int | None, fixed: Mapping[Role, int]) -> SheetReading | None:
    """The best reading of a grid; None where nothing in it looks like a questionnaire."""
    rows = sorted(grid.rows)
    if not rows:
        return None
    candidates = [header_row] if header_row is not None else [row for row in rows if row <= HEADER_WITHIN]
    if header_row is None and not fixed:
        candidates.insert(0, 0)
    counted = ColumnCounts(grid, rows)
    readings = [found for row in candidates if (found := _read_below(grid, row, counted, fixed)) is not None]
    if not readings:
        return None
    best = max(readings, key=lambda reading: (reading.score, -reading.header_row))
    if header_row is None and not fixed and not best.labelled:
        best.header_row = _before_first(grid, rows, best)
        return best
    # Where the header is repeated under each section, the first one begins the questionnaire.
    return next(
        reading
        for reading in readings
        if reading.labelled == best.labelled
        and reading.score >= best.score - _REPEATED
        and _targets(reading) == _targets(best)
    )


def _before_first(grid: Grid, rows: list[int], reading: SheetReading) -> int:
    """The row above the first question of a sheet without a header, for a question is none; 0 for row 1."""
    question, answer = reading.roles[Role.QUESTION], reading.roles.get(Role.ANSWER)
    if answer is None or answer == question:
        return 0
    above = 0
    for row in rows:
        validation = grid.validation(row, answer)
        if grid.text(row, question).strip() and validation is not None and validation.options:
            return above
        above = row
    return reading.header_row


def _targets(reading: SheetReading) -> dict[Role, int]:
    """The columns that two readings must share to be of the same questionnaire."""
    return {role: column for role, column in reading.roles.items() if role in (Role.QUESTION, *TARGET_ROLES)}


def _read_below(
    grid: Grid, header: int, counted: ColumnCounts, fixed: Mapping[Role, int]
) -> SheetReading | None:
    headers = header_cells(grid, header)
    named = {column: header_roles(text) for column, text in headers.items()}
    # Without a header, a column that is still empty shows only by what may be chosen in it.
    stats = counted.below(header, headers if header else _choosing(grid))
    if not stats:
        return None
    roles: dict[Role, int] = dict(fixed)
    because = [f"{role} is column {column_letters(column)}: as told" for role, column in fixed.items()]
    rivals: list[str] = []
    rival_question = 0
    score = 0.0
    if Role.QUESTION not in roles:
        ranked = sorted(
            ((_as_question(stats[c], named.get(c, {})), c) for c in stats),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if not ranked or ranked[0][0] < 2.5:
            return None
        strength, column = ranked[0]
        roles[Role.QUESTION] = column
        score += strength
        because.append(
            f"question is column {column_letters(column)}: {_words(headers, column)}"
            f"{stats[column].asking:.0%} of its texts ask"
        )
        if len(ranked) > 1 and strength - ranked[1][0] < _CLOSE:
            rival_question = ranked[1][1]
            rivals.append(
                f"question could be column {column_letters(column)} or {column_letters(ranked[1][1])}"
            )
    question = roles[Role.QUESTION]
    ticks = {
        role: column
        for role in TICK_ROLES
        for column, found in named.items()
        if role in found and column > question and role not in fixed
    }
    if len(ticks) >= 2 and Role.ANSWER not in roles:
        roles.update(ticks)
        score += 4
        for role, column in ticks.items():
            first = next(c for c, found in named.items() if role in found and c > question)
            if first != column:
                rivals.append(f"{role} could be column {column_letters(first)} or {column_letters(column)}")
        because.append(
            "one column to tick for each option: "
            + ", ".join(f"{r}={column_letters(c)}" for r, c in ticks.items())
        )
    wanted = (
        [Role.COMMENT, Role.OWNERSHIP] if len(ticks) >= 2 else [Role.ANSWER, Role.COMMENT, Role.OWNERSHIP]
    )
    for role in wanted:
        if role in roles:
            score += 3
            continue
        taken = set(roles.values())
        ranked = sorted(
            (
                (_as_target(grid, stats[c], named.get(c, {}), role, question), c)
                for c in stats
                if c not in taken and c != question
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if ranked and ranked[0][0] >= 2:
            strength, column = ranked[0]
            roles[role] = column
            score += strength
            because.append(
                f"{role} is column {column_letters(column)}: {_words(headers, column)}{stats[column].says()}"
            )
            if len(ranked) > 1 and strength - ranked[1][0] < _CLOSE and role is Role.ANSWER:
                rivals.append(
                    f"answer could be column {column_letters(column)} or {column_letters(ranked[1][1])}"
                )
    for role in (Role.QUESTION_ID, Role.SECTION, Role.CONTROL, Role.PARENT):
        if role in roles:
            continue
        taken = set(roles.values())
        found = [
            (
                named.get(c, {}).get(role, 0)
                + (2 * stats[c].ids if role is Role.QUESTION_ID and c < question else 0),
                -c,
            )
            for c in stats
            if c not in taken and (role in named.get(c, {}) or (role is Role.QUESTION_ID and c < question))
        ]
        if found and max(found)[0] >= 1.5:
            column = -max(found)[1]
            roles[role] = column
            because.append(f"{role} is column {column_letters(column)}: {_words(headers, column)}")
    if not any(role in roles for role in (Role.ANSWER, Role.COMMENT, *TICK_ROLES)):
        return None
    answers = [column for role, column in roles.items() if role in (Role.ANSWER, *TICK_ROLES)]
    if rival_question and answers and roles[Role.QUESTION] < min(answers) < rival_question:
        # Guidance stands to the right of the answer, the question to its left.
        rivals = [rival for rival in rivals if not rival.startswith("question")]
    score += 0.2 * len([1 for found in named.values() if found])
    said = {role for column in roles.values() for role in named.get(column, {})}
    labelled = bool(said & {Role.QUESTION, *TARGET_ROLES})
    return SheetReading(
        header_row=header, roles=roles, score=score, labelled=labelled, because=because, rivals=rivals
    )


def _choosing(grid: Grid) -> list[int]:
    """The columns with options to choose; an area as wide as the sheet says nothing of one."""
    areas = (area for validation in grid.validations if validation.options for area in validation.areas)
    return sorted(
        {
            column
            for area in areas
            if area.last_column - area.first_column < _NARROW
            for column in range(area.first_column, area.last_column + 1)
        }
    )


def header_cells(grid: Grid, row: int) -> dict[int, str]:
    """A header's texts by column, those included that a merge brings down from the rows above."""
    above = range(row - 1, max(0, row - 4), -1)
    columns = {column for near in (row, *above) for column in grid.rows.get(near, {})}
    found = {column: text for column in columns if (text := grid.text(row, column)).strip()}
    ticks = {role for text in found.values() for role in header_roles(text) if role in TICK_ROLES}
    if len(ticks) >= 2:
        # Options to tick stand in a row of their own, under the header of everything else.
        for column in columns - set(found):
            text = next((text for near in above if (text := grid.text(near, column)).strip()), "")
            if text:
                found[column] = text
    return dict(sorted(found.items()))


def _words(headers: Mapping[int, str], column: int) -> str:
    text = " ".join(headers.get(column, "").split())
    return f"headed {text[:40]!r}, " if text else ""


def _as_question(column: Column, named: Mapping[Role, float]) -> float:
    if column.count < 1 or column.length < 12:
        return 0.0
    many = min(1.0, column.count / 3)
    return (
        named.get(Role.QUESTION, 0.0) + 3 * column.asking * many + column.distinct * 0.5 - 2 * column.optional
    )


def _as_target(grid: Grid, column: Column, named: Mapping[Role, float], role: Role, question: int) -> float:
    if column.computed > 0.5:
        return 0.0
    other = max((weight for r, weight in named.items() if r is not role), default=0.0)
    strength = named.get(role, 0.0)
    if not strength and not (role is Role.ANSWER and column.optional > 0.3 and not named):
        return 0.0
    if other > strength + 1:
        return 0.0
    strength += column.empty
    if role in (Role.ANSWER, Role.OWNERSHIP):
        strength += 2 * column.optional
    if grid.protected:
        strength += 2 * column.open - 1
    if column.column < question:
        strength -= 2
    return strength
