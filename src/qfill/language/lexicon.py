"""The security lexicon: which concepts the words of a text stand for.

The data are the YAML files in `lexicon/`; a concept has a kind, terms in each language
and the broader concepts that it is also about. Phrases are found by their stems, the
longest first. An unknown Swedish or Norwegian word is split into known parts, and an
unknown long word is looked for by near spelling, so that a typo does not hide a concept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from qfill.language.normalise import stem, words

T = TypeVar("T")
_Term: TypeAlias = tuple[tuple[str, ...], str]
_AS_SPELT = ""

KINDS = (
    "topic",
    "object",
    "scope",
    "party",
    "action",
    "frequency",
    "quantity",
    "strength",
    "time",
    "evidence",
    "ask",
    "negation",
    "document",
    "generic",
    "compound",
)

# In which order the languages' terms are tried: one's own, then English jargon, then the sister language.
_TRY = {"en": ("en",), "sv": ("sv", "en", "nb"), "nb": ("nb", "en", "sv")}
_LINKS = ("s", "e", "o", "")
_MIN_PART = 3
# A compound's short parts must say what it is about: `all` and `var` do not make allvar.
_MIN_VAGUE_PART = 4
# "Unreviewed" denies a review; a word of daily use so begun (unusual) has a sense of its own.
DENYING = {"en": "un", "sv": "o", "nb": "u"}
_DENIED = "!"
_MIN_DENIED = 4
_VAGUE = frozenset({"strength", "ask", "time"})
_ABOUT = frozenset(KINDS) - _VAGUE - {"quantity", "negation"}
# A slip of the keys drops, doubles or swaps a letter; a word of this length with another letter
# in one place is as likely another word (removed, restored).
_MIN_FUZZY = 7
_MIN_OTHER_LETTER = 10


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the lexicon. `broader`: what a text about it is also about; `opposite`: what it denies.

    A compound's terms name its `parts` at once, which stand in its place.
    """

    id: str
    kind: str
    broader: tuple[str, ...] = ()
    opposite: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A concept, or a word that the lexicon does not know, found in a text.

    `key` is the concept's id, or `~` and the stem of an unknown word, `#` and a number, or `-`
    and a word of little tell; `!` and a concept's id say that it is denied.
    `first` and `last` are the positions of its words.
    """

    key: str
    kind: str
    surface: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Starts:
    """What begins with a word: its own concept, and phrases by how they are spelt and by their second word.

    A phrase is spelt as it stands or by its stems in a language; it goes with its concept and its rank.
    """

    alone: str
    phrases: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], str, int]]]
    spellings: tuple[str, ...]


class ByLanguage(dict[str, T]):
    """Tables that are made for a language when it is first looked into."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, language: str) -> T:
        found = self[language] = self._make(language)
        return found


class Lexicon:
    """All concepts, and per language a table from a phrase's first stem to the phrases that begin so."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        exact: Mapping[str, Iterable[tuple[tuple[str, ...], str]]],
        stemmed: Mapping[str, Iterable[tuple[tuple[str, ...], str]]],
    ) -> None:
        self.concepts: dict[str, Concept] = {concept.id: concept for concept in concepts}
        self._terms: list[ByLanguage[Iterable[_Term]]] = [
            terms for terms in (exact, stemmed) if isinstance(terms, ByLanguage)
        ]
        self.exact = ByLanguage(lambda language: _table(_of(exact, language)))
        self.stemmed = ByLanguage(lambda language: _table(_of(stemmed, language)))
        self.singles = ByLanguage(lambda language: _single_words(_of(stemmed, language)))
        self.spellings = ByLanguage(lambda language: _single_words(_of(exact, language)))
        self._starts: dict[tuple[str, str], _Starts] = {}
        self._unknown_words: dict[tuple[str, str], tuple[str, ...]] = {}
        self._ancestors: dict[str, frozenset[str]] = {}

    def forget(self, *, tables: bool = False) -> None:
        """Give back the room of what was found for single words, and of the tables if told.

        What is given back is found again, and the tables are made again, when asked for.
        """
        self._starts.clear()
        self._unknown_words.clear()
        if tables:
            tables_made: list[ByLanguage[Any]] = [self.exact, self.stemmed, self.singles, self.spellings]
            for made in (*tables_made, *self._terms):
                made.clear()

    def ancestors(self, concept: str) -> frozenset[str]:
        """The concepts broader than this one, however many steps up; itself left out."""
        found = self._ancestors.get(concept)
        if found is None:
            collected: set[str] = set()
            waiting = list(self.concepts[concept].broader) if concept in self.concepts else []
            while waiting:
                above = waiting.pop()
                if above not in collected and above in self.concepts:
                    collected.add(above)
                    waiting.extend(self.concepts[above].broader)
            found = self._ancestors[concept] = frozenset(collected - {concept})
        return found

    def kind(self, key: str) -> str:
        """The kind of a unit's key: a concept's, `number` or `word`."""
        if key.startswith("#"):
            return "number"
        if key.startswith("-"):
            return "generic"
        if key.startswith(_DENIED):
            return "negation"
        concept = self.concepts.get(key)
        return concept.kind if concept is not None else "word"

    def opposite(self, key: str) -> str:
        """What a unit that turns the polarity names besides: `unencrypted` names encryption; '' for `not`."""
        return key[1:] if key.startswith(_DENIED) else self.concepts[key].opposite

    def units(self, text: str, language: str) -> list[Unit]:
        """The concepts, unknown words and numbers of a text, in order."""
        tokens = tuple(words(text))
        # The words as they stand, then their stems in each language, made when a phrase asks for them.
        spelt: dict[str, tuple[str, ...]] = {_AS_SPELT: tokens}
        found: list[Unit] = []
        position = 0
        while position < len(tokens):
            concept, length = self._longest(tokens, spelt, language, position)
            if concept:
                last = position + length - 1
                surface = " ".join(tokens[position : last + 1])
                found += [Unit(key, self.kind(key), surface, position, last) for key in self._parts(concept)]
                position += length
                continue
            token = tokens[position]
            keys = (part for key in self._unknown(token, language) for part in self._parts(key))
            found += [Unit(key, self.kind(key), token, position, position) for key in keys]
            position += 1
        return found

    def _parts(self, key: str) -> tuple[str, ...]:
        """A compound's parts; any other unit is one."""
        concept = self.concepts.get(key)
        return concept.parts if concept is not None and concept.parts else (key,)

    def _longest(
        self, tokens: tuple[str, ...], spelt: dict[str, tuple[str, ...]], language: str, at: int
    ) -> tuple[str, int]:
        """The longest phrase that begins here; of equals, one's own language and the exact form win."""
        starts = self._starts.get((tokens[at], language))
        if starts is None:
            starts = self._starts[tokens[at], language] = self._starting(tokens[at], language)
        best, length, rank = starts.alone, 1 if starts.alone else 0, 0
        if starts.phrases and at + 1 < len(tokens):
            for spelling in starts.spellings:
                row = spelt.get(spelling)
                if row is None:
                    row = spelt[spelling] = tuple(stem(token, spelling) for token in tokens)
                for phrase, concept, its_rank in starts.phrases.get((spelling, row[at + 1]), ()):
                    size = len(phrase)
                    better = size > length or (size == length > 1 and its_rank < rank)
                    if better and row[at : at + size] == phrase:
                        best, length, rank = concept, size, its_rank
        return best, length

    def _starting(self, token: str, language: str) -> _Starts:
        """The phrases that begin with a word, ranked in the order in which their languages are tried."""
        alone = ""
        phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], str, int]]] = {}
        rank = 0
        for lang in _TRY.get(language, ("en",)):
            for spelling, table, word in (
                (_AS_SPELT, self.exact[lang], token),
                (lang, self.stemmed[lang], stem(token, lang)),
            ):
                for phrase, concept in table.get(word, ()):
                    rank += 1
                    if len(phrase) == 1:
                        alone = alone or concept
                    else:
                        phrases.setdefault((spelling, phrase[1]), []).append((phrase, concept, rank))
        return _Starts(alone, phrases, tuple(dict.fromkeys(spelling for spelling, _ in phrases)))

    def _unknown(self, token: str, language: str) -> tuple[str, ...]:
        cached = self._unknown_words.get((token, language))
        if cached is None:
            if token[0].isdigit():
                cached = ("#" + token,)
            else:
                cached = (
                    (self._split(token, language) if language != "en" else ())
                    or self._denied(token, language)
                    or self._near(token, language)
                    or ("~" + stem(token, language),)
                )
            self._unknown_words[(token, language)] = cached
        return cached

    def _single(self, word: str, language: str) -> str:
        """The concept of one word standing alone, '' where there is none."""
        for lang in _TRY.get(language, ("en",)):
            for phrase, concept in self.exact[lang].get(word, ()):
                if len(phrase) == 1:
                    return concept
            if concept := self.singles[lang].get(stem(word, lang), ""):
                return concept
        return ""

    def _split(self, word: str, language: str, depth: int = 2) -> tuple[str, ...]:
        """A compound's parts as concepts, all of them known; () where it does not come apart so."""
        if len(word) < 2 * _MIN_PART + 1:
            return ()
        for cut in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
            tail = word[cut:]
            head = word[:cut]
            first = next(
                (
                    concept
                    for link in _LINKS
                    if head.endswith(link) and len(head) - len(link) >= _MIN_PART
                    if (concept := self._single(head[: len(head) - len(link)] if link else head, language))
                ),
                "",
            )
            if not first or not self._is_part(first, head):
                continue
            last = self._single(tail, language)
            if last and self._is_part(last, tail):
                return (first, last) if first != last else (first,)
            if depth > 1 and (rest := self._split(tail, language, depth - 1)):
                return (first, *rest)
        return ()

    def _denied(self, word: str, language: str) -> tuple[str, ...]:
        """What a word denies by its first letters."""
        prefix = DENYING[language]
        rest = word.removeprefix(prefix)
        concept = self._single(rest, language) if len(rest) >= _MIN_DENIED and rest != word else ""
        if not concept or self.concepts[concept].kind in ("generic", "negation", "compound"):
            return ()
        return (_DENIED + concept,)

    def _is_part(self, concept: str, word: str) -> bool:
        kind = self.concepts[concept].kind
        return kind in _ABOUT or (kind in _VAGUE and len(word) >= _MIN_VAGUE_PART)

    def _near(self, word: str, language: str) -> tuple[str, ...]:
        """The concept of the known word that is spelt nearly so, by one slip of the keys."""
        if len(word) < _MIN_FUZZY - 1:
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        for lang in _TRY.get(language, ("en",)):
            hits = process.extract(word, self.spellings[lang].keys(), scorer=OSA.distance, score_cutoff=1)
            for known, _, _ in hits:
                if known[0] == word[0] and len(known) >= _MIN_FUZZY and _is_slip(word, known):
                    return (self.spellings[lang][known],)
        return ()


def _is_slip(word: str, known: str) -> bool:
    """Whether two words one edit apart are likely one word: a letter dropped, added or swapped."""
    return len(word) != len(known) or sorted(word) == sorted(known) or len(word) >= _MIN_OTHER_LETTER


def _of(terms: Mapping[str, Iterable[_Term]], language: str) -> Iterable[_Term]:
    try:
        return terms[language]
    except KeyError:
        return ()


def _single_words(terms: Iterable[_Term]) -> dict[str, str]:
    return {phrase[0]: concept for phrase, concept in terms if len(phrase) == 1}


def _table(terms: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, concept in terms:
        found.setdefault(phrase[0], []).append((phrase, concept))
    return found
