"""A document that is read, not filled: its lines or paragraphs, in order."""

from __future__ import annotations

from pathlib import Path

from qfill.errors import QuestionnaireError, UnsafeFileError

READS = (".txt", ".md", ".docx", ".pdf")
"""The endings of the documents that can be read."""


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text, the paragraphs of a Word document, the lines of a PDF's pages.

    Raises QuestionnaireError for a file that is missing or of another format, and
    UnsafeFileError for one that is broken or hostile.
    """
    suffix = path.suffix.lower()
    if suffix not in READS:
        raise QuestionnaireError(
            f"{path}: not a document that qfill reads", hint=f"it reads {', '.join(READS)}"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QuestionnaireError(f"{path}: cannot be read ({error.strerror})") from None
    if suffix == ".docx":
        return _docx(path, data)
    if suffix == ".pdf":
        return _pdf(path)
    try:
        return tuple(data.decode("utf-8-sig").splitlines())
    except UnicodeDecodeError:
        raise QuestionnaireError(f"{path}: not UTF-8 text", hint="save it as UTF-8") from None


def _docx(path: Path, data: bytes) -> tuple[str, ...]:
    from qfill.files.docx import read_document
    from qfill.files.docx.tree import read_tree, seen

    document = read_document(path, data)
    paragraphs = (node for node in read_tree(document.content, path.name).walk() if node.name == "p")
    return tuple(line for paragraph in paragraphs for line in seen(paragraph).splitlines())


def _pdf(path: Path) -> tuple[str, ...]:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise QuestionnaireError(
            f"{path}: reading a PDF needs pypdf", hint="pip install 'qfill[pdf]'"
        ) from None
    try:
        return tuple(line for page in PdfReader(path).pages for line in page.extract_text().splitlines())
    except (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # A damaged file trips pypdf in many places; whichever it is, it cannot be read.
        raise UnsafeFileError(f"{path}: not a PDF that can be read ({error})") from None
