"""Reading a record: JSON that is no attack, in the form that its published schema lays down.

The schema is the one that `qfill schema` prints, so that what is read and what is promised
cannot drift apart. Only the keywords that our schemas use are known here; keys that a schema
does not know are let through, as version 1 allows.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from qfill.errors import RecordError
from qfill.model import parse_day
from qfill.records.schemas import load_schema

MOST_BYTES = 256 << 20
"""Bytes that an audit, decisions or ledger file may hold; about a hundred thousand rows."""
MOST_VALUES = 10_000_000
"""Values that a record may hold, counted by the commas, colons and brackets of its bytes."""
MOST_DEEP = 64
"""Levels of lists and objects in one another; ours have six."""

Check = Callable[[Any], str | None]
"""What is wrong with a value, beginning with the path to it; None where nothing is."""

_HALF = re.compile("[\ud800-\udfff]")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "object": (dict,), "array": (list,),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_NAMES = {
    "string": "text", "integer": "a whole number", "number": "a number", "object": "an object",
    "array": "a list", "boolean": "true or false", "null": "null",
}  # fmt: skip


def read_record(path: Path, *, missing: str = "no such file", hint: str = "") -> bytes:
    """The bytes of a record's file; raises RecordError, which says `missing` where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{path}: {missing}", hint=hint) from None
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror})", hint=hint) from None


def read_json(name: str, data: bytes) -> Any:
    """The value of a record's bytes; `name` is for messages.

    Raises RecordError for what is not JSON, too large or too deep, and for NaN, infinities and
    halves of characters, which JSON can spell and no file of ours can hold.
    """
    if len(data) > MOST_BYTES:
        raise RecordError(
            f"{name}: larger than {MOST_BYTES >> 20} MB", hint="qfill writes no record that large"
        )
    if sum(map(data.count, b",:[{")) > MOST_VALUES:
        raise RecordError(
            f"{name}: more than {MOST_VALUES:,} values", hint="qfill writes no record that full"
        )
    try:
        found = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{name}: not JSON: {error}", hint=_AGAIN) from None
    except MemoryError:
        raise RecordError(f"{name}: holds more than fits into memory", hint=_AGAIN) from None
    problem = _unfit(found, b"\\u" in data or b"\xed" in data)
    if problem:
        raise RecordError(f"{name}: {problem}", hint=_AGAIN)
    return found


_AGAIN = "it was cut off or edited by hand; let qfill write it anew"


def read_version(name: str, data: bytes, schema: str, what: str, *, hint: str) -> dict[str, Any]:
    """A record's value, of the version and in the form that its schema lays down.

    `what` names the kind of file, and `hint` says where one comes from. Raises RecordError for
    anything else.
    """
    found = read_json(name, data)
    if not isinstance(found, dict) or "version" not in found:
        raise RecordError(f"{name}: not {what}", hint=hint)
    known = load_schema(schema)["properties"]["version"]["const"]
    if found["version"] != known:
        raise RecordError(
            f"{name}: {schema} version {found['version']!r} is not one that this qfill reads ({known})",
            hint=hint,
        )
    check_form(name, schema, found, what)
    return found


def check_form(name: str, schema: str, found: Any, what: str) -> None:
    """Raise RecordError where a value is not what its schema says; `what` names the kind of file."""
    problem = _check_of(schema)(found)
    if problem is not None:
        raise RecordError(f"{name}: not {what}: {problem.lstrip('.: ')}", hint=_AGAIN)


def _no_number(spelled: str) -> float:
    raise ValueError(f"{spelled} is no number of JSON")


def _unfit(found: Any, halves: bool) -> str:
    """What makes a value unfit to be handled at all, '' where nothing does."""
    level = [found]
    for _ in range(MOST_DEEP):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                if halves and any(map(_HALF.search, one)):
                    return "a key holds half a character"
                below += one.values()
            elif isinstance(one, list):
                below += one
            elif halves and isinstance(one, str) and _HALF.search(one):
                return "a text holds half a character"
        if not below:
            return ""
        level = below
    return f"nested deeper than {MOST_DEEP} levels"


@cache
def _check_of(schema: str) -> Check:
    return _compiled(load_schema(schema))


def _compiled(schema: Mapping[str, Any]) -> Check:
    """A schema as a function, made once: an audit may hold a hundred thousand rows."""
    if "anyOf" in schema:
        return _any_of([_compiled(one) for one in schema["anyOf"]])
    if "const" in schema or "enum" in schema:
        return _one_of(tuple(schema["enum"]) if "enum" in schema else (schema["const"],))
    checks = [_typed(schema["type"])] if "type" in schema else []
    if "minimum" in schema or "maximum" in schema:
        checks.append(_within(schema.get("minimum", -math.inf), schema.get("maximum", math.inf)))
    if "pattern" in schema:
        checks.append(_matching(re.compile(schema["pattern"])))
    if "format" in schema:
        checks.append(_day)
    if "items" in schema:
        checks.append(_each_item(_compiled(schema["items"])))
    if "properties" in schema or "required" in schema:
        checks.append(_keys(schema))
    if isinstance(schema.get("additionalProperties"), dict):
        known = frozenset(schema.get("properties", ()))
        checks.append(_others(known, _compiled(schema["additionalProperties"])))
    return (
        checks[0] if len(checks) == 1 else lambda found: next(filter(None, (c(found) for c in checks)), None)
    )


def _typed(wanted: str | list[str]) -> Check:
    names = [wanted] if isinstance(wanted, str) else wanted
    kinds = tuple(kind for name in names for kind in _TYPES[name])
    said = " is not " + " or ".join(_NAMES[name] for name in names)

    def check(found: Any) -> str | None:
        if not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds):
            return said
        return said if isinstance(found, float) and not math.isfinite(found) else None

    return check


def _one_of(known: tuple[Any, ...]) -> Check:
    said = ", not " + " or ".join(map(str, known))

    def check(found: Any) -> str | None:
        # 1 == True == 1.0 in Python, and not in JSON's eyes.
        if any(found == one and type(found) is type(one) for one in known):
            return None
        return f" is {str(found)[:40]!r}{said}"

    return check


def _within(low: float, high: float) -> Check:
    def check(found: Any) -> str | None:
        if not isinstance(found, int | float) or low <= found <= high:
            return None
        return f" lies outside {low} to {high}"

    return check


def _matching(pattern: re.Pattern[str]) -> Check:
    def check(found: Any) -> str | None:
        if not isinstance(found, str) or pattern.search(found):
            return None
        return " has not the form that it must have"

    return check


def _day(found: Any) -> str | None:
    if not isinstance(found, str):
        return None
    try:
        parse_day(found)
    except ValueError:
        return " is no date written YYYY-MM-DD"
    return None


def _any_of(checks: list[Check]) -> Check:
    def check(found: Any) -> str | None:
        problems = []
        for one in checks:
            problem = one(found)
            if problem is None:
                return None
            problems.append(problem)
        # The one that got deepest tells most.
        return max(problems, key=len)

    return check


def _each_item(check_one: Check) -> Check:
    def check(found: Any) -> str | None:
        for number, one in enumerate(found if isinstance(found, list) else ()):
            if (problem := check_one(one)) is not None:
                return f"[{number}]{problem}"
        return None

    return check


def _keys(schema: Mapping[str, Any]) -> Check:
    required = tuple(schema.get("required", ()))
    properties = {key: _compiled(one) for key, one in schema.get("properties", {}).items()}

    def check(found: Any) -> str | None:
        if not isinstance(found, dict):
            return None
        for key in required:
            if key not in found:
                return f": {key!r} is missing"
        for key, check_one in properties.items():
            if key in found and (problem := check_one(found[key])) is not None:
                return f".{key}{problem}"
        return None

    return check


def _others(known: frozenset[str], check_one: Check) -> Check:
    def check(found: Any) -> str | None:
        for key, one in found.items() if isinstance(found, dict) else ():
            if key not in known and (problem := check_one(one)) is not None:
                return f".{key[:40]}{problem}"
        return None

    return check
