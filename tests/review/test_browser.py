"""The desk in a real Chromium: hostile texts start nothing, no page is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog

from knowledge import Knowledge
from review import DeskOptions, create_desk
from storage import Store

pytestmark = pytest.mark.browser
Serve = Callable[[Any], AbstractContextManager[str]]


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


def test_two_stories_are_marked_and_merged_by_the_page(
    browser: Browser, told: Store, knowledge: Knowledge, serving: Serve
) -> None:
    desk = create_desk(told, knowledge, DeskOptions({}, lambda: datetime.now(UTC), person="Élise"))
    with serving(desk) as address:
        page = browser.new_page(viewport={"width": 400, "height": 800}, java_script_enabled=False)
        page.set_default_timeout(10_000)
        for path in ("/", "/inbox?lang=fr"):  # the first page brings the session
            page.goto(address + path)
        for title in ("Un laboratoire ouvre à Nagoya", "Lyon fête la gastronomie"):
            page.locator("[data-item]", has_text=title).get_by_label("Marquer").check()
        page.get_by_role("button", name="Réunir les sujets marqués").click()
        page.get_by_label("Note").fill("même salon")
        page.get_by_role("button", name="Réunir", exact=True).click()
        assert page.url.startswith(f"{address}/stories/")
        assert "2 sujets réunis" in page.locator("[aria-labelledby=history]").inner_text()
        assert page.locator("[data-item]").count() == 2
        assert len(told.stories()) == 3
        page.get_by_role("button", name="Annuler").click()
        assert page.locator("[data-item]").count() == 1
        assert len(told.stories()) == 4
        page.close()
