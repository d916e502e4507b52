"""Teaching in a real browser without scripts; accessible pages at any width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from knowledge import Knowledge
from nlp import Reader
from review import DeskOptions, Lectern, create_desk
from storage import open_amendments, open_store
from tests.served import served

pytestmark = pytest.mark.browser
NOW = datetime(2022, 5, 21, 4, 30, tzinfo=UTC)


@pytest.fixture
def base(knowledge: Knowledge, tmp_path: Path) -> Iterator[str]:
    """The address of an empty desk, served on loopback."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    options = DeskOptions({"fr": "Europe/Paris"}, lambda: NOW)
    with open_store(url) as store, open_amendments(url) as amendments:
        desk = create_desk(store, knowledge, options, lectern=Lectern(amendments, Reader))
        with served(desk) as address:
            yield address


def test_an_alias_is_taught_without_scripts(browser: Browser, base: str) -> None:
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/knowledge")
    page.get_by_role("link", name="Propose a change").click()
    page.get_by_label("Change", exact=True).select_option("aliases")
    page.get_by_label("Entity or sector").fill("Toyota Motor")
    page.get_by_label("Words", exact=True).fill("Koromo Seiki")
    page.get_by_label("Note").fill("seen twice")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{base}/knowledge")
    row = page.get_by_role("row").filter(has_text="Koromo Seiki")
    assert "seen twice" in row.inner_text()
    row.get_by_text("Take this change back").first.click()
    row.get_by_role("button", name="Take this change back").click()
    assert "taken back" in page.get_by_role("row").filter(has_text="Koromo Seiki").inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_fit(
    browser: Browser, base: str, width: int, scheme: str
) -> None:
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light",
        bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{base}/knowledge/new?change=aliases&target=toyota-motor&form=Koromo&lang=fr")
    page.get_by_role("button", name="Essayer").click()
    page.get_by_role("button", name="Enregistrer").wait_for()
    visited = ["", f"{base}/knowledge", f"{base}/knowledge/new?kind=person&lang=ja"]
    for address in visited:
        if address:
            page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
