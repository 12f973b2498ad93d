"""The one error boundary: expected errors, bugs and Ctrl-C each become a text and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qfill.errors import ExitCode, OutputError, QfillError, refused

# A run makes many values that live to its end; looking through them for cycles so often is idle work.
COLLECTED_AFTER = (100_000, 50, 100)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; nothing is raised but SystemExit by completion."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (it lives as long as the run)
    if sys.stdout is None:
        return explain(OutputError("stdout is closed", hint="let it go somewhere: qfill … > FILE"))
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale may know no å; a replaced letter is better than a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
        # typer itself turns Ctrl-C within a command into this code, and says nothing.
        return _interrupted() if code == ExitCode.INTERRUPTED else code
    except QfillError as error:
        return explain(error)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        # The last flush met a closed pipe: nobody is left to tell.
        _give_up_stdout()
        return int(ExitCode.OK)
    except OSError as error:
        _give_up_stdout()
        return explain(refused(error))
    except Exception as error:
        return report_bug(error)


def _run(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        from qfill import __version__

        print(f"qfill {__version__}")
        return int(ExitCode.OK)

    import gc

    import typer
    from typer import main as typer_main

    from qfill.cli.app import app

    gc.set_threshold(*COLLECTED_AFTER)
    command = typer_main.get_command(app)
    try:
        found = command.main(args=given, prog_name="qfill", standalone_mode=False)
    except SystemExit:
        # typer meets a reader that has gone (qfill … | head) by wrapping stdout and exiting with 1,
        # which would tell of findings.
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            return int(ExitCode.OK)
        raise
    except typer.Exit as stop:
        return int(stop.exit_code)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        # typer brings its own copy of click, so its usage errors are known by their shape alone.
        if hasattr(error, "format_message") and hasattr(error, "show"):
            _show(error)
            return int(ExitCode.COULD_NOT_RUN)
        raise
    return found if isinstance(found, int) else int(ExitCode.OK)


def _give_up_stdout() -> None:
    from qfill.cli.streams import give_up

    give_up(sys.stdout)


def _show(usage_error: Any) -> None:
    """Tell of an error of typer's own: with its usage, and help that was not asked for on stderr too."""
    from qfill.cli.streams import give_up, say

    if type(usage_error).__name__ == "NoArgsIsHelpError":
        say(usage_error.format_message())
        return
    try:
        usage_error.show()
    except OSError:
        give_up(sys.stderr)


def _interrupted() -> int:
    from qfill.cli.streams import say

    say("interrupted; nothing half-written is left")
    return int(ExitCode.INTERRUPTED)


def explain(error: QfillError) -> int:
    """Tell of an error, and report it where it is a bug after all; the exit code."""
    complain(error)
    return report_bug(error) if error.exit_code is ExitCode.BUG else int(error.exit_code)


def complain(error: QfillError) -> None:
    """Say on stderr what went wrong, in detail, and what can be done."""
    from qfill.cli.streams import say, visible

    lines = [f"error: {error.message}", *(f"  {detail}" for detail in error.details)]
    if error.hint:
        lines.append(f"hint: {error.hint}")
    for line in lines:
        say(visible(line))


def report_bug(error: BaseException) -> int:
    """Write a report of a bug to the temporary folder, name it on stderr, and give the exit code."""
    from qfill.cli.streams import say

    report = _report(error)
    say(f"error: a bug in qfill: {type(error).__name__}: {str(error)[:300]}")
    if report is not None:
        say(f"hint: a report is in {report}; read it before you pass it on")
    return int(ExitCode.BUG)


def _report(error: BaseException) -> Path | None:
    import platform
    import tempfile
    import traceback

    from qfill import __version__

    lines = [
        "A report of a bug in qfill. It may hold paths and texts of yours: read it before you pass it on.",
        "",
        f"qfill {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {sys.argv[1:]}",
        "",
        *traceback.format_exception(error),
    ]
    if isinstance(error, QfillError):
        lines += ["", *error.details]
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="qfill-bug-", suffix=".txt", delete=False
        ) as stream:
            stream.write("\n".join(lines) + "\n")
        return Path(stream.name)
    except OSError:
        traceback.print_exception(error)
        return None
