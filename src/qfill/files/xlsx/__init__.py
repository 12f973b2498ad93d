"""Excel workbooks (.xlsx, .xlsm): read, patched byte by byte, compared."""

from qfill.files.xlsx.workbook import Workbook, read_workbook

__all__ = ["Workbook", "read_workbook"]
