"""Files that somebody means ill with, or that came to harm: `python -m tests.support.hostile` writes them.

Each recipe gives one file. Small ones lie in `tests/cases/files/`, where anyone can add more
by dropping a file into `accept` or `reject`; large ones are made when the test runs.
"""

from tests.support.hostile import packed, texts  # their recipes are named as they are read
from tests.support.hostile.registry import ACCEPT, FOLDER, LARGE, REJECT, SMALL, Recipe, write

__all__ = ["ACCEPT", "FOLDER", "LARGE", "REJECT", "SMALL", "Recipe", "packed", "texts", "write"]
