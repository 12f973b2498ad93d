"""Readings of a bank's wordings kept on disk, so that a bank is read once and not every run.

A cache file belongs to one bank's content and one lexicon; a bank that has none yet takes what
it has in common with the one kept last, so that after a lesson only what was taught is read. A
file ends with the checksum of what stands before: one that is cut off, edited or of another
version is passed over and written anew. It is put in place whole, so that concurrent runs never
see a part; a folder that cannot be written only costs the time of reading.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from qfill import __version__
from qfill.language.lexicon import Lexicon
from qfill.language.normalise import bare
from qfill.matching.alike import Likeness, likenesses
from qfill.matching.reading import Reading, read

_FORMAT = 10
_KEPT = 12
# A cache by its code and its bank; the draft of one begins with a stop and ends in its writer's number.
_NAME = re.compile(r"(?P<draft>\.)?[0-9a-f]{16}-[0-9a-f]{16}\.json(?(draft)\.\d+)")
# After how many readings the lexicon gives back the room of the words that it met.
_FORGET = 4096
# How long the checksum at the end of a cache file is, in bytes.
_CHECKSUM = 64
# Seconds after which a draft is nobody's any more.
_STALE = 3600


class Readings:
    """Wordings as read; those that are not known yet are read and remembered."""

    def __init__(self, lexicon: Lexicon, path: Path | None = None) -> None:
        self._lexicon = lexicon
        self._path = path
        # Many readings are of the same kinds in the same order, or imply the same.
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._known, self._alike, self._bare = _load(path, self._shared) if path else ({}, {}, {})
        # What is taken over from another bank's file holds more than this bank asks for.
        self._asked: dict[_Key, None] | None = None
        if path and not self._known:
            self._known, self._alike, self._bare = _load_another(path, self._shared)
            self._asked = {} if self._known else None
        self._new = self._asked is not None
        self._read = 0

    def get(self, text: str, language: str) -> Reading:
        """A text's reading in a language."""
        if self._asked is not None:
            self._asked[language, text] = None
        found = self._known.get((language, text))
        if found is None:
            found = self._known[language, text] = self._lean(read(text, language, self._lexicon))
            self._new = True
            self._read += 1
            # A bank has many times the words of a questionnaire.
            if not self._read % _FORGET:
                self._lexicon.forget()
        return found

    def _lean(self, reading: Reading) -> Reading:
        """The same reading, of texts and lists that others hold too."""
        share = self._shared.setdefault
        return replace(
            reading,
            keys=tuple(map(sys.intern, reading.keys)),
            kinds=share(reading.kinds, reading.kinds),
            broader=share(reading.broader, reading.broader),
        )

    def bare(self, text: str, language: str) -> str:
        """A wording's words alone; see `normalise.bare`."""
        found = self._bare.get((language, text))
        if found is None:
            found = self._bare[language, text] = bare(text)
            self._new = True
        return found

    def likenesses(self, reading: Reading) -> tuple[Likeness, ...]:
        """What a reading shares with every text that asks the same; see `alike.likenesses`."""
        key = (reading.language, reading.text)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = likenesses(reading)
            self._new = True
        return found

    def save(self) -> None:
        """Keep what was read; a folder that cannot be written is no error."""
        if not self._new:
            return
        # A bank speaks three languages, and a questionnaire mostly one.
        self._lexicon.forget(tables=self._read >= _FORGET)
        if self._asked is not None:
            self._known = {key: self._known[key] for key in self._asked}
            self._asked = None
        if self._path is None:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
            try:
                digest = sha256()
                with draft.open("wb") as out:
                    for line in _lines(self._known.values(), self._alike, self._bare):
                        digest.update(line)
                        out.write(line)
                    out.write(digest.hexdigest().encode())
                draft.replace(self._path)
            finally:
                draft.unlink(missing_ok=True)
            _sweep(self._path.parent)


def cache_path(bank_sha256: str) -> Path | None:
    """Where the readings of a bank lie, by its content; None where caching is switched off.

    The folder is `QFILL_CACHE` if that is set (empty switches the cache off), else the
    user's own cache folder.
    """
    named = os.environ.get("QFILL_CACHE")
    if named == "":
        return None
    folder = Path(named) if named else _user_cache()
    if folder is None:
        return None
    code = sha256(f"{_FORMAT} {__version__} {sys.byteorder}".encode())
    # What reads a wording is part of what the readings rest on.
    for package, name in (
        ("qfill.language", "lexicon.json"),
        ("qfill.language", "lexicon.py"),
        ("qfill.language", "normalise.py"),
        ("qfill.matching", "reading.py"),
        ("qfill.matching", "forms.py"),
        ("qfill.matching", "patterns.py"),
        ("qfill.matching", "alike.py"),
    ):
        code.update((resources.files(package) / name).read_bytes())
    return folder / f"{code.hexdigest()[:16]}-{bank_sha256[:16]}.json"


def _user_cache() -> Path | None:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = _home("Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or _home(".cache")
    return Path(base) / "qfill" if base else None


def _home(folder: str) -> str:
    """A folder in the user's home; '' where there is none."""
    try:
        return str(Path.home() / folder)
    except RuntimeError:
        return ""


def _lines(
    readings: Collection[Reading], alike: Mapping[_Key, tuple[Likeness, ...]], bares: Mapping[_Key, str]
) -> Iterator[bytes]:
    """The lines of a cache file: the units, then a reading each, so that only one is ever held twice."""
    units: dict[str, int] = {}
    kinds: dict[str, str] = {}
    for one in readings:
        kinds.update(zip(one.keys, one.kinds, strict=True))
        for key in (*one.keys, *one.broader, *one.denied):
            units.setdefault(key, len(units))
    yield _line([[key, kinds.get(key, "")] for key in units])
    for one in readings:
        told = (one.language, one.text)
        keys, broader, denied = (
            [units[unit] for unit in some] for some in (one.keys, one.broader, one.denied)
        )
        yield _line(
            [one.language, one.text, keys, broader, one.negations, one.opposites, one.form, one.answer_type,
             one.spelt, alike.get(told, ()), bares.get(told, ""), denied]
        )  # fmt: skip


def _line(content: Sequence[object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


_Key: TypeAlias = tuple[str, str]
_Known: TypeAlias = tuple[dict[_Key, Reading], dict[_Key, tuple[Likeness, ...]], dict[_Key, str]]


def _load(path: Path, shared: dict[tuple[str, ...], tuple[str, ...]]) -> _Known:
    try:
        whole = path.read_bytes()
        body = memoryview(whole)[:-_CHECKSUM]
        if sha256(body).hexdigest().encode() != whole[-_CHECKSUM:]:
            return {}, {}, {}
        lines = BytesIO(whole)
        units = json.loads(lines.readline())
        known: dict[tuple[str, str], Reading] = {}
        alike: dict[tuple[str, str], tuple[Likeness, ...]] = {}
        bares: dict[tuple[str, str], str] = {}
        while lines.tell() < len(body):
            (
                language, text, keys, broader, negations, opposites, form, answer_type, spelt, like,
                plain, denied,
            ) = json.loads(lines.readline())  # fmt: skip
            language, text = sys.intern(language), sys.intern(text)
            key = (language, text)
            if like:
                alike[key] = tuple(like)
            if plain:
                bares[key] = plain
            kinds = tuple(units[number][1] for number in keys)
            implied = tuple(units[number][0] for number in broader)
            known[key] = Reading(
                text=text,
                language=language,
                keys=tuple(units[number][0] for number in keys),
                kinds=shared.setdefault(kinds, kinds),
                broader=shared.setdefault(implied, implied),
                negations=negations,
                opposites=opposites,
                form=sys.intern(form),
                answer_type=sys.intern(answer_type),
                spelt=spelt,
                denied=tuple(units[number][0] for number in denied),
            )
        return known, alike, bares
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}, {}, {}


def _load_another(path: Path, shared: dict[tuple[str, ...], tuple[str, ...]]) -> _Known:
    """What was kept last for another bank, read by the same code: the first part of a file's name."""
    with suppress(OSError):
        kept = sorted(
            (one.stat().st_mtime, one) for one in path.parent.glob(f"{path.name.partition('-')[0]}-*.json")
        )
        for _, one in reversed(kept):
            if one != path:
                return _load(one, shared)
    return {}, {}, {}


def _sweep(folder: Path) -> None:
    """Only the caches used last are kept, and no draft of a run that was killed long since.

    The folder may be anybody's: what is not named as a cache is left alone.
    """
    caches: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        with suppress(OSError):
            used = path.stat().st_mtime
            if named["draft"] is None:
                caches.append((used, path))
            elif used < time.time() - _STALE:
                path.unlink()
    for _, path in sorted(caches, reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)
