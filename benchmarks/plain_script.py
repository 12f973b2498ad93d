"""The script that one would write in an afternoon, as the rival that qfill is timed against.

    python benchmarks/plain_script.py IN.xlsx OUT.xlsx [--bank answers] [--from 90] [--english]

It loads the workbook with openpyxl, looks for the headings of the question, the answer and
the comment, asks `rapidfuzz.process.extractOne` (WRatio) for the nearest of all phrasings,
writes the answer where the score reaches a threshold, and saves. No audit, no check of what
was written, no page; and what openpyxl does not know of the workbook is lost.

All phrasings are those of every language, as qfill looks at them too; `--english` leaves the
others out, for somebody who knows that the questionnaire holds no other language.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from rapidfuzz import fuzz, process, utils

VERDICTS = {"yes": "Yes", "no": "No", "not-applicable": "NA"}


def read_bank(folder: Path, languages: tuple[str, ...]) -> tuple[list[str], list[dict[str, Any]]]:
    """All phrasings in these languages, and the answer of each."""
    texts: list[str] = []
    answers: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.yaml")):
        found = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for answer in found.get("answers", ()):
            for language in languages:
                for text in answer["phrasings"].get(language, ()):
                    texts.append(utils.default_process(text))
                    answers.append(answer)
    return texts, answers


def find_columns(sheet: Any) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the columns under them; None for a sheet without."""
    for row in sheet.iter_rows(min_row=1, max_row=10):
        named = {str(cell.value).strip().casefold(): cell.column for cell in row if cell.value}
        question = named.get("question")
        answer = named.get("csp caiq answer") or named.get("answer")
        comment = next((at for name, at in named.items() if "description" in name or "comment" in name), None)
        if question and answer:
            return row[0].row, {"question": question, "answer": answer, "comment": comment or answer + 1}
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--bank", type=Path, default=Path("answers"))
    parser.add_argument("--from", dest="threshold", type=float, default=90.0)
    parser.add_argument("--english", action="store_true")
    options = parser.parse_args()
    texts, answers = read_bank(options.bank, ("en",) if options.english else ("en", "sv", "nb"))
    book = openpyxl.load_workbook(options.input)
    filled = asked = 0
    for sheet in book.worksheets:
        found = find_columns(sheet)
        if found is None:
            continue
        heading, columns = found
        for number in range(heading + 1, sheet.max_row + 1):
            question = sheet.cell(number, columns["question"]).value
            if not question:
                continue
            asked += 1
            _, score, place = process.extractOne(
                utils.default_process(str(question)), texts, scorer=fuzz.WRatio
            )
            if score >= options.threshold:
                answer = answers[place]
                # CSafeLoader reads a bare yes as True: the trap that this script's author meets first.
                verdict = {True: "yes", False: "no"}.get(answer["verdict"], answer["verdict"])
                sheet.cell(number, columns["answer"]).value = VERDICTS.get(verdict)
                sheet.cell(number, columns["comment"]).value = answer["answer"]["en"]
                filled += 1
    book.save(options.output)
    print(f"{filled} of {asked} rows filled")


if __name__ == "__main__":
    main()
