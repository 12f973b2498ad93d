"""What `qfill.toml` or `[tool.qfill]` says; a flag beats it, an unknown key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qfill.errors import SettingsError, UsageError
from qfill.model import LANGUAGES, TIERS

ACCEPT = 0.77
"""The confidence from which a row is filled unseen, unless the user says otherwise."""
SUGGEST = 0.6
"""How likely it must be that an answer helps a person with a row, for it to be suggested."""
SEMANTIC_FROM = 0.7
"""The cosine from which a wording counts as near in meaning, where an embedding model is set."""
BANK = Path("answers")
STALE = ("fill", "review")
SETTINGS_FILE = "qfill.toml"


SEVERITIES = ("error", "warning", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The table `check`: what `qfill check` looks for, and how bad it is.

    `select` and `ignore` are codes or beginnings of codes; the longest that fits a code decides.
    `severity` sets a rule or a family to error, warning or off. Days and counts are whole
    numbers; `domain_share` is a share 0-1, None for no such rule. `languages` that every answer
    must be in (empty: those that most answers are in); `other_companies` are names that must
    not stand in the bank.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    due_within: int = 30
    draft_days: int = 60
    min_phrasings: int = 3
    languages: tuple[str, ...] = ()
    domain_share: float | None = None
    other_companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One value for all settings; `path` is the file that they came from, None for the defaults.

    `accept` (the confidence from which a row is filled), `suggest` (how likely an answer must be to help,
    for a person to see it) and `max_wrong` are shares 0-1. `stale`: whether an overdue answer is
    filled or goes to review. `scope`: what is answered for (`product = ["Studio"]`).
    `semantic`: the folder of an embedding model that offers further suggestions, None for none;
    `semantic_from`: the cosine 0-1 from which it does.
    """

    path: Path | None = None
    bank: Path = BANK
    accept: float = ACCEPT
    suggest: float = SUGGEST
    max_wrong: float | None = None
    language: str = "auto"
    tier: str = "public"
    stale: str = "fill"
    semantic: Path | None = None
    semantic_from: float = SEMANTIC_FROM
    scope: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: CheckSettings = field(default_factory=CheckSettings)


def find_settings(start: Path) -> Settings:
    """The settings that hold in a folder: those of the nearest file upward from it.

    Raises SettingsError for a file that is broken or holds an unknown key or value.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        own = folder / SETTINGS_FILE
        if own.is_file():
            return read_settings(own, _table(own))
        project = folder / "pyproject.toml"
        if project.is_file():
            tool = _table(project).get("tool")
            table = tool.get("qfill") if isinstance(tool, Mapping) else None
            if table is not None:
                return read_settings(project, table)
    return Settings()


def read_settings(path: Path, table: object) -> Settings:
    """The settings of one table; every problem is reported at once. A low `accept` lowers `suggest` too."""
    if not isinstance(table, Mapping):
        raise SettingsError(f"{path}: qfill must be a table")
    values, problems = _read(table, _KEYS)
    if problems:
        raise SettingsError(
            f"{path}: {problems[0]}" if len(problems) == 1 else f"{path}: {len(problems)} problems",
            hint=f"the keys are {', '.join(_KEYS)}",
            details=problems if len(problems) > 1 else (),
        )
    _lower_suggest(values, SUGGEST)
    settings = Settings(path=path, **values)
    check_thresholds(settings.accept, settings.suggest, str(path))
    # A path in the file is meant from where the file lies.
    return replace(settings, **{key: path.parent / values[key] for key in _FOLDERS if key in values})


def override(found: Settings, given: Mapping[str, Any], *, flags: bool = False) -> Settings:
    """Settings with what a user gave over them; None gives nothing, and `flags` names them as such.

    A low `accept` alone brings `suggest` down with it, and any `accept` takes the place of a
    `max_wrong` that was found; the keys of `scope` stand beside those found. Raises UsageError
    for a value that cannot be or two that contradict, SettingsError for two that clash.
    """
    asked = {key: value for key, value in given.items() if value is not None}
    if "accept" in asked and asked.setdefault("max_wrong", None) is not None:
        names = ("--accept", "--max-wrong") if flags else ("accept", "max_wrong")
        raise UsageError(f"{' and '.join(names)} both say from which confidence on a row is filled")
    if "scope" in asked:
        try:
            asked["scope"] = {**found.scope, **_scope(asked["scope"])}
        except ValueError as error:
            raise UsageError(f"scope: {error}") from None
    for key, value in asked.items():
        name = f"--{key}" if flags else key
        options = _CHOICES.get(key)
        if options and value not in options:
            raise UsageError(f"{name} {value}: not one of {', '.join(options)}")
        if key in ("accept", "suggest"):
            try:
                share(value)
            except ValueError:
                said = f"{value:g}" if isinstance(value, float) else value
                raise UsageError(f"{name} {said}: not between 0 and 1") from None
    _lower_suggest(asked, found.suggest)
    settings = replace(found, **asked)
    check_thresholds(settings.accept, settings.suggest, "the flags" if flags else "the arguments")
    return settings


def _read(
    table: Mapping[str, object], keys: Mapping[str, Callable[[object], Any]]
) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        name = str(key).replace("-", "_")
        take = keys.get(name)
        if take is None:
            problems.append(f"unknown key {key!r}{_nearest(name, keys)}")
            continue
        try:
            values[_FIELDS.get(name, name)] = take(value)
        except ValueError as error:
            problems.append(f"{key}: {error}")
    return values, problems


def _lower_suggest(values: dict[str, Any], suggest: float) -> None:
    """Let a low `accept` that is given alone bring `suggest` down with it."""
    if "accept" in values:
        values.setdefault("suggest", min(suggest, values["accept"]))


def check_thresholds(accept: float, suggest: float, where: str) -> None:
    """Refuse a threshold for suggesting that lies above the one for filling."""
    if suggest > accept:
        raise SettingsError(
            f"{where}: suggest ({suggest:g}) is above accept ({accept:g})",
            hint="a row that is sure enough to fill is sure enough to suggest",
        )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None


def _nearest(name: str, keys: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, tuple(keys), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def share(value: object) -> float:
    """A number between 0 and 1; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not a number between 0 and 1")
    return float(value)


def _choice(*options: str) -> Callable[[object], str]:
    def take(value: object) -> str:
        if not isinstance(value, str) or value not in options:
            raise ValueError(f"{value!r} is not one of {', '.join(options)}")
        return value

    return take


def _folder(value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is not the path of a folder")
    return Path(value)


def _scope(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ValueError('must be a table, like for = {product = "cloud"}')
    found: dict[str, tuple[str, ...]] = {}
    for key, one in value.items():
        listed = one if isinstance(one, list | tuple) else [one]
        if not all(isinstance(item, str) for item in listed):
            raise ValueError(f"{key} must be text or a list of texts")
        found[str(key)] = tuple(listed)
    return found


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("must be a list of texts")
    return tuple(value)


def _languages(value: object) -> tuple[str, ...]:
    found = _texts(value)
    for one in found:
        _choice(*LANGUAGES)(one)
    return found


def _severities(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError('must be a table, like severity = {QF401 = "off"}')
    return {str(code): _choice(*SEVERITIES)(said) for code, said in value.items()}


def _check(value: object) -> CheckSettings:
    if not isinstance(value, Mapping):
        raise ValueError("must be a table, like [check]")
    values, problems = _read(value, _CHECK_KEYS)
    if problems:
        raise ValueError("; ".join(problems))
    return CheckSettings(**values)


_CHOICES = {"language": ("auto", *LANGUAGES), "tier": TIERS}
_CHECK_KEYS: Mapping[str, Callable[[object], Any]] = {
    "select": _texts,
    "ignore": _texts,
    "severity": _severities,
    "fail_on": _choice("error", "warning"),
    "due_within": _whole,
    "draft_days": _whole,
    "min_phrasings": _whole,
    "languages": _languages,
    "domain_share": share,
    "other_companies": _texts,
}
_KEYS: Mapping[str, Callable[[object], Any]] = {
    "bank": _folder,
    "accept": share,
    "suggest": share,
    "max_wrong": share,
    "language": _choice(*_CHOICES["language"]),
    "tier": _choice(*_CHOICES["tier"]),
    "stale": _choice(*STALE),
    "semantic": _folder,
    "semantic_from": share,
    "for": _scope,
    "check": _check,
}
_FIELDS = {"for": "scope"}
_FOLDERS = ("bank", "semantic")
