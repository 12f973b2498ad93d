"""Kill qfill at random moments, and hold what is left to what was promised.

    python tools/kill_campaign.py [--points 200] [--seed 1] [--save docs/campaigns.md]

A fill, an apply, an apply with --teach and a bank import are each started and killed (SIGKILL) after a
random share of the time that they take undisturbed. Afterwards the customer's file and
the bank must be whole, each output whole or absent, and the same command, run again
without --force, must end as it would have without the kill, leaving no draft behind.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[1]
QFILL = (sys.executable, "-m", "qfill")
FORM = "customer.xlsx"
FILLED = "customer.filled.xlsx"
# An audit holds the day of its fill, and a campaign may go on past midnight.
TODAY = ("--today", "2026-06-01")
DECIDED = 12
EXPORTED = "bank.xlsx"
EDITED = "answer en"


@dataclass(frozen=True, slots=True)
class Scene:
    """A command to kill, and the files that stand before it runs."""

    name: str
    before: Path
    command: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What came of the kills of one command."""

    killed: int = 0
    ended_first: int = 0
    found: list[str] = field(default_factory=list)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """One command of qfill in a folder, to its end."""
    return subprocess.run([*QFILL, *arguments], cwd=folder, capture_output=True, check=False)


def prepare(work: Path) -> list[Scene]:
    """The commands, each with a folder as it is before."""
    start = work / "start"
    start.mkdir()
    shutil.copytree(ROOT / "answers", start / "answers")
    shutil.copy(ROOT / "templates" / "caiq_v4.xlsx", start / FORM)
    filled = work / "filled"
    shutil.copytree(start, filled)
    ended = run(filled, "fill", FORM, *TODAY)
    assert ended.returncode == 0, ended.stderr
    name = decide(filled)
    exported = work / "exported"
    shutil.copytree(start, exported)
    edit_export(exported)
    return [
        Scene("fill", start, ("fill", FORM, *TODAY)),
        Scene("apply", filled, ("apply", name, FILLED)),
        Scene("apply --teach", filled, ("apply", name, FILLED, "--teach")),
        Scene("bank import", exported, ("bank", "import", EXPORTED)),
    ]


def edit_export(folder: Path) -> None:
    """The bank exported to a workbook, and the English text of answers all over it edited there."""
    ended = run(folder, "bank", "export", EXPORTED)
    assert ended.returncode == 0, ended.stderr
    book = openpyxl.load_workbook(folder / EXPORTED)
    sheet = book.worksheets[0]
    (heads,) = sheet.iter_rows(min_row=1, max_row=1, values_only=True)
    column = heads.index(EDITED) + 1
    texts = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]
    for cell in [cell for cell in texts if cell.value][::6]:
        cell.value = f"{cell.value} As settled by a person."
    book.save(folder / EXPORTED)


def decide(folder: Path) -> str:
    """Decisions on the first rows that wait: each takes its first candidate's answer in words of its own."""
    audit = folder / f"{FILLED}.audit.json"
    rows = [row for row in json.loads(audit.read_text("utf-8"))["rows"] if row["outcome"] == "review"]
    decisions = [
        {
            "sheet": row["sheet"],
            "row": row["row"],
            "action": "edit",
            "answer": row["candidates"][0]["answer"],
            "verdict": "yes",
            "text": f"Settled by a person, number {number}.",
            "reason": "",
            "at": "2026-06-01T09:00:00Z",
        }
        for number, row in enumerate(rows[:DECIDED], 1)
    ]
    name = f"{FILLED}.ann.decisions.json"
    (folder / name).write_text(
        json.dumps(
            {
                "version": 1,
                "audit_sha256": sha256(audit.read_bytes()).hexdigest(),
                "output_sha256": sha256((folder / FILLED).read_bytes()).hexdigest(),
                "reviewer": "Ann",
                "rows": decisions,
            }
        ),
        encoding="utf-8",
    )
    return name


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def wrongs(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What a kill left behind that it must not: neither as before nor as after, or not whole."""
    found = []
    for name, hashed in contents(folder).items():
        if Path(name).name.startswith("."):
            continue  # a draft, hidden, for the next run to sweep
        if hashed not in (before.get(name), after.get(name)):
            found.append(f"{name} is neither as before nor as after")
    found += [f"{name} is gone" for name in before if not (folder / name).exists()]
    for path in folder.glob("*.xlsx"):
        if zipfile.ZipFile(path).testzip() is not None:
            found.append(f"{path.name} is half a file")
    for path in folder.glob("*.audit.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            found.append(f"{path.name} is half a file")
    return found


def kill(scene: Scene, work: Path, delay: float) -> bool:
    """Run a scene's command and kill it after `delay` seconds; whether it was still running."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(scene.before, work)
    process = subprocess.Popen(
        [*QFILL, *scene.command], cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def campaign(scene: Scene, folder: Path, points: int, chooser: random.Random) -> Tally:
    """Kill one command at `points` random moments."""
    whole = folder / "whole"
    shutil.copytree(scene.before, whole)
    started = time.perf_counter()
    ended = run(whole, *scene.command)
    took = time.perf_counter() - started
    assert ended.returncode == 0, ended.stderr
    before, after = contents(scene.before), contents(whole)
    tally = Tally()
    work = folder / "killed"
    for point in range(points):
        delay = chooser.uniform(0.0, took)
        if kill(scene, work, delay):
            tally.killed += 1
        else:
            tally.ended_first += 1
        found = wrongs(work, before, after)
        again = run(work, *scene.command)
        if again.returncode != 0:
            found.append(f"the next run ends with {again.returncode}: {again.stderr.decode()[-300:]}")
        elif contents(work) != after:
            found.append("the next run does not end as one that was never killed")
        tally.found += [f"{scene.name}, kill {point} after {delay:.3f} s: {one}" for one in found]
    return tally


def table(tallies: Mapping[str, Tally], points: int, seed: int) -> str:
    """The results as a page."""
    lines = [
        "# Campaigns",
        "",
        "## Killed at any moment",
        "",
        f"`python tools/kill_campaign.py --points {points} --seed {seed}`: each command is killed (SIGKILL)",
        "at that many random moments of its run. Afterwards every file must be as before or as after, and",
        "the same command, without `--force`, must end as if nothing had happened.",
        "",
        "| command | killed | had ended | found |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `qfill {name}` | {one.killed} | {one.ended_first} | {len(one.found)} |"
        for name, one in tallies.items()
    ]
    return "\n".join([*lines, "", *fuzzed()]) + "\n"


def fuzzed() -> list[str]:
    """The last fuzzing campaign, as `tests/fuzz/campaign.py` saved it."""
    last = json.loads((ROOT / "tests" / "fuzz" / "last.json").read_text("utf-8"))
    limits = f"{last['limits']['seconds']} s and {last['limits']['memory_mb']} MB"
    rows = [
        f"| {kind} | {one['inputs']:,} | {one['handled']:,} | {one['refused']:,} | {one['tracebacks']} | "
        f"{one['hangs']} | {one['over_memory']} | {one['slowest_seconds']} s |"
        for kind, one in last["kinds"].items()
    ]
    return [
        "## Broken on purpose",
        "",
        f"`{last['command']}`: {last['inputs']:,} inputs, each changed at random from a good one, each",
        f"held to {limits}. Refused: by one error with a hint.",
        "",
        "| kind | inputs | handled | refused | tracebacks | too slow | too large | slowest |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
    ]


def main(tell: Callable[[str], None] = print) -> int:
    """Run the campaign; 1 if it found anything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for number, scene in enumerate(prepare(work)):
            folder = work / str(number)
            folder.mkdir()
            tallies[scene.name] = one = campaign(scene, folder, options.points, random.Random(options.seed))
            tell(f"{scene.name}: killed {one.killed}, had ended {one.ended_first}, found {len(one.found)}")
            for line in one.found:
                tell(f"  {line}")
    page = table(tallies, options.points, options.seed)
    if options.save:
        options.save.write_text(page, encoding="utf-8")
    return int(any(one.found for one in tallies.values()))


if __name__ == "__main__":
    raise SystemExit(main())
