"""A folder of YAML into an answer bank; every problem of every file is reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from qfill.bank.entries import read_topic
from qfill.bank.profile import PROFILE_FILE, ProfileField, read_profile
from qfill.bank.reader import Reader
from qfill.bank.register import REGISTER_FILE, Register, read_register
from qfill.bank.tree import Problem, parse
from qfill.errors import BankError, UsageError
from qfill.language.messages import counted
from qfill.model import Answer

_TOLD = 500
"""Problems that are told one by one; who has more mends some and looks again."""


@dataclass(frozen=True, kw_only=True)
class AnswerBank:
    """A loaded bank: answers in file order, the profile, and the register of sources.

    `files` are the bytes that were read, by path relative to the bank; `sha256` is that of
    their sorted paths and bytes.
    """

    path: Path
    answers: tuple[Answer, ...]
    profile: tuple[ProfileField, ...] = ()
    register: Register = field(default_factory=Register)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def sha256(self) -> str:
        """The hash that names this very content of the bank."""
        return hash_files(self.files)

    @cached_property
    def by_id(self) -> Mapping[str, Answer]:
        """The answers by id."""
        return {answer.id: answer for answer in self.answers}

    @cached_property
    def profiled(self) -> str:
        """All that the profile's fields say, in small letters."""
        return " ".join(field.value for field in self.profile).casefold()

    @cached_property
    def documented(self) -> str:
        """All that the facts of documents say, in small letters."""
        facts = (
            fact for source in self.register.sources if source.kind == "document" for fact in source.facts
        )
        return " ".join(fact.says for fact in facts).casefold()

    def find(self, ids: Iterable[str]) -> tuple[Answer, ...]:
        """The answers of these ids; raises UsageError that suggests others for ids that are not there."""
        wanted = tuple(dict.fromkeys(ids))
        unknown = [name for name in wanted if name not in self.by_id]
        if unknown:
            from difflib import get_close_matches

            near = get_close_matches(unknown[0], self.by_id, 3)
            raise UsageError(
                f"no answer has the id {', '.join(map(repr, unknown))}",
                hint=f"did you mean {', '.join(near)}?" if near else "qfill bank list names them all",
            )
        return tuple(self.by_id[name] for name in wanted)


def hash_files(files: Mapping[str, bytes]) -> str:
    """The sha256 of files' sorted relative paths and bytes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode("utf-8") + b"\0" + files[name] + b"\0")
    return digest.hexdigest()


def bank_files(folder: Path) -> dict[str, bytes]:
    """The bank's YAML files by relative path; raises BankError where the folder cannot be read.

    Those with another ending than `.yaml` are among them, for `read_bank` to refuse.
    """
    if not folder.exists():
        raise BankError(
            f"{folder}: no such bank",
            hint="name its folder (--bank DIR, or qfill check DIR), or make one with qfill init",
        )
    if not folder.is_dir():
        raise BankError(
            f"{folder}: a bank is a folder of YAML files",
            hint=f"name the folder that it lies in: {folder.parent}",
        )
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in (".yaml", ".yml")
            and path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
    except OSError as error:
        raise BankError(f"{error.filename or folder}: cannot be read ({error.strerror})") from None


def load_bank(folder: Path) -> AnswerBank:
    """The bank in a folder; raises BankError that lists every problem of every file."""
    files = bank_files(folder)
    bank, problems = read_bank(folder, files)
    if problems:
        raise BankError(
            f"{folder}: the bank has {counted(len(problems), 'problem')}",
            hint="nothing is filled from a bank that cannot be read whole; correct the lines named above",
            details=problem_lines(problems),
        )
    if not bank.answers and not bank.profile:
        raise BankError(
            f"{folder}: the bank holds no answers", hint="add a topic file, or start one with qfill init"
        )
    return bank


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Problems as an error tells them, a line each; of very many the first, and how many more."""
    more = len(problems) - _TOLD
    return [*map(str, problems[:_TOLD]), *([f"… and {more} more"] if more > 0 else [])]


def read_bank(folder: Path, files: Mapping[str, bytes]) -> tuple[AnswerBank, tuple[Problem, ...]]:
    """The bank of these files as far as it can be read, and its problems, sorted by place."""
    problems: list[Problem] = []
    answers: list[Answer] = []
    profile: tuple[ProfileField, ...] = ()
    register = Register()
    for name in sorted(files):
        if not name.endswith(".yaml"):
            problems.append(Problem(name, 1, 1, "a bank's file must end in .yaml; rename it"))
            continue
        reader = Reader(name, problems)
        try:
            text = files[name].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = files[name][: error.start].count(b"\n") + 1
            problems.append(Problem(name, line, 1, "not UTF-8 text"))
            continue
        root, found = parse(name, text)
        problems += found
        if root is None:
            continue
        if name == PROFILE_FILE:
            profile = read_profile(reader, root)
        elif name == REGISTER_FILE:
            register = read_register(reader, root)
        else:
            answers += read_topic(reader, root)
    problems += _duplicates(answers)
    bank = AnswerBank(
        path=folder, answers=tuple(answers), profile=profile, register=register, files=dict(files)
    )
    return bank, tuple(sorted(problems, key=lambda p: (p.path, p.line, p.column, p.message)))


def _duplicates(answers: Iterable[Answer]) -> list[Problem]:
    first: dict[str, Answer] = {}
    found = []
    for answer in answers:
        other = first.setdefault(answer.id, answer)
        if answer.id and other is not answer:
            place = answer.place
            found.append(
                Problem(
                    place.path,
                    place.line,
                    place.column,
                    f"answer id {answer.id!r} is already used at {other.place}",
                    "twice",
                )
            )
    return found
