"""One crawl by stock Scrapy, as its documentation has it: what it does where we do otherwise.

Given the addresses to ask; prints one JSON line with those that answered, and their texts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request


class StockSpider(Spider):
    """Asks for pages and follows what it is told to follow: nothing of ours."""

    name = "stock"

    def parse(self, response: Any) -> Iterator[Request]:  # noqa: ANN401 - Scrapy's
        """Note the answer; ask for the pages that it links to."""
        heard.append((response.url, response.text))
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link)


heard: list[tuple[str, str]] = []


def main(urls: list[str]) -> None:
    settings: dict[str, Any] = {
        "ROBOTSTXT_OBEY": True,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "RETRY_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(StockSpider, start_urls=urls)
    process.start()
    print(json.dumps(heard))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(sys.argv[1:])
