"""The profile: what a form's label rows (vendor name, product, web site) are answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qfill.bank.reader import Reader
from qfill.bank.tree import Node
from qfill.model import LANGUAGES, FilePlace

PROFILE_FILE = "profile.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """A label row's answer; an empty `value` is one that the sources do not state."""

    id: str
    place: FilePlace
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value: str = ""
    facts: tuple[str, ...] = ()


def read_profile(reader: Reader, root: Node) -> tuple[ProfileField, ...]:
    """The fields of one tree; problems are noted in the reader."""
    if root.keys is None:
        reader.fail(root, f"{PROFILE_FILE} must be a mapping, not {root.kind}")
        return ()
    reader.known(root, ("schema", "fields"), PROFILE_FILE)
    reader.version(root)
    entries = root.get("fields")
    if entries is None:
        return ()
    if entries.items is None:
        reader.fail(entries, f"fields must be a list, not {entries.kind}")
        return ()
    found: list[ProfileField] = []
    for node in entries.items:
        if node.keys is None:
            reader.fail(node, f"a field must be a mapping, not {node.kind}")
            continue
        reader.known(node, ("id", "labels", "value", "facts"), "a field")
        name = reader.identifier(node, "a field")
        if any(known.id == name for known in found):
            reader.fail(node, f"the field id {name!r} is used twice", "twice")
        labels = reader.mapping(node.get("labels"), f"field {name}: labels")
        if (languages := node.get("labels")) is not None and languages.keys is not None:
            reader.known(languages, LANGUAGES, f"field {name}: labels")
        found.append(
            ProfileField(
                id=name,
                labels={
                    language: reader.texts(value, f"field {name}: labels {language}", wordings=True)
                    for language, value in labels.items()
                },
                value=reader.text(node.get("value"), f"field {name}: value"),
                facts=reader.texts(node.get("facts"), f"field {name}: facts"),
                place=FilePlace(reader.path, node.line, node.column),
            )
        )
    return tuple(found)
