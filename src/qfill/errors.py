"""Exit codes, and the family of errors that qfill expects and explains."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What a run tells its caller; the numbers are part of the contract."""

    OK = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2
    BUG = 3
    INTERRUPTED = 130


class QfillError(Exception):
    """An expected failure: what went wrong, and what the user can do about it.

    `details` are further lines (one problem each) that belong to the same failure.
    """

    exit_code = ExitCode.COULD_NOT_RUN

    def __init__(self, message: str, *, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling between worker processes.
        return (_rebuild, (type(self), self.message, self.hint, self.details))


def _rebuild(kind: type[QfillError], message: str, hint: str, details: tuple[str, ...]) -> QfillError:
    return kind(message, hint=hint, details=details)


class UsageError(QfillError):
    """Flags or arguments that contradict each other or name what does not exist."""


class SettingsError(QfillError):
    """A settings file that cannot be read or holds an unknown key."""


class BankError(QfillError):
    """A bank that cannot be loaded; `details` lists every problem of every file."""


class QuestionnaireError(QfillError):
    """A customer's file that cannot be read as a questionnaire."""


class UnsafeFileError(QuestionnaireError):
    """A file that is refused before any reader opens it: encrypted, hostile or broken."""


class RecordError(QfillError):
    """An audit, decisions or ledger file that is broken or belongs to something else."""


class OutputError(QfillError):
    """An output that cannot be written, or that would replace somebody's work."""


def refused(error: OSError) -> OutputError:
    """What the system refuses, where nobody expected it, as an error that is told: a bad place, not a bug."""
    said = error.strerror or type(error).__name__
    if not error.filename:
        return OutputError(
            f"what is read or printed: {said}", hint="look at where stdin and stdout go, and the space left"
        )
    return OutputError(
        f"{error.filename}: cannot be used ({said})", hint="check the name, and who may enter its folder"
    )


class VerificationError(QfillError):
    """qfill's own check of what it wrote failed: a bug, so no output is left."""

    exit_code = ExitCode.BUG
