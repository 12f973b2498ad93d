"""The role of each column below one header, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qfill.files.grid import Grid
from qfill.layout.columns import Column, ColumnCounts
from qfill.layout.headers import ANSWERS, header_cells, is_heading_row, named_roles
from qfill.layout.placeholders import is_placeholder
from qfill.layout.words import is_kept
from qfill.model import TARGET_ROLES, TICK_ROLES, Role, column_letters

_CLOSE = 0.5
_NARROW = 8
_LEAST_QUESTION = 2.5
_LEAST_TARGET = 2.0
_EMPTY = 0.9
_SURELY = 3
_NUMBERED = 0.5
_FURTHER = (Role.SUBQUESTION, Role.QUESTION_ID, Role.SECTION, Role.CONTROL, Role.PARENT)


@dataclass(slots=True, kw_only=True)
class SheetReading:
    """A way to read a grid: the header's row and the columns' roles, scored by what speaks for it.

    `header_row` is 0 where no header stands. `labelled`: words in the file name the columns that
    ask and take answers, or the rows that do. `unread`: where only comments are known, the column
    that may be the answers'; 0 for none.
    """

    header_row: int
    roles: dict[Role, int]
    score: float
    labelled: bool = False
    because: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    unread: int = 0


def read_below(
    grid: Grid, header: int, counted: ColumnCounts, fixed: Mapping[Role, int]
) -> SheetReading | None:
    """The reading with its header in this row; None where no column asks, or none takes answers."""
    headers = header_cells(grid, header)
    # Without a header, a column that is still empty shows only by what may be chosen in it.
    stats = counted.below(header, headers if header else _choosing(grid))
    return _Finder(grid, header, headers, stats, fixed).reading() if stats else None


class _Finder:
    """Gives the columns their roles one after the other: the question's first, for the rest lie around it."""

    def __init__(
        self,
        grid: Grid,
        header: int,
        headers: Mapping[int, str],
        stats: Mapping[int, Column],
        fixed: Mapping[Role, int],
    ) -> None:
        self._grid = grid
        self._headers = headers
        self._stats = stats
        self._fixed = fixed
        self._named = named_roles(grid, header, headers)
        self._found = SheetReading(
            header_row=header,
            roles=dict(fixed),
            score=0.0,
            because=[f"{role} is column {column_letters(column)}: as told" for role, column in fixed.items()],
        )
        self._rival_question = 0

    def reading(self) -> SheetReading | None:
        """All roles that something speaks for; None without a question's column or one for answers."""
        found, roles = self._found, self._found.roles
        if Role.QUESTION not in roles and not self._find_question():
            return None
        ticks = self._find_ticks()
        for role in (Role.COMMENT, Role.OWNERSHIP) if ticks else (Role.ANSWER, Role.COMMENT, Role.OWNERSHIP):
            if role in roles:
                found.score += 3
            else:
                self._find_target(role)
        if Role.COMMENT not in self._fixed:
            self._leave_the_customers_notes()
        for role in _FURTHER:
            if role not in roles:
                self._find_further(role)
        if not any(role in roles for role in ANSWERS):
            return None
        self._forget_guidance()
        found.score += 0.2 * len([1 for named in self._named.values() if named])
        said = {role for column in roles.values() for role in self._named.get(column, {})}
        found.labelled = bool(said & {Role.QUESTION, *TARGET_ROLES})
        found.unread = self._unread()
        return found

    def _find_question(self) -> bool:
        stats = self._stats
        ranked = sorted(
            ((_as_question(stats[c], self._named.get(c, {})), c) for c in stats),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if not ranked or ranked[0][0] < _LEAST_QUESTION:
            return False
        strength, column = ranked[0]
        self._found.roles[Role.QUESTION] = column
        self._found.score += strength
        self._found.because.append(
            f"question is column {column_letters(column)}: {self._words(column)}"
            f"{stats[column].asking:.0%} of its texts ask"
        )
        if len(ranked) > 1 and strength - ranked[1][0] < _CLOSE:
            self._rival_question = ranked[1][1]
            self._found.rivals.append(_either(Role.QUESTION, column, ranked[1][1]))
        return True

    def _find_ticks(self) -> bool:
        """Whether there is one column to tick for each option; the first of each, and its rivals."""
        roles = self._found.roles
        columns = self._tick_columns()
        if len(columns) < 2:
            return False
        if Role.ANSWER in roles:
            return True
        ticks = {role: held[0] for role, held in columns.items()}
        roles.update(ticks)
        self._found.score += 4
        self._found.rivals += [_either(role, *held[:2]) for role, held in columns.items() if len(held) > 1]
        self._found.because.append(
            "one column to tick for each option: "
            + ", ".join(f"{role}={column_letters(column)}" for role, column in ticks.items())
        )
        return True

    def _tick_columns(self) -> dict[Role, list[int]]:
        """The columns of each option beside the questions: to the right, else to the left."""
        question = self._found.roles[Role.QUESTION]
        right: dict[Role, list[int]] = {}
        left: dict[Role, list[int]] = {}
        for role in TICK_ROLES:
            for column, named in self._named.items():
                if role in named and role not in self._fixed and column != question:
                    (right if column > question else left).setdefault(role, []).append(column)
        # A lone `No` to the left is a row's number.
        return right if right or not {Role.TICK_YES, Role.TICK_NO} <= set(left) else left

    def _find_target(self, role: Role) -> None:
        roles, stats = self._found.roles, self._stats
        question = roles[Role.QUESTION]
        taken = set(roles.values())
        ranked = sorted(
            (
                (_as_target(self._grid, stats[c], self._named.get(c, {}), role, question), c)
                for c in stats
                if c not in taken
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if not ranked or ranked[0][0] < _LEAST_TARGET:
            return
        strength, column = ranked[0]
        roles[role] = column
        self._found.score += strength
        self._found.because.append(self._why(role, column, stats[column].says()))
        if len(ranked) > 1 and strength - ranked[1][0] < _CLOSE and role is Role.ANSWER:
            self._found.rivals.append(_either(role, column, ranked[1][1]))

    def _leave_the_customers_notes(self) -> None:
        """What stands between the questions and answers that nobody has given yet is the customer's own."""
        roles = self._found.roles
        answers = [column for role, column in roles.items() if role in (Role.ANSWER, *TICK_ROLES)]
        note = roles.get(Role.COMMENT)
        if note is None or not answers or not roles[Role.QUESTION] < note < min(answers):
            return
        asked = self._asked()
        if self._holds(asked, [note]) and not self._holds(asked, answers):
            del roles[Role.COMMENT]
            self._found.because.append(
                f"comment is not column {column_letters(note)}: it is filled in where no answer is"
            )

    def _asked(self) -> list[int]:
        """The rows below the header that hold a question; headers that are repeated are none."""
        grid, question = self._grid, self._found.roles[Role.QUESTION]
        return [
            row
            for row in grid.rows
            if row > self._found.header_row
            and grid.own_text(row, question).strip()
            and not is_heading_row(grid, row)
        ]

    def _holds(self, rows: list[int], columns: list[int]) -> bool:
        """Whether somebody has written something into one of these columns."""
        texts = (self._grid.own_text(row, column).strip() for row in rows for column in columns)
        return any(text and not is_placeholder(text) for text in texts)

    def _find_further(self, role: Role) -> None:
        roles = self._found.roles
        question, taken = roles[Role.QUESTION], set(roles.values())
        ranked = []
        for column, counted in self._stats.items():
            named = self._named.get(column, {})
            numbers = role is Role.QUESTION_ID and column < question
            if column not in taken and (role in named or numbers):
                ranked.append((named.get(role, 0) + (2 * counted.ids if numbers else 0), -column))
        if ranked and max(ranked)[0] >= 1.5:
            column = -max(ranked)[1]
            roles[role] = column
            self._found.because.append(self._why(role, column, ""))

    def _forget_guidance(self) -> None:
        """Guidance stands to the right of the answer, the question to its left."""
        roles = self._found.roles
        answers = [column for role, column in roles.items() if role in (Role.ANSWER, *TICK_ROLES)]
        if self._rival_question and answers and roles[Role.QUESTION] < min(answers) < self._rival_question:
            self._found.rivals = [each for each in self._found.rivals if not each.startswith("question")]

    def _unread(self) -> int:
        """The empty column with an unknown header that may be the answers', where only comments are known."""
        roles = self._found.roles
        if any(role in roles for role in (Role.ANSWER, *TICK_ROLES)):
            return 0
        for column, text in self._headers.items():
            known = self._named.get(column) or is_kept(text) or column in roles.values()
            if not known and column > roles[Role.QUESTION] and self._stats[column].empty >= _EMPTY:
                return column
        return 0

    def _why(self, role: Role, column: int, evidence: str) -> str:
        return f"{role} is column {column_letters(column)}: {self._words(column)}{evidence}"

    def _words(self, column: int) -> str:
        text = " ".join(self._headers.get(column, "").split())
        return f"headed {text[:40]!r}, " if text else ""


def _either(role: Role, one: int, other: int) -> str:
    return f"{role} could be column {column_letters(one)} or {column_letters(other)}"


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
        if column.ids > _NUMBERED:
            return 0.0
        strength -= 1 if named.get(role, 0.0) >= _SURELY else 2
    return strength
