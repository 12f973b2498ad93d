"""qfill's speed and memory beside rivals, measured in one run and written to docs/benchmarks.md.

    python benchmarks/speed.py                     # everything, about half an hour
    python benchmarks/speed.py start fill          # these sections only; the others stay as they are
    python benchmarks/speed.py fill --repeat 15 --no-write

Whole processes are timed, ours and the rival's in turn, and medians are shown. Compiled
modules are in place and qfill's cache of the bank is warm, as from the second use on, but
where a line says otherwise. Sections: start, fill, floor, rows, jobs, bank, accuracy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import synthetic

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CAIQ = ROOT / "templates" / "caiq_v4.xlsx"
BANK = ROOT / "answers"
LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
PAGE = ROOT / "docs" / "benchmarks.md"
QFILL = [sys.executable, "-m", "qfill"]
INTRODUCTION = """\
# Benchmarks

What a person waits for, beside what they would use instead. Every figure below is printed by
one command, which also writes this page:

```
pip install -e '.[dev]'
python benchmarks/speed.py
```

Times are medians of whole processes, ours and the rival's measured in turn within one run; the
spread behind them is from the fastest to the slowest. Goals that are missed are shown as such.
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One process: how long it took, and the most memory that it held."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str | Path], folder: Path) -> Run:
    """Run a program in a folder; raises RuntimeError where it fails."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"QFILL_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT / "src")}
    with (folder / "log").open("w+") as log:
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), cwd=folder, env=kept, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        output = log.read()
    if process.returncode:
        raise RuntimeError(f"{command} failed:\n{output}")
    # Linux counts in KiB, macOS in bytes.
    return Run(seconds=seconds, megabytes=usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1024),
               output=output)  # fmt: skip


def in_turn(commands: Mapping[str, Sequence[str | Path]], folder: Path, repeat: int) -> dict[str, list[Run]]:
    """Each command once to warm up, then all of them in turn, `repeat` times."""
    for command in commands.values():
        run(command, folder)
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            found[name].append(run(command, folder))
    return found


def seconds(runs: Sequence[Run]) -> float:
    return median(one.seconds for one in runs)


def shown(runs: Sequence[Run]) -> str:
    """`1.52 s (1.50-1.61)`, milliseconds where it is short."""
    low, middle, high = min(one.seconds for one in runs), seconds(runs), max(one.seconds for one in runs)
    if middle < 0.5:
        return f"{middle * 1000:.0f} ms ({low * 1000:.0f}-{high * 1000:.0f})"
    return f"{middle:.2f} s ({low:.2f}-{high:.2f})"


def memory(runs: Sequence[Run]) -> str:
    return f"{median(one.megabytes for one in runs):.0f} MB"


def met(good: bool) -> str:
    return "met" if good else "**missed**"


def table(head: str, rows: Sequence[str]) -> Iterator[str]:
    yield head
    yield re.sub(r"[^|]+", "---", head)
    yield from rows
    yield ""


def fill_command(source: Path, output: Path, *more: str | Path) -> list[str | Path]:
    return [*QFILL, "fill", source, "-o", output, "--bank", BANK, "--force", *more]


def start(folder: Path, repeat: int) -> Iterator[str]:
    """`qfill --help` and `qfill --version` beside what importing typer alone costs."""
    found = in_turn(
        {
            "`python -c pass`": [sys.executable, "-c", "pass"],
            '`python -c "import typer"`': [sys.executable, "-c", "import typer"],
            "`qfill --version`": [*QFILL, "--version"],
            "`qfill --help`": [*QFILL, "--help"],
        },
        folder,
        3 * repeat,
    )
    base = seconds(found['`python -c "import typer"`'])
    yield "## Start"
    yield ""
    yield from table(
        "| command | time | beside typer |",
        [f"| {name} | {shown(runs)} | {seconds(runs) / base:.2f} × |" for name, runs in found.items()],
    )
    worst = max(seconds(found[name]) for name in ("`qfill --version`", "`qfill --help`")) / base
    yield f"Goal: both under 1.3 × `import typer`: {met(worst < 1.3)}."


def fill(folder: Path, repeat: int) -> Iterator[str]:
    """The CAIQ template, audit, verification and page included, beside the plain script."""
    script = [sys.executable, HERE / "plain_script.py", CAIQ, folder / "plain.xlsx", "--bank", BANK]
    found = in_turn(
        {
            "`qfill fill templates/caiq_v4.xlsx`": fill_command(CAIQ, folder / "caiq.xlsx"),
            "plain script": script,
            "plain script, English phrasings only": [*script, "--english"],
        },
        folder,
        repeat,
    )
    ours = found["`qfill fill templates/caiq_v4.xlsx`"]
    yield "## Filling CAIQ v4"
    yield ""
    yield (
        "261 rows against the bank in `answers/`. qfill also writes the audit and the review page and reads "
        "back what it wrote; the plain script (`benchmarks/plain_script.py`) loads with openpyxl, asks "
        "`rapidfuzz.process.extractOne` for each row, and saves."
    )
    yield ""
    yield from table(
        "| way | time | memory | qfill takes |",
        [
            f"| {name} | {shown(runs)} | {memory(runs)} | "
            + ("" if runs is ours else f"{seconds(ours) / seconds(runs):.2f} × of it") + " |"
            for name, runs in found.items()
        ],
    )  # fmt: skip
    ratio = seconds(ours) / seconds(found["plain script"])
    yield (
        f"Goals: at most 0.3 × the plain script: {met(ratio <= 0.3)}; under 150 MB: {met(_most(ours) < 150)}."
    )
    with tempfile.TemporaryDirectory(dir=folder) as empty:
        command = ["env", f"QFILL_CACHE={empty}", *fill_command(CAIQ, folder / "first.xlsx")]
        first = run(command, folder)
    yield ""
    yield f"The first fill with a bank, its wordings read and kept for the next: {first.seconds:.2f} s."


def _most(runs: Sequence[Run]) -> float:
    return max(one.megabytes for one in runs)


FLOOR = """
import io, sys, time, zipfile
from xml.parsers import expat
path, out = sys.argv[1:]
start = time.perf_counter()
with zipfile.ZipFile(path) as book:
    parts = {item.filename: book.read(item) for item in book.infolist()}
for name, content in parts.items():
    if name.endswith((".xml", ".rels")):
        expat.ParserCreate().Parse(content, True)
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
    for name, content in parts.items():
        book.writestr(name, content)
print(time.perf_counter() - start)
"""
# What a fill imports is learnt from one, and imported in the next before the clock starts.
IMPORTED = """
import json, sys
from pathlib import Path
from qfill.cli import main
code = main(sys.argv[2:])
Path(sys.argv[1]).write_text(json.dumps([name for name in sys.modules if name != "__main__"]))
sys.exit(code)
"""
AFTER = """
import importlib, json, sys, time
from pathlib import Path
for name in json.loads(Path(sys.argv[1]).read_text()):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
from qfill.cli import main
start = time.perf_counter()
code = main(sys.argv[2:])
print(time.perf_counter() - start)
sys.exit(code)
"""
# The work on the file itself: read, find the questions, put texts in, read back and compare.
FILE = """
import sys, time
from datetime import date
from pathlib import Path
from qfill.files import open_file
import qfill.files.xlsx.patch, qfill.files.xlsx.compare
from qfill.layout import LayoutHints, read_layout
from qfill.model import Role, Write
from qfill.workflows.written import check_written
start = time.perf_counter()
file = open_file(Path(sys.argv[1]))
questions = read_layout(file.grids, LayoutHints()).questions
places = [one.targets[Role.COMMENT] for one in questions if Role.COMMENT in one.targets]
writes = [Write(place=place, text="Yes.") for place in places]
data, patched = file.patch(writes)
check_written(file, data, writes, patched.changes)
Path(sys.argv[2]).write_bytes(data)
print(time.perf_counter() - start)
"""


def floor(folder: Path, repeat: int) -> Iterator[str]:
    """What a fill does after its imports, beside unzip + expat + zip of the same file."""
    asked = [str(one) for one in fill_command(CAIQ, folder / "floor.xlsx")[len(QFILL) :]]
    run([sys.executable, "-c", IMPORTED, folder / "imports.json", *asked], folder)
    commands = {
        "unzip, expat over the parts, zip": [sys.executable, "-c", FLOOR, CAIQ, folder / "floor.zip"],
        "the file alone: read, find the questions, write every row, verify": [
            sys.executable, "-c", FILE, CAIQ, folder / "file.xlsx",
        ],
        "the whole fill, matching, audit and page included": [
            sys.executable, "-c", AFTER, folder / "imports.json", *asked,
        ],
    }  # fmt: skip
    found = in_turn(commands, folder, repeat)
    clocked = {name: [float(one.output.split()[-1]) for one in runs] for name, runs in found.items()}
    base = median(clocked["unzip, expat over the parts, zip"])
    yield "## After the imports"
    yield ""
    yield from table(
        "| work | time | beside the floor |",
        [
            f"| {name} | {median(times) * 1000:.1f} ms ({min(times) * 1000:.1f}-{max(times) * 1000:.1f}) | "
            f"{median(times) / base:.0f} × |"
            for name, times in clocked.items()
        ],
    )
    whole = median(clocked["the whole fill, matching, audit and page included"]) / base
    yield f"Goal: the whole at most 4 × the floor: {met(whole <= 4)}."


def rows(folder: Path, repeat: int) -> Iterator[str]:
    """Time and memory as a questionnaire grows."""
    counts = (500, 5_000, 50_000, 100_000)
    found: dict[int, list[Run]] = {}
    for count in counts:
        source = synthetic.questionnaire(folder / f"rows-{count}.xlsx", count)
        command = fill_command(source, folder / f"rows-{count}.filled.xlsx")
        found[count] = [run(command, folder) for _ in range(repeat if count < 10_000 else 1)]
    yield "## Growth with rows"
    yield ""
    yield "Synthetic workbooks, every question another; the two long ones are run once."
    yield ""
    yield from table(
        "| rows | time | a row | memory |",
        [
            f"| {count:,} | {shown(runs)} | {seconds(runs) / count * 1000:.2f} ms | {memory(runs)} |"
            for count, runs in found.items()
        ],
    )
    each = {
        count: (seconds(found[count]) - seconds(found[500])) / (count - 500)
        for count in counts
        if count > 500
    }
    grown = each[100_000] / each[5_000]
    yield (
        f"Beyond the first 500, a further row takes {each[5_000] * 1000:.2f} ms in the workbook of 5,000 and "
        f"{each[100_000] * 1000:.2f} ms in that of 100,000, {grown:.2f} × as long. "
        f"Goals: linear, so at most 1.1 ×: {met(grown <= 1.1)}; "
        f"under 150 MB for 5,000 rows: {met(_most(found[5_000]) < 150)}; "
        f"under 600 MB for 100,000: {met(_most(found[100_000]) < 600)}."
    )


COUNT = "x = 0\nfor number in range(20_000_000): x += number"


def jobs(folder: Path, repeat: int) -> Iterator[str]:
    """Many questionnaires in one command, by one process and by two, and what two processes give at all."""
    files, each = 40, 100
    asked = [synthetic.questionnaire(folder / f"batch-{n:03}.xlsx", each, n) for n in range(files)]
    (folder / "out").mkdir(exist_ok=True)
    command = [*QFILL, "fill", *asked, "-o", folder / "out", "--bank", BANK, "--force", "--jobs"]
    counting = f"import subprocess, sys; job = [sys.executable, '-c', {COUNT!r}]; "
    found = in_turn(
        {
            "1": [*command, "1"],
            "2": [*command, "2"],
            "in turn": [sys.executable, "-c", f"{counting}[subprocess.run(job) for _ in range(2)]"],
            "at once": [
                sys.executable, "-c",
                f"{counting}[one.wait() for one in [subprocess.Popen(job) for _ in range(2)]]",
            ],
        },
        folder,
        repeat,
    )  # fmt: skip
    ours, most = (
        median(one.seconds / two.seconds for one, two in zip(found[slow], found[fast], strict=True))
        for slow, fast in (("1", "2"), ("in turn", "at once"))
    )
    yield "## A folder of questionnaires"
    yield ""
    yield f"{files} workbooks of {each} rows, `qfill fill folder/*.xlsx -o out/`."
    yield ""
    yield from table(
        "| jobs | time | a file |",
        [
            f"| `--jobs {count}` | {shown(found[count])} | {seconds(found[count]) / files * 1000:.0f} ms |"
            for count in ("1", "2")
        ],
    )
    yield (
        f"Two jobs are {ours:.2f} × as fast as one. Two processes that only count are {most:.2f} × as fast "
        f"at once as in turn, which is all that this machine had to give while it was measured: two jobs get "
        f"{ours / most:.0%} of that. Goal: at least 1.8 ×: {met(ours >= 1.8)}."
    )


GROWTH = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import synthetic
from qfill.matching import Matcher
from qfill.model import CsvField, Question
count, asked = int(sys.argv[2]), int(sys.argv[3])
bank = synthetic.answers(count)
start = time.perf_counter()
matcher = Matcher(bank, cache=Path(sys.argv[4]))
ready = time.perf_counter() - start
questions = list(synthetic.questions(asked, count))
start = time.perf_counter()
asked_of = [Question(place=CsvField(2, 1), text=text) for text, _ in questions]
first = [matcher.match(one, "en", scope={}).candidates for one in asked_of]
ours = (time.perf_counter() - start) / asked
right = sum(bool(found) and found[0].answer_id == wanted for found, (_, wanted) in zip(first, questions))
from rapidfuzz import fuzz, process
from qfill.language.normalise import fold
texts = [fold(text) for one in bank for some in one.phrasings.values() for text in some]
names = [one.id for one in bank for some in one.phrasings.values() for text in some]
few = questions[: max(10, min(asked, 200_000 // len(texts) * 5))]
start = time.perf_counter()
best = [names[process.extractOne(fold(text), texts, scorer=fuzz.WRatio)[2]] for text, _ in few]
theirs = (time.perf_counter() - start) / len(few)
their_right = sum(found == wanted for found, (_, wanted) in zip(best, few)) / len(few)
print(json.dumps([ready, ours, right / asked, theirs, their_right, len(texts)]))
"""


def bank(folder: Path, repeat: int) -> Iterator[str]:
    """The time a row as the bank grows, beside extractOne over all phrasings."""
    found: dict[int, list[float]] = {}
    for count in (100, 1_000, 10_000):
        command = [sys.executable, "-c", GROWTH, HERE, str(count), "300", folder / f"bank-{count}"]
        first = json.loads(run(command, folder).output)[0]
        figures = [json.loads(run(command, folder).output) for _ in range(repeat if count < 10_000 else 3)]
        found[count] = [first, *(median(column) for column in zip(*figures, strict=True))]
    yield "## Growth with the bank"
    yield ""
    yield (
        "Synthetic banks (`benchmarks/synthetic.py`), 17 phrasings an answer in three languages, each answer "
        "near to dozens of others; 300 questions in wordings that no phrasing has. *first*: the answer that "
        "was asked for comes first. Medians of 7 runs, of 3 for the largest bank."
    )
    yield ""
    yield from table(
        "| answers | phrasings | ready, first time | ready, from the cache | qfill, a row | first | "
        "`extractOne`, a row | first | qfill is |",
        [
            f"| {count:,} | {int(size):,} | {first:.2f} s | {ready:.2f} s | {ours * 1000:.2f} ms | "
            f"{right:.0%} | {theirs * 1000:.1f} ms | {their_right:.0%} | {theirs / ours:.0f} × as fast |"
            for count, (first, ready, ours, right, theirs, their_right, size) in found.items()
        ],
    )
    _, _, ours, right, theirs, their_right, _ = found[10_000]
    yield (
        f"Goals at 10,000 answers: at least 10 × as fast: {met(theirs / ours >= 10)}; the first candidate as "
        f"good or better: {met(right >= their_right)}. A row takes {ours / found[100][2]:.1f} × the time "
        "that it takes with 100 answers."
    )


def accuracy(folder: Path, repeat: int) -> Iterator[str]:
    """The comparison of `benchmarks/accuracy.py` on the shipped test rows."""
    labelled = ROOT / "tests" / "labelled"
    tune, tests = sorted(labelled.glob("tune-*.csv")), sorted(labelled.glob("test*.csv"))
    command = [
        sys.executable, HERE / "accuracy.py", "--bank", BANK, "--tune", *tune, "--on", *tests,
    ]  # fmt: skip
    lines = run(command, folder).output.strip().splitlines()
    yield "## Accuracy"
    yield ""
    yield (
        "`python benchmarks/accuracy.py --tune tests/labelled/tune-*.csv --on tests/labelled/test*.csv`: the "
        "rows held out. Each rival fills from the score at "
        "which 98 % of its fills on the tune rows are right, or as near to that as it comes; intervals are "
        "Wilson's, 95 %."
    )
    yield ""
    yield from table(
        "| way | right of those filled | filled right of those that may be | N rows filled |",
        [line for line in lines if line.startswith("|")],
    )
    yield from (line for line in lines if not line.startswith("|"))


SECTIONS: dict[str, Callable[[Path, int], Iterator[str]]] = {
    "start": start,
    "fill": fill,
    "floor": floor,
    "rows": rows,
    "jobs": jobs,
    "bank": bank,
    "accuracy": accuracy,
}


def machine() -> str:
    """The machine and the versions, in a sentence."""
    from importlib.metadata import version

    name, memory_kb = platform.processor() or platform.machine(), 0
    if (information := Path("/proc/cpuinfo")).exists():
        name = re.search(r"model name\s*: (.+)", information.read_text() + "model name: unknown")[1]
        memory_kb = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1])
    cores = os.cpu_count()
    held = f", {memory_kb / 1024**2:.0f} GB of memory" if memory_kb else ""
    versions = ", ".join(f"{one} {version(one)}" for one in ("rapidfuzz", "openpyxl", "typer"))
    return (
        f"Measured on {name}, {cores} cores{held}; {platform.system()}, "
        f"Python {platform.python_version()}, {versions}. "
        f"Load by other work as the last run began: {LOAD:.1f}."
    )


def write(found: Mapping[str, str]) -> None:
    """Put the sections into the page, each between its marks; those not measured stay."""
    held = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    parts = [INTRODUCTION, machine(), ""]
    for name in SECTIONS:
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        old = re.search(f"{re.escape(marks[0])}\n(.*?){re.escape(marks[1])}", held, re.DOTALL)
        text = found.get(name) or (old[1] if old else "")
        if text:
            parts += [marks[0], text.strip("\n"), marks[1], ""]
    PAGE.write_text("\n".join(parts).rstrip("\n") + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--repeat", type=int, default=7, help="runs of each command (default 7)")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args()
    unknown = set(options.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="qfill-speed-") as folder:
        for name in options.sections or SECTIONS:
            lines = list(SECTIONS[name](Path(folder), options.repeat))
            found[name] = "\n".join(lines) + "\n"
            print(found[name], flush=True)
            if not options.no_write:
                write(found)


if __name__ == "__main__":
    main()
