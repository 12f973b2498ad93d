"""Where recipes of files are named: those to be handled, those to be refused, and the large ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "cases" / "files"
SMALL = 20_000
"""Bytes up to which a file is kept in the repository."""
ASKED = ("Is the product penetration-tested by others?", "Do you keep bees on the roof?")

Recipe = Callable[[], bytes]
ACCEPT: dict[str, Recipe] = {}
REJECT: dict[str, Recipe] = {}
LARGE: set[str] = set()
"""Files of megabytes, which take a while to make and to read."""


def accept(name: str) -> Callable[[Recipe], Recipe]:
    """Name a file that is to be handled."""
    return lambda recipe: ACCEPT.setdefault(name, recipe)


def reject(name: str) -> Callable[[Recipe], Recipe]:
    """Name a file that is to be refused."""
    return lambda recipe: REJECT.setdefault(name, recipe)


def large(name: str) -> str:
    """The name of a file that is of megabytes."""
    LARGE.add(name)
    return name


def write(folder: Path = FOLDER) -> None:
    """Write the small files into the repository."""
    for name, recipes in (("accept", ACCEPT), ("reject", REJECT)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, recipe in recipes.items():
            data = recipe()
            if len(data) < SMALL:
                (folder / name / file).write_bytes(data)
            print(f"{name}/{file}: {len(data)} bytes")
