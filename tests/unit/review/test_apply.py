"""A row of an audit, asked again."""

from __future__ import annotations

from pathlib import Path

from tests.support.audits import row

from qfill.files import parse
from qfill.model import CsvField, Role
from qfill.review.apply import question_of


def test_a_row_is_asked_again_with_all_that_stood_around_it() -> None:
    file = parse(Path("in.csv"), b"question,answer\nIs it?,\n")
    context = {"section": "Keys", "domain": "CEK", "control": "CEK-03", "parent": "And if so?"}
    found = question_of(
        row(2, "Is it?", sheet=None, question_id="7", context=context, cells={"answer": "answer"}), file
    )
    assert (found.text, found.question_id, found.options) == ("Is it?", "7", ("Yes", "No"))
    assert (found.section, found.domain, found.control, found.parent) == tuple(context.values())
    assert found.targets == {Role.ANSWER: CsvField(2, 2, "answer")}
