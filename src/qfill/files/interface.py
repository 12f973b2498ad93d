"""What every file format offers to the rest of qfill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from qfill.errors import QuestionnaireError
from qfill.files.grid import Grid
from qfill.model import Place, Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Patched:
    """What a patch did besides putting the texts in.

    `changes`: by place, remarks on a text that could not go in as it was ("replaced 1
    character that XML forbids"). `warnings` concern the whole file (a signature that breaks).
    """

    changes: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell whose text differs between two files."""

    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """OUT beside IN: the cells that changed, and every other difference found.

    `differences` is empty when OUT is IN but for the cells' texts (contract, *verify*).
    `identical` counts the parts that are the same to the byte, of `parts`.
    """

    cells: tuple[CellChange, ...]
    differences: tuple[str, ...]
    parts: int = 1
    identical: int = 0


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put a file's name before the message of whatever is wrong with it."""
    try:
        yield
    except QuestionnaireError as error:
        raise type(error)(f"{path}: {error.message}", hint=error.hint, details=error.details) from None


class QuestionnaireFile(Protocol):
    """A customer's file, read once and kept in memory as bytes."""

    @property
    def path(self) -> Path:
        """Where the file lies; it names the file in messages."""
        ...

    @property
    def format(self) -> str:
        """xlsx, xlsm, csv or docx."""
        ...

    @property
    def data(self) -> bytes:
        """The file as it was read; a patch starts from these very bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Of `data`, in lower-case hex."""
        ...

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The file's rows; a workbook's are read at the first use.

        Raises QuestionnaireError where a part of the file turns out to be broken.
        """
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the sender should know about the file as a whole."""
        ...

    def patch(self, writes: Iterable[Write]) -> tuple[bytes, Patched]:
        """The file's bytes with the texts put in.

        Raises QuestionnaireError for a place that cannot be written.
        """
        ...

    def read(self, places: Iterable[Place]) -> dict[Place, str]:
        """The texts that stand at these places now."""
        ...
