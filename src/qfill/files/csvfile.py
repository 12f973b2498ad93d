"""csv files: read as a Grid, patched in place so that every other byte stays.

Encoding, byte order mark, delimiter, quoting and line ends are kept as they are; only the
fields that are written change. A text that a spreadsheet would run as a formula gets the
apostrophe that OWASP's advice on CSV injection asks for, and that is told.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from qfill.errors import QuestionnaireError, UnsafeFileError
from qfill.files.grid import MAX_LETTERS, Cell, Grid, check_letters
from qfill.files.interface import Patched
from qfill.language.normalise import fold
from qfill.model import CsvField, Place, Write, column_letters

MOST_BYTES = 64 << 20
"""Bytes that a csv may hold."""
MOST_COLUMNS = 2_000
MOST_FIELDS = 2_000_000
"""Fields of all records together; a field takes about 300 bytes of memory."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = (",", ";", "\t", "|")
_APPENDED = ("answer", "comment")
_SAMPLE = 50_000
"""Characters by which the delimiter is decided."""
_TOLD = re.compile("sep=([,;\t|])\r?\n", re.IGNORECASE)
"""A first line by which Excel is told the delimiter."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")
_SPLIT = "delete what belongs to no question, or split the file"


@dataclass(frozen=True, slots=True)
class _Field:
    """One field: its text, and where it stands in the file's text (quotes included)."""

    text: str
    start: int
    end: int
    quoted: bool


NOTHING = _Field("", 0, 0, False)
"""What stands behind a record's last field."""


@dataclass(kw_only=True)
class CsvQuestionnaire:
    """A csv file as read; see `QuestionnaireFile`."""

    path: Path
    data: bytes
    encoding: str
    bom: bytes
    text: str
    delimiter: str
    newline: str
    records: list[list[_Field]]
    head: int = 1
    """The record that holds the header, where one is known: the second behind a `sep=;`."""
    known: bool = False
    """Whether the header names `question`, so that the columns it lacks can be appended."""
    appended: tuple[str, ...] = ()
    format: str = "csv"
    warnings: tuple[str, ...] = ()

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The records as rows, with the headings of the columns that are to be appended."""
        rows = {
            number: {column: Cell(found.text) for column, found in enumerate(record, 1) if found.text}
            for number, record in enumerate(self.records, 1)
        }
        for column, name in enumerate(self.appended, len(self.header) + 1):
            rows[self.head][column] = Cell(name)
        rows = {number: cells for number, cells in rows.items() if cells}
        return (Grid(rows=rows, locate=self.locate, header_row=self.head if self.known else None),)

    @property
    def header(self) -> list[_Field]:
        """The header's fields as they stand in the file."""
        return self.records[self.head - 1]

    def appending(self, names: Iterable[str]) -> CsvQuestionnaire:
        """The same file with these of its missing columns appended, and no others."""
        wanted = set(names)
        return replace(self, appended=tuple(name for name in self.appended if name in wanted))

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return sha256(self.data).hexdigest()

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        """Each column's heading, '' where it names no column alone: its letters then do."""
        headings = [*(one.text.strip() for one in self.header), *self.appended]
        counts = Counter(headings)
        letters = {column_letters(column) for column in range(1, max(map(len, self.records)) + 1)}
        return tuple(
            heading if counts[heading] == 1 and heading not in letters else "" for heading in headings
        )

    def locate(self, record: int, column: int) -> CsvField:
        """A field's place; appended columns lie right of the last one."""
        heading = self._headings[column - 1] if column <= len(self._headings) else ""
        return CsvField(record, column, heading)

    def read(self, places: Iterable[Place]) -> dict[Place, str]:
        """The texts that stand at these places now, '' where there is none."""
        found: dict[Place, str] = {}
        for place in places:
            if isinstance(place, CsvField):
                found[place] = self._field(place.record, place.column).text
        return found

    def _field(self, number: int, column: int) -> _Field:
        record = self.records[number - 1] if number <= len(self.records) else []
        return record[column - 1] if column <= len(record) else NOTHING

    def patch(self, writes: Iterable[Write]) -> tuple[bytes, Patched]:
        """The bytes with these fields' texts; raises QuestionnaireError for a place outside the file.

        A field that already reads so is left as it is written.
        """
        wanted: dict[int, dict[int, str]] = {}
        changes: dict[Place, tuple[str, ...]] = {}
        for write in writes:
            place = write.place
            if not isinstance(place, CsvField) or not 1 <= place.record <= len(self.records):
                raise QuestionnaireError(f"{self.path}: no such field: {place}")
            text, remark = _guarded(write.text)
            wanted.setdefault(place.record, {})[place.column] = text
            if remark:
                changes[place] = (remark,)
        spelt = {
            number: {
                column: self._quoted(text, self._field(number, column).quoted)
                for column, text in texts.items()
                if text != self._field(number, column).text
            }
            for number, texts in wanted.items()
        }
        return self.put(spelt), Patched(changes=changes)

    def put(self, spelt: Mapping[int, Mapping[int, str]]) -> bytes:
        """The bytes with these fields by record and column, spelt as they stand here, quotes and all.

        Raises QuestionnaireError for a character that the file's encoding lacks.
        """
        if not any(spelt.values()):
            return self.data
        width = max(len(self.header), *(column for fields in spelt.values() for column in fields))
        pieces: list[str] = []
        at = 0
        for number, record in enumerate(self.records, 1):
            fields = spelt.get(number, {})
            for column in sorted(fields):
                if column <= len(record):
                    pieces += [self.text[at : record[column - 1].start], fields[column]]
                    at = record[column - 1].end
            if appended := self._appended(number, fields, width):
                pieces += [self.text[at : record[-1].end], appended]
                at = record[-1].end
        pieces.append(self.text[at:])
        try:
            return self.bom + "".join(pieces).encode(self.encoding)
        except UnicodeEncodeError as error:
            raise QuestionnaireError(
                f"{self.path}: its encoding ({self.encoding}) has no {error.object[error.start]!r}",
                hint="save it as UTF-8 and fill that",
            ) from None

    def _appended(self, number: int, fields: Mapping[int, str], width: int) -> str:
        """What comes behind a record's last field, delimiters included; `width`: of the whole file."""
        record = self.records[number - 1]
        beyond = max((column for column in fields if column > len(record)), default=0)
        blank = len(record) == 1 and not record[0].text and not record[0].quoted
        if blank and not beyond:
            return ""
        # A whole record gets the new columns with the header, so that the table stays a rectangle.
        whole = self.known and number >= self.head and len(record) == len(self.header)
        columns = range(len(record) + 1, (width if whole else beyond) + 1)
        headings = (
            {column: self._quoted(self.locate(number, column).header, False) for column in columns}
            if number == self.head and self.known
            else {}
        )
        return "".join(
            self.delimiter + (fields.get(column) or headings.get(column, "")) for column in columns
        )

    def _quoted(self, text: str, quoted: bool) -> str:
        if quoted or any(mark in text for mark in (self.delimiter, '"', "\n", "\r")) or text != text.strip():
            return '"' + text.replace('"', '""') + '"'
        return text


def _guarded(text: str) -> tuple[str, str]:
    if text.startswith(_DANGEROUS):
        return "'" + text, "put an apostrophe before a text that a spreadsheet would run as a formula"
    return text, ""


def read_csv(path: Path, data: bytes) -> CsvQuestionnaire:
    """Read a csv; raises QuestionnaireError for broken text, UnsafeFileError for one beyond the limits."""
    if len(data) > MOST_BYTES:
        raise UnsafeFileError(f"{path}: larger than {MOST_BYTES >> 20} MB", hint=_SPLIT)
    bom, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    body = data[len(bom) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if bom:
            raise QuestionnaireError(f"{path}: not valid {encoding}", hint="save it anew as UTF-8") from None
        encoding = "cp1252"
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            raise QuestionnaireError(
                f"{path}: neither UTF-8 nor Windows-1252", hint="save it as UTF-8"
            ) from None
    if "\0" in text:
        raise QuestionnaireError(f"{path}: holds NUL characters, so it is not a csv", hint="save it as UTF-8")
    told = _TOLD.match(text)
    delimiter = told[1] if told else _delimiter(text)
    records = _split(path, text, delimiter)
    if not records:
        raise QuestionnaireError(f"{path}: the file is empty", hint="ask for the file again")
    if max(map(len, records)) > MOST_COLUMNS:
        raise UnsafeFileError(f"{path}: more than {MOST_COLUMNS} columns", hint=_SPLIT)
    head = 2 if told and len(records) > 1 else 1
    header = [fold(found.text).strip() for found in records[head - 1]]
    known = "question" in header
    return CsvQuestionnaire(
        path=path,
        data=data,
        encoding=encoding,
        bom=bom,
        text=text,
        delimiter=delimiter,
        newline="\r\n" if "\r\n" in text else "\n",
        records=records,
        head=head,
        known=known,
        appended=tuple(name for name in _APPENDED if name not in header) if known else (),
    )


def _delimiter(text: str) -> str:
    """The delimiter that parts the most records into the same number of fields, two at least.

    Of those that part as many, the one that parts them into the most.
    """
    sample = text[:_SAMPLE]

    def evenly(mark: str) -> tuple[int, int, int]:
        counts = Counter(count for count in _counts(sample, mark) if count)
        count, records = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return records, count, -_DELIMITERS.index(mark)

    return max(_DELIMITERS, key=evenly)


def _counts(text: str, mark: str) -> Iterator[int]:
    """How many delimiters each record holds outside quotes."""
    marks = re.compile(f'["{re.escape(mark)}\r\n]')
    count, inside, field_start, reopened = 0, False, 0, -1
    for found in marks.finditer(text):
        at, character = found.start(), found[0]
        if character == '"':
            # As in reading, a quote inside an unquoted field is text.
            inside = not inside if inside or at in (field_start, reopened) else False
            reopened = at + 1
        elif not inside:
            field_start = at + 1
            if character == mark:
                count += 1
            else:
                yield count
                count = 0
    yield count


_LINE_END = re.compile("[\r\n]")


def _split(path: Path, text: str, delimiter: str) -> list[list[_Field]]:
    """The records with every field's span, by RFC 4180; a quote inside an unquoted field is text."""
    records: list[list[_Field]] = []
    record: list[_Field] = []
    at, size, count = 0, len(text), 0
    ends = re.compile(f"[{re.escape(delimiter)}\r\n]")
    while at < size:
        if not record:
            # Most records hold no quote, and come apart at once.
            whole = text[at : _until(text, at, _LINE_END)]
            if '"' not in whole:
                parts = whole.split(delimiter)
                count += len(parts)
                for part in parts if count <= MOST_FIELDS else ():
                    record.append(_Field(part, at, at + len(part), False))
                    at += len(part) + 1
                    if len(part) > MAX_LETTERS:
                        check_letters(part, f"{path}: record {len(records) + 1}")
                if record:
                    records.append(record)
                    record = []
                    at += text[at - 1 : at + 1] == "\r\n"
                    continue
        count += 1
        if count > MOST_FIELDS:
            raise UnsafeFileError(f"{path}: more than {MOST_FIELDS:,} fields", hint=_SPLIT)
        if text[at] == '"':
            end = at + 1
            while True:
                end = text.find('"', end)
                if end < 0:
                    line = text.count("\n", 0, at) + 1
                    raise QuestionnaireError(
                        f"{path}:{line}: a quote is opened and never closed",
                        hint="close it, or save the file anew",
                    )
                if text[end + 1 : end + 2] == '"':
                    end += 2
                    continue
                break
            end += 1
            value = text[at + 1 : end - 1].replace('""', '"')
            rest = _until(text, end, ends)
            record.append(_Field(value + text[end:rest], at, rest, True))
            at = rest
        else:
            rest = _until(text, at, ends)
            record.append(_Field(text[at:rest], at, rest, False))
            at = rest
        if at - record[-1].start > MAX_LETTERS:
            check_letters(record[-1].text, f"{path}: record {len(records) + 1}")
        if at < size and text[at] == delimiter:
            at += 1
            if at == size:
                record.append(_Field("", at, at, False))
            continue
        records.append(record)
        record = []
        if text[at : at + 2] == "\r\n":
            at += 2
        elif at < size:
            at += 1
    if record:
        records.append(record)
    return records


def _until(text: str, at: int, ends: re.Pattern[str]) -> int:
    """Where the field that begins at a position ends."""
    found = ends.search(text, at)
    return found.start() if found else len(text)
