"""Where outputs go, when one may be replaced, and how a file is written whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Self

from qfill.errors import OutputError, QuestionnaireError, RecordError
from qfill.records.audit import read_audit
from qfill.records.seal import unbroken


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputNames:
    """The files that a fill writes; the page where rows wait, the marked copy where it is asked for."""

    output: Path
    audit: Path
    page: Path

    @property
    def marked(self) -> Path:
        """The reviewer's copy of a workbook."""
        return self.output.with_name(f"{self.output.stem}.marked{self.output.suffix}")


def output_names(
    source: Path, output: Path | None = None, audit: Path | None = None, page: Path | None = None
) -> OutputNames:
    """The outputs' paths for one input; `output` may be a folder, which need not be there yet.

    Raises OutputError where one would be written over the input or over another output, and
    QuestionnaireError for an input that is no file's name.
    """
    if not source.name:
        raise QuestionnaireError(f"{source}: is a folder", hint="name the files in it")
    own = source.with_name(f"{source.stem}.filled{source.suffix}").name
    folder = output if output is not None and names_folder(output) else None
    if output is None:
        target = source.with_name(own)
    elif folder is not None:
        target = folder / own
    else:
        target = output
        if target.suffix.lower() != source.suffix.lower():
            raise OutputError(
                f"{target}: a {source.suffix} file stays one when it is answered",
                hint=f"name it {target.with_suffix(source.suffix).name}",
            )
    names = OutputNames(
        output=target,
        audit=audit or target.with_name(target.name + ".audit.json"),
        page=page or target.with_name(target.name + ".review.html"),
    )
    taken: dict[Path, Path] = {real(source): source}
    for path in (names.output, names.audit, names.page):
        other = taken.get(real(path))
        if other is None and path.exists() and source.exists() and path.samefile(source):
            other = source
        if other is not None:
            raise OutputError(f"{path}: would be written over {other}", hint="give another name with -o")
        if path.is_dir():
            raise OutputError(f"{path}: is a folder", hint="name a file in it")
        taken[real(path)] = path
        # The folder of an input that is not there is told of with the input.
        if path.parent not in (folder, source.parent) and not path.parent.is_dir():
            raise OutputError(f"{path.parent}: no such folder", hint="make it first, or write elsewhere")
    return names


def real(path: Path) -> Path:
    """Where a path leads, by every link; links that lead round in a circle lead nowhere else."""
    return Path(os.path.realpath(path))


def names_folder(path: Path) -> bool:
    """Whether an output is a folder: one that is there, or a new name without a file's ending."""
    return path.is_dir() or not (path.exists() or path.suffix[1:].isalpha())


def file_stem(text: str, otherwise: str) -> str:
    """A text as a file's name without its ending; `otherwise` where nothing is left of it."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-.") or otherwise


class Spooled:
    """Bytes made in parts: held in memory while they are few, in a nameless file from then on."""

    _HELD = 4 * 1024 * 1024
    _PART = 1024 * 1024

    def __init__(self, parts: Iterable[bytes]) -> None:
        digest = sha256()
        self._file = SpooledTemporaryFile(max_size=self._HELD)  # noqa: SIM115 (it lives as long as this does)
        try:
            for part in parts:
                digest.update(part)
                self._file.write(part)
        except OSError as error:
            self._file.close()
            raise OutputError(f"the temporary folder cannot be written ({error.strerror})") from None
        self.sha256 = digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while part := self._file.read(self._PART):
            yield part


def check_replaceable(names: OutputNames, output: bytes, audit: bytes | Spooled, *, force: bool) -> None:
    """Refuse to replace what somebody may have worked on; raises OutputError.

    The output goes without a word when it is what would be written anyway or what its audit
    says that qfill wrote; an audit when it is as qfill wrote it, unless a person's decisions
    stand in it.
    """
    if force:
        return
    there, recorded = held_bytes(names.output), held_bytes(names.audit)
    known, decided = "", False
    new = audit.sha256 if isinstance(audit, Spooled) else sha256(audit).hexdigest()
    # A long audit is not taken apart again where it would stay as it is.
    if recorded is not None and sha256(recorded).hexdigest() != new:
        try:
            old = read_audit(str(names.audit), recorded)
        except RecordError:
            raise OutputError(
                f"{names.audit}: exists and is not an audit that qfill wrote",
                hint="move it away, or pass --force to replace it",
            ) from None
        if real(names.audit.parent / old.output["path"]) != real(names.output):
            raise OutputError(
                f"{names.audit}: is the audit of another file, {old.output['path']}",
                hint="write elsewhere with --audit, or pass --force to replace it",
            )
        if not unbroken(recorded):
            raise OutputError(
                f"{names.audit}: exists and is not what qfill wrote there",
                hint="somebody may have edited it: move it away, or pass --force to replace it",
            )
        known = old.output_sha256
        decided = any(row.decision for row in old.rows)
    if there is not None and there != output and sha256(there).hexdigest() != known:
        raise OutputError(
            f"{names.output}: exists and is not what qfill wrote there",
            hint="somebody may have edited it: move it away, write elsewhere with -o, or pass --force",
        )
    if decided:
        raise OutputError(
            f"{names.audit}: holds decisions that a person made",
            hint="write elsewhere with -o, or pass --force to give the decisions up",
        )


def held_bytes(path: Path) -> bytes | None:
    """What an output's place holds already, None for nothing; raises OutputError."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path}: exists and cannot be read ({error.strerror})") from None


_WRITABLE = "check the folder's rights, the space left, and that no other program holds the file open"


def draft_name(target: Path) -> Path:
    """The hidden file that a target is written to first."""
    return target.with_name(f".{target.name}.{os.getpid()}.draft")


def write_draft(target: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write a target's draft beside it and flush it to disk; drafts of dead runs are swept."""
    _sweep(target)
    draft = draft_name(target)
    try:
        with draft.open("wb") as stream:
            for part in (data,) if isinstance(data, bytes) else data:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutputError(f"{target}: cannot be written ({error.strerror})", hint=_WRITABLE) from None
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def replace_file(target: Path, data: bytes | Iterable[bytes]) -> None:
    """Put a file in place whole: a reader sees the old one or the new one, never a part."""
    replace_files(((target, data),))


def put_new(target: Path, data: bytes, *, force: bool, hint: str = "") -> None:
    """Put a file in place, unless one that holds something else is there; raises OutputError."""
    if not force and held_bytes(target) not in (None, data):
        raise OutputError(
            f"{target}: exists and holds something else",
            hint=hint or "move it away, or pass --force to replace it",
        )
    replace_file(target, data)


def make_folder(path: Path) -> None:
    """Make a folder for outputs, and those above it, where they are missing; raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror})") from None


def replace_files(files: Iterable[tuple[Path, bytes | Iterable[bytes]]]) -> None:
    """Put several files in place: all drafts are on disk before the first swap, in the order given."""
    drafts: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for target, data in files:
            if any(target == other for _, other in drafts):
                raise OutputError(f"{target}: would be written twice")
            drafts.append((write_draft(target, data), target))
        for draft, target in drafts:
            draft.replace(target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror})", hint=_WRITABLE) from None
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    prefix, suffix = f".{target.name}.", ".draft"
    with suppress(OSError):
        for found in target.parent.iterdir():
            number = found.name[len(prefix) : -len(suffix)]
            ours = found.name.startswith(prefix) and found.name.endswith(suffix) and number.isdigit()
            if ours and not _alive(int(number)):
                found.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end the process there; its draft is left alone
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return process != os.getpid()
