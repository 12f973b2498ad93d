"""The register of sources: documents, completed questionnaires and decisions, and their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qfill.bank.reader import FACT_ID, Reader
from qfill.bank.tree import Node
from qfill.model import FilePlace

REGISTER_FILE = "sources.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement of a source, in our own words. `place`: a section's id, or a cell (`CAIQ!C12`)."""

    id: str
    source: str
    place: str
    says: str
    line: FilePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a document; `sha256` is that of its normalised text."""

    id: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What answers rest on. `kind`: document, questionnaire or decision."""

    id: str
    kind: str
    title: str
    line: FilePlace
    date: date | None = None
    language: str = ""
    file: str = ""
    who: str = ""
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All sources, and their facts by id."""

    sources: tuple[Source, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def source(self, fact: Fact) -> Source:
        """The source that states a fact."""
        return next(source for source in self.sources if source.id == fact.source)

    def where(self, fact: Fact) -> str:
        """A fact's source and section as a person reads it: `Security FAQ, section 3 (Encryption)`."""
        source = self.source(fact)
        section = next((found for found in source.sections if found.id == fact.place), None)
        if section is not None:
            return f"{source.title}, section {section.id} ({section.title})"
        return f"{source.title}, {fact.place}" if fact.place else source.title


_COMMON = ("id", "facts")
_KEYS = {
    "documents": (*_COMMON, "title", "language", "date", "sections"),
    "questionnaires": (*_COMMON, "file", "date", "title", "language"),
    "decisions": (*_COMMON, "who", "at", "audit"),
}
_KIND = {"documents": "document", "questionnaires": "questionnaire", "decisions": "decision"}


def read_register(reader: Reader, root: Node) -> Register:
    """The register of one tree; problems are noted in the reader."""
    if root.keys is None:
        reader.fail(root, f"{REGISTER_FILE} must be a mapping, not {root.kind}")
        return Register()
    reader.known(root, ("schema", *_KEYS), REGISTER_FILE)
    reader.version(root)
    sources: list[Source] = []
    facts: dict[str, Fact] = {}
    for group, keys in _KEYS.items():
        entries = root.get(group)
        if entries is None:
            continue
        if entries.items is None:
            reader.fail(entries, f"{group} must be a list, not {entries.kind}")
            continue
        for node in entries.items:
            if node.keys is None:
                reader.fail(node, f"an entry of {group} must be a mapping, not {node.kind}")
                continue
            source = _read_source(reader, group, node, keys, facts)
            if any(known.id == source.id for known in sources):
                reader.fail(node, f"the source id {source.id!r} is used twice", "twice")
            sources.append(source)
    return Register(sources=tuple(sources), facts=facts)


def _read_source(
    reader: Reader, group: str, node: Node, keys: tuple[str, ...], facts: dict[str, Fact]
) -> Source:
    name = reader.identifier(node, f"an entry of {group}", FACT_ID)
    what = f"source {name}"
    reader.known(node, keys, what)
    sections = tuple(
        Section(
            id=reader.identifier(item, f"a section of {what}", FACT_ID),
            title=reader.text(item.get("title"), f"{what}: title"),
            sha256=reader.text(item.get("sha256"), f"{what}: sha256"),
        )
        for item in _entries(reader, node.get("sections"), f"{what}: sections", ("id", "title", "sha256"))
    )
    own: list[Fact] = []
    for item in _entries(reader, node.get("facts"), f"{what}: facts", ("id", "place", "says")):
        fact = Fact(
            id=reader.identifier(item, f"a fact of {what}", FACT_ID),
            source=name,
            place=reader.text(item.get("place"), f"{what}: place"),
            says=reader.required(item, "says", f"a fact of {what}"),
            line=FilePlace(reader.path, item.line, item.column),
        )
        if item.get("says") is not None and not fact.says:
            reader.fail(item.get("says") or item, f"fact {fact.id} says nothing")
        if fact.id in facts:
            reader.fail(
                item,
                f"the fact id {fact.id!r} is used twice (first on line {facts[fact.id].line.line})",
                "twice",
            )
            continue
        if sections and fact.place and all(section.id != fact.place for section in sections):
            reader.fail(item.get("place") or item, f"fact {fact.id}: {name} has no section {fact.place!r}")
        facts[fact.id] = fact
        own.append(fact)
    file = reader.text(node.get("file") or node.get("audit"), f"{what}: file")
    return Source(
        id=name,
        kind=_KIND[group],
        title=reader.text(node.get("title"), f"{what}: title") or file or name,
        date=reader.day(node.get("date") or node.get("at"), f"{what}: date"),
        language=reader.text(node.get("language"), f"{what}: language"),
        file=file,
        who=reader.text(node.get("who"), f"{what}: who"),
        sections=sections,
        facts=tuple(own),
        line=FilePlace(reader.path, node.line, node.column),
    )


def _entries(reader: Reader, node: Node | None, what: str, keys: tuple[str, ...]) -> list[Node]:
    if node is None:
        return []
    if node.items is None:
        reader.fail(node, f"{what} must be a list, not {node.kind}")
        return []
    found = []
    for item in node.items:
        if item.keys is None:
            reader.fail(item, f"an entry of {what} must be a mapping, not {item.kind}")
            continue
        reader.known(item, keys, f"an entry of {what}")
        found.append(item)
    return found
