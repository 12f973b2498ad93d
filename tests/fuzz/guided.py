"""Fuzzing led by coverage, with atheris: `python -m tests.fuzz.guided -max_total_time=60 -rss_limit_mb=1024`.

Only the readers run, thousands of times a second where `campaign` runs whole commands some
hundred times. The flags are libFuzzer's. It needs `pip install qfill[fuzz]`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["qfill.files", "qfill.bank", "qfill.records"]):
    from qfill.bank.load import read_bank
    from qfill.errors import QfillError
    from qfill.files import compare, parse
    from qfill.records.audit import read_audit

# Only now: they import the readers too, which must have been instrumented by then.
from tests.fuzz import mutate, seeds

KINDS = ("in.xlsx", "in.docx", "in.csv", "in.yaml", "in.audit.json")
CHANGES = (mutate.zipped, mutate.zipped, mutate.csv_text, mutate.yaml_text, mutate.json_text)


def one_input(data: bytes) -> None:
    """Read an input: its first byte says as what. Anything raised but a QfillError is a find."""
    if not data:
        return
    name, body = KINDS[data[0] % len(KINDS)], data[1:]
    try:
        if name == "in.yaml":
            read_bank(Path("answers"), {"topic.yaml": body})
        elif name == "in.audit.json":
            read_audit(name, body)
        else:
            file = parse(Path(name), body)
            for grid in file.grids:
                for row, cells in list(grid.rows.items())[:50]:
                    for column in cells:
                        grid.validation(row, column)
                        grid.locked(row, column)
            compare(file, file)
    except QfillError:
        return


def changed(data: bytes, most: int, seed: int) -> bytes:
    """An input changed with knowledge of its kind, else byte by byte."""
    if data and seed % 4:
        try:
            new = CHANGES[data[0] % len(CHANGES)](data[1:], Random(seed))
            return (data[:1] + new)[:most]
        except Exception:  # what is no zip or no JSON any more is left to the plain mutations
            pass
    plain: bytes = atheris.Mutate(data, most)
    return plain


def main() -> None:
    """Run until libFuzzer's flags say stop; it starts from the campaign's sound files."""
    from tests.support.hostile.texts import AUDIT, said

    with tempfile.TemporaryDirectory(prefix="qfill-corpus-") as folder:
        asked = seeds.questions()
        starts = [(0, seeds.plain_book(asked)), (0, seeds.rich_book(asked)), (1, seeds.word_file(asked))]
        starts += [(2, data) for data in seeds.csv_files(asked)]
        starts += [(3, data) for _, data in seeds.bank_files()]
        starts.append((4, said(AUDIT)))
        for number, (kind, data) in enumerate(starts):
            Path(folder, str(number)).write_bytes(bytes([kind]) + data)
        atheris.Setup([*sys.argv, "-max_len=30000", folder], one_input, custom_mutator=changed)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
