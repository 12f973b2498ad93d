"""Where the questions stand in a Grid, and where their answers go; knows no file format."""

from __future__ import annotations

from qfill.layout.hints import LayoutHints, parse_columns, told_columns
from qfill.layout.read import read_layout
from qfill.layout.tables import Layout, SheetLayout

__all__ = ["Layout", "LayoutHints", "SheetLayout", "parse_columns", "read_layout", "told_columns"]
