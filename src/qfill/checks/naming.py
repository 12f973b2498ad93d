"""QF5, sources, continued: the names in an answer, held against its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qfill.checks.bench import Bench
from qfill.checks.claims import names, spelt_out
from qfill.checks.places import places, within
from qfill.checks.rule import Finding, Severity, rule
from qfill.checks.sources import HINT, cited
from qfill.language.detect import detect
from qfill.language.lexicon import Lexicon, Unit


@rule(
    "QF506",
    "name that no fact states",
    Severity.WARNING,
    failing="answer:\n  en: Yes. Customer data is copied every night with Veeam.",
)
def unfounded_name(bench: Bench) -> Iterator[Finding]:
    """An answer names a product, a service, a firm or a place that no fact of it states, nor the profile.

    A name is a word with a capital where a sentence does not ask for one. A term that the
    facts put in other words (MFA for multi-factor authentication) is known by the lexicon; one
    name is no other word for another of its kind (AWS for Azure). A country is known in each
    language, and what is in Sweden is in the EU and in Europe.
    """
    for answer in bench.bank.answers:
        facts = [fact.says for fact in cited(bench, answer)]
        if not facts:
            continue
        known = f"{bench.bank.profiled} {' '.join(facts)}".casefold()
        held = set(within(known))
        said: _Said | None = None
        for key, language, text in bench.texts(answer):
            lonely = {
                folded: surface
                for folded, surface in names(text).items()
                if folded not in known and folded.rstrip("s") not in known
            }
            if lonely and said is None:
                said = _Said(bench.lexicon, facts)
            covered = {*said.covered(text, language), *spelt_out(text, known)} if lonely and said else set()
            found = [surface for folded, surface in lonely.items() if folded not in covered]
            found += [surface for place, surface in places(text).items() if place not in held]
            if found:
                yield bench.finding(
                    "QF506",
                    answer,
                    f"no fact of {answer.id} names {', '.join(found)}",
                    key,
                    language,
                    hint=HINT,
                )


class _Said:
    """What the lexicon reads in the facts of an answer, and what that is a kind of."""

    def __init__(self, lexicon: Lexicon, facts: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._keys: set[str] = set()
        # Names under one concept stand for each other no more than others do, but for a translation.
        self._named: set[tuple[str, str]] = set()
        for fact in facts:
            language, named = detect(fact), names(fact)
            for unit in lexicon.units(fact, language):
                if not named.keys().isdisjoint(unit.surface.split()):
                    self._named.add((unit.key, language))
                    continue
                self._keys.add(unit.key)
                if unit.key[0] not in "~#-":
                    self._keys.update(lexicon.ancestors(unit.key))

    def covered(self, text: str, language: str) -> Iterator[str]:
        """The folded words of a text that say what the facts say."""
        for unit in self._lexicon.units(text, language):
            if unit.key in self._keys or self._translates(unit):
                yield from unit.surface.split()

    def _translates(self, unit: Unit) -> bool:
        return any(
            key == unit.key and all(one.key != key for one in self._lexicon.units(unit.surface, other))
            for key, other in self._named
        )
