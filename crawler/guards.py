"""Downloader middlewares: nothing leaves the house that should not."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.addresses import refusal
from crawler.crawl import Crawl, crawl_of
from crawler.politeness import retry_after
from crawler.refusal import Refusal, diagnose
from crawler.robots import Rules, read_robots
from crawler.tdmrep import Reservation, read_reservations
from news.report import SourceState

_IS_ROBOTS = "soie_robots"
IS_ARTICLE = "soie_article"
"""Marks requests for articles, whose publishers may reserve them."""
_BUSY = frozenset((429, 503))
_PAUSE_WHEN_BUSY = 30.0


class AddressGuard:
    """Refuses schemes and hosts that are not for us, on every hop; sets proxy and time limit."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawl_of(crawler))

    def process_request(self, request: Request) -> None:
        """Refuse or prepare a request, redirected ones included.

        Raises:
            Refusal: `forbidden-address`, or `timeout` when the crawl's time is used up.
        """
        options = self._crawl.options
        why = refusal(request.url, allow_private=options.allow_private)
        if why:
            raise Refusal(SourceState.FORBIDDEN_ADDRESS, why)
        remaining = self._crawl.gate.remaining
        if not remaining:
            raise Refusal(SourceState.TIMEOUT, "the crawl's time was used up before")
        request.meta["download_timeout"] = min(options.timeout_seconds, remaining)
        # Set even when there is none, so that no proxy of the environment comes in between.
        request.meta["proxy"] = options.proxy or None

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse a redirect that Scrapy leaves alone because it leads out of the web.

        Raises:
            Refusal: `forbidden-address`.
        """
        location = (response.headers.get("Location") or b"").decode("latin-1")
        if location and response.status in {301, 302, 303, 307, 308}:
            why = refusal(urljoin(request.url, location), allow_private=True)
            raise Refusal(SourceState.FORBIDDEN_ADDRESS, f"redirected: {why}")
        return response


class RobotsGuard:
    """Obeys robots.txt, and asks what a host reserves, both through all the other guards."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._crawl = crawl_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's robots.txt does not allow.

        Raises:
            Refusal: `robots-refused`, or the state in which robots.txt could not be had.
        """
        if request.meta.get(_IS_ROBOTS):
            return
        book = self._crawl.robots
        rules = await book.rules(request.url, self._ask)
        verdict = book.verdict(rules, request.url)
        if verdict is not None:
            raise Refusal(*verdict)
        # Before the first article of a host: asked later, it would wait behind all the others.
        if request.meta.get(IS_ARTICLE):
            await self._crawl.reservations.answer(request.url, self._ask_reservations)

    async def _ask(self, url: str) -> Rules:
        request = Request(url, meta={_IS_ROBOTS: True}, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever keeps robots.txt from us closes the host
            state, line = diagnose(error, url, self._crawl.refused_hosts)
            return Rules(closed=(state, f"robots.txt: {line}"))
        rules = read_robots(response.status, response.body)
        pause = self._crawl.robots.pause(rules)
        if pause:
            self._crawl.gate.slow_down(_host(url), pause)
        return rules

    async def _ask_reservations(self, url: str) -> tuple[Reservation, ...]:
        request = Request(url, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001 - a host that does not say that it reserves does not
            return ()
        return read_reservations(response.status, response.body)


class Turnstile:
    """The innermost guard: each request waits for its host's turn, and hears `Retry-After`."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawl_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Wait.

        Raises:
            Refusal: `timeout`, when the turn would come too late.
        """
        await self._crawl.gate.enter(_host(request.url))
        request.meta["soie_inside"] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the turn back; keep away as long as a busy host asks for."""
        if request.meta.pop("soie_inside", False):
            self._crawl.gate.leave(_host(request.url))
        if response.status in _BUSY:
            header = (response.headers.get("Retry-After") or b"").decode("latin-1")
            self._crawl.gate.postpone(_host(request.url), self._pause(response.status, header))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give the turn back after a failure."""
        del exception
        if request.meta.pop("soie_inside", False):
            self._crawl.gate.leave(_host(request.url))

    def _pause(self, status: int, header: str) -> float:
        now: datetime = self._crawl.ports.now()
        asked = retry_after(header, now) if header else None
        if asked is not None:
            return asked
        return _PAUSE_WHEN_BUSY if status == 429 else 0.0  # noqa: PLR2004 - 429 Too Many Requests


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
