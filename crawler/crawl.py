"""What the spiders and the guards of one crawl share."""

from __future__ import annotations

import time
from collections.abc import Callable

from scrapy.crawler import Crawler

from crawler import tdmrep
from crawler.events import Event
from crawler.once import OncePerHost
from crawler.politeness import HostGate
from crawler.ports import CrawlOptions, Ports
from crawler.robots import RobotsBook
from crawler.tdmrep import Reservation
from crawler.turns import ReadingTurns


class Crawl:
    """One run of all spiders: what they may do, what happened, and what they agree on."""

    def __init__(
        self, options: CrawlOptions, ports: Ports, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.options = options
        self.ports = ports
        self.events: list[Event] = []
        self.failure: BaseException | None = None
        """What broke on our side of the doors: it ends the crawl."""
        self.refused_hosts: set[str] = set()
        """Names that led to private addresses only."""
        deadline = clock() + options.budget_seconds
        self.gate = HostGate(options.delay_seconds, options.concurrency, deadline, clock)
        self.robots = RobotsBook(options.user_agent)
        self.reservations: OncePerHost[tuple[Reservation, ...]] = OncePerHost(tdmrep.PATH)
        self.reading = ReadingTurns(self.gate, clock)
        self._claimed: set[str] = set()

    def tell(self, event: Event) -> None:
        """Remember what happened."""
        self.events.append(event)

    def claim(self, key: str) -> bool:
        """Whether nobody has asked for this canonical address yet in this crawl."""
        if key in self._claimed:
            return False
        self._claimed.add(key)
        return True


def crawl_of(crawler: Crawler) -> Crawl:
    """The crawl that a Scrapy crawler belongs to.

    Scrapy builds its components itself and copies its settings deeply: the spider is the one
    object through which they can share another.
    """
    crawl = getattr(crawler.spider, "crawl", None)
    if not isinstance(crawl, Crawl):
        raise TypeError("a component was built for a spider that belongs to no crawl")
    return crawl
