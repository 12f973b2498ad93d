"""A row's candidates as the audit keeps them, packed while a questionnaire is worked on.

A hundred thousand rows have half a million candidates: as objects they take a gigabyte, as
the compressed text that goes into the audit a few per cent of that.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, overload

from qfill.model import Candidate, Reason, Verdict

SHOWN = 5
"""How many candidates of a row are kept."""


class PackedCandidates(Sequence[Mapping[str, Any]]):
    """The first candidates of a row in the audit's form, unpacked whenever they are looked at."""

    __slots__ = ("_data",)

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        found = [candidate_json(one) for one in candidates][:SHOWN]
        text = json.dumps(found, ensure_ascii=False, separators=(", ", ": "))
        self._data = zlib.compress(text.encode(), 1) if found else b""

    @property
    def text(self) -> str:
        """The list as it stands in the audit."""
        return zlib.decompress(self._data).decode() if self._data else "[]"

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates themselves."""
        return tuple(map(candidate_of, self))

    def _all(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = json.loads(self.text)
        return found

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Any] | list[Mapping[str, Any]]:
        return self._all()[index]

    def __iter__(self) -> Any:
        return iter(self._all())

    def __bool__(self) -> bool:
        return bool(self._data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == list(other)

    def __hash__(self) -> int:
        return hash(self._data)


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """A candidate as the audit keeps it."""
    return {
        "answer": candidate.answer_id,
        "score": candidate.score,
        "confidence": candidate.confidence,
        "verdict": str(candidate.verdict),
        "phrasing": candidate.phrasing,
        "facts": list(candidate.facts),
        "because": [
            {"feature": reason.feature, "value": reason.value, "adds": reason.adds}
            for reason in candidate.because
        ],
        "matched": list(candidate.matched),
        "missing": list(candidate.missing),
        "guards": list(candidate.guards),
    }


def candidate_of(found: Mapping[str, Any]) -> Candidate:
    """The candidate that `candidate_json` wrote down."""
    return Candidate(
        answer_id=found["answer"],
        score=found["score"],
        confidence=found["confidence"],
        verdict=Verdict(found["verdict"]),
        phrasing=found["phrasing"],
        facts=tuple(found["facts"]),
        because=tuple(Reason(**reason) for reason in found["because"]),
        matched=tuple(found["matched"]),
        missing=tuple(found["missing"]),
        guards=tuple(found["guards"]),
    )
