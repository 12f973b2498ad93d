"""What every test has in common."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests share a cache of their own, all processes of a run the same, and leave the user's alone."""
    before = os.environ.get("QFILL_CACHE")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    os.environ["QFILL_CACHE"] = str(folder / "qfill-cache")
    yield
    if before is None:
        del os.environ["QFILL_CACHE"]
    else:
        os.environ["QFILL_CACHE"] = before
