"""The review page's bytes: nothing from outside can become markup or code."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.support.audits import audit, bank, row

from qfill.review.page import owners, page_data, page_html

HOSTILE = "<script>alert(1)</script><!--<img src=x onerror=alert(2)>\u202e\u2028javascript:alert(3)&lt;"
DIGEST = "3" * 64


def parts(page: bytes) -> tuple[str, str, dict[str, object]]:
    """The policy, the markup without its own script, style and data, and the data."""
    text = page.decode()
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert found is not None
    assert policy is not None
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    return policy[1], bare, json.loads(found[1])


def test_hostile_texts_stay_in_the_data() -> None:
    page = page_html(audit([row(2, HOSTILE)], name=HOSTILE), DIGEST, bank(HOSTILE, owner=HOSTILE))
    _, bare, data = parts(page)
    assert "onerror=alert" not in bare.replace("&lt;img src=x onerror=alert(2)&gt;", "")
    assert "<script>alert" not in page.decode()
    assert page.count(b"</script>") == 2
    rows = data["rows"]
    assert isinstance(rows, list)
    assert rows[0]["question"] == HOSTILE
    assert rows[0]["candidates"][0]["missing"] == [HOSTILE]


def test_the_policy_allows_this_script_and_this_style_alone() -> None:
    page = page_html(audit([row(2, "Is it so?")]), DIGEST, bank())
    policy, _, _ = parts(page)
    text = page.decode()
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        inner = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inner) == 1
        digest = base64.b64encode(sha256(inner[0].encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", text)
    assert " style=" not in re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)


def test_the_same_audit_gives_the_same_bytes() -> None:
    made = audit([row(2, "Is it so?"), row(3, "Is it not?", "unanswered")])
    assert page_html(made, DIGEST, bank()) == page_html(made, DIGEST, bank())


def test_it_holds_what_a_person_decides_by() -> None:
    data = page_data(audit([row(2, "Is it so?")]), DIGEST, bank())
    (one,) = data["rows"]
    assert data["audit_sha256"] == DIGEST
    assert list(one["proposed"]["writes"]) == ["answer", "comment"]
    assert data["facts"]["F1"] == {"source": "Yes. It is so.", "place": "1", "says": "F1: Yes. It is so."}
    assert [found["verdict"] for found in one["verdicts"]] == ["yes", "no", "none"]
    assert one["group"] == "Sheet · Is it so?"


def test_skipped_rows_are_left_out_and_owners_get_their_own() -> None:
    rows = [row(2, "a?"), row(3, "b?", "skipped"), row(4, "c?", "unanswered")]
    assert owners(audit(rows), bank()) == ("nobody", "security")
    assert [one["row"] for one in page_data(audit(rows), DIGEST, bank())["rows"]] == [2, 4]
    assert [one["row"] for one in page_data(audit(rows), DIGEST, bank(), owner="nobody")["rows"]] == [4]


def test_an_answer_above_the_tier_is_not_on_the_page_and_its_owner_keeps_the_row() -> None:
    found = bank()
    held = replace(found, answers=tuple(replace(one, disclosure="nda") for one in found.answers))
    data = page_data(audit([row(2, "Is it so?")]), DIGEST, held, owner="security")
    (one,) = data["rows"]
    assert (one["candidates"], one["proposed"], one["owners"]) == ([], None, ["security"])
    assert data["answers"] == {}


@pytest.mark.parametrize("character", ["<", ">", "&", "\u2028", "\u2029"])
def test_no_character_of_the_data_can_end_its_block(character: str) -> None:
    page = page_html(audit([row(2, f"a{character}b")]), DIGEST, bank())
    block = page.decode().partition('id="data">')[2].partition("</script>")[0]
    assert character not in block


def test_a_text_alone_is_offered_only_where_it_has_a_cell() -> None:
    (one,) = page_data(audit([row(2, "Is it so?", cells={"answer": "C2"})]), DIGEST, bank())["rows"]
    assert [found["verdict"] for found in one["verdicts"]] == ["yes", "no"]


def test_the_language_to_answer_in_is_the_suggestions_then_the_settings_then_the_questions() -> None:
    rows = [row(2, "a?"), row(3, "b?", proposed=None, language="sv")]
    made = audit(rows)
    assert [one["answer_language"] for one in page_data(made, DIGEST, bank())["rows"]] == ["en", "en"]
    made = replace(made, settings={"language": "auto"})
    assert [one["answer_language"] for one in page_data(made, DIGEST, bank())["rows"]] == ["en", "sv"]


def test_a_name_that_turns_direction_shows_it() -> None:
    _, bare, _ = parts(page_html(audit([row(2, "a?")], name="in\u202excod.xlsx"), DIGEST, bank()))
    assert "in[U+202E]xcod.xlsx" in bare
    assert "\u202e" not in bare
