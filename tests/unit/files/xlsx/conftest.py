"""The customers' real files, where they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[5] / "shared" / "questionnaires"
REAL = sorted([*SHARED.glob("*.xlsx"), *SHARED.glob("*.xlsm")]) if SHARED.is_dir() else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "real_workbook" in metafunc.fixturenames:
        if REAL:
            metafunc.parametrize("real_workbook", REAL, ids=[path.name for path in REAL])
        else:
            metafunc.parametrize(
                "real_workbook", [pytest.param(None, marks=pytest.mark.skip("no real files here"))]
            )
