"""The zip around a workbook: looked over before anything is unpacked, rewritten member by member.

Members that nobody changed are copied as they lie in the file, local header, compressed
bytes and data descriptor, so that they stay the same to the bit. Python's zipfile is
not used: it forgives what two readers could read differently, and compresses anew.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qfill.errors import UnsafeFileError

MAX_UNPACKED = 512 << 20
"""Bytes that all members together may unpack to."""
MAX_PART = 128 << 20
"""Bytes that one part may unpack to if qfill has to read it."""
MAX_READ = 192 << 20
"""Bytes that the parts that qfill has to read may unpack to together."""
MAX_TAGS = 8_000_000
"""Tags that they may hold together; about five seconds of reading."""
MAX_RATIO = 200
"""How much smaller than its content a member of more than `RATIO_FROM` bytes may be."""
RATIO_FROM = 1 << 20
MAX_MEMBERS = 20_000

TYPES = "[Content_Types].xml"
"""The member that says of which content type each other one is."""

_EOCD = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED, _DEFLATED = 0, 8
_UNSAFE_NAME = re.compile(r"(^|/)\.\.?(/|$)|^/|//|\\|[\x00-\x1f]|^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a zip is to its owner, for messages: the noun, its ending, and the program that makes it."""

    noun: str
    ending: str
    program: str

    @property
    def resave(self) -> str:
        """What to do about a zip that its program would write otherwise."""
        return f"open it in {self.program} or LibreOffice, save it as {self.ending} and try that copy"


WORKBOOK = Kind("workbook", ".xlsx", "Excel")
DOCUMENT = Kind("document", ".docx", "Word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One entry of the zip: where it lies, and its record in the directory at the end."""

    name: str
    start: int
    """Where its local header begins."""
    data: int
    """Where its compressed bytes begin."""
    packed: int
    size: int
    crc: int
    method: int
    end: int
    """Where the next member (or the directory) begins."""
    record: bytes


class Container:
    """A zip that was found safe to open; raises UnsafeFileError for any other bytes."""

    def __init__(self, data: bytes, kind: Kind = WORKBOOK) -> None:
        self.data = data
        self.kind = kind
        self.directory, count, self.tail = _find_directory(data, kind)
        self.members = _members(data, self.directory, count, self.tail, kind)
        self._by_name = {member.name: member for member in self.members}
        self._folded: dict[str, Member] = {}
        self._read: set[str] = set()
        self._bytes_left, self._tags_left = MAX_READ, MAX_TAGS
        for member in self.members:
            if self._folded.setdefault(member.name.casefold(), member) is not member:
                raise UnsafeFileError(f"two members of the zip are called {member.name!r}", hint=kind.resave)

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def find(self, name: str) -> Member | None:
        """The member of that name; case counts only where it has to (part names ignore it)."""
        return self._by_name.get(name) or self._folded.get(name.casefold())

    @property
    def signed(self) -> bool:
        """Whether it holds a digital signature, which any change breaks."""
        return any(member.name.casefold().startswith("_xmlsignatures/") for member in self.members)

    def raw(self, member: Member) -> bytes:
        """The member's compressed bytes."""
        return self.data[member.data : member.data + member.packed]

    def read(self, name: str) -> bytes:
        """A member's content; never more than it declares, and only if its checksum holds.

        What all members that are read hold together is limited, however often one is read.
        """
        member = self.find(name)
        if member is None:
            raise UnsafeFileError(f"the {self.kind.noun} lacks its part {name}", hint=self.kind.resave)
        if member.size > MAX_PART:
            raise UnsafeFileError(
                f"{name} unpacks to {member.size >> 20} MB; qfill reads parts up to {MAX_PART >> 20} MB",
                hint="delete sheets and rows that belong to no question, or split the file",
            )
        content = self.raw(member)
        if member.method == _DEFLATED:
            content = _inflate(content, member, self.kind)
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise UnsafeFileError(
                f"{name} is damaged: its checksum or length is wrong", hint=self.kind.resave
            )
        if member.name not in self._read:
            self._read.add(member.name)
            self._count(content)
        return content

    def _count(self, content: bytes) -> None:
        self._bytes_left -= len(content)
        self._tags_left -= content.count(b"<")
        if self._bytes_left < 0 or self._tags_left < 0:
            most = f"{MAX_READ >> 20} MB" if self._bytes_left < 0 else f"{MAX_TAGS:,} tags"
            raise UnsafeFileError(
                f"the parts that qfill has to read hold more than {most}",
                hint="delete sheets and rows that belong to no question, or split the file",
            )

    def rewrite(
        self,
        replaced: Mapping[str, bytes],
        *,
        added: Iterable[tuple[str, bytes]] = (),
    ) -> bytes:
        """The zip with some members' content replaced, and with new ones added at the end.

        A name finds its member as in `find`; raises ValueError for one that no member has.
        """
        contents = {self._known(name).name: content for name, content in replaced.items()}
        by_start = sorted(self.members, key=lambda member: member.start)
        out: list[bytes] = [self.data[: by_start[0].start]] if by_start else []
        position = len(out[0]) if out else 0
        records: dict[str, bytes] = {}
        for member in by_start:
            if member.name in contents:
                body, record = self._packed_anew(member, contents[member.name])
            else:
                body, record = self.data[member.start : member.end], member.record
            records[member.name] = record[:42] + struct.pack("<L", position) + record[46:]
            out.append(body)
            position += len(body)
        order = [member.name for member in self.members]
        for name, content in added:
            body, record = _new_member(name, content)
            records[name] = record[:42] + struct.pack("<L", position) + record[46:]
            out.append(body)
            position += len(body)
            order.append(name)
        directory = b"".join(records[name] for name in order)
        count = len(order)
        end = _EOCD.pack(b"PK\5\6", 0, 0, count, count, len(directory), position, len(self.tail))
        return b"".join([*out, directory, end, self.tail])

    def _known(self, name: str) -> Member:
        member = self.find(name)
        if member is None:
            raise ValueError(f"the zip has no member {name!r} to replace")
        return member

    def _packed_anew(self, member: Member, content: bytes) -> tuple[bytes, bytes]:
        packed = content if member.method == _STORED else _deflate(content)
        crc = zlib.crc32(content)
        sizes = struct.pack("<3L", crc, len(packed), len(content))
        header = self.data[member.start : member.data]
        # Bit 3 says that sizes follow the data; they are known now and stand in the header.
        flags = struct.unpack_from("<H", header, 6)[0] & ~8
        header = header[:6] + struct.pack("<H", flags) + header[8:14] + sizes + header[26:]
        record = member.record
        record = record[:8] + struct.pack("<H", flags) + record[10:16] + sizes + record[28:]
        return header + packed, record


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _inflate(packed: bytes, member: Member, kind: Kind) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(packed, member.size + 1)
    except zlib.error:
        raise UnsafeFileError(f"{member.name} is damaged and cannot be unpacked", hint=kind.resave) from None
    return content


def _new_member(name: str, content: bytes) -> tuple[bytes, bytes]:
    encoded = name.encode()
    flags = 0 if name.isascii() else 0x800
    packed = _deflate(content)
    # 1980-01-01, the zip's own zero: a clock would make equal inputs give unequal bytes.
    common = (20, flags, _DEFLATED, 0, 0x21, zlib.crc32(content), len(packed), len(content), len(encoded), 0)
    local = _LOCAL.pack(b"PK\3\4", *common) + encoded
    record = _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, 0) + encoded
    return local + packed, record


def _find_directory(data: bytes, kind: Kind) -> tuple[int, int, bytes]:
    """Where the directory begins, how many members it is to hold, and the zip's comment."""
    if data[:8] == _OLE:
        raise UnsafeFileError(
            f"the file is encrypted or an old binary {kind.noun}, not a plain {kind.ending}",
            hint=f"open it in {kind.program}, remove the password (File > Info > Protect"
            f" {kind.noun.capitalize()}), save it as {kind.ending}",
        )
    at = data.rfind(b"PK\5\6", max(0, len(data) - 22 - 0xFFFF))
    if at < 0 or at + 22 > len(data):
        raise UnsafeFileError(
            "the file is not a zip, or its end is missing",
            hint=f"ask for the file again; it was cut off or is no {kind.ending}",
        )
    _, disk, first_disk, here, count, size, offset, comment = _EOCD.unpack_from(data, at)
    if at + 22 + comment != len(data):
        raise UnsafeFileError("bytes follow the end of the zip, or its end is cut off", hint=kind.resave)
    if 0xFFFFFFFF in (size, offset) or 0xFFFF in (here, count) or data[at - 20 : at - 16] == b"PK\6\7":
        raise UnsafeFileError(f"the zip is in the zip64 form, which no {kind.noun} needs", hint=kind.resave)
    if disk or first_disk or here != count or offset + size != at:
        raise UnsafeFileError("the zip's directory does not lie where its end says", hint=kind.resave)
    if count > MAX_MEMBERS:
        raise UnsafeFileError(
            f"the zip has {count} members; qfill opens at most {MAX_MEMBERS}", hint=kind.resave
        )
    return offset, count, data[at + 22 :]


def _members(data: bytes, directory: int, count: int, tail: bytes, kind: Kind) -> tuple[Member, ...]:
    """The members in the directory's order, each checked against its own local header."""
    end = len(data) - len(tail) - 22
    position = directory
    found: list[tuple[str, int, int, int, int, int, int, bytes]] = []
    while position < end:
        if len(found) > MAX_MEMBERS or position + 46 > end or data[position : position + 4] != b"PK\1\2":
            raise UnsafeFileError("the zip's directory is damaged", hint=kind.resave)
        head = _CENTRAL.unpack_from(data, position)
        flags, method, crc, packed, size = head[3], head[4], head[7], head[8], head[9]
        length = 46 + head[10] + head[11] + head[12]
        raw_name = data[position + 46 : position + 46 + head[10]]
        record = data[position : position + length]
        position += length
        name = raw_name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        _check_member(name, flags, method, packed, size, head[16], kind)
        start = head[16]
        begin = _data_start(data, name, raw_name, start, head, kind)
        found.append((name, start, begin, packed, size, crc, method, record))
    if len(found) != count:
        raise UnsafeFileError(
            f"the zip's directory lists {len(found)} members, its end says {count}", hint=kind.resave
        )
    if sum(entry[4] for entry in found) > MAX_UNPACKED:
        raise UnsafeFileError(
            f"the {kind.noun} unpacks to more than {MAX_UNPACKED >> 20} MB",
            hint="this is a zip bomb, or no questionnaire",
        )
    starts = sorted(entry[1] for entry in found)
    following = (
        dict(zip(starts, [*starts[1:], directory], strict=True)) if len(set(starts)) == len(starts) else {}
    )
    members = []
    for name, start, begin, packed, size, crc, method, record in found:
        limit = following.get(start, -1)
        if begin + packed > limit:
            raise UnsafeFileError(f"the zip's member {name!r} overlaps another", hint=kind.resave)
        members.append(
            Member(
                name=name, start=start, data=begin, packed=packed, size=size,
                crc=crc, method=method, end=limit, record=record,
            )
        )  # fmt: skip
    return tuple(members)


def _check_member(name: str, flags: int, method: int, packed: int, size: int, start: int, kind: Kind) -> None:
    if _UNSAFE_NAME.search(name) or not name:
        raise UnsafeFileError(f"the zip's member {name!r} has an unsafe path", hint=kind.resave)
    if flags & 0x2041:
        raise UnsafeFileError(
            f"the zip's member {name!r} is encrypted", hint="ask for a copy without a password"
        )
    if method not in (_STORED, _DEFLATED):
        raise UnsafeFileError(
            f"the zip's member {name!r} is packed in a way no {kind.noun} is", hint=kind.resave
        )
    if 0xFFFFFFFF in (packed, size, start):
        raise UnsafeFileError(f"the zip is in the zip64 form, which no {kind.noun} needs", hint=kind.resave)
    if size > RATIO_FROM and size > MAX_RATIO * packed:
        raise UnsafeFileError(
            f"{name} unpacks to {size // max(packed, 1)} times its size; qfill stops at {MAX_RATIO}",
            hint="this is a zip bomb, or no questionnaire",
        )


def _data_start(
    data: bytes, name: str, raw_name: bytes, start: int, head: tuple[int, ...], kind: Kind
) -> int:
    """Where the member's bytes begin; its local header must say what the directory says."""
    if start + 30 > len(data) or data[start : start + 4] != b"PK\3\4":
        raise UnsafeFileError(
            f"the zip's member {name!r} does not lie where the directory says", hint=kind.resave
        )
    local = _LOCAL.unpack_from(data, start)
    begin: int = start + 30 + local[9] + local[10]
    same = data[start + 30 : start + 30 + local[9]] == raw_name and local[3] == head[4]
    sizes_follow = bool(local[2] & 8)
    if not same or (not sizes_follow and local[6:9] != (head[7], head[8], head[9])):
        raise UnsafeFileError(f"the zip's member {name!r} has two different headers", hint=kind.resave)
    return begin
