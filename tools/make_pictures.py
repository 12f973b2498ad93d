"""Draw the README's pictures from a real run: python tools/make_pictures.py

The template is answered out of the bank; the summary and the filled rows are drawn as they are.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from textwrap import wrap

from openpyxl import load_workbook
from rich.console import Console

from qfill.model import Outcome, SheetCell
from qfill.render.fill import print_summary
from qfill.settings import Settings
from qfill.workflows.fill import FillOptions, FillResult, fill

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
_MONO = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_SANS = "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
_COLUMNS = (("A", 12), ("B", 44), ("C", 14), ("D", 16), ("E", 56))
_LINE = 17
_LETTER = 6.6


def main() -> None:
    """Answer the template into a folder that goes away again, and draw what came of it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        template = ROOT / "templates" / "caiq_v4.xlsx"
        copy = Path(folder) / template.name
        copy.write_bytes(template.read_bytes())
        result = fill(
            FillOptions(input=copy, settings=Settings(bank=ROOT / "answers"), today=date(2026, 11, 23))
        )
        (PICTURES / "summary.svg").write_text(summary(result, folder), encoding="utf-8")
        (PICTURES / "filled-sheet.svg").write_text(sheet(result), encoding="utf-8")


def summary(result: FillResult, folder: str) -> str:
    """The terminal's summary, as text on a dark ground."""
    stream = io.StringIO()
    print_summary(result, Console(file=stream, width=100, highlight=False, emoji=False, markup=False))
    said = stream.getvalue().replace(folder + "/", "templates/")
    lines = ["$ qfill fill templates/caiq_v4.xlsx", *said.splitlines()]
    width = max(map(len, lines)) * 8.4 + 32
    texts = "".join(
        f'<text x="16" y="{28 + number * 18}" xml:space="preserve">{escape(line.rstrip())}</text>\n'
        for number, line in enumerate(lines)
    )
    height = len(lines) * 18 + 28
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" '
        'aria-label="The summary that qfill fill prints, by domain">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#1b1f27"/>\n'
        f'<g font-family="{_MONO}" font-size="14" fill="#e6e9ef">\n{texts}</g>\n</svg>\n'
    )


def sheet(result: FillResult) -> str:
    """The heading and the filled rows with a neighbour each, as a spreadsheet shows them."""
    filled = [row for row in result.rows if row.settled.outcome is Outcome.FILLED]
    name = filled[0].question.sheet if filled else result.rows[0].question.sheet
    assert name is not None
    book = load_workbook(result.names.output)[name]
    places = [row.question.place for row in filled if isinstance(row.question.place, SheetCell)]
    shown = sorted({2} | {place.row + step for place in places[:4] for step in (0, 1)})
    y = 24.0
    drawn = []
    for number in shown:
        texts = {
            letter: wrap(str(book[f"{letter}{number}"].value or ""), int(size / (1.12 if number == 2 else 1)))
            or [""]
            for letter, size in _COLUMNS
        }
        height = max(map(len, texts.values())) * _LINE + 12
        drawn += list(_row(number, texts, y, height, header=number == 2))
        y += height
    width = 44 + sum(size * _LETTER + 12 for _, size in _COLUMNS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {y + 1:.0f}" role="img" '
        'aria-label="Rows of the answered questionnaire">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n<g font-family="{_SANS}" font-size="12">\n'
        + "".join((*_letters(), *drawn))
        + "</g>\n</svg>\n"
    )


def _letters() -> Iterable[str]:
    x = 44.0
    for letter, size in _COLUMNS:
        width = size * _LETTER + 12
        yield _box(x, 0, width, 24, "#eceff3")
        yield f'<text x="{x + width / 2:.1f}" y="16" text-anchor="middle" fill="#5a6270">{letter}</text>\n'
        x += width


def _row(number: int, texts: dict[str, list[str]], y: float, height: float, *, header: bool) -> Iterable[str]:
    yield _box(0, y, 44, height, "#eceff3")
    yield f'<text x="22" y="{y + 18:.0f}" text-anchor="middle" fill="#5a6270">{number}</text>\n'
    x = 44.0
    for letter, size in _COLUMNS:
        width = size * _LETTER + 12
        written = letter in "CDE" and texts[letter] != [""] and not header
        yield _box(x, y, width, height, "#dde5f2" if header else "#e9f6ec" if written else "#ffffff")
        weight = ' font-weight="600"' if header else ""
        for line, text in enumerate(texts[letter]):
            yield f'<text x="{x + 6:.1f}" y="{y + 18 + line * _LINE:.0f}"{weight}>{escape(text)}</text>\n'
        x += width


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        'stroke="#c9ced6"/>\n'
    )


if __name__ == "__main__":
    main()
