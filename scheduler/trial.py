"""Trying sources out: a crawl in a child process that keeps nothing."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from news.errors import SoieError
from news.report import SourceReport
from news.source import Source, SourceKind
from scheduler.collection import GRACE_SECONDS, crawl_options
from scheduler.settings import Settings

if TYPE_CHECKING:
    from crawler import CrawlOptions, Delivery

_LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What one trial crawl gave."""

    report: SourceReport
    deliveries: tuple[Delivery, ...]

    def page(self, url: str) -> Delivery | None:
        """What was delivered for an address."""
        return next((item for item in self.deliveries if item.page.url_asked == url), None)


def try_source(settings: Settings, source: Source, articles: int = 1) -> Trial:
    """Crawl one source as the daily job does, for a few of its articles, and keep nothing.

    Raises:
        ConfigurationError: when no contact is set.
        SoieError: when the child process could not go on.
    """
    options = replace(
        crawl_options(settings), max_pages_per_source=articles, budget_seconds=_LONGEST
    )
    # One process reads the slow libraries in; each trial is a fork of it, made before any reactor.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler", "scheduler.trial"])
    receiver, sender = context.Pipe(duplex=False)
    arguments = (source, options, settings.now, sender)
    child = context.Process(target=_crawl, args=arguments, name="soie-trial", daemon=True)
    child.start()
    sender.close()
    try:
        answer = receiver.recv() if receiver.poll(_LONGEST + GRACE_SECONDS) else "out of time"
    except EOFError:
        answer = "the crawl's process ended without a word"
    finally:
        receiver.close()
        child.terminate()
        child.join()
    if not isinstance(answer, Trial):
        raise SoieError(f"{source.id}: the trial failed: {answer}")
    return answer


def fetch(settings: Settings, urls: Sequence[str]) -> Trial:
    """The pages at some addresses, asked for as politely and safely as those of any source."""
    host = urlsplit(urls[0]).hostname or "page"
    kind, zone = SourceKind.ADDRESS, "Europe/Paris"
    return try_source(settings, Source(host, host, "fr", "FR", zone, kind, tuple(urls)), len(urls))


def _crawl(source: Source, options: CrawlOptions, now: datetime | None, out: Connection) -> None:
    from crawler import Ports, collect  # noqa: PLC0415 (only the child needs Scrapy)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    deliveries: list[Delivery] = []

    def deliver(delivery: Delivery) -> str:
        deliveries.append(delivery)
        return "new" if delivery.article else ""

    try:
        ports = Ports(deliver=deliver, now=lambda: now or datetime.now(UTC))
        (report,) = collect([source], options, ports)
        out.send(Trial(report, tuple(deliveries)))
    except SoieError as error:
        out.send(error.sentence)
