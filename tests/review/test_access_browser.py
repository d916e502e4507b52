"""A desk of accounts in a real Chromium: without scripts, from elsewhere, with hostile words."""

from __future__ import annotations

import http.server
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from storage import Entry
from tests.served import served

pytestmark = pytest.mark.browser
Team = Any  # as conftest.py makes it
EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>'\""


@pytest.fixture
def base(team: Team) -> Iterator[str]:
    """The address of the team's desk, served on loopback."""
    with served(team.open().app) as address:
        yield address


@contextmanager
def visit(browser: Browser, **facts: Any) -> Iterator[BrowserContext]:  # noqa: ANN401 (what Chromium takes)
    context = browser.new_context(locale="en", **facts)
    yield context
    context.close()


def log_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Account name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def test_one_logs_in_and_out_without_scripts_and_comes_back_where_one_was(
    browser: Browser, base: str, password: str
) -> None:
    with visit(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base}/runs?lang=en")
        log_in(page, "Rei", "not this one at all")
        assert page.get_by_role("alert").is_visible()
        log_in(page, "Rei", password)
        assert page.url == f"{base}/runs?lang=en"
        (cookie,) = context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        page.get_by_role("button", name="Sign out").click()
        assert page.url.startswith(f"{base}/login")
        assert context.cookies() == []


def test_a_link_from_elsewhere_needs_no_second_login(
    browser: Browser, base: str, password: str
) -> None:
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<a href="{base}/runs?lang=en">the desk</a>'.encode()
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with visit(browser) as context:
            page = context.new_page()
            page.goto(f"{base}/login?lang=en")
            log_in(page, "Rei", password)
            page.goto(f"http://localhost:{server.server_port}/")
            page.get_by_role("link").click()
            page.get_by_role("button", name="Sign out").wait_for()
            assert page.url == f"{base}/runs?lang=en"
        with visit(browser) as context:
            page = context.new_page()
            page.goto(f"http://localhost:{server.server_port}/")
            page.get_by_role("link").click()
            log_in(page, "Rei", password)
            assert page.url == f"{base}/runs?lang=en"
        server.shutdown()


def test_pages_about_people_start_nothing_and_can_be_used_by_all(
    browser: Browser, base: str, team: Team, password: str
) -> None:
    team.accounts.log(Entry(team.at, EVIL, EVIL, EVIL, EVIL))
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with visit(browser, viewport={"width": 400, "height": 800}) as context:
        page = context.new_page()
        page.on("dialog", refuse)
        page.goto(f"{base}/login?lang=en")
        assert _faults(page) == []
        log_in(page, "Anna", password)
        for address in ("/accounts", "/audit", "/password"):
            page.goto(f"{base}{address}?lang=en")
            assert page.evaluate("document.documentElement.scrollWidth") == 400, address
            assert _faults(page) == [], address
        page.goto(f"{base}/audit?lang=en")
        assert EVIL in page.inner_text("main")
        page.goto(f"{base}/login?back=javascript:alert(1)&lang=en")
        log_in(page, "Anna", password)
        assert page.url == f"{base}/"
    assert dialogs == []


def _faults(page: Page) -> list[str]:
    """What axe finds serious."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]
