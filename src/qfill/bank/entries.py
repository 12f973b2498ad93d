"""One topic file's tree into answers."""

from __future__ import annotations

from qfill.bank.reader import EVERY, Reader
from qfill.bank.tree import Node
from qfill.model import LANGUAGES, TIERS, Answer, FilePlace, Ownership, Verdict

TOPIC_KEYS = ("schema", "topic", "answers")
ANSWER_KEYS = (
    "id",
    "verdict",
    "phrasings",
    "turned",
    "answer",
    "short",
    "controls",
    "ownership",
    "facts",
    "applies_to",
    "disclosure",
    "owner",
    "reviewed",
    "review_every",
    "status",
    "not_this",
    "ignore",
)
STATUSES = ("approved", "draft")


def read_topic(reader: Reader, root: Node) -> list[Answer]:
    """The answers of one tree; problems are noted in the reader."""
    if root.keys is None:
        reader.fail(root, f"a topic file must be a mapping, not {root.kind}")
        return []
    reader.known(root, TOPIC_KEYS, "a topic file")
    if root.get("schema") is None:
        reader.fail(root, "the file has no schema")
    reader.version(root)
    topic = reader.required(root, "topic", "the file")
    entries = root.get("answers")
    if entries is None:
        return []
    if entries.items is None:
        reader.fail(entries, f"answers must be a list, not {entries.kind}")
        return []
    return [read_answer(reader, topic, node) for node in entries.items if _is_entry(reader, node)]


def _is_entry(reader: Reader, node: Node) -> bool:
    if node.keys is None:
        reader.fail(node, f"an answer must be a mapping, not {node.kind}")
    return node.keys is not None


def read_answer(reader: Reader, topic: str, node: Node) -> Answer:
    """One answer; what is wrong with it is noted and replaced by nothing."""
    name = reader.identifier(node, "an answer")
    what = f"answer {name}" if name else "an answer"
    reader.known(node, ANSWER_KEYS, what)
    verdict = reader.choice(node.get("verdict"), list(Verdict), "none", f"{what}: verdict")
    if node.get("verdict") is None:
        reader.fail(node, f"{what} has no verdict ({', '.join(Verdict)})")
    ownership = reader.choice(node.get("ownership"), ["", *Ownership], "", f"{what}: ownership")
    every = reader.text(node.get("review_every"), f"{what}: review_every")
    if every and not EVERY.match(every):
        reader.fail(node.get("review_every") or node, f"review_every is {every!r}; write it like '12 months'")
        every = ""
    phrasings = _wordings(reader, node.get("phrasings"), f"{what}: phrasings")
    text = _by_language(reader, node.get("answer"), f"{what}: answer")
    if not any(phrasings.values()):
        reader.fail(node, f"{what} has no phrasings, so no question could find it")
    if not text:
        reader.fail(node, f"{what} has no answer text")
    return Answer(
        id=name,
        topic=topic,
        verdict=Verdict(verdict),
        phrasings=phrasings,
        text=text,
        short=_by_language(reader, node.get("short"), f"{what}: short"),
        controls=reader.texts(node.get("controls"), f"{what}: controls"),
        ownership=Ownership(ownership) if ownership else None,
        facts=reader.texts(node.get("facts"), f"{what}: facts"),
        applies_to={
            key: (found,)
            if (found := value.text) is not None
            else reader.texts(value, f"{what}: applies_to {key}")
            for key, value in reader.mapping(node.get("applies_to"), f"{what}: applies_to").items()
        },
        disclosure=reader.choice(node.get("disclosure"), TIERS, "public", f"{what}: disclosure"),
        owner=reader.text(node.get("owner"), f"{what}: owner"),
        reviewed=reader.day(node.get("reviewed"), f"{what}: reviewed"),
        review_every=every,
        status=reader.choice(node.get("status"), STATUSES, "draft", f"{what}: status"),
        turned=_wordings(reader, node.get("turned"), f"{what}: turned"),
        not_this=_wordings(reader, node.get("not_this"), f"{what}: not_this"),
        ignore={
            code: reader.text(why, f"{what}: ignore {code}")
            for code, why in reader.mapping(node.get("ignore"), f"{what}: ignore").items()
        },
        place=FilePlace(reader.path, node.line, node.column),
    )


def _languages(reader: Reader, node: Node | None, what: str) -> dict[str, Node]:
    found = reader.mapping(node, what)
    if node is not None and node.keys is not None:
        reader.known(node, LANGUAGES, what)
    return {language: found[language] for language in LANGUAGES if language in found}


def _wordings(reader: Reader, node: Node | None, what: str) -> dict[str, tuple[str, ...]]:
    return {
        language: reader.texts(value, f"{what} {language}", wordings=True)
        for language, value in _languages(reader, node, what).items()
    }


def _by_language(reader: Reader, node: Node | None, what: str) -> dict[str, str]:
    return {
        language: found
        for language, value in _languages(reader, node, what).items()
        if (found := reader.text(value, f"{what} {language}"))
    }
