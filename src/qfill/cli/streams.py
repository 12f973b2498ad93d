"""Results to stdout; progress, summary and hints to stderr, as loud as was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, ConsoleOptions, RenderableType

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="errors only on stderr")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="say more on stderr")]
_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def visible(text: str) -> str:
    """A text whose control characters are seen, not obeyed: a customer's file must not steer the terminal."""
    return text.translate(_CONTROLS)


def say(text: str) -> None:
    """A line on stderr; where it goes nowhere any more, the exit code tells what is left to tell."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Let a stream that takes nothing any more go nowhere, or Python would try it again at its end."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Streams:
    """How loud this run is, and the consoles that write for it."""

    def __init__(self) -> None:
        self.quiet = False
        self.verbose = False
        self._move: Callable[[int, int], None] | None = None
        self._beside: Console | None = None

    def reset(self) -> None:
        """Back to the default, for a run within the same process."""
        self.quiet = self.verbose = False

    def choose(self, quiet: bool, verbose: bool) -> None:
        """Take the flags of one level; a flag given at any level counts."""
        from qfill.errors import UsageError

        self.quiet = self.quiet or quiet
        self.verbose = self.verbose or verbose
        if self.quiet and self.verbose:
            raise UsageError("--quiet and --verbose contradict each other")

    def result(self, text: str) -> None:
        """A line of the result, on stdout; above the progress bar where both are on one terminal."""
        if self._beside is not None:
            self._beside.print(visible(text), soft_wrap=True)
        else:
            typer.echo(visible(text))

    def data(self, data: bytes | str) -> None:
        """A result for a program, on stdout as it is: text as UTF-8, whatever the terminal takes."""
        typer.get_binary_stream("stdout").write(data if isinstance(data, bytes) else data.encode())

    def wrote(self, path: Path) -> None:
        """A file that was written, on stdout: from the working folder on, where it lies in there."""
        here = Path.cwd()
        self.result(str(path.relative_to(here) if path.is_relative_to(here) else path))

    def note(self, text: str) -> None:
        """A line for the person at the terminal."""
        if not self.quiet:
            say(visible(text))

    def console(self, *, err: bool = False) -> Console:
        """A console on stdout or stderr; rich honours NO_COLOR and finds a terminal's width."""
        from rich.console import Console
        from rich.segment import Segment

        class Shown(Console):
            """Colours are rich's own; what a text brings along is made visible."""

            def render(
                self, renderable: RenderableType, options: ConsoleOptions | None = None
            ) -> Iterator[Segment]:
                for one in super().render(renderable, options):
                    yield one if one.control else Segment(visible(one.text), one.style)

            def on_broken_pipe(self) -> None:
                if not self.stderr:
                    raise  # rich calls this while it handles the error
                give_up(sys.stderr)

        return Shown(stderr=err, highlight=False, emoji=False, markup=False)

    @contextmanager
    def progress(self, what: str) -> Iterator[None]:
        """Show a progress bar, moved by `advance`, where stderr is a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield  # without importing rich, which takes a while
            return
        console = self.console(err=True)
        if not console.is_terminal:
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
            task = bar.add_task(what, total=None)
            self._move = lambda done, of: bar.update(task, completed=done, total=of)
            self._beside = bar.console if sys.stdout.isatty() else None
            try:
                yield
            finally:
                self._move = self._beside = None

    def advance(self, done: int, of: int) -> None:
        """Move the bar that is shown, if one is."""
        if self._move is not None:
            self._move(done, of)


streams = Streams()


def choose(quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Take the flags of a group of commands."""
    streams.choose(quiet, verbose)
