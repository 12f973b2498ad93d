"""A coverage as a heat map (SVG, and HTML around it) and its gaps as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from qfill.evaluation.coverage import Covered
from qfill.files.newbook import as_cell, save_new
from qfill.language.messages import cut
from qfill.model import Outcome
from qfill.render.coverage import total_line
from qfill.workflows.coverage import CoverageResult

_CELL = 16
_GAP = 3
_ACROSS = 24
_LABEL = 430
_FIGURES = 90
_FILL = {Outcome.FILLED: "#1a7f4b", Outcome.REVIEW: "#e0a72e", Outcome.UNANSWERED: "#d9dee5"}
_SAYS = {
    Outcome.FILLED: "answered",
    Outcome.REVIEW: "something to review",
    Outcome.UNANSWERED: "nothing",
}


def coverage_svg(result: CoverageResult) -> str:
    """A square a question, a band a domain; hovering tells the question and the nearest answer."""
    by_domain: dict[str, list[Covered]] = {}
    for row in result.coverage.rows:
        by_domain.setdefault(row.domain, []).append(row)
    body: list[str] = []
    top = 64
    for domain in result.coverage.domains:
        rows = by_domain[domain.name]
        lines = -(-len(rows) // _ACROSS)
        middle = top + _CELL - 4
        body.append(f'<text x="16" y="{middle}">{escape(cut(domain.name, 58))}</text>')
        for number, row in enumerate(rows):
            down, across = divmod(number, _ACROSS)
            x, y = _LABEL + across * (_CELL + _GAP), top + down * (_CELL + _GAP)
            body.append(
                f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="3" fill="{_FILL[row.outcome]}">'
                f"<title>{escape(_title(row))}</title></rect>"
            )
        right = _LABEL + _ACROSS * (_CELL + _GAP) + 12
        body.append(
            f'<text x="{right}" y="{middle}">{domain.answered}/{domain.rows} · {domain.share:.0%}</text>'
        )
        top += lines * (_CELL + _GAP) + 8
    width = _LABEL + _ACROSS * (_CELL + _GAP) + _FIGURES + 20
    legend = list(_legend(top + 8))
    height = top + 40
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    look = 'font-family="system-ui, sans-serif" font-size="13" fill="#1f2933"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {look}>',
            f"<title>{escape(total_line(result))}</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            f'<text x="16" y="36" font-size="17" font-weight="600">{escape(total_line(result))}</text>',
            *body,
            *legend,
            "</svg>",
            "",
        ]
    )


def _legend(top: int) -> Iterator[str]:
    x = 16
    for outcome, said in _SAYS.items():
        yield f'<rect x="{x}" y="{top}" width="{_CELL}" height="{_CELL}" rx="3" fill="{_FILL[outcome]}"/>'
        yield f'<text x="{x + _CELL + 6}" y="{top + _CELL - 3}">{said}</text>'
        x += 60 + 8 * len(said)


def _title(row: Covered) -> str:
    question = row.question
    name = f"{question.question_id}: " if question.question_id else ""
    nearest = f"\nnearest answer: {row.nearest}" if row.nearest else ""
    return f"{name}{' '.join(question.text.split())}\n{_SAYS[row.outcome]}{nearest}"


def _figure(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.2f}"


def coverage_html(result: CoverageResult) -> str:
    """A page of its own, without scripts or anything from elsewhere: the heat map and the table of gaps."""
    rows = "\n".join(
        f"<tr><td>{escape(gap.question.question_id)}</td><td>{escape(gap.domain)}</td>"
        f"<td>{escape(' '.join(gap.question.text.split()))}</td><td>{escape(_SAYS[gap.outcome])}</td>"
        f"<td>{escape(gap.nearest)}</td><td>{_figure(gap.confidence)}</td></tr>"
        for gap in result.coverage.gaps
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(total_line(result))}</title>
<style>
body {{ font-family: system-ui, sans-serif; margin: 2rem; color: #1f2933; background: #fff; }}
svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.9rem; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid #d9dee5; }}
</style>
</head>
<body>
<h1>Coverage</h1>
{coverage_svg(result)}
<h2>{len(result.coverage.gaps)} gaps, the nearest to an answer first</h2>
<table>
<thead><tr><th scope="col">ID</th><th scope="col">Domain</th><th scope="col">Question</th>
<th scope="col">Now</th><th scope="col">Nearest answer</th><th scope="col">Confidence</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def gaps_xlsx(result: CoverageResult) -> bytes:
    """A workbook of the gaps, for those who write the missing answers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Gaps"
    heads = (
        "ID",
        "Domain",
        "Control",
        "Question",
        "Now",
        "Nearest answer",
        "Confidence",
        "Why not",
        "Our answer",
    )
    sheet.append(heads)
    for gap in result.coverage.gaps:
        question = gap.question
        sheet.append(
            (
                as_cell(question.question_id),
                as_cell(gap.domain),
                as_cell(question.control),
                as_cell(question.text),
                _SAYS[gap.outcome],
                gap.nearest,
                gap.confidence,
                as_cell(gap.reason),
            )
        )
    for column, width in zip("ABCDEFGHI", (13, 30, 12, 70, 20, 26, 11, 40, 60), strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return save_new(book)
