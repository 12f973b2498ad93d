"""Several questionnaires in one run: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qfill.errors import QfillError, UsageError
from qfill.records.outputs import output_names
from qfill.workflows.fill import FillOptions, FillResult, fill
from qfill.workflows.ready import Ready, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """What became of one file: a result or an expected error."""

    input: Path
    result: FillResult | None = None
    error: QfillError | None = None


def fill_batch(
    inputs: Sequence[Path],
    options: FillOptions,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[BatchItem]:
    """Answer every file under the same options; results as they come, in the order of the inputs.

    Raises UsageError, before anything is written, for flags that name one file where
    several are answered or for inputs that share an output, and BankError.
    """
    plans = _plans(inputs, options)
    ready = prepare(options.settings)  # a broken bank is told once, here, and not by every worker
    if jobs > 1 and len(plans) > 1:
        yield from _in_processes(plans, min(jobs, len(plans)))
        return
    for plan in plans:
        yield _one(plan, ready, progress)


def _plans(inputs: Sequence[Path], options: FillOptions) -> list[FillOptions]:
    output = options.output
    if output is not None and (len(inputs) > 1 or str(output).endswith("/")) and not output.exists():
        if output.suffix.lower() in (".xlsx", ".xlsm", ".csv", ".docx"):
            raise UsageError(f"-o {output}: one file for several inputs", hint="give -o a folder")
        output.mkdir(parents=True)
    if len(inputs) > 1:
        if output is not None and not output.is_dir():
            raise UsageError(f"-o {output}: one file for several inputs", hint="give -o a folder")
        for flag, value in (("--audit", options.audit), ("--page", options.page)):
            if value is not None:
                raise UsageError(
                    f"{flag} {value}: one file for several inputs",
                    hint=f"leave {flag} out: each lies beside its output",
                )
    plans = [replace(options, input=path, output=output) for path in inputs]
    if len(plans) > 1:
        taken: dict[Path, Path] = {}
        for plan in plans:
            target = output_names(plan.input, plan.output).output.resolve()
            if target in taken:
                raise UsageError(
                    f"{taken[target]} and {plan.input} would both be answered in {target}",
                    hint="answer them one by one, each with its own -o",
                )
            taken[target] = plan.input
    return plans


def _one(options: FillOptions, ready: Ready, progress: Callable[[int, int], None] | None = None) -> BatchItem:
    try:
        return BatchItem(input=options.input, result=fill(options, ready, progress))
    except QfillError as error:
        return BatchItem(input=options.input, error=error)


_ready: Ready | None = None


def _start(options: FillOptions) -> None:
    import signal

    # Ctrl-C reaches every process of the terminal: the parent stops the run, a worker ends its file.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _ready
    _ready = prepare(options.settings)


def _work(options: FillOptions) -> BatchItem:
    assert _ready is not None
    return _one(options, _ready)


def _in_processes(plans: Sequence[FillOptions], jobs: int) -> Iterator[BatchItem]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(plans[0],)) as pool:
        try:
            yield from pool.map(_work, plans)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
