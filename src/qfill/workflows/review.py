"""The review page of an audit, for one reviewer or one page for each owner."""

from __future__ import annotations

from pathlib import Path

from qfill.bank import load_bank
from qfill.bank.ids import free_name
from qfill.errors import OutputError, RecordError
from qfill.records.audit import Audit, load_audit
from qfill.records.outputs import file_stem, held_bytes, make_folder, replace_files
from qfill.records.seal import unbroken
from qfill.review.page import owners, page_html

MARK = b'<script type="application/json" id="data">'


def write_pages(audit_path: Path, page: Path, *, bank: Path, by_owner: bool = False) -> tuple[Path, ...]:
    """Write the page of an audit, or into a folder a page for each owner; the paths written.

    Raises QfillError, and then nothing has been written.
    """
    audit = load_audit(audit_path)
    if all(row.outcome == "skipped" for row in audit.rows):
        raise RecordError(f"{audit_path}: no row of it was asked, so there is nothing to review")
    answers = load_bank(bank)
    if not by_owner:
        if page.is_dir():
            page = page / f"{audit.output['path'].rsplit('/', 1)[-1]}.review.html"
        replace_files([(check_page(page, force=False), page_html(audit, audit.sha256, answers))])
        return (page,)
    if page.exists() and not page.is_dir():
        raise OutputError(f"{page}: is a file", hint="--by owner writes a page for each owner into a folder")
    make_folder(page)
    name = audit.output["path"].rsplit("/", 1)[-1]
    taken: set[str] = set()
    files = [
        (check_page(page / f"{name}.{_slug(owner, taken)}.review.html", force=False),
         page_html(audit, audit.sha256, answers, owner=owner))
        for owner in owners(audit, answers)
    ]  # fmt: skip
    replace_files(files)
    return tuple(path for path, _ in files)


def check_page(path: Path, *, force: bool) -> Path:
    """Refuse to replace what is no review page, or one that was edited; the path itself."""
    held = None if force else held_bytes(path)
    if held is not None and not (MARK in held and unbroken(held)):
        what = "is not what qfill wrote there" if MARK in held else "is no review page"
        raise OutputError(f"{path}: exists and {what}", hint="move it away, or write elsewhere with --page")
    return path


def remove_stale(path: Path, audit_sha256: str) -> tuple[Path, ...]:
    """Remove a review page of another audit: what is settled on it could not be applied. The page removed.

    One that somebody edited stays.
    """
    try:
        held = held_bytes(path)
        if held is None or MARK not in held or audit_sha256.encode() in held or not unbroken(held):
            return ()
        path.unlink()
    except (OSError, OutputError):
        return ()
    return (path,)


def waits(audit: Audit) -> bool:
    """Whether rows wait for a person."""
    return "review" in audit.outcomes


def _slug(owner: str, taken: set[str]) -> str:
    found = file_stem(owner, "nobody")
    # Some systems take "Ops" and "ops" for the same file.
    folded = found.casefold()
    return found + free_name(folded, taken)[len(folded) :]
