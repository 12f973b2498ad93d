"""What openpyxl's load-and-save loses of workbooks, beside what `qfill fill` changes in them; Markdown.

Run: python tools/lost_by_openpyxl.py FILE... (the bank is found as `qfill fill` finds it)
"""

from __future__ import annotations

import io
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import ParseError, iterparse

from qfill import api
from qfill.errors import QfillError
from qfill.model import Outcome
from qfill.workflows.fill import FillResult

SHOWN = 8
"""Kinds of elements named for a file, those of which most were lost first."""
TEXTS = ("si", "sst", "is", "t", "v")
"""Elements that only hold a text in one place or the other: in the cell or in the table of strings."""
Parts = dict[str, tuple[bytes, int]]


def parts_of(data: bytes) -> Parts:
    """A package's members in their order: content and compression method."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {each.filename: (package.read(each), each.compress_type) for each in package.infolist()}


def elements(parts: Parts) -> Counter[str]:
    """How often each kind of element stands in the parts; a cached value of a formula counts by itself."""
    found: Counter[str] = Counter()
    for name, (content, _) in parts.items():
        # Which cells are calculated first is no loss, nor how often one text is kept.
        if not name.endswith((".xml", ".rels", ".vml")) or "calcChain" in name:
            continue
        folder = "/".join(name.removeprefix("xl/").split("/")[:-1]) or name.rpartition("/")[2].split(".")[0]
        try:
            for _, element in iterparse(io.BytesIO(content)):
                kind = element.tag.rpartition("}")[2]
                found[f"{folder}:{kind}"] += kind not in TEXTS
                if kind == "c" and len(element) > 1 and element[0].tag.endswith("}f"):
                    found["cached value"] += bool(element[1].text)
                if kind in ("c", "row", "si"):
                    found.update(["rich text run"] * sum(child.tag.endswith("}r") for child in element))
                    if kind != "si":
                        element.clear()
        except ParseError:
            found["part that is no XML"] += 1
    return found


def saved_by_openpyxl(data: bytes, *, macros: bool) -> bytes:
    """The workbook after openpyxl has loaded and saved it."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(data), keep_vba=macros).save(out)
    return out.getvalue()


def lost(before: bytes, after: bytes) -> str:
    """Members and kinds of elements of which fewer stand in the file than did, in a few words."""
    old, new = parts_of(before), parts_of(after)
    gone = [name for name in old if name not in new]
    kept = Counter(name.removeprefix("xl/").split("/")[0] for name in gone).most_common(SHOWN)
    where = f" ({', '.join(f'{count} {folder}' for folder, count in kept)})" if gone else ""
    changed = sum(name in new and new[name][0] != content for name, (content, _) in old.items())
    fewer = elements(old)
    fewer.subtract(elements(new))
    most = sorted((-count, kind) for kind, count in fewer.items() if count > 0)
    kinds = ", ".join(f"{-count} {kind}" for count, kind in most[:SHOWN])
    more = f", and {len(most) - SHOWN} kinds more" if len(most) > SHOWN else ""
    members = f"{len(gone)} of {len(old)} members gone{where}, {changed} changed"
    return f"{members}; elements fewer: {kinds or 'none'}{more}"


def changed_by_qfill(path: Path, result: FillResult) -> str:
    """The members whose bytes, order or compression differ between a file and its answered copy."""
    old, new = parts_of(path.read_bytes()), parts_of(result.names.output.read_bytes())
    if list(old) != list(new):
        return "the list of members"
    changed = [name for name in old if old[name] != new[name]]
    return f"{len(changed)} of {len(old)}" + (f": {', '.join(changed)}" if changed else "")


def row(path: Path) -> str:
    """A file's line of the table."""
    saved = "-"
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        data = path.read_bytes()
        try:
            saved = lost(data, saved_by_openpyxl(data, macros=path.suffix.lower() == ".xlsm"))
        except Exception as error:  # openpyxl raises whatever it stumbles over
            saved = f"cannot load or save it: {type(error).__name__}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = api.fill(path, Path(folder) / f"out{path.suffix}", page=False)
        except QfillError as error:
            return f"| {path.name} | {error.message.removeprefix(f'{path}: ')} | - | - | - | {saved} |"
        changed = changed_by_qfill(path, result)
    sheets = result.audit.sheets
    asked = Counter(each.question.sheet for each in result.rows)
    names = [(each["sheet"], (each["sheet"] or "the file").replace("|", "/")) for each in sheets]
    read = "; ".join(f"{name}: {asked[sheet]}" for sheet, name in names)
    roles = "; ".join(
        dict.fromkeys(" ".join(f"{role}={place}" for role, place in each["roles"].items()) for each in sheets)
    )
    counts = " / ".join(
        str(result.count(outcome))
        for outcome in (Outcome.FILLED, Outcome.REVIEW, Outcome.UNANSWERED, Outcome.SKIPPED)
    )
    return f"| {path.name} | {read} | {roles} | {counts} | {changed} | {saved} |".replace("\n", " ")


def main() -> int:
    """Print the table; exit code 2 without files."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    print("| file | sheets: questions | roles | filled / review / unanswered / skipped ", end="")
    print("| members that qfill changed | lost by openpyxl's load and save |")
    print("|---|---|---|---|---|---|")
    for name in sys.argv[1:]:
        print(row(Path(name)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
