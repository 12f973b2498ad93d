"""`--max-wrong`: what people settled of random samples, and the threshold that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qfill.errors import RecordError, UsageError
from qfill.evaluation.risk import Threshold, lowest_threshold, rows_needed
from qfill.records.audit import Audit, load_audit
from qfill.records.outputs import real

SUFFIX = ".audit.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The settled rows of the samples found: confidence and whether wrong, and the audits they stand in.

    `other_bank`: how many of the rows were filled from another state of the bank.
    """

    rows: tuple[tuple[float, bool], ...]
    audits: tuple[Path, ...]
    other_bank: int


def controlled(
    paths: Sequence[Path], beside: Path, bound: float, bank_sha256: str
) -> tuple[Threshold, Sample]:
    """The lowest threshold at which at most a share of fills is wrong, with 95 % confidence.

    `paths` are audits or folders of audits; without any, those beside the questionnaire are
    taken. Raises UsageError where the sample is too small or holds too many errors, and
    RecordError where it is not settled whole.
    """
    sample = read_samples(paths or (beside,), bank_sha256)
    percent = f"{bound * 100:g}%"
    if not 0 < bound < 1:
        raise UsageError(f"max-wrong {bound:g}: no sample can show that", hint="give a share like 1% or 0.01")
    found = lowest_threshold(sample.rows, bound)
    if found is not None:
        return found, sample
    rows, wrong = len(sample.rows), sum(was_wrong for _, was_wrong in sample.rows)
    least = rows_needed(0, bound)
    where = ", ".join(str(path) for path in paths or (beside,))
    if rows < least:
        raise UsageError(
            f"max-wrong {percent}: {rows} filled row{'s are' if rows != 1 else ' is'} settled in {where},"
            f" and at least {least} without an error are needed",
            hint=f"qfill review AUDIT --sample {least}, then qfill apply",
        )
    raise UsageError(
        f"max-wrong {percent}: {wrong} of {rows} settled rows were wrong, which shows it at no threshold",
        hint=f"with {wrong} wrong, {rows_needed(wrong, bound)} rows are needed: enlarge the sample,"
        " correct the bank, or allow more",
    )


def read_samples(paths: Iterable[Path], bank_sha256: str) -> Sample:
    """The settled samples of audits; a folder's files that are no audits are passed over."""
    rows: list[tuple[float, bool]] = []
    audits: list[Path] = []
    floor, other = 0.0, 0
    for path, audit in _audits(paths):
        found = _sampled(path, audit)
        if not found:
            continue
        rows += found
        audits.append(path)
        # Below an audit's own threshold nothing was filled, so nothing was sampled there.
        floor = max(floor, float(audit.settings.get("accept", 0)))
        other += len(found) if audit.bank.get("sha256") != bank_sha256 else 0
    kept = tuple((confidence, wrong) for confidence, wrong in rows if confidence >= floor)
    return Sample(rows=kept, audits=tuple(audits), other_bank=other)


def _audits(paths: Iterable[Path]) -> Iterable[tuple[Path, Audit]]:
    seen: set[Path] = set()
    for given in paths:
        if given.is_dir():
            listed = sorted(given.glob(f"*{SUFFIX}"))
        else:
            listed = [given]
        for path in listed:
            if real(path) in seen:
                continue
            seen.add(real(path))
            if not given.is_dir():
                yield path, load_audit(path)
                continue
            try:
                yield path, load_audit(path)
            except RecordError:
                continue  # another program's file, or one that is none of ours to mend


def _sampled(path: Path, audit: Audit) -> list[tuple[float, bool]]:
    found: list[tuple[float, bool]] = []
    drawn = 0
    for row in audit.rows:
        size = (row.decision or {}).get("sample")
        if row.decision is not None and isinstance(size, int) and row.confidence is not None:
            drawn = max(drawn, size)
            found.append((row.confidence, row.decision.get("action") != "confirm"))
    if len(found) < drawn:
        rest = path.with_name(f"{path.name.removesuffix('.audit.json')}.from-{len(found) + 1}.decisions.json")
        raise RecordError(
            f"{path}: of a sample of {drawn} rows only {len(found)} are settled",
            hint="a sample says nothing with its doubtful rows left out:"
            f" settle the rest with qfill review {path} --sample {drawn} --decisions {rest},"
            " then qfill apply",
        )
    return found
