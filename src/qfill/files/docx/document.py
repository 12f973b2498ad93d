"""A Word file as a questionnaire: its tables and its question paragraphs.

Only the text of an answer is put into `word/document.xml`, in the type that the paragraph
prescribes; every other byte of it and every other member of the zip stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from qfill.errors import QuestionnaireError, UnsafeFileError
from qfill.files.container import DOCUMENT, TYPES, Container
from qfill.files.docx.blocks import Block, bare, edits, make_block, sole
from qfill.files.docx.tree import Node, read_tree
from qfill.files.grid import Area, Cell, Grid, MergeIndex, Validation
from qfill.files.interface import CellChange, Comparison, Patched, QuestionnaireFile, naming
from qfill.files.xmltext import FORBIDDEN, Encoding, from_utf8, to_utf8, whole_number
from qfill.language.messages import counted
from qfill.model import DocxPlace, Place, Write

_DOCUMENT = "word/document.xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SIGNATURE = "the file is signed; writing an answer breaks the signature"


@dataclass(kw_only=True)
class WordFile:
    """A docx file as read; see `QuestionnaireFile`."""

    path: Path
    data: bytes
    container: Container
    part: str
    """The member that holds the document, by the name that the zip gives it."""
    content: bytes
    encoding: Encoding
    blocks: dict[str, Block]
    grids: tuple[Grid, ...] = ()
    warnings: tuple[str, ...] = ()
    format: str = field(default="docx")

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return sha256(self.data).hexdigest()

    def read(self, places: Iterable[Place]) -> dict[Place, str]:
        """The texts that stand at these places now."""
        found: dict[Place, str] = {}
        for place in places:
            if isinstance(place, DocxPlace) and place.path in self.blocks:
                found[place] = self.blocks[place.path].text
        return found

    def patch(self, writes: Iterable[Write]) -> tuple[bytes, Patched]:
        """The bytes with these blocks' texts; raises QuestionnaireError for one that cannot be written."""
        changes: dict[Place, tuple[str, ...]] = {}
        wanted: list[tuple[int, int, bytes]] = []
        for write in writes:
            block = self.blocks.get(write.place.path) if isinstance(write.place, DocxPlace) else None
            if block is None:
                raise QuestionnaireError(f"{self.path}: no such place: {write.place}")
            if block.fixed:
                raise QuestionnaireError(f"{self.path}: {block.path} holds {block.holds} and is not written")
            text, replaced = FORBIDDEN.subn("\ufffd", write.text)
            if replaced:
                remark = f"replaced {counted(replaced, 'character')} that XML forbids"
                changes[write.place] = (remark,)
            wanted += edits(block, text, self.content)
        if not wanted:
            return self.data, Patched()
        content = self.content
        for start, end, new in sorted(wanted, reverse=True):
            content = content[:start] + new + content[end:]
        data = self.container.rewrite({self.part: from_utf8(content, self.encoding)})
        return data, Patched(changes=changes, warnings=self.warnings)


def read_document(path: Path, data: bytes) -> WordFile:
    """Read a docx; raises UnsafeFileError for a hostile or broken one, with `path` in the message."""
    with naming(path):
        return _read(path, data)


def _read(path: Path, data: bytes) -> WordFile:
    container = Container(data, DOCUMENT)
    member = container.find(_DOCUMENT)
    if member is None or TYPES not in container or _MAIN not in container.read(TYPES):
        raise UnsafeFileError("not a Word document (.docx)", hint=DOCUMENT.resave)
    content, encoding = to_utf8(container.read(member.name), member.name)
    body = read_tree(content, member.name).child("document", "body")
    if body is None:
        raise UnsafeFileError("the document has no body", hint=DOCUMENT.resave)
    blocks: dict[str, Block] = {}
    grids = [*_tables(body, blocks), *_paragraphs(body, blocks)]
    return WordFile(
        path=path,
        data=data,
        container=container,
        part=member.name,
        content=content,
        encoding=encoding,
        blocks=blocks,
        grids=tuple(grids),
        warnings=(_SIGNATURE,) if container.signed else (),
    )


def _inside(node: Node, name: str, around: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """The children of a name, with the content controls that hold them among others.

    A control around a single paragraph or cell stands for it; other controls and revisions
    are looked through.
    """
    for child in node.children:
        held = sole(child)
        if child.name == name or (held is not None and held.name == name):
            yield child, around
        elif child.name == "sdt":
            yield from _inside(child, name, (*around, child))
        elif child.name in ("sdtContent", "ins", "smartTag", "customXml"):
            yield from _inside(child, name, around)


def _tables(body: Node, blocks: dict[str, Block]) -> Iterable[Grid]:
    for number, (table, outer) in enumerate(_inside(body, "tbl"), 1):
        rows: dict[int, dict[int, Cell]] = {}
        validations: list[Validation] = []
        tall: dict[tuple[int, int], Area] = {}
        open_merges: dict[int, tuple[int, int]] = {}
        for row, (line, outside) in enumerate(_inside(table, "tr", outer), 1):
            column = 1 + _number(line.child("trPr", "gridBefore"), 0)
            for node, around in _inside(line, "tc", outside):
                cell = bare(node)
                span = _number(cell.child("tcPr", "gridSpan"), 1)
                last = column + span - 1
                merge = cell.child("tcPr", "vMerge")
                if merge is not None and merge.get("val") != "restart":
                    # A continued cell belongs to the one above it.
                    first, _ = open_merges.get(column, (row, last))
                    tall[first, column] = Area(first, column, row, last)
                else:
                    open_merges[column] = (row, last)
                    block = make_block(f"t{number}.r{row}.c{column}", node, around)
                    blocks[block.path] = block
                    rows.setdefault(row, {})[column] = _cell(block)
                    if span > 1:
                        tall[row, column] = Area(row, column, row, last)
                    if block.options:
                        validations.append(
                            Validation(areas=(Area(row, column, row, column),), options=block.options)
                        )
                column = last + 1
        yield Grid(
            rows=rows,
            locate=lambda row, column, number=number: DocxPlace(f"t{number}.r{row}.c{column}"),  # type: ignore[misc]
            merges=MergeIndex(tall.values()),
            validations=tuple(validations),
            title=f"table {number}",
        )


def _cell(block: Block) -> Cell:
    return Cell(block.text, locked=False, fixed=block.fixed, holds=block.holds)


def _number(node: Node | None, default: int) -> int:
    value = whole_number(node.get("val")) if node is not None else 0
    return value if 0 < value < 10_000 else default


def _paragraphs(body: Node, blocks: dict[str, Block]) -> Iterable[Grid]:
    """The body's paragraphs as rows: what stands in one, and the one below that takes its answer."""
    found = [
        make_block(f"p{number}", node, around) for number, (node, around) in enumerate(_inside(body, "p"), 1)
    ]
    blocks.update((block.path, block) for block in found)
    tables = [table.start for table, _ in _inside(body, "tbl")]
    rows: dict[int, dict[int, Cell]] = {0: {1: Cell("Question"), 2: Cell("Answer")}}
    validations: list[Validation] = []
    below: dict[int, Block] = {}
    unmarked: dict[int, str] = {}
    for first, last in _runs(found, tables):
        for at in range(first, last):
            block, number = found[at], at + 1
            if not block.text.strip() or block.labelled:
                continue
            behind = next((one for one in range(at + 1, last) if found[one].text.strip()), last)
            taker = _taker(found[at + 1 : min(behind + 1, last)])
            if taker is None:
                continue
            below[number] = taker
            rows[number] = {1: Cell(block.text), 2: _cell(taker)}
            if taker.options:
                area = Area(number, 2, number, 2)
                validations.append(Validation(areas=(area,), options=taker.options))
            if not taker.marked:
                unmarked[number] = found[behind].text if behind < last and not found[behind].heading else ""
    if len(rows) > 1:
        yield Grid(
            rows=rows,
            locate=lambda row, column: DocxPlace(
                below[row].path if column == 2 and row in below else f"p{row + column - 1}"
            ),
            validations=tuple(validations),
            header_row=0,
            title="its paragraphs",
            unmarked=unmarked,
        )


def _runs(blocks: Sequence[Block], tables: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The spans of paragraphs that follow each other without a table between."""
    first = 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or bisect_left(tables, blocks[at - 1].node.end) != bisect_left(
            tables, blocks[at].node.start
        ):
            yield first, at
            first = at


def _taker(following: Sequence[Block]) -> Block | None:
    """The paragraph that takes the answer of the one above: the next marked one, else the next if empty.

    `following` ends with the first that is not empty.
    """
    for block in following:
        if block.marked and (block.labelled or not block.text.strip()):
            return block
    return following[0] if following and not following[0].text.strip() else None


def compare_documents(before: QuestionnaireFile, after: QuestionnaireFile) -> Comparison:
    """Whether `after` is what writing its changed texts into `before` gives, byte for byte."""
    if not isinstance(before, WordFile) or not isinstance(after, WordFile):
        raise QuestionnaireError("only two docx files can be compared as docx")
    parts = len(before.container.members)
    if before.data == after.data:
        return Comparison(cells=(), differences=(), parts=parts, identical=parts)
    changed = [
        CellChange(place=DocxPlace(path), before=block.text, after=now.text)
        for path, block in before.blocks.items()
        if (now := after.blocks.get(path)) is not None and now.text != block.text
    ]
    differences = list(_differences(before, after, changed))
    return Comparison(
        cells=tuple(changed), differences=tuple(differences), parts=parts, identical=_identical(before, after)
    )


def _differences(before: WordFile, after: WordFile, changed: list[CellChange]) -> Iterable[str]:
    old, new = before.container, after.container
    if [member.name for member in old.members] != [member.name for member in new.members]:
        yield "members of the zip were added, dropped or moved"
        return
    for was, now in zip(old.members, new.members, strict=True):
        if was.name != before.part and old.raw(was) != new.raw(now):
            yield f"{was.name} changed"
    if set(before.blocks) != set(after.blocks):
        yield f"{before.part}: paragraphs or cells were added or dropped"
        return
    try:
        expected, _ = before.patch([Write(place=change.place, text=change.after) for change in changed])
    except QuestionnaireError as error:
        yield error.message
        return
    if Container(expected, DOCUMENT).read(before.part) != new.read(before.part):
        yield f"{before.part}: more changed than the texts of answers"


def _identical(before: WordFile, after: WordFile) -> int:
    now = {member.name: after.container.raw(member) for member in after.container.members}
    return sum(before.container.raw(member) == now.get(member.name) for member in before.container.members)
