"""Word files: their tables and their question paragraphs, read as Grids and patched in place."""

from qfill.files.docx.document import WordFile, compare_documents, read_document

__all__ = ["WordFile", "compare_documents", "read_document"]
