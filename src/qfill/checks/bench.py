"""What the rules work on: a bank as far as it could be read, the day, and the places of its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from qfill.bank import AnswerBank
from qfill.bank.tree import Node, Problem, parse
from qfill.checks.rule import Finding
from qfill.language.lexicon import Lexicon
from qfill.language.lexicon_data import load_lexicon
from qfill.matching import Matcher
from qfill.matching.cache import cache_path
from qfill.model import LANGUAGES, Answer, FilePlace
from qfill.settings import CheckSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A question of past questionnaires that nothing answers yet. `times`: how many asked it."""

    question: str
    times: int
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSection:
    """A section of the register whose text no longer stands in the document that was given."""

    source: str
    section: str
    document: str


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One bank on the workbench, and how it is looked at.

    `changed` are the sections that a document no longer holds, `recurring` the unanswered
    questions of past audits, `domains` the rows and the answered rows of each domain of CAIQ.
    """

    bank: AnswerBank
    problems: Sequence[Problem] = ()
    today: date
    options: CheckSettings = field(default_factory=CheckSettings)
    changed: Sequence[ChangedSection] = ()
    recurring: Sequence[Recurring] = ()
    domains: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher of the bank's approved answers."""
        whole = (answer for answer in self.bank.answers if answer.id and any(answer.phrasings.values()))
        return Matcher(whole, cache=cache_path(self.bank.sha256))

    @property
    def lexicon(self) -> Lexicon:
        """The security lexicon."""
        return load_lexicon()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that every answer is expected in: those set, else those of more than half."""
        if self.options.languages:
            return self.options.languages
        counts = {one: sum(one in answer.text for answer in self.bank.answers) for one in LANGUAGES}
        return tuple(one for one in LANGUAGES if counts[one] * 2 > len(self.bank.answers))

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each source of the register, by its id."""
        return {source.id: source.kind for source in self.bank.register.sources}

    @cached_property
    def _roots(self) -> dict[str, Node | None]:
        return {}

    def _root(self, path: str) -> Node | None:
        # Most checks end without a finding, so a file is read for its places only when one is asked for.
        if path not in self._roots:
            text = self.bank.files.get(path, b"").decode("utf-8-sig", errors="replace")
            self._roots[path] = parse(path, text)[0]
        return self._roots[path]

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {}

    def lines(self, path: str) -> list[str]:
        """The lines of one of the bank's files."""
        if path not in self._lines:
            text = self.bank.files.get(path, b"").decode("utf-8-sig", errors="replace")
            self._lines[path] = text.split("\n")
        return self._lines[path]

    @cached_property
    def _entries(self) -> dict[str, dict[tuple[int, int], Node]]:
        return {}

    def _entry(self, at: FilePlace) -> Node | None:
        """The mapping that begins at a place."""
        if at.path not in self._entries:
            root = self._root(at.path)
            # The outermost of two that begin at one place is the entry.
            nodes = list(root.walk()) if root is not None else []
            self._entries[at.path] = {
                (node.line, node.column): node for node in reversed(nodes) if node.keys is not None
            }
        return self._entries[at.path].get((at.line, at.column))

    def place(self, at: FilePlace, *keys: str, text: str = "") -> FilePlace:
        """Where a value of an entry stands, as deep as the keys lead; of a list, the item with this text.

        Of a list or a mapping, where its key stands.
        """
        node, found = self._entry(at), at
        for key in keys:
            if node is None or node.keys is None or key not in node.keys:
                return found
            line, column = node.key_places[key]
            node, found = node.keys[key], FilePlace(at.path, line, column)
        if node is not None and node.items is not None and text:
            node = next((item for item in node.items if (item.text or "").strip() == text), node)
        if node is not None and node.text is not None:
            return FilePlace(at.path, node.line, node.column)
        return found

    def mapping(self, at: FilePlace, key: str) -> tuple[str, ...]:
        """The keys of a mapping within an entry, those without a value included."""
        node = self._entry(at) if f"{key}:".encode() in self.bank.files.get(at.path, b"") else None
        found = node.keys.get(key) if node is not None and node.keys is not None else None
        return tuple(found.keys or ()) if found is not None else ()

    def finding(
        self, code: str, answer: Answer, message: str, *keys: str, text: str = "", hint: str = ""
    ) -> Finding:
        """A finding at a value of an answer."""
        place = self.place(answer.place, *keys, text=text)
        return Finding(code=code, place=place, message=message, hint=hint, answer=answer.id)

    def texts(self, answer: Answer) -> Iterator[tuple[str, str, str]]:
        """An answer's texts: the key (`answer` or `short`), the language, the text."""
        for key, texts in (("answer", answer.text), ("short", answer.short)):
            for language, text in texts.items():
                yield key, language, text

    def wordings(self, answer: Answer) -> Iterator[tuple[str, str, str]]:
        """The wordings that an answer answers: the key (`phrasings` or `turned`), the language, the text."""
        for key, wordings in (("phrasings", answer.phrasings), ("turned", answer.turned)):
            for language, texts in wordings.items():
                for text in texts:
                    yield key, language, text
