"""Excel workbooks (.xlsx, .xlsm): read, patched byte by byte, compared."""

from qfill.files.interface import Comparison, QuestionnaireFile
from qfill.files.xlsx.workbook import Workbook, read_workbook

__all__ = ["Workbook", "compare_workbooks", "read_workbook"]


def compare_workbooks(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
    """Whether `after` is `before` but for the texts of cells; see `compare.compare_workbooks`."""
    from qfill.files.xlsx.compare import compare_workbooks

    return compare_workbooks(before, after)
