"""Flags that several commands share, and how they join the settings file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qfill.errors import UsageError

if TYPE_CHECKING:
    from qfill.settings import Settings

Bank = Annotated[Path | None, typer.Option("--bank", help="the answer bank's folder", metavar="DIR")]
Language = Annotated[
    str | None, typer.Option("--language", help="auto, en, sv or nb", metavar="auto|en|sv|nb")
]
For = Annotated[
    list[str] | None, typer.Option("--for", help="what is answered for: product=Studio", metavar="KEY=VALUE")
]
Tier = Annotated[
    str | None,
    typer.Option("--tier", help="the highest disclosure this recipient may see", metavar="public|nda"),
]
Today = Annotated[
    str | None, typer.Option("--today", help="the date for what is overdue, YYYY-MM-DD", metavar="DATE")
]
Accept = Annotated[
    float | None, typer.Option("--accept", help="fill from this confidence on, 0-1", metavar="P")
]
Suggest = Annotated[
    float | None,
    typer.Option("--suggest", help="suggest what is at least so likely to help, 0-1", metavar="P"),
]
Semantic = Annotated[
    Path | None,
    typer.Option("--semantic", help="an embedding model's folder, for further suggestions", metavar="DIR"),
]
MaxWrong = Annotated[
    str | None,
    typer.Option(
        "--max-wrong",
        help="fill as much as keeps wrong fills below this share (1% or 0.01), by a settled sample",
        metavar="SHARE",
    ),
]
Settled = Annotated[
    list[Path] | None,
    typer.Option(
        "--settled",
        help="an audit, or a folder of them, with a settled sample for --max-wrong; may be repeated",
        metavar="AUDIT|DIR",
    ),
]


def settings_with(
    *,
    bank: Path | None = None,
    language: str | None = None,
    scope: Iterable[str] | None = None,
    tier: str | None = None,
    accept: float | None = None,
    suggest: float | None = None,
    max_wrong: str | None = None,
    semantic: Path | None = None,
) -> Settings:
    """The settings of the working folder with the flags over them; raises UsageError for a bad flag."""
    from qfill.settings import find_settings, override

    asked: dict[str, Any] = {
        "bank": bank,
        "language": language,
        "tier": tier,
        "accept": accept,
        "suggest": suggest,
        "max_wrong": parse_share("--max-wrong", max_wrong),
        "semantic": semantic,
        "scope": parse_scope(scope) if scope else None,
    }
    return override(find_settings(Path.cwd()), asked, flags=True)


def parse_scope(pairs: Iterable[str] | None) -> dict[str, tuple[str, ...]]:
    """`product=Studio` flags as a mapping; a key given twice holds both values."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise UsageError(f"--for {pair}: not KEY=VALUE", hint="like --for product=Studio")
        found[key.strip()] = (*found.get(key.strip(), ()), value.strip())
    return found


def parse_share(flag: str, text: str | None) -> float | None:
    """A share written `1%` or `0.01`."""
    if text is None:
        return None
    number, percent, rest = text.strip().partition("%")
    try:
        found = float(number) / (100 if percent else 1)
    except ValueError:
        found = -1.0
    if rest.strip() or not 0 <= found <= 1:
        raise UsageError(f"{flag} {text}: not a share between 0 and 1", hint="write it 1% or 0.01")
    return found


def check_share(flag: str, value: float | None) -> None:
    """Refuse a share that is not between 0 and 1."""
    if value is not None and not 0 <= value <= 1:
        raise UsageError(f"{flag} {value:g}: not between 0 and 1")


def parse_today(text: str | None) -> date:
    """The date of `--today`, else the real one."""
    if text is None:
        return date.today()
    return parse_date("--today", text)


def parse_date(flag: str, text: str) -> date:
    """A flag's date."""
    from qfill.model import parse_day

    try:
        return parse_day(text)
    except ValueError:
        raise UsageError(f"{flag} {text}: not a date", hint="write it YYYY-MM-DD") from None


def one_of(flag: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a value that is not among those known."""
    options = tuple(known)
    if value is not None and value not in options:
        raise UsageError(f"{flag} {value}: not one of {', '.join(options)}")
