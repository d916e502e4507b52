"""`make bench-collecting`: pages fetched a second against a bare Scrapy spider, in one run.

Both ask the same server for the same pages with sixteen requests under way, and wait for nothing.
The bare spider takes the links from each announcement and drops the pages. It does not ask for
robots.txt: stock Scrapy that obeys it waits now and then for a heartbeat of five seconds, which
would flatter us. Ours does its whole work: guards, robots.txt, one request at a time a host,
tdmrep.json, validators, reading of the announcement, articles, archive and store.

Fetching is measured from the first page that comes to the last: ours reads in the time that
requests leave, and what waits then is read afterwards. So that nobody takes the one for the other,
all the work is told as well, beside that of a bare spider which makes the same articles in its
callback and keeps nothing. Processor time is told because a busy machine says little by its clock.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from statistics import median
from typing import Any

from news.page import Page
from tests.soak.many import article, articles_in, fault_of, host_of, kind_of
from tests.soak.soak import control, served

SOURCES = 100
DAY = 4
"""The day of the soak on which each outlet has ten articles."""
ROUNDS = 2
NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)


class Meter:
    """Counts answers; says how long they took by the wall's clock and by the processor's."""

    def __init__(self) -> None:
        self.answers = 0
        self.first = self.last = (0.0, 0.0)

    def tick(self, *_words: object) -> None:
        """An answer has come."""
        self.last = (time.monotonic(), time.process_time())
        self.first = self.last if not self.answers else self.first
        self.answers += 1

    def rates(self) -> tuple[float, float]:
        """Answers a second, of the wall and of the processor."""
        wall, work = (last - first for first, last in zip(self.first, self.last, strict=True))
        return self.answers / wall, self.answers / work


def ours(proxy: str, meter: Meter) -> None:
    """The whole collection."""
    from crawler import CrawlOptions, PageArchive, Ports, collect  # noqa: PLC0415 - in the child only
    from news.source import Source, SourceKind  # noqa: PLC0415 - the same
    from storage import open_store  # noqa: PLC0415 - the same

    kinds = {"rss": "feed", "atom": "feed"}
    sources = [
        Source(
            host_of(number),
            "x",
            "fr",
            "FR",
            "Europe/Paris",
            SourceKind(kinds.get(kind_of(number), kind_of(number))),
            (f"http://{host_of(number)}/news",),
        )
        for number in sound()
    ]
    options = CrawlOptions(proxy=proxy, delay_seconds=0, concurrency=16)
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/a.db") as store:
        archive = PageArchive(Path(folder))

        def keep(delivery: Any) -> str:  # noqa: ANN401 - a Delivery
            archive.keep(delivery)
            store.keep_visit(delivery.visit)
            return store.keep_article(delivery.article).value if delivery.article else ""

        ports = Ports(deliver=keep, now=lambda: NOW, recall=store.visit, progress=meter.tick)
        reports = collect(sources, options, ports)
    assert all(report.sound for report in reports), [r for r in reports if not r.sound][:3]


def bare(proxy: str, meter: Meter, *, reads: bool = False) -> None:
    """A spider as a tutorial has it."""
    from scrapy import Spider  # noqa: PLC0415 - the same
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415 - the same
    from scrapy.http import Request  # noqa: PLC0415 - the same

    from crawler import extract, unknown_source  # noqa: PLC0415 - the same

    class Bare(Spider):
        name = "bare"

        async def start(self) -> Any:  # noqa: ANN401 - Scrapy's
            # All from one callback: what start() itself yields waits for a heartbeat of five
            # seconds each time that the engine is full, and this is not to be measured.
            yield Request("http://control.example/asked", self.begin, meta={"proxy": proxy})

        def begin(self, _response: Any) -> Iterator[Request]:  # noqa: ANN401 - Scrapy's
            for number in sound():
                yield Request(f"http://{host_of(number)}/news", meta={"proxy": proxy})

        def parse(self, response: Any) -> Iterator[Request]:  # noqa: ANN401 - Scrapy's
            meter.tick()
            for link in dict.fromkeys(re.findall(r"http://[^\"<]+/article/\d+", response.text)):
                yield Request(link, self.parse_article, meta={"proxy": proxy})

        def parse_article(self, response: Any) -> None:  # noqa: ANN401 - Scrapy's
            meter.tick()
            if reads:
                kind = {"content-type": "text/html"}
                page = Page(response.url, response.url, 200, response.body, NOW, kind)
                extract(page, unknown_source(page))

    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": False,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "CONCURRENT_REQUESTS": 16,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        }
    )
    process.crawl(Bare)
    process.start()


def sound() -> list[int]:
    """Outlets that are not broken."""
    return [number for number in range(SOURCES) if not fault_of(number)]


def measured(proxy: str, way: str) -> tuple[float, float, float]:
    """Pages fetched a second, by the wall and by the processor; seconds of work in all."""
    control(proxy, "asked")
    receiver, sender = Pipe(duplex=False)
    child = os.fork()
    if not child:
        meter = Meter()
        ways: dict[str, Callable[[str, Meter], None]]
        ways = {"ours": ours, "bare": bare, "reads": partial(bare, reads=True)}
        ways[way](proxy, meter)
        sender.send((*meter.rates(), time.process_time()))
        os._exit(0)
    rates: tuple[float, float, float] = receiver.recv()
    os.waitpid(child, 0)
    return rates


def main() -> None:
    """Print rates and their ratios, paired by round."""
    warm_up()
    told: dict[str, list[float]] = {"wall": [], "processor": [], "all work": []}
    with served() as proxy:
        control(proxy, f"round/{DAY}")
        for _ in range(ROUNDS):
            seen = {way: measured(proxy, way) for way in ("bare", "ours", "reads")}
            for way, (wall, work, whole) in seen.items():
                say(
                    f"{way:6} {wall:6.0f} pages a second, {work:6.0f} a second of processor time,"
                    f" which was {whole:.1f} s in all"
                )
            told["wall"].append(seen["ours"][0] / seen["bare"][0])
            told["processor"].append(seen["ours"][1] / seen["bare"][1])
            told["all work"].append(seen["reads"][2] / seen["ours"][2])
    say(f"fetching, ours / bare spider, by the clock on the wall: {median(told['wall']):.2f}")
    files = 1 + 2 / (articles_in(DAY) + 1)
    say(f"the same, counting robots.txt and tdmrep.json: {files * median(told['wall']):.2f}")
    say(f"fetching, ours / bare spider, by processor time: {median(told['processor']):.2f}")
    say(
        f"all work, ours / bare spider that makes the same articles: {median(told['all work']):.2f}"
    )


def warm_up() -> None:
    """Read one page, so that no way is charged with what libraries load when first used."""
    from crawler import extract, unknown_source  # noqa: PLC0415 - slow to import

    url = f"http://{host_of(0)}/article/1"
    page = Page(url, url, 200, article(url).body, NOW, {"content-type": "text/html"})
    extract(page, unknown_source(page))


def say(line: str) -> None:
    """Print a line of the report."""
    print(line, flush=True)  # noqa: T201 - a report


if __name__ == "__main__":
    main()
