"""Mutated inputs of every kind, each under a limit of time and memory: `python -m tests.fuzz.campaign`.

The same seed gives the same inputs, whatever the number of runs before. A find is what is
neither handled nor refused with one of qfill's own errors; its input is kept with --keep.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.targets import KINDS, SHARES, Workshop, make, use, workshop

SECONDS = 10
MEMORY = 1 << 30
LAST = Path(__file__).with_name("last.json")


@dataclass(kw_only=True)
class Tally:
    """What became of the inputs of one kind."""

    inputs: int = 0
    handled: int = 0
    refused: int = 0
    tracebacks: int = 0
    hangs: int = 0
    over_memory: int = 0
    slowest_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An input that was neither handled nor refused: its number and seed give it again."""

    kind: str
    number: int
    what: str
    where: str


@dataclass(kw_only=True)
class Results:
    """A whole campaign."""

    seed: int
    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    finds: list[Find] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0


def random_of(seed: int, kind: str, number: int) -> Random:
    """The source of chance of one input."""
    return Random(f"{seed}:{kind}:{number}")


def run(
    count: int, seed: int, *, first: int = 0, kinds: tuple[str, ...] = KINDS, keep: Path | None = None
) -> Results:
    """Run inputs `first` to `first + count`, one after the other, in a worker process."""
    results = Results(seed=seed)
    began = time.monotonic()
    worker = _Worker(seed)
    try:
        for number in range(first, first + count):
            kind = SHARES[number % len(SHARES)]
            if kind in kinds:
                _one(worker, results, kind, number, keep)
    finally:
        worker.stop()
    results.seconds = time.monotonic() - began
    return results


def _one(worker: _Worker, results: Results, kind: str, number: int, keep: Path | None) -> None:
    tally = results.tallies[kind]
    tally.inputs += 1
    what, where, seconds, peak = worker.ask(kind, number)
    tally.slowest_seconds = round(max(tally.slowest_seconds, seconds), 2)
    results.peak_mb = max(results.peak_mb, peak)
    if what in ("handled", "refused"):
        setattr(tally, what, getattr(tally, what) + 1)
        return
    if what == "hang":
        tally.hangs += 1
    elif what == "MemoryError":
        tally.over_memory += 1
    else:
        tally.tracebacks += 1
    results.finds.append(Find(kind=kind, number=number, what=what, where=where))
    if keep is not None and worker.folder is not None:
        keep.mkdir(parents=True, exist_ok=True)
        name, data = make(worker.shop(), kind, random_of(results.seed, kind, number))
        (keep / f"{number}-{name}").write_bytes(data)


class _Worker:
    """A process that takes one input after the other; a new one replaces it after a hang or a crash."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.folder: Path | None = None
        self._process: Any = None
        self._pipe: Connection | None = None
        self._shop: Workshop | None = None

    def ask(self, kind: str, number: int) -> tuple[str, str, float, int]:
        """What became of an input, where it went wrong, seconds, and the worker's peak in MB."""
        if self._pipe is None:
            self._start()
        assert self._pipe is not None
        self._pipe.send((kind, number))
        began = time.monotonic()
        try:
            if self._pipe.poll(SECONDS + 5):
                answer: tuple[str, str, float, int] = self._pipe.recv()
                if answer[0] in ("hang", "MemoryError"):
                    self.stop()
                return answer
            what = "hang"
        except EOFError:
            what = "the process died"
        self.stop()
        return what, "", time.monotonic() - began, 0

    def shop(self) -> Workshop:
        """A workshop of this process's own, to make an input anew."""
        if self._shop is None:
            self._shop = workshop(Path(tempfile.mkdtemp(prefix="qfill-fuzz-")))
        return self._shop

    def _start(self) -> None:
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="qfill-fuzz-", dir=memory if memory.is_dir() else None))
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self.folder, self.seed), daemon=True)
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """End the process and take its folder away."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            assert self._pipe is not None
            assert self.folder is not None
            self._pipe.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        self._process = self._pipe = self.folder = None
        if self._shop is not None:
            shutil.rmtree(self._shop.folder, ignore_errors=True)
            self._shop = None


class _TooLong(BaseException):
    """The time of one input is over."""


def _work(pipe: Connection, folder: Path, seed: int) -> None:
    os.chdir(folder)
    shop = workshop(folder)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    def over(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, over)
    for kind, number in _asked(pipe):
        random = random_of(seed, kind, number)
        name, data = make(shop, kind, random)
        began = time.monotonic()
        where = ""
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            what = "handled" if use(shop, kind, name, data, random) else "refused"
        except _TooLong as error:
            what, where = "hang", _place(error)
        except BaseException as error:
            what, where = type(error).__name__, f"{_place(error)}: {str(error)[:200]}"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        pipe.send((what, where, time.monotonic() - began, peak))


def _asked(pipe: Connection) -> Iterator[tuple[str, int]]:
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return


def _place(error: BaseException) -> str:
    """The last lines of qfill's own code that an error came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "qfill" in frame.filename]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))


def table(results: Results) -> str:
    """The tallies as text, a kind a line."""
    heads = ("inputs", "handled", "refused", "tracebacks", "hangs", "over_memory", "slowest_seconds")
    lines = [f"{'':10}" + "".join(f"{head.replace('_', ' '):>17}" for head in heads)]
    for kind, tally in results.tallies.items():
        lines.append(f"{kind:10}" + "".join(f"{getattr(tally, head):>17}" for head in heads))
    lines += [f"{find.kind} {find.number}: {find.what} at {find.where}" for find in results.finds]
    return "\n".join(lines)


def as_json(results: Results) -> dict[str, Any]:
    """What `last.json` holds."""
    return {
        "version": 1,
        "command": "python -m tests.fuzz.campaign",
        "seed": results.seed,
        "inputs": sum(tally.inputs for tally in results.tallies.values()),
        "limits": {"seconds": SECONDS, "memory_mb": MEMORY >> 20},
        "python": platform.python_version(),
        "seconds": round(results.seconds),
        "peak_mb": results.peak_mb,
        "kinds": {kind: asdict(tally) for kind, tally in results.tallies.items()},
        "finds": [asdict(find) for find in results.finds],
    }


def main() -> int:
    """Run a campaign by its flags; 1 where there is a find."""
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--count", type=int, default=20_000)
    flags.add_argument("--first", type=int, default=0, help="number of the first input")
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--kind", action="append", choices=KINDS, help="only these kinds")
    flags.add_argument("--keep", type=Path, help="folder for the inputs of finds")
    flags.add_argument("--save", type=Path, nargs="?", const=LAST, help=f"write the results (to {LAST.name})")
    given = flags.parse_args()
    kinds = tuple(given.kind or KINDS)
    keep = given.keep.resolve() if given.keep else None
    results = run(given.count, given.seed, first=given.first, kinds=kinds, keep=keep)
    print(table(results))
    if given.save is not None:
        given.save.write_text(json.dumps(as_json(results), indent=1) + "\n", encoding="utf-8")
    return 1 if results.finds else 0


if __name__ == "__main__":
    sys.exit(main())
