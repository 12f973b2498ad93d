"""Tables as text, answer banks and records: odd ones, broken ones, and those meant ill."""

from __future__ import annotations

import json

from tests.support.hostile.registry import ASKED, accept, large, reject

# csv.
SOUND = "question,answer\n" + "".join(f"{text},\n" for text in ASKED)
accept("utf-16-without-dash.csv")(lambda: b"\xfe\xff" + SOUND.encode("utf-16-be"))
accept("windows-1252.csv")(lambda: (SOUND + "Fråga på svenska?,\n").encode("cp1252"))
accept("line-ends-of-old-macs.csv")(lambda: SOUND.replace("\n", "\r").encode())
accept(large("field-of-a-hundred-thousand-letters.csv"))(lambda: (SOUND + "x" * 100_000 + ",\n").encode())
reject(large("field-of-a-million-letters.csv"))(
    lambda: (SOUND + "Is it? " + "x" * 1_000_000 + ",\n").encode()
)
accept("formulas.csv")(lambda: (SOUND + "\"=cmd|'/C calc'!A0\",\n@SUM(1),\n").encode())
accept("records-of-every-length.csv")(lambda: (SOUND + ",,,,,,\n\nx\n,\n" + "," * 1500 + "\n").encode())
reject("empty.csv")(lambda: b"")
reject("nul.csv")(lambda: SOUND.replace("bees", "be\0es").encode())
reject("quote-never-closed.csv")(lambda: (SOUND + '"Is it,\n').encode())
reject("half-a-character.csv")(lambda: b"\xff\xfe" + SOUND.encode("utf-16-le") + b"x")
reject("not-text.csv")(lambda: bytes(range(1, 256)) * 4)
reject("utf-32.csv")(lambda: SOUND.encode("utf-32"))
reject("columns-without-end.csv")(lambda: (SOUND + "," * 3000).encode())
reject(large("fields-without-end.csv"))(lambda: SOUND.encode() + (b"," * 1900 + b"\n") * 1200)
reject(large("too-large.csv"))(lambda: SOUND.encode() + b"x" * (65 << 20))


@accept(large("two-hundred-thousand-lines.csv"))
def _long_csv() -> bytes:
    return (SOUND + ",,a note of some length that asks nothing\n" * 200_000).encode()


# Banks.
TOPIC = "schema: 1\ntopic: t\nanswers:\n"
reject("aliases-that-expand.yaml")(
    lambda: (
        TOPIC
        + "a: &a [x, x]\n"
        + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20))
    ).encode()
)
reject("flow-nested-deep.yaml")(lambda: (TOPIC + "  - " + "[" * 15_000).encode())
reject("maps-nested-deep.yaml")(lambda: (TOPIC + "  - " + "{a: " * 4_000).encode())
reject("list-nested-deep.yaml")(lambda: (TOPIC + "  " + "- " * 9_000 + "x").encode())
reject("indented-deep.yaml")(lambda: "".join(f"{' ' * i}a:\n" for i in range(190)).encode())
reject("brackets-in-quotes-nested-deep.yaml")(lambda: ("x: " + '["]",\n' * 3_000).encode())
reject("python-object.yaml")(lambda: b"!!python/object/apply:os.system ['touch /tmp/evil']\n")
reject("python-name-as-answers.yaml")(
    lambda: (TOPIC + "  - !!python/object/new:os.system {id: x, verdict: yes}\n").encode()
)
reject("merge-key.yaml")(lambda: (TOPIC + "  - <<: {id: a}\n").encode())
reject("key-twice.yaml")(lambda: (TOPIC + "topic: u\n").encode())
reject("two-documents.yaml")(lambda: (TOPIC + "---\n" + TOPIC).encode())
reject("windows-1252.yaml")(lambda: "schema: 1\ntopic: å\n".encode("cp1252"))
reject("nul.yaml")(lambda: b"schema: 1\0\ntopic: x\n")
reject("a-number.yaml")(lambda: b"9" * 6000)
reject(large("values-without-end.yaml"))(lambda: (TOPIC + "  - x\n" * 2_600_000).encode())
reject(large("values-without-end-on-a-line.yaml"))(lambda: (TOPIC + "  [" + "x," * 5_000_000 + "x]").encode())
reject("keys-unknown.yaml")(lambda: (TOPIC + "".join(f"  - {{k{i}: x}}\n" for i in range(900))).encode())

# Records.
AUDIT = {
    "version": 1, "qfill": "0", "bank": {"path": "a", "answers": 1, "sha256": "0" * 64},
    "input": {"path": "in.csv", "sha256": "0" * 64}, "output": {"path": "o.csv", "sha256": "0" * 64},
    "settings": {"accept": 0.8, "suggest": 0.2, "language": "en", "today": "2026-06-01"}, "sheets": [],
    "summary": {"questions": 0, "filled": 0, "review": 0, "unanswered": 0, "skipped": 0}, "rows": [],
}  # fmt: skip
DECISIONS = {"version": 1, "audit_sha256": "0" * 64, "output_sha256": "0" * 64, "reviewer": "Ada", "rows": []}
ROW = {"sheet": "S", "row": 2, "action": "edit", "text": "x"}


def said(form: object) -> bytes:
    """A value as JSON."""
    return json.dumps(form).encode()


accept("without-rows.audit.json")(lambda: said(AUDIT))
accept("without-rows.decisions.json")(lambda: said(DECISIONS))
for _kind, _form in (("audit", AUDIT), ("decisions", DECISIONS)):
    reject(f"nested-deep.{_kind}.json")(lambda: b'{"version": 1, "rows": ' + b"[" * 9_000)
    reject(f"nested-and-closed.{_kind}.json")(
        lambda form=_form: said({**form, "x": json.loads("[" * 400 + "]" * 400)})  # type: ignore[misc]
    )
    reject(f"number-of-5000-digits.{_kind}.json")(
        lambda form=_form: said(form).replace(b'"version": 1', b'"version": ' + b"9" * 5000)  # type: ignore[misc]
    )
    reject(f"not-a-number.{_kind}.json")(lambda form=_form: said({**form, "x": float("nan")}))  # type: ignore[misc]
    reject(f"rows-that-are-numbers.{_kind}.json")(lambda form=_form: said({**form, "rows": [1, 2]}))  # type: ignore[misc]
    reject(f"rows-that-are-text.{_kind}.json")(lambda form=_form: said({**form, "rows": "rows"}))  # type: ignore[misc]
    reject(f"rows-that-are-null.{_kind}.json")(lambda form=_form: said({**form, "rows": None}))  # type: ignore[misc]
    reject(f"a-list.{_kind}.json")(lambda: b"[]")
    reject(large(f"values-without-end.{_kind}.json"))(
        lambda form=_form: said(form)[:-1] + b',"x":[' + b"1," * 12_000_000 + b"1]}"  # type: ignore[misc]
    )
    reject(f"half-a-character.{_kind}.json")(lambda form=_form: said({**form, "x": "\ud800"}))  # type: ignore[misc]
    reject(f"cut-off.{_kind}.json")(lambda form=_form: said(form)[:-9])  # type: ignore[misc]
reject("row-decided-twice.decisions.json")(lambda: said({**DECISIONS, "rows": [ROW, ROW]}))
reject("verdict-that-is-a-list.decisions.json")(lambda: said({**DECISIONS, "rows": [{**ROW, "verdict": []}]}))
reject("row-that-is-a-list.decisions.json")(lambda: said({**DECISIONS, "rows": [{**ROW, "row": [2]}]}))
