"""Photograph the review page of a real run: python tools/make_review_pictures.py

The template is answered out of the bank, and its page opened in the system's Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from qfill.settings import Settings
from qfill.workflows.fill import FillOptions, fill

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


def main() -> int:
    """Answer the template into a folder that goes away again, and photograph its page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here", file=sys.stderr)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        copy = Path(folder) / "caiq_v4.xlsx"
        copy.write_bytes((ROOT / "templates" / "caiq_v4.xlsx").read_bytes())
        settings = Settings(bank=ROOT / "answers")
        result = fill(FillOptions(input=copy, settings=settings, today=date(2026, 11, 23)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = opened(browser, result.names.page, 1280, 860, "light")
        page.keyboard.press("y")
        page.screenshot(path=PICTURES / "review.png")
        page.keyboard.press("e")
        page.screenshot(path=PICTURES / "review-edit.png")
        page = opened(browser, result.names.page, 390, 844, "dark")
        page.screenshot(path=PICTURES / "review-phone.png")
        browser.close()
    return 0


def opened(browser: Browser, path: Path, width: int, height: int, scheme: Literal["dark", "light"]) -> Page:
    """The page, with a reviewer's name, at a size and in a scheme."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(path.as_uri())
    page.get_by_label("Reviewer").fill("Ann Ek")
    page.locator("#detail").focus()
    return page


if __name__ == "__main__":
    sys.exit(main())
