"""Several questionnaires in one run: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from qfill.errors import OutputError, QfillError, UsageError, refused
from qfill.records.outputs import names_folder, output_names, real
from qfill.workflows.fill import FillOptions, FillResult, fill
from qfill.workflows.ready import Ready, prepare

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem(Generic[T]):
    """What became of one file: what is told of its result, or an expected error."""

    input: Path
    told: T | None = None
    error: QfillError | None = None


def fill_batch(
    inputs: Sequence[Path],
    options: FillOptions,
    tell: Callable[[FillResult], T],
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[BatchItem[T]]:
    """Answer every file under the same options; in the order of the inputs, each as soon as it is done.

    `tell` makes of a result what is wanted of it: a thousand results are not held. With
    `jobs` it is called where the file was answered, and must be a module's own function.
    `progress` is that of the rows of one file. Before anything is written raises UsageError
    for flags that name one file where several are answered or for inputs that share an
    output, OutputError for an output that is one of the inputs, and BankError.
    """
    plans = _plans(inputs, options)
    ready = prepare(options.settings)  # a broken bank is told once, here, and not by every worker
    if jobs > 1 and len(plans) > 1:
        return _in_processes(plans, tell, ready, min(jobs, len(plans)))
    return (_one(plan, tell, ready, progress) for plan in plans)


def _plans(inputs: Sequence[Path], options: FillOptions) -> list[FillOptions]:
    output = options.output
    if len(inputs) > 1:
        if output is not None and not names_folder(output):
            raise UsageError(f"-o {output}: one file for several inputs", hint="give -o a folder")
        for flag, value in (("--audit", options.audit), ("--page", options.page)):
            if value is not None:
                raise UsageError(
                    f"{flag} {value}: one file for several inputs",
                    hint=f"leave {flag} out: each lies beside its output",
                )
    plans = [replace(options, input=path, output=output) for path in inputs]
    taken: dict[Path, Path] = {}
    asked = {found: path for path in inputs for found in _file_of(path)}
    for plan in plans:
        try:
            names = output_names(plan.input, plan.output, plan.audit, plan.page)
        except (QfillError, OSError):
            continue  # told of this one file when its turn comes
        target = real(names.output)
        if target in taken:
            raise UsageError(
                f"{taken[target]} and {plan.input} would both be answered in {target}",
                hint="answer them one by one, each with its own -o",
            )
        taken[target] = plan.input
        pages = (names.page,) if plan.with_page else ()
        marked = (names.marked,) if plan.mark else ()
        for path in (names.output, names.audit, *pages, *marked):
            for other in map(asked.get, _file_of(path)):
                if other is not None:
                    raise OutputError(
                        f"{path}: would be written over {other}, which is to be answered",
                        hint="leave that file out, or write elsewhere with -o",
                    )
    return plans


def _file_of(path: Path) -> Iterator[tuple[int, int]]:
    """What the file at a path is known by under any name; nothing where there is none."""
    with suppress(OSError):
        found = path.stat()
        yield found.st_dev, found.st_ino


def _one(
    options: FillOptions,
    tell: Callable[[FillResult], T],
    ready: Ready,
    progress: Callable[[int, int], None] | None = None,
) -> BatchItem[T]:
    try:
        return BatchItem(input=options.input, told=tell(fill(options, ready, progress)))
    except QfillError as error:
        return BatchItem(input=options.input, error=error)
    except OSError as error:
        return BatchItem(input=options.input, error=refused(error))


_ready: Ready | None = None


def _start(options: FillOptions) -> None:
    import signal

    # Ctrl-C reaches every process of the terminal: the parent stops the run, a worker ends its file.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _ready
    _ready = _ready or prepare(options.settings)


def _work(options: FillOptions, tell: Callable[[FillResult], Any]) -> BatchItem[Any]:
    assert _ready is not None
    return _one(options, tell, _ready)


def _in_processes(
    plans: Sequence[FillOptions], tell: Callable[[FillResult], T], ready: Ready, jobs: int
) -> Iterator[BatchItem[T]]:
    import sys
    import threading
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _ready
    # A forked worker has the bank as it was prepared; a process with threads cannot be forked safely.
    forked = sys.platform == "linux" and threading.active_count() == 1
    _ready = ready if forked else None
    context = get_context("fork" if forked else "spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(plans[0],))
    try:
        waiting = [pool.submit(_work, plan, tell) for plan in plans]
    finally:
        _ready = None
    return _results(pool, waiting)


def _results(pool: ProcessPoolExecutor, waiting: Sequence[Future[BatchItem[T]]]) -> Iterator[BatchItem[T]]:
    from concurrent.futures import CancelledError

    stopped: KeyboardInterrupt | None = None
    try:
        with pool:
            for one in waiting:
                try:
                    found = one.result()
                except CancelledError:
                    continue
                except KeyboardInterrupt as interrupt:
                    # What has been begun is finished and told of; nothing else is begun.
                    stopped = interrupt
                    begun = [other for other in waiting if not other.cancel()]
                    if one not in begun:
                        continue
                    found = one.result()
                yield found
            if stopped is not None:
                raise stopped
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
