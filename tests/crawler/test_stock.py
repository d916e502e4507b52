"""What stock Scrapy does on the same server, where the list of hostile cases says that it is wrong.

Each of these is a case in which our own crawl behaves otherwise, as the tests of the same number
show. If one of them fails, Scrapy has changed, and a guard of ours may have become superfluous.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from news.report import SourceState

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

STOCK = str(Path(__file__).with_name("stock_once.py"))
TEXT = "愛知県の織物工場では、毎朝早くから機械の音が響く。"


def stock(*urls: str) -> dict[str, str]:
    """Crawl with stock Scrapy; texts by address."""
    done = subprocess.run(
        [sys.executable, STOCK, *urls], capture_output=True, text=True, timeout=60, check=True
    )
    return dict(json.loads(done.stdout))


def test_case_02_stock_asks_on_when_robots_cannot_be_had(press: Press) -> None:
    press.reply("/robots.txt", status=503)
    press.page("/a", "Lu quand même")

    assert stock(f"{press.address}/a")
    assert press.asked("/a") == ["/a"]


def test_case_03_stock_knows_no_crawl_delay(press: Press) -> None:
    press.reply("/robots.txt", "User-agent: *\nCrawl-delay: 3\n")
    press.reply("/a", '<a href="/b">b</a>', headers={"Content-Type": "text/html"})
    press.page("/b", "Sans attendre")

    stock(f"{press.address}/a")

    times = [asked.at for asked in press.log]
    assert len(times) == 3
    assert min(later - earlier for earlier, later in pairwise(times)) < 3


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1"])
def test_case_11_stock_follows_a_redirect_inside(press: Press, host: str) -> None:
    port = press.server.server_address[1]
    press.reply("/public", status=302, headers={"Location": f"http://{host}:{port}/secret"})
    press.page("/secret", "Ce qui ne regarde personne")

    stock(f"http://localhost:{port}/public")

    assert press.asked("/secret") == ["/secret"]


def test_case_11_ours_asks_for_nothing_there(press: Press) -> None:
    port = press.server.server_address[1]
    crawled = press.crawl(press.source("x", f"http://localhost:{port}/public"), proxy="")
    assert crawled.states == {"x": SourceState.FORBIDDEN_ADDRESS}
    assert press.log == []


def test_case_14_stock_believes_a_lying_header(press: Press) -> None:
    page = f"<html><body><p>{TEXT}</p></body></html>".encode("cp932")
    press.reply("/a", page, headers={"Content-Type": "text/html; charset=utf-8"})

    (heard,) = stock(f"{press.address}/a").values()

    assert TEXT not in heard
