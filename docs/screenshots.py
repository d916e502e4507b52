"""`make screenshots`: pictures of the demo's digests and desk, by a real Chromium.

Needs `make demo` before it, and Chromium with Japanese fonts:
apt install chromium fonts-noto-cjk
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
DEMO = ROOT / "var" / "demo"
DAY = "2022-05-19"
PORT = 8791
WIDTHS = {"wide": 1200, "phone": 400}
LANGUAGES = ("fr", "ja", "en")
FORTNIGHT = "section.fortnight"


def take(browser: Browser, url: str, name: str, width: int, height: int = 1500) -> None:
    """One picture of one page, of its upper part."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def take_part(browser: Browser, url: str, name: str, part: str) -> None:
    """One picture of one part of a page."""
    page = browser.new_page(viewport={"width": WIDTHS["wide"], "height": 1500})
    page.goto(url)
    page.locator(part).screenshot(path=FOLDER / f"{name}.png")
    page.close()


def take_desk(browser: Browser, base: str) -> None:
    """Pictures of the desk's pages in French and Japanese, and of the inbox on a phone."""
    page = browser.new_page()
    page.goto(f"{base}/inbox?lang=fr")
    story = page.locator(".card h2 a").first.get_attribute("href") or ""
    page.goto(f"{base}{story}")
    article = page.locator(".card h3 a").first.get_attribute("href") or ""
    page.close()
    pages = {
        "inbox": "/inbox?lang=fr",
        "story": story,
        "article": article,
        "entity": "/entities/aichi?lang=fr",
        "timeline": "/timeline?lang=fr",
        "knowledge": "/knowledge/new?kind=organisation&lang=fr",
    }
    for name, address in pages.items():
        for language in ("fr", "ja"):
            url = base + address.replace("lang=fr", f"lang={language}")
            take(browser, url, f"{name}-{language}", WIDTHS["wide"], 700)
    take(browser, f"{base}/inbox?lang=ja", "inbox-ja-phone", WIDTHS["phone"])


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium")
    if chromium is None or not DEMO.is_dir():
        sys.exit("Chromium or the demo is missing: apt install chromium fonts-noto-cjk; make demo")
    FOLDER.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "scheduler.cli", "--config", DEMO / "soie.toml"]
    desk = subprocess.Popen([*command, "serve", "--port", str(PORT)], cwd=ROOT)  # noqa: S603 (our own command)
    try:
        time.sleep(10)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for language in LANGUAGES:
                digest = (DEMO / "digests" / language / f"{DAY}.html").as_uri()
                take_part(browser, digest, f"fortnight-{language}", FORTNIGHT)
                for size, width in WIDTHS.items():
                    take(browser, digest, f"digest-{language}-{size}", width)
            take_desk(browser, f"http://127.0.0.1:{PORT}")
            for language in ("fr", "ja"):
                desk_url = f"http://127.0.0.1:{PORT}/?lang={language}"
                take(browser, desk_url, f"desk-{language}-wide", WIDTHS["wide"], 900)
            browser.close()
    finally:
        desk.terminate()
        desk.wait()


if __name__ == "__main__":
    main()
