"""How far two people agree who labelled the same rows: it bounds what any program can reach.

    python tools/agreement.py FIRST.csv... SECOND.csv

The last file is the second labelling. A row of it is found in the first files by its id, or
by FILE:LINE where its id is written so (`tune-a:61` is line 61 of tune-a.csv). Told are the
raw agreement with Wilson's interval, Cohen's kappa (Cohen 1960) with its large-sample 95 %
interval (Fleiss, Cohen and Everitt 1969), the table of labels, and every row that the two
see differently.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qfill.evaluation.labelled import LABELS
from qfill.evaluation.metrics import Share

Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one person said of a row; `facts` are the alternatives."""

    id: str
    label: str
    facts: frozenset[str]
    verdict: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa, at most 1, with its 95 % interval."""

    value: float
    low: float
    high: float


def kappa(pairs: Sequence[tuple[str, str]]) -> Kappa:
    """Agreement beyond chance; 1 where both used one same label throughout."""
    total = len(pairs)
    if not total:
        return Kappa(value=0.0, low=-1.0, high=1.0)
    names = sorted({name for pair in pairs for name in pair})
    cells = {pair: count / total for pair, count in Counter(pairs).items()}
    rows = {name: sum(cells.get((name, other), 0.0) for other in names) for name in names}
    columns = {name: sum(cells.get((other, name), 0.0) for other in names) for name in names}
    observed = sum(cells.get((name, name), 0.0) for name in names)
    expected = sum(rows[name] * columns[name] for name in names)
    if math.isclose(expected, 1.0):
        return Kappa(value=1.0, low=1.0, high=1.0)
    value = (observed - expected) / (1 - expected)
    spread = sum(
        share
        * (
            (1 - (rows[one] + columns[one]) * (1 - value)) ** 2
            if one == other
            else ((1 - value) * (columns[one] + rows[other])) ** 2
        )
        for (one, other), share in cells.items()
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2)
    half = Z * math.sqrt(max(0.0, variance))
    return Kappa(value=value, low=max(-1.0, value - half), high=min(1.0, value + half))


def read(path: Path) -> dict[str, Label]:
    """The labels of a csv by id and by FILE:LINE; exits with a clear word for a bad file."""
    found: dict[str, Label] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := {"id", "label", "facts"} - set(reader.fieldnames or ()):
                raise SystemExit(f"{path}: no column {', '.join(sorted(missing))}")
            for record in reader:
                label = (record["label"] or "").strip()
                if label not in LABELS:
                    raise SystemExit(f"{path}:{reader.line_num}: label {label!r} is not one of A, P, N")
                one = Label(
                    id=record["id"],
                    label=label,
                    facts=frozenset(
                        part.strip() for part in (record["facts"] or "").split("|") if part.strip()
                    ),
                    verdict=(record.get("verdict") or "").strip(),
                    question=record.get("question") or "",
                )
                found[record["id"]] = found[f"{path.stem}:{reader.line_num}"] = one
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read ({error})") from None
    return found


def paired(first: Mapping[str, Label], second: Mapping[str, Label]) -> list[tuple[Label, Label]]:
    """The rows that both labelled, in the second's order; the second's own FILE:LINE keys are passed over."""
    return [(first[key], one) for key, one in second.items() if key == one.id and key in first]


def report(pairs: Sequence[tuple[Label, Label]]) -> list[str]:
    """The figures and the rows that are seen differently, as lines."""
    labels = [(one.label, other.label) for one, other in pairs]
    lines = [f"{len(pairs)} rows labelled twice", _told("labels", labels)]
    lines.append(_told("may be filled (A) or not", [(str(a == "A"), str(b == "A")) for a, b in labels]))
    lines.append(_told("leave blank (N) or not", [(str(a == "N"), str(b == "N")) for a, b in labels]))
    both = [(one, other) for one, other in pairs if one.label == other.label == "A"]
    verdicts = [(one.verdict, other.verdict) for one, other in both if one.verdict and other.verdict]
    same = Share(count=sum(a == b for a, b in verdicts), of=len(verdicts))
    lines.append(f"rows that both call A: the same verdict in {_share(same)}")
    helped = [(one, other) for one, other in pairs if one.facts and other.facts]
    shared = Share(count=sum(bool(_single(one) & _single(other)) for one, other in helped), of=len(helped))
    lines.append(f"rows for which both name facts: one in common in {_share(shared)}")
    lines += ["", "first \\ second" + "".join(f"{name:>6}" for name in LABELS)]
    counts = Counter(labels)
    lines += [f"{one:>14}" + "".join(f"{counts[one, other]:>6}" for other in LABELS) for one in LABELS]
    apart = [
        (one, other)
        for one, other in pairs
        if one.label != other.label or (one.verdict and other.verdict and one.verdict != other.verdict)
    ]
    lines += ["", f"{len(apart)} rows seen differently:"]
    lines += [f"  {_said(one)} / {_said(other)}  {one.id}  {one.question}" for one, other in apart]
    return lines


def _single(one: Label) -> set[str]:
    return {fact for alternative in one.facts for fact in alternative.split("+")}


def _said(one: Label) -> str:
    return f"{one.label} {one.verdict}".strip()


def _told(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    found = kappa(pairs)
    agreed = Share(count=sum(a == b for a, b in pairs), of=len(pairs))
    return f"{name}: {_share(agreed)}; kappa {found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _share(share: Share) -> str:
    low, high = share.interval
    return f"{share.share:.1%} ({share.count} of {share.of}; 95 % interval {low:.1%} to {high:.1%})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 2 where no row stands in both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("first", nargs="+", type=Path, help="the first labelling, one or more files")
    parser.add_argument("second", type=Path, help="the second labelling")
    options = parser.parse_args(arguments)
    first: dict[str, Label] = {}
    for path in options.first:
        first.update(read(path))
    pairs = paired(first, read(options.second))
    if not pairs:
        print("no row stands in both labellings", file=sys.stderr)
        return 2
    print("\n".join(report(pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
