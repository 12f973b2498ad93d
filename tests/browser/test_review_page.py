"""The review page in a real browser, from a real fill to `qfill apply`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from tests.cli.books import questionnaire
from tests.support.audits import audit, bank, row

from qfill.cli import main
from qfill.review.page import page_html

pytestmark = pytest.mark.browser

BANK = Path(__file__).parents[2] / "answers"
WIDTHS = [(1280, 900), (390, 844)]
HOSTILE = (
    "<script>window.broken=1</script><img src=x onerror=window.broken=1>\u202ejavascript:window.broken=1"
)


PROBLEMS: list[str] = []
"""What the pages of one test said to the console as errors: a script's own, and all that the policy stops."""


@pytest.fixture(autouse=True)
def quiet_console() -> Iterator[None]:
    PROBLEMS.clear()
    yield
    assert PROBLEMS == []


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page of a real fill in which rows wait."""
    questionnaire(tmp_path / "in.xlsx")
    monkeypatch.chdir(tmp_path)
    code = main(["fill", "in.xlsx", "--bank", str(BANK), "--accept", "1", "--suggest", "0.01", "--quiet"])
    assert code == 0
    return tmp_path / "in.filled.xlsx.review.html"


def opened(browser: Browser, path: Path, size: tuple[int, int], scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
        offline=True,
    )
    page = context.new_page()
    page.on("pageerror", lambda error: PROBLEMS.append(str(error)))
    page.on("console", lambda message: PROBLEMS.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    return page


def decisions_of(page: Page, folder: Path, how: str) -> tuple[Path, dict[str, Any]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save decisions").click() if how == "mouse" else page.keyboard.press(
            "s"
        )
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return path, found


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_rows_are_settled_saved_and_applied(
    chromium: Browser, filled: Path, size: tuple[int, int], how: str
) -> None:
    page = opened(chromium, filled, size)
    page.get_by_label("Reviewer").fill("Ann Ek")
    page.locator("#detail").focus()
    waiting = page.locator(".row").count()
    assert waiting >= 2
    if how == "mouse":
        page.get_by_role("button", name="Accept").click()
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_label("Text").fill("As we said: every day.")
        page.get_by_role("button", name="Settle").click()
    else:
        page.keyboard.press("y")
        page.keyboard.press("e")
        page.get_by_label("Text").fill("As we said: every day.")
        page.keyboard.press("Control+Enter")
    path, found = decisions_of(page, filled.parent, how)
    assert path.name == "in.filled.xlsx.ann-ek.decisions.json"
    assert [one["action"] for one in found["rows"]] == ["accept", "edit"]
    assert main(["apply", str(path), "in.filled.xlsx", "--bank", str(BANK), "--quiet"]) == 0
    sheet = load_workbook(filled.parent / "in.filled.xlsx")["Security"]
    written = [cell.value for cells in sheet["C2:D5"] for cell in cells if cell.value]
    assert "As we said: every day." in written
    page.context.close()


def test_what_was_settled_survives_a_reload_and_can_be_undone(chromium: Browser, filled: Path) -> None:
    page = opened(chromium, filled, WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("y")
    page.reload()
    page.locator("#show").select_option("settled")
    assert page.locator(".row").count() == 1
    page.locator(".row").click()
    page.keyboard.press("n")
    page.get_by_label("Why").fill("too much")
    page.keyboard.press("Enter")
    assert "left blank" in (page.locator(".row .state").text_content() or "")
    page.keyboard.press("u")
    assert "accepted" in (page.locator(".row .state").text_content() or "")
    page.context.close()


def test_two_tabs_of_a_page_do_not_overwrite_each_other(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(number, f"Is part {number} so?") for number in (2, 3)]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "c" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    other = page.context.new_page()
    other.goto((tmp_path / "p.html").as_uri())
    page.locator("#detail").focus()
    page.keyboard.press("y")
    other.locator(".row.settled").wait_for()
    other.locator(".row").nth(1).click()
    other.keyboard.press("2")
    page.locator(".row.settled").nth(1).wait_for()
    _, found = decisions_of(page, tmp_path, "keyboard")
    assert [one["action"] for one in found["rows"]] == ["accept", "choose"]
    page.context.close()


def test_identical_questions_are_settled_together(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(number, "Is it so?") for number in (2, 3, 4)] + [row(5, "Why?")]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "4" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("2")
    _, found = decisions_of(page, tmp_path, "keyboard")
    assert [(one["row"], one["action"], one["answer"]) for one in found["rows"]] == [
        (number, "choose", "two") for number in (2, 3, 4)
    ]
    page.context.close()


def test_filters_and_search_narrow_the_list(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(2, "Alpha?"), row(3, "Beta?", "filled"), row(4, "Gamma?", "unanswered")]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "5" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    assert page.locator(".row").count() == 1
    page.locator("#show").select_option("all")
    assert page.locator(".row").count() == 3
    page.keyboard.press("Escape")
    page.locator("#detail").focus()
    page.keyboard.press("/")
    page.keyboard.type("beta")
    assert page.locator(".row").count() == 1
    page.locator("#search").fill("")
    page.locator("#owner").select_option("nobody")
    assert "Gamma?" in (page.locator(".row").text_content() or "")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
def test_axe_finds_nothing(chromium: Browser, filled: Path, size: tuple[int, int], scheme: str) -> None:
    page = opened(chromium, filled, size, scheme)
    page.evaluate("document.querySelector('meta[http-equiv]')?.remove()")
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.locator("#detail").focus()
    page.keyboard.press("e")
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()


def test_hostile_texts_are_only_texts(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(2, HOSTILE), row(3, HOSTILE, "filled"), row(4, HOSTILE, "unanswered")]
    found = audit(rows, name=f"{HOSTILE}.xlsx".replace("/", ""))
    (tmp_path / "p.html").write_bytes(page_html(found, "6" * 64, bank(HOSTILE, owner=HOSTILE)))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#show").select_option("all")
    for number in range(3):
        page.locator(".row").nth(number).click()
    page.keyboard.press("e")
    assert page.evaluate("window.broken") is None
    assert page.locator("main img, main script").count() == 0
    assert page.evaluate("[...document.querySelectorAll('a')].every((one) => one.protocol === 'file:')")
    asked = page.locator("#question").text_content() or ""
    assert "<script>window.broken=1</script><img src=x onerror=window.broken=1>" in asked
    assert "\u202e" not in page.evaluate("document.body.innerText"), "a bidi control shows as its code"
    assert page.locator("#question .code").first.text_content() == "U+202E"
    assert (
        page.locator("#question").evaluate("one => getComputedStyle(one.firstChild).unicodeBidi") == "isolate"
    )
    page.context.close()


def test_nearly_identical_questions_are_offered_and_turned_ones_are_not(
    chromium: Browser, tmp_path: Path
) -> None:
    asked = [
        "Is customer data backed up every day to a second site?",
        "Is the customer data backed up every day to a second site?",
        "Is customer data not backed up every day to a second site?",
        "Is customer data backed up every day to 2 second site?",
    ]
    known = row(2, "Yes.")
    rows = [
        row(number, text, context={"section": "S"}, candidates=known.candidates, proposed=known.proposed)
        for number, text in enumerate(asked, 2)
    ]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "8" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    offered = page.locator("#together label")
    assert offered.count() == 1
    assert not offered.locator("input").is_checked()
    offered.click()
    page.locator("#detail").focus()
    page.keyboard.press("y")
    _, found = decisions_of(page, tmp_path, "keyboard")
    assert [(one["row"], one["action"]) for one in found["rows"]] == [(2, "accept"), (3, "accept")]
    page.keyboard.press("u")
    assert page.locator(".row.settled").count() == 0
    page.context.close()


def test_what_was_filled_is_confirmed_and_overturned(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(number, f"Is part {number} so?", "filled") for number in (2, 3, 4)]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "9" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("y")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.press("Control+Enter")
    _, found = decisions_of(page, tmp_path, "keyboard")
    assert [one["action"] for one in found["rows"]] == ["confirm", "choose", "blank"]
    page.context.close()


def test_a_verdict_that_no_option_says_is_put_otherwise_first(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(2, "Is it so?", options=["Green", "Red"])]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "a" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("1")
    assert "No option says" in (page.locator("form.settle").text_content() or "")
    page.get_by_role("button", name="Settle", exact=True).click()
    assert "Give a verdict or a text" in (page.locator("form.settle [role=alert]").text_content() or "")
    page.context.close()


def test_a_text_that_says_the_opposite_of_its_verdict_is_not_settled(
    chromium: Browser, tmp_path: Path
) -> None:
    (tmp_path / "p.html").write_bytes(page_html(audit([row(2, "Is it so?")]), "a" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("e")
    page.locator("form.settle textarea").fill("No. Backups are kept for 30 days.")
    page.keyboard.press("Control+Enter")
    told = page.locator("form.settle [role=alert]").text_content()
    assert told == "The verdict says yes and the text begins with no: change one of them."
    page.locator("form.settle textarea").fill("No backup is older than 30 days.")
    page.keyboard.press("Control+Enter")
    _, found = decisions_of(page, tmp_path, "keyboard")
    assert [(one["verdict"], one["text"]) for one in found["rows"]] == [
        ("yes", "No backup is older than 30 days.")
    ]
    page.context.close()


def test_a_cell_that_no_option_fits_is_said_to_stay_blank(chromium: Browser, tmp_path: Path) -> None:
    known = row(2, "Is it so?")
    assert known.proposed is not None
    bare = {**known.proposed, "writes": {"comment": "Is it so?"}}
    rows = [known, row(3, "Why is it so?", proposed=bare)]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "b" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    assert "stays blank" not in (page.locator(".card.best").text_content() or "")
    page.locator(".row").nth(1).click()
    assert "stays blank" in (page.locator(".card.best").text_content() or "")
    page.context.close()


def test_single_keys_can_be_switched_off_and_help_lists_them(chromium: Browser, filled: Path) -> None:
    page = opened(chromium, filled, WIDTHS[0])
    page.locator("#detail").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    assert Axe().run(page)["violations"] == []
    page.get_by_label("Single keys settle questions").uncheck()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.reload()
    page.locator("#detail").focus()
    page.keyboard.press("y")
    assert page.locator(".row.settled").count() == 0
    page.context.close()


def test_the_list_opens_on_a_narrow_screen(chromium: Browser, filled: Path) -> None:
    page = opened(chromium, filled, WIDTHS[1])
    assert not page.locator(".row").first.is_visible()
    page.get_by_role("button", name="Questions").click()
    second = page.locator(".row").nth(1)
    asked = second.locator(".text").text_content() or ""
    second.click()
    assert (page.locator("#question").text_content() or "") in asked
    assert page.get_by_role("button", name="Accept").is_visible()
    page.context.close()


def test_three_thousand_rows_stay_quick(chromium: Browser, tmp_path: Path) -> None:
    rows = [row(number, f"Is number {number} so?") for number in range(2, 3002)]
    (tmp_path / "p.html").write_bytes(page_html(audit(rows), "7" * 64, bank()))
    page = opened(chromium, tmp_path / "p.html", WIDTHS[0])
    page.locator("#detail").focus()
    drawn = page.locator(".row").count()
    assert 20 <= drawn < 600, "a long list is drawn as it is scrolled to"
    took = page.evaluate(
        """() => { const start = performance.now();
        for (let n = 0; n < 20; n += 1)
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "y", bubbles: true}));
        return performance.now() - start; }"""
    )
    assert page.locator(".row.settled").count() == 20
    assert took < 4_000
    page.locator("#search").fill("number 2999")
    assert page.locator(".row").count() == 1
    page.locator("#search").fill("")
    page.locator("#list").evaluate("one => { one.parentElement.scrollTop = 1e9; }")
    page.wait_for_function("n => document.querySelectorAll('.row').length > n", arg=drawn)
    page.context.close()
