"""What is done with each mutated input: all that a user's commands would do with such a file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz import mutate, seeds

from qfill.bank.load import read_bank
from qfill.bank.splice import BankEditor
from qfill.checks import Bench, examine
from qfill.errors import QfillError, VerificationError
from qfill.records.audit import load_audit
from qfill.records.decisions import Decision, Decisions, dump_decisions
from qfill.records.ledger import dump_sent, sent_from_audit
from qfill.settings import Settings
from qfill.workflows.apply import apply
from qfill.workflows.fill import FillOptions, fill
from qfill.workflows.ready import Ready, prepare
from qfill.workflows.review import write_pages
from qfill.workflows.verify import verify

TODAY = date(2026, 6, 1)
KINDS = ("xlsx", "docx", "csv", "yaml", "decisions", "audit")
SHARES = ("xlsx",) * 6 + ("docx",) * 3 + ("csv",) * 3 + ("yaml",) * 3 + ("decisions",) * 2 + ("audit",) * 3
"""The kind of input number n is that of n modulo their count."""


@dataclass(kw_only=True)
class Workshop:
    """A folder of a worker's own, the bank prepared, and the sound inputs."""

    folder: Path
    settings: Settings
    ready: Ready
    books: tuple[bytes, ...]
    words: tuple[bytes, ...]
    tables: tuple[bytes, ...]
    filled: Path
    audit: bytes
    decisions: bytes


def workshop(folder: Path) -> Workshop:
    """Everything that the targets need, made in an empty folder; the same every time."""
    os.environ["QFILL_CACHE"] = str(folder / "cache")
    asked = seeds.questions()
    settings = Settings(bank=seeds.BANK)
    ready = prepare(settings)
    books = (seeds.plain_book(asked), seeds.rich_book(asked))
    form = folder / "form.xlsx"
    form.write_bytes(books[0])
    result = fill(FillOptions(input=form, settings=settings, today=TODAY), ready)
    filled, record = result.names.output, result.names.audit
    rows = result.audit.rows
    waiting = [row for row in rows if row.outcome == "review"] or list(rows)
    first = waiting[0]
    others = [row for row in rows if (row.sheet, row.row) != (first.sheet, first.row)]
    decided = [
        Decision(sheet=first.sheet, row=first.row, action="edit", text="We say so.", at="2026-06-01"),
        *(Decision(sheet=row.sheet, row=row.row, action="blank", reason="later") for row in others[:2]),
    ]
    decisions = Decisions(
        audit_sha256=sha256(record.read_bytes()).hexdigest(),
        output_sha256=sha256(filled.read_bytes()).hexdigest(),
        reviewer="Ada",
        rows=decided,
    )
    return Workshop(
        folder=folder,
        settings=settings,
        ready=ready,
        books=books,
        words=(seeds.word_file(asked),),
        tables=seeds.csv_files(asked),
        filled=filled,
        audit=record.read_bytes(),
        decisions=dump_decisions(decisions),
    )


def make(shop: Workshop, kind: str, random: Random) -> tuple[str, bytes]:
    """A mutated input of a kind: a file name and its bytes."""
    if kind == "xlsx":
        name = random.choice(("in.xlsx", "in.xlsx", "in.xlsm"))
        return name, mutate.zipped(random.choice(shop.books), random)
    if kind == "docx":
        return "in.docx", mutate.zipped(random.choice(shop.words), random)
    if kind == "csv":
        return "in.csv", mutate.csv_text(random.choice(shop.tables), random)
    if kind == "yaml":
        name, data = random.choice(seeds.bank_files())
        return name, mutate.yaml_text(data, random)
    if kind == "decisions":
        return "in.decisions.json", mutate.json_text(shop.decisions, random)
    return "in.audit.json", mutate.json_text(shop.audit, random)


def use(shop: Workshop, kind: str, name: str, data: bytes, random: Random) -> bool:
    """Do with it what users do. True: it was handled, False: refused with a QfillError.

    Anything else that is raised is a find, and so is qfill's own word that it wrote wrongly.
    """
    try:
        _USES[kind](shop, name, data, random)
    except VerificationError:
        raise
    except QfillError as error:
        if not error.message or len(error.message) > 20_000:
            raise AssertionError("an error without a readable message") from error
        return False
    return True


def _questionnaire(shop: Workshop, name: str, data: bytes, random: Random) -> None:
    path = shop.folder / name
    path.write_bytes(data)
    whole = random.random() < 0.25
    options = FillOptions(
        input=path,
        settings=shop.settings,
        today=TODAY,
        mark=whole and path.suffix != ".csv" and path.suffix != ".docx",
        dry_run=not whole,
        force=True,
    )
    result = fill(options, shop.ready)
    if whole:
        found = verify(path, result.names.output, result.names.audit, shop.settings.bank)
        if found.differences:
            raise AssertionError(f"the filled file does not verify: {found.differences[:3]}")


def _bank(shop: Workshop, name: str, data: bytes, random: Random) -> None:
    bank, problems = read_bank(Path("answers"), {name: data})
    if random.random() < 0.3:
        examine(Bench(bank=bank, problems=problems, today=TODAY))
    if not problems:
        BankEditor(bank)
    else:
        raise QfillError("; ".join(map(str, problems))[:200])


def _decisions(shop: Workshop, name: str, data: bytes, random: Random) -> None:
    given = shop.folder / name
    given.write_bytes(data)
    shop.filled.with_name(shop.filled.name + ".audit.json").write_bytes(shop.audit)
    apply([given], shop.filled, bank=seeds.BANK, output=shop.folder / "applied.xlsx", force=True)


def _audit(shop: Workshop, name: str, data: bytes, random: Random) -> None:
    beside = shop.filled.with_name(shop.filled.name + ".audit.json")
    beside.write_bytes(data)
    load_audit(beside)
    job = random.randrange(4)
    if job == 0:
        write_pages(beside, shop.folder / "page.html", bank=seeds.BANK)
    elif job == 1:
        verify(shop.folder / "form.xlsx", shop.filled, beside, seeds.BANK)
    elif job == 2:
        dump_sent(sent_from_audit(beside, to="Acme", questions=True))
    else:
        # Decisions on this very audit, so that apply does not stop at its hash.
        held = json.loads(shop.decisions) | {"audit_sha256": sha256(data).hexdigest()}
        given = shop.folder / "in.decisions.json"
        given.write_text(json.dumps(held), encoding="utf-8")
        apply([given], shop.filled, bank=seeds.BANK, output=shop.folder / "applied.xlsx", force=True)


_USES: Mapping[str, Callable[[Workshop, str, bytes, Random], None]] = {
    "xlsx": _questionnaire,
    "docx": _questionnaire,
    "csv": _questionnaire,
    "yaml": _bank,
    "decisions": _decisions,
    "audit": _audit,
}
