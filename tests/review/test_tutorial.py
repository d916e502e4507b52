"""The tutorial's steps on the desk, done word for word on the demo in a real Chromium."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scheduler.rehearsal import rehearse
from tests.review.test_keys import SELECT

pytestmark = [pytest.mark.browser, pytest.mark.models]
_SPEAKING = ("1", "m", "u", "o")
"""Keys that say a word; `o` ends `t o`, and opens nothing in the tutorial."""
_STEP = re.compile(
    r"Open `(?P<open>[^`]+)`|Press (?P<press>(?:`[^`]+` ?)+)|Follow \*\*(?P<follow>[^*]+)\*\*"
    r"|Click \*\*(?P<click>[^*]+)\*\*(?: of \*(?P<of>[^*]+)\*)?"
    r"|Type `(?P<type>[^`]+)` into \*\*(?P<into>[^*]+)\*\*|Select `(?P<select>[^`]+)`"
    r"|You see \*\*(?P<see>[^*]+)\*\*"
)


def steps(root: Path) -> list[dict[str, str]]:
    """What the tutorial says to do, in its order."""
    told = (root / "docs" / "tutorial.md").read_text("utf-8").partition("## On the desk")[2]
    lines = re.findall(r"^\d\. (.*)$", told, re.MULTILINE)
    rest = [_STEP.sub("", line).strip(" .") for line in lines]
    assert not any(line.strip(" .") for line in rest), rest  # nothing is said that is not done
    found = (match.groupdict() for line in lines for match in _STEP.finditer(line))
    return [{name: text for name, text in step.items() if text} for step in found]


@pytest.fixture
def demo_desk(root: Path, tmp_path: Path) -> Iterator[str]:
    """The address of `make serve` after `make demo`."""
    rehearse(lambda _stage, _what: None, tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "scheduler.cli", "--config", str(tmp_path / "soie.toml")]
    desk = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=root)
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        desk.terminate()
        desk.wait(30)


def _answering(address: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/health").close()  # noqa: S310 (our own address)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return address


def do(page: Page, base: str, step: dict[str, str]) -> None:
    """One step."""
    main = page.locator("main")
    if "of" in step:
        title = page.get_by_role("link", name=step["of"], exact=True)
        main = main.locator("[data-item]").filter(has=title).first
    match step:
        case {"open": path}:
            page.goto(base + path)
        case {"press": keys}:
            for key in re.findall("`([^`]+)`", keys):
                _press(page, key)
        case {"follow": name}:
            main.get_by_role("link", name=name).first.click()
            page.wait_for_load_state()
        case {"click": name}:
            role = main.get_by_role("button", name=name, exact=True)
            link = main.get_by_role("link", name=name, exact=True)
            role.or_(link).locator("visible=true").first.click()
        case {"type": text, "into": label}:
            main.get_by_label(label, exact=True).locator("visible=true").first.fill(text)
        case {"select": words}:
            page.evaluate(SELECT, [words, words])
            expect(page.locator("#surface")).to_have_value(words)
        case {"see": text}:
            expect(main.get_by_text(text).locator("visible=true").first).to_be_visible()


def _press(page: Page, key: str) -> None:
    """A key, and what it starts, which ends before the next one."""
    if key not in _SPEAKING:
        page.keyboard.press(key)
        page.wait_for_load_state()
        return
    page.evaluate(
        """() => { window.settled = new Promise((done) =>
          document.addEventListener("htmx:afterSettle", done, { once: true })); }"""
    )
    page.keyboard.press(key)
    page.evaluate("() => window.settled.then(() => true)")


def test_the_tutorial_can_be_followed(browser: Browser, demo_desk: str, root: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="en")
    page.set_default_timeout(30_000)
    done = steps(root)
    assert len(done) > 30
    for step in done:
        do(page, demo_desk, step)
    page.close()
