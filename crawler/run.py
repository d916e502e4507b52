"""One crawl of all sources, from start to reports."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from scrapy import signals
from scrapy.crawler import CrawlerProcess
from twisted.internet.base import ReactorBase
from twisted.internet.error import ReactorNotRestartable
from twisted.python.failure import Failure

from crawler.crawl import Crawl
from crawler.events import Event
from crawler.guards import AddressGuard, RobotsGuard, Turnstile
from crawler.health import report
from crawler.ports import CrawlOptions, Ports
from crawler.resolver import GuardedResolver
from crawler.spiders import SPIDERS
from news.errors import UsageError
from news.report import SourceReport
from news.source import Source

_MOST_REDIRECTS = 5
_MOST_UNREAD = 32_000_000
"""Bytes of pages that may wait to be read, for each kind of source; then no more are asked for."""
_UNUSED = (
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
    "scrapy.downloadermiddlewares.stats.DownloaderStats",
)
"""Of Scrapy's own, those that would do nothing for us, or count what nobody reads."""
# A turn is not taken twice for what will not change within seconds: 500 is a broken program, a
# timeout is a slow one.
_WORTH_A_SECOND_TRY = [429, 502, 503, 504]
_SECOND_TRY_AFTER = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionLost",
]


def collect(
    sources: Sequence[Source], options: CrawlOptions, ports: Ports
) -> tuple[SourceReport, ...]:
    """Ask all sources and deliver what they give; blocks until done or out of time.

    Starts the Twisted reactor, which can be done once per process: run it in a child process.

    Returns:
        One report a source, in the order given; complete also for those never answered.

    Raises:
        UsageError: on a second call in one process.
        Exception: what a port raised; the crawl stops at the first.
    """
    if not sources:
        return ()
    crawl = Crawl(options, ports)
    process = CrawlerProcess(settings(crawl))
    _silence()
    stop = _stopper(crawl, process)
    for kind, spider in SPIDERS.items():
        mine = [source for source in sources if source.kind is kind]
        if mine:
            crawler = process.create_crawler(spider)
            crawler.signals.connect(stop, signals.spider_error)
            process.crawl(crawler, crawl=crawl, sources=mine).addErrback(stop)
    try:
        # The parent decides what an interrupt means: it ends this process.
        process.start(install_signal_handlers=False)
    except ReactorNotRestartable as error:
        message = "collect() was called twice in one process"
        raise UsageError(message, "start a new process for each crawl") from error
    if crawl.failure is not None:
        raise crawl.failure
    return _reports(sources, crawl)


def settings(crawl: Crawl) -> dict[str, Any]:
    """Scrapy's settings: nothing is opened, stored, printed or followed that we did not ask for."""
    options = crawl.options
    return {
        **_quiet(),
        "USER_AGENT": options.user_agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "fr, ja;q=0.9, *;q=0.5"},
        "DOWNLOADER_MIDDLEWARES": {
            AddressGuard: 100,
            RobotsGuard: 150,
            Turnstile: 950,
            **dict.fromkeys(_UNUSED),
        },
        "TWISTED_DNS_RESOLVER": _resolver(crawl),
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": options.timeout_seconds,
        "DOWNLOAD_MAXSIZE": options.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": _MOST_UNREAD,
        # Scrapy starts so many tasks for each answer; ours yield requests only, one by one.
        "CONCURRENT_ITEMS": 1,
        "SPIDER_MIDDLEWARES_BASE": {},
        # How many at once and how often is decided by the gate, which all spiders share.
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "REDIRECT_MAX_TIMES": _MOST_REDIRECTS,
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": _WORTH_A_SECOND_TRY,
        "RETRY_EXCEPTIONS": _SECOND_TRY_AFTER,
        "HTTPERROR_ALLOW_ALL": True,
        "URLLENGTH_LIMIT": 0,
    }


def _quiet() -> dict[str, Any]:
    return {
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }


def _resolver(crawl: Crawl) -> Callable[..., GuardedResolver]:
    # A function, because settings are copied deeply: an object would arrive as its double.
    def build(reactor: ReactorBase) -> GuardedResolver:
        return GuardedResolver(reactor, crawl)

    return build


def _stopper(crawl: Crawl, process: CrawlerProcess) -> Callable[..., None]:
    """Ends the crawl when our own side breaks: a full disk is nobody's page."""

    def stop(failure: Failure, **_details: object) -> None:
        if crawl.failure is None:
            crawl.failure = failure.value
            process.stop()

    return stop


def _silence() -> None:
    """Say nothing on stderr unless whoever runs the crawl has set up logs."""
    # After Scrapy has set up its own logging, which takes handlers away again.
    for name in ("scrapy", "twisted", "protego", "py.warnings", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _reports(sources: Sequence[Source], crawl: Crawl) -> tuple[SourceReport, ...]:
    events: defaultdict[str, list[Event]] = defaultdict(list)
    for event in crawl.events:
        events[event.source_id].append(event)
    now = crawl.ports.now()
    return tuple(report(source.id, events[source.id], now) for source in sources)
