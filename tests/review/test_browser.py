"""The desk in a real Chromium: hostile texts start nothing, no page is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def look(browser: Browser, base: str) -> Callable[[str, str], object]:
    """Opens an address on a phone, fails on a dialog or a foreign request, runs one question."""
    dialogs: list[str] = []
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 400, "height": 800})

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("request", lambda request: asked.append(request.url))

    def look(address: str, question: str) -> object:
        page.goto(base + address, wait_until="load")
        answer: object = page.evaluate(question)
        assert dialogs == []
        assert [url for url in asked if not url.startswith(base)] == []
        return answer

    return look


def test_no_page_starts_a_script_or_overflows_a_phone(
    look: Callable[[str, str], object], addresses: list[str]
) -> None:
    for address in addresses:
        width = look(address, "document.documentElement.scrollWidth")
        assert width == 400, address


def test_no_page_shuts_anybody_out(browser: Browser, base: str, addresses: list[str]) -> None:
    """The rules of WCAG A and AA that a machine can check."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    for address in (each for each in addresses if "?" not in each):
        page.goto(base + address)
        found = Axe().run(page, options=rules).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == [], address


def test_a_stored_digest_keeps_its_style_and_runs_nothing(
    look: Callable[[str, str], object],
) -> None:
    colour = look("/digests/fr/2022-05-18", "getComputedStyle(document.querySelector('p')).color")
    assert colour == "rgb(1, 2, 3)"
