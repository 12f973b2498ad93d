"""Nearness in meaning, by a static embedding model that the user supplies: suggestions only.

Vectors of whole sentences see a subject that no word names ("Where do your machines sit?"),
but neither negation nor number nor scope. So what they find is offered to a person and never
filled: every answer that they bring carries a guard, and rows that the words settle stay as
they are. Without a model folder none of this is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from qfill.errors import SettingsError
from qfill.matching.matcher import Match, Matcher
from qfill.model import Answer, Candidate, Question
from qfill.records.candidates import SHOWN
from qfill.settings import SEMANTIC_FROM

FILES = ("config.json", "model.safetensors", "tokenizer.json")
"""What a model2vec folder holds."""
OFFERED = 2
GUARD = "found by meaning alone"

Vectors: TypeAlias = Any
"""A numpy array, one row a text; numpy comes with the extra."""
Encode: TypeAlias = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An answer whose wording is near in meaning; `similarity` is the cosine, at most 1."""

    answer: Answer
    phrasing: str
    similarity: float


def load_encoder(folder: Path) -> Encode:
    """The encoder of a model2vec folder on this machine; nothing is ever downloaded.

    Raises SettingsError for a folder that is missing, incomplete or broken, or where the
    extra is not installed.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        # The library would take an unknown path for a name to download, so it never sees one.
        raise SettingsError(
            f"{folder}: not a folder with an embedding model ({', '.join(missing)} missing)",
            hint="save one there with model2vec, or leave `semantic` out",
        )
    try:
        from model2vec import StaticModel
    except ImportError:
        raise SettingsError(
            "`semantic` needs model2vec, which is not installed", hint="pip install 'qfill[semantic]'"
        ) from None
    try:
        model = StaticModel.from_pretrained(str(folder), normalize=True, force_download=False)
    except Exception as error:  # whatever the readers of its three files raise
        raise SettingsError(f"{folder}: the embedding model cannot be read ({error})") from None

    def encode(texts: Sequence[str]) -> Vectors:
        return model.encode(list(texts), use_multiprocessing=False)

    return encode


class Meanings:
    """The wordings of a bank as vectors of length 1."""

    def __init__(self, answers: Iterable[Answer], encode: Encode, near: float) -> None:
        self._encode = encode
        self._near = near
        self._owners: list[tuple[Answer, str]] = [
            (answer, text)
            for answer in answers
            for texts in (*answer.phrasings.values(), *answer.turned.values())
            for text in texts
        ]
        self._vectors = encode([text for _, text in self._owners]) if self._owners else None

    def nearest(self, text: str) -> list[Near]:
        """The answers that are near in meaning, nearest first, each with its nearest wording."""
        if self._vectors is None or not text.strip():
            return []
        cosines = self._vectors @ self._encode([text])[0]
        best: dict[str, Near] = {}
        for (answer, phrasing), cosine in zip(self._owners, cosines.tolist(), strict=True):
            # Rounded, so that the last bit of a sum on another machine changes no order.
            similarity = round(cosine, 3)
            if similarity >= self._near and (
                answer.id not in best or similarity > best[answer.id].similarity
            ):
                best[answer.id] = Near(answer=answer, phrasing=phrasing, similarity=similarity)
        return sorted(best.values(), key=lambda near: (-near.similarity, near.answer.id))


class SemanticMatcher(Matcher):
    """A matcher that also offers what is near in meaning, as a suggestion and never more."""

    def __init__(
        self,
        answers: Iterable[Answer],
        encode: Encode,
        *,
        suggest: float,
        near: float = SEMANTIC_FROM,
        cache: Path | None = None,
    ) -> None:
        """`near`: the cosine, 0 to 1, from which a wording counts as near in meaning."""
        listed = tuple(answers)
        super().__init__(listed, cache=cache)
        self._suggest = suggest
        self._meanings = Meanings((answer for answer in listed if answer.approved), encode, near)

    def match(
        self,
        question: Question,
        language: str,
        *,
        scope: Mapping[str, tuple[str, ...]],
        explain: bool = True,
        explain_from: float = 0.0,
    ) -> Match:
        """The candidates by words; behind the first, if it is likely to help, what is near in meaning."""
        found = super().match(question, language, explain=explain, explain_from=explain_from, scope=scope)
        # A terse row says with its parent or section what it is about.
        context = (question.parent or question.section or question.domain) if found.terse else ""
        near = self._meanings.nearest(f"{context} {question.text}".strip())
        above = found.helps >= self._suggest
        kept = found.candidates[:1] if above else ()
        known = {one.answer_id: one for one in found.candidates}
        already = {one.answer_id for one in kept} | set(found.together)
        offered = [self._offer(one, known.get(one.answer.id)) for one in near if one.answer.id not in already]
        offered = offered[:OFFERED]
        if not offered:
            return found
        ids = already | {one.answer_id for one in offered}
        rest = [
            one for one in found.candidates if one.answer_id not in ids or one.answer_id in found.together
        ]
        shown = list({one.answer_id: one for one in (*kept, *offered, *rest)}.values())[:SHOWN]
        return replace(
            found,
            candidates=tuple(shown),
            confidence=found.confidence if above else offered[0].confidence,
            helps=max(found.helps, self._suggest),
        )

    def _offer(self, near: Near, known: Candidate | None) -> Candidate:
        guard = f"{GUARD} (likeness {near.similarity:.2f})"
        if known is not None:
            # The words saw its verdict; the meaning only lifts it into a person's sight.
            return replace(known, guards=(*known.guards, guard))
        return Candidate(
            answer_id=near.answer.id,
            score=round(max(0.0, near.similarity) * 100, 1),
            confidence=0.0,
            phrasing=near.phrasing,
            facts=near.answer.facts,
            guards=(guard,),
        )
