"""However a bank is mangled, the check gives findings, each at a line that exists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from qfill.bank.load import read_bank
from qfill.checks import Bench, examine

SOURCE = Path(__file__).parents[2] / "cases" / "banks" / "clean-payroll"
TOPIC = (SOURCE / "payroll.yaml").read_text(encoding="utf-8").splitlines()
SOURCES = (SOURCE / "sources.yaml").read_bytes()

edits = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "indent", "put"]),
        st.integers(min_value=0, max_value=len(TOPIC) - 1),
        st.sampled_from(
            ["", "- ", "  x: [", "facts: {a: b}", "\u0085", "'", "verdict:", "- id: connections"]
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@example([("put", 0, "\u0085"), ("double", 0, ""), ("put", 123, "'")])
@given(edits)
def test_a_mangled_bank(changes: list[tuple[str, int, str]]) -> None:
    lines = list(TOPIC)
    for what, at, text in changes:
        at = min(at, len(lines) - 1)
        if what == "drop":
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "indent":
            lines[at] = "  " + lines[at]
        else:
            lines.insert(at, text)
    files = {"payroll.yaml": "\n".join(lines).encode(), "sources.yaml": SOURCES}
    bank, problems = read_bank(Path("answers"), files)
    report = examine(Bench(bank=bank, problems=problems, today=date(2026, 6, 1)))
    for finding in report.findings:
        assert finding.place.path in files
        # YAML ends a line at U+0085 too.
        assert 1 <= finding.place.line <= len(files[finding.place.path].decode().splitlines()) + 2
        assert finding.message
