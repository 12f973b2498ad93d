"""The Python API: the commands' jobs for programs. No printing, no prompts; errors are QfillError."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from qfill.errors import refused

if TYPE_CHECKING:
    from qfill.settings import Settings
    from qfill.workflows.apply import ApplyResult
    from qfill.workflows.check import CheckResult
    from qfill.workflows.fill import FillResult
    from qfill.workflows.match import MatchResult
    from qfill.workflows.verify import VerifyResult

P = ParamSpec("P")
R = TypeVar("R")


def _explained(job: Callable[P, R]) -> Callable[P, R]:
    """A job whose errors are QfillErrors, what the system refuses among them."""

    @wraps(job)
    def run(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return job(*arguments, **named)
        except OSError as error:
            raise refused(error) from error

    return run


@_explained
def fill(
    questionnaire: Path | str,
    output: Path | str | None = None,
    *,
    bank: Path | str | None = None,
    language: str | None = None,
    tier: str | None = None,
    accept: float | None = None,
    suggest: float | None = None,
    scope: Mapping[str, str | Sequence[str]] | None = None,
    sheets: Sequence[str] = (),
    today: date | None = None,
    page: bool = True,
    dry_run: bool = False,
    force: bool = False,
) -> FillResult:
    """Answer a questionnaire as `qfill fill` does, into a copy beside it or at `output`.

    `accept` is a confidence, `suggest` how likely an answer must be to help, both 0-1; `scope`
    names what is answered for, as in `{"product": "Studio"}` or with a list of texts. What is
    left out comes from `qfill.toml`, found upward from the working folder, else from the
    defaults. Raises QfillError, and then nothing has been written.
    """
    from qfill.layout import LayoutHints
    from qfill.workflows.fill import FillOptions
    from qfill.workflows.fill import fill as run

    settings = _settings(bank, language=language, tier=tier, accept=accept, suggest=suggest, scope=scope)
    return run(
        FillOptions(
            input=Path(questionnaire),
            settings=settings,
            today=today or date.today(),
            output=Path(output) if output is not None else None,
            hints=LayoutHints(sheets=tuple(sheets)),
            with_page=page,
            dry_run=dry_run,
            force=force,
        )
    )


@_explained
def match(
    question: str,
    *,
    bank: Path | str | None = None,
    language: str | None = None,
    today: date | None = None,
) -> MatchResult:
    """What the bank has for one question: the candidates, best first, each explained.

    Raises QfillError where the bank cannot be read.
    """
    from qfill.workflows.match import match_text

    return match_text(question, _settings(bank, language=language), today or date.today())


@_explained
def check(
    bank: Path | str | None = None, *, documents: Sequence[Path | str] = (), today: date | None = None
) -> CheckResult:
    """Hold a bank to its rules as `qfill check` does, and its register to the documents named.

    `failed` of the result says whether the command would exit with 1; `report.findings` are
    the findings, each with its code and place. Raises QfillError where there is no bank.
    """
    from qfill.workflows.check import CheckOptions
    from qfill.workflows.check import check as run

    return run(
        CheckOptions(
            settings=_settings(bank), today=today or date.today(), documents=tuple(map(Path, documents))
        )
    )


@_explained
def verify(
    before: Path | str,
    after: Path | str,
    *,
    audit: Path | str | None = None,
    bank: Path | str | None = None,
    tier: str | None = None,
) -> VerifyResult:
    """Whether `after` is `before` but for the answers, as `qfill verify` checks it; raises QfillError."""
    from qfill.workflows.verify import verify as run

    return run(
        Path(before),
        Path(after),
        Path(audit) if audit is not None else None,
        Path(bank) if bank is not None else None,
        tier,
        _settings(bank, tier=tier),
    )


@_explained
def apply(
    decisions: Sequence[Path | str],
    filled: Path | str,
    output: Path | str | None = None,
    *,
    bank: Path | str | None = None,
    teach: bool = False,
    force: bool = False,
) -> ApplyResult:
    """Write reviewers' decisions into the answered file and its audit as `qfill apply` does, or to `output`.

    With `teach` the bank learns them. Rows that reviewers decided differently stand in the
    result's `conflicts`, and then nothing has been written. Raises QfillError, and then
    nothing has been written either.
    """
    from qfill.workflows.apply import apply as run

    return run(
        tuple(map(Path, decisions)),
        Path(filled),
        bank=_settings(bank).bank,
        output=Path(output) if output is not None else None,
        with_teaching=teach,
        force=force,
    )


def _settings(bank: Path | str | None, **given: object) -> Settings:
    """The working folder's settings with what was given over them; raises QfillError."""
    from qfill.settings import find_settings, override

    return override(find_settings(Path.cwd()), {**given, "bank": Path(bank) if bank is not None else None})
