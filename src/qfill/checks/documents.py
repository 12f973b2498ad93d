"""A document held against the register: whether its sections still stand as they were registered."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from qfill.bank import Register, Source
from qfill.checks.bench import ChangedSection
from qfill.language.normalise import squash

_LONGEST = 300
"""How many lines or paragraphs a section may have; each run of so many is compared."""


def changed_sections(
    register: Register, name: str, lines: Sequence[str]
) -> tuple[ChangedSection, ...] | None:
    """The registered sections that no longer stand in a document; None where it is none of the register's.

    `lines` are the document's lines or paragraphs in order. A section is found by its hash
    wherever a run of whole lines has it, so that no heading has to be recognised. A document
    belongs to the source whose name it bears (its id or its title), else to the one of which
    most sections stand in it.
    """
    wanted = {section.sha256 for source in register.sources for section in source.sections if section.sha256}
    found = _hashes([squash(line) for line in lines if line.strip()], wanted)
    stem = name.rpartition("/")[2].rpartition(".")[0]

    def belongs(source: Source) -> tuple[bool, int]:
        named = stem == source.id or stem.startswith(f"{source.id}.") or stem == squash(source.title)
        return named, sum(section.sha256 in found for section in source.sections)

    source = max((one for one in register.sources if one.sections), key=belongs, default=None)
    if source is None or not any(belongs(source)):
        return None
    return tuple(
        ChangedSection(source=source.id, section=section.id, document=name)
        for section in source.sections
        if section.sha256 and section.sha256 not in found
    )


def _hashes(lines: Sequence[str], wanted: set[str]) -> set[str]:
    """Which of the hashes wanted a run of lines has."""
    found: set[str] = set()
    for first in range(len(lines)):
        digest = sha256()
        for number in range(first, min(first + _LONGEST, len(lines))):
            digest.update((" " if number > first else "").encode() + lines[number].encode())
            if (now := digest.hexdigest()) in wanted:
                found.add(now)
    return found
