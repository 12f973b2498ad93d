"""The workbook's own parts: relationships, sheets, defined names, whether it recalculates."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from qfill.errors import QuestionnaireError
from qfill.files.container import TYPES, Container
from qfill.files.xmltext import make_parser, parse, to_utf8, whole_number

MAIN = frozenset(
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
)
"""The namespaces of spreadsheet elements: transitional and ISO-Strict."""
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
X12AC = "http://schemas.microsoft.com/office/spreadsheetml/2011/1/ac"
_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_WORKBOOK_TYPES = (
    "sheet.main+xml",
    "sheet.macroenabled.main+xml",
    "template.main+xml",
    "template.macroenabled.main+xml",
)

Handler = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; `kind` is the last word of its type, `target` a part's name."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One worksheet; `position` counts all sheets from 0, charts included."""

    name: str
    part: str
    position: int
    visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookParts:
    """What workbook.xml and its relationships say."""

    part: str
    sheets: tuple[SheetPart, ...]
    names: Mapping[tuple[str, int | None], str]
    """Defined names, case folded, by the position of the sheet they belong to (None: all)."""
    date1904: bool
    strings: str | None
    styles: str | None
    signed: bool


def local_name(name: str) -> tuple[str, str]:
    """Namespace and local name of an element as the parser reports it."""
    space, _, local = name.rpartition(" ")
    return space, local


def walk(
    container: Container, part: str, handler: Handler, text: Callable[[str], None] | None = None
) -> None:
    """Call `handler` for each element of a part, `text` for each run of characters."""
    content, _ = to_utf8(container.read(part), part)
    parser = make_parser(part)
    parser.StartElementHandler = handler
    if text is not None:
        parser.CharacterDataHandler = text
    parse(parser, content, part)


def relationships(container: Container, part: str) -> tuple[Relationship, ...]:
    """The relationships of a part ('' for the package), none where it has no such file."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if rels not in container:
        return ()
    found: list[Relationship] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if local_name(name)[1] != "Relationship":
            return
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
            if (member := container.find(target)) is not None:
                target = member.name
        kind = attributes.get("Type", "").rpartition("/")[2]
        found.append(Relationship(attributes.get("Id", ""), kind, target, external))

    walk(container, rels, element)
    return tuple(found)


def content_types(container: Container) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by part (overrides) and by extension (defaults), all in lower case."""
    overrides: dict[str, str] = {}
    defaults: dict[str, str] = {}

    def element(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if local_name(name)[1] == "Override":
            overrides[attributes.get("PartName", "").lstrip("/").lower()] = kind
        elif local_name(name)[1] == "Default":
            defaults[attributes.get("Extension", "").lower()] = kind

    walk(container, TYPES, element)
    return overrides, defaults


def read_parts(container: Container) -> WorkbookParts:
    """The sheets and names of a workbook; raises QuestionnaireError for another kind of document."""
    if TYPES not in container:
        raise QuestionnaireError(
            "the file is a zip, but no workbook", hint="unpack it and name the .xlsx in it"
        )
    package = relationships(container, "")
    main = next((rel.target for rel in package if rel.kind == "officeDocument"), "xl/workbook.xml")
    member = container.find(main)
    if member is None:
        raise QuestionnaireError(
            "the file holds no workbook", hint="qfill reads .xlsx, .xlsm, .csv and .docx"
        )
    main = member.name
    overrides, defaults = content_types(container)
    kind = overrides.get(main.lower(), defaults.get(main.rpartition(".")[2].lower(), ""))
    if kind and not kind.endswith(_WORKBOOK_TYPES):
        raise QuestionnaireError(
            f"the file holds another kind of document ({kind.rpartition('.')[2] or kind})",
            hint="give it its own ending, or save it as .xlsx",
        )
    rels = {rel.id: rel for rel in relationships(container, main)}
    sheets: list[SheetPart] = []
    names: dict[tuple[str, int | None], str] = {}
    state = {"position": 0, "date1904": False}
    open_name: list[tuple[str, int | None]] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        space, local = local_name(name)
        if space not in MAIN:
            return
        open_name.clear()
        if local == "sheet":
            rel = rels.get(_relationship_id(attributes))
            if rel is not None and rel.kind == "worksheet" and rel.target in container:
                visible = attributes.get("state", "visible") == "visible"
                title = attributes.get("name", "")
                sheets.append(
                    SheetPart(name=title, part=rel.target, position=int(state["position"]), visible=visible)
                )
            state["position"] += 1
        elif local == "workbookPr":
            state["date1904"] = attributes.get("date1904", "0") in ("1", "true")
        elif local == "definedName":
            scope = attributes.get("localSheetId", "")
            open_name.append((attributes.get("name", "").casefold(), whole_number(scope) if scope else None))

    def text(chunk: str) -> None:
        if open_name:
            names[open_name[0]] = names.get(open_name[0], "") + chunk

    walk(container, main, element, text)
    titles = [sheet.name for sheet in sheets]
    if len(set(titles)) != len(titles) or len({sheet.part for sheet in sheets}) != len(sheets):
        raise QuestionnaireError(
            "two sheets share a name or a part", hint="let Excel repair the file, and save it"
        )
    by_kind = {rel.kind: rel.target for rel in rels.values() if not rel.external and rel.target in container}
    one_each = [main, *(sheet.part for sheet in sheets)]
    one_each += [by_kind[kind] for kind in ("sharedStrings", "styles") if kind in by_kind]
    if len(set(one_each)) != len(one_each):
        raise QuestionnaireError(
            "one part of the workbook is named as two things", hint="let Excel repair the file, and save it"
        )
    return WorkbookParts(
        part=main,
        sheets=tuple(sheets),
        names=names,
        date1904=bool(state["date1904"]),
        strings=by_kind.get("sharedStrings"),
        styles=by_kind.get("styles"),
        signed=container.signed,
    )


def _relationship_id(attributes: dict[str, str]) -> str:
    for space in _RELATIONSHIPS:
        if (found := attributes.get(f"{space} id")) is not None:
            return found
    return ""
