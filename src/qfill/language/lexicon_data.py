"""The lexicon's data: YAML for people, compiled to one JSON file that loads in milliseconds.

After editing the YAML, run `python -m qfill.language.lexicon_data`; a test holds the
compiled file to its source.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from qfill.errors import QfillError
from qfill.language.lexicon import KINDS, ByLanguage, Concept, Lexicon
from qfill.language.normalise import stem, words
from qfill.model import LANGUAGES

COMPILED = "lexicon.json"
# A term put so stands for itself alone, not for its forms: "customer information" is a thing,
# "customers informed" an act.
_AS_IT_STANDS = "="
_KEYS = frozenset({"kind", "broader", "opposite", "parts", *LANGUAGES})


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that qfill ships."""
    raw = _content()
    concepts = [
        Concept(name, kind, tuple(broader), opposite, tuple(parts))
        for name, kind, broader, opposite, parts in raw["concepts"]
    ]
    ids = [concept.id for concept in concepts]

    def terms(form: str, language: str) -> list[tuple[tuple[str, ...], str]]:
        # What was read at first is given once, and its room with it; the file has it for who asks again.
        table = raw[form].pop(language, None)
        if table is None:
            table = _content()[form].get(language, ())
        return [(tuple(phrase.split(" ")), ids[index]) for phrase, index in table]

    return Lexicon(concepts, ByLanguage(partial(terms, "exact")), ByLanguage(partial(terms, "stemmed")))


def _content() -> dict[str, Any]:
    text = (resources.files("qfill.language") / COMPILED).read_text(encoding="utf-8")
    return dict(json.loads(text))


def compile_lexicon(sources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The compiled form of the entries of all files, by file name.

    Raises QfillError with every problem found: an unknown kind, key or linked concept,
    a concept defined twice, a compound without parts, one word under two concepts of a language.
    """
    problems: list[str] = []
    entries: dict[str, Mapping[str, Any]] = {}
    for name, content in sources.items():
        for concept, entry in content.items():
            if concept in entries:
                problems.append(f"{name}: {concept} is defined twice")
            entries[concept] = entry
    ids = sorted(entries)
    numbers = {concept: number for number, concept in enumerate(ids)}
    exact: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    claims: dict[str, dict[str, Counter[str]]] = {language: {} for language in LANGUAGES}
    for concept in ids:
        entry = entries[concept]
        problems += [f"{concept}: unknown key {key}" for key in sorted(set(entry) - _KEYS)]
        if entry.get("kind") not in KINDS:
            problems.append(f"{concept}: unknown kind {entry.get('kind')}")
        if (entry.get("kind") == "compound") != bool(entry.get("parts")):
            problems.append(f"{concept}: a compound has parts, and nothing else has")
        linked = [*entry.get("broader", ()), *filter(None, [entry.get("opposite")]), *entry.get("parts", ())]
        problems += [f"{concept}: no concept {other}" for other in linked if other not in entries]
        for language in LANGUAGES:
            for term in entry.get(language, ()):
                spelt = words(term) if isinstance(term, str) else []
                other = exact[language].setdefault(" ".join(spelt), concept)
                if not spelt or other != concept:
                    problems.append(f"{concept}: {language} term {term!r} already stands under {other}")
                    continue
                # A stem cut off an abbreviation is another word: IDS is not id, nor UPS up.
                if term.startswith(_AS_IT_STANDS) or (term.isupper() and len(spelt) == 1):
                    continue
                root = " ".join(stem(word, language) for word in spelt)
                claims[language].setdefault(root, Counter())[concept] += 1
    if problems:
        raise QfillError("the lexicon is not sound", details=problems)
    return {
        "concepts": [
            [
                concept,
                entry["kind"],
                entry.get("broader", []),
                entry.get("opposite", ""),
                entry.get("parts", []),
            ]
            for concept, entry in sorted(entries.items())
        ],
        "exact": {
            language: [[phrase, numbers[concept]] for phrase, concept in sorted(found.items())]
            for language, found in exact.items()
        },
        # Two concepts may share a stem (developer, develop): the one with most forms of it has it,
        # and each form that is listed stays with its own concept.
        "stemmed": {
            language: [
                [root, numbers[min(counts, key=lambda concept: (-counts[concept], concept))]]
                for root, counts in sorted(found.items())
            ]
            for language, found in claims.items()
        },
    }


def read_sources(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The lexicon's YAML files by name."""
    import yaml

    files = sorted(folder.glob("*.yaml"))
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in files}


def dump(compiled: Mapping[str, Any]) -> str:
    """The compiled lexicon as the text of its file."""
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / COMPILED).write_text(dump(compile_lexicon(read_sources(here / "lexicon"))), encoding="utf-8")
