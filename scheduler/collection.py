"""Collect: the crawl in a child process, with a time budget.

A Twisted reactor starts once per process, and a process can be ended from outside whatever it is
doing. The record of what happened is in the store, never in the child's exit code.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import Knowledge
from news.article import permitted
from news.errors import ConfigurationError, SoieError
from news.report import SourceReport, SourceState
from news.source import Source
from scheduler.kept_pages import forget_before
from scheduler.logs import Logs, present, start_logs
from scheduler.settings import Settings
from storage import Store, open_care, open_store

if TYPE_CHECKING:
    from crawler import CrawlOptions, Delivery, PageArchive

GRACE_SECONDS = 20.0
"""What the child gets over its budget to end by itself, and again after SIGTERM."""

Progress = Callable[[str, str], None]
"""Told a stage or source, and what it is doing."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the child is to collect, in a form that passes between processes."""

    database: str
    sources: tuple[Source, ...]
    options: CrawlOptions
    now: datetime | None
    """The instant at which the clock stands still, or None."""
    archive: Path | None = None
    """Folder in which pages are kept, or None."""
    logs: Logs = field(default_factory=present)


def chosen_sources(settings: Settings, base: Knowledge) -> tuple[Source, ...]:
    """The enabled sources of the groups that are set."""
    wanted = set(settings.groups)
    found = base.sources.values()
    return tuple(item for item in found if item.enabled and wanted & set(item.groups))


def crawl_options(settings: Settings) -> CrawlOptions:
    """The crawl's settings as the crawler takes them.

    Raises:
        ConfigurationError: when no contact is set: an honest crawler can be written to.
    """
    if not settings.crawl.contact:
        raise ConfigurationError(
            "crawl.contact is not set, and publishers must be able to write to whoever reads them",
            "put a mail address or a page under [crawl] in soie.toml, or into SOIE_CRAWL__CONTACT",
        )
    from crawler import CrawlOptions  # noqa: PLC0415 (Scrapy is slow to import)

    fields = settings.crawl.model_dump(exclude={"contact", "user_agent"})
    agent = settings.crawl.user_agent.replace("{contact}", settings.crawl.contact)
    return CrawlOptions(user_agent=agent, **fields)


def collect_sources(
    settings: Settings, sources: Sequence[Source], progress: Progress
) -> tuple[SourceReport, ...]:
    """Crawl the sources into the store; one report for each, whatever becomes of the child."""
    if not sources:
        return ()
    options = crawl_options(settings)
    stood = settings.instant() if settings.now else None
    folder = settings.archive.folder if settings.archive.keep else None
    if folder:
        forget_before(folder, settings.instant(), settings.archive.days)
    order = Order(settings.database, tuple(sources), options, stood, folder)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_crawl, args=(order, sender), name="soie-crawl", daemon=True)
    child.start()
    sender.close()
    try:
        reports = _follow(receiver, options.budget_seconds + GRACE_SECONDS, progress)
    except BaseException:
        child.terminate()
        raise
    finally:
        _end(child)
        receiver.close()
    return reports or _abandoned(sources, settings.instant())


def _crawl(order: Order, sender: Connection) -> None:
    """What the child does; the parent hears of it, and alone answers to the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_logs(order.logs)
    try:
        sender.send(_collect(order, sender))
    except SoieError as error:
        sender.send(error.sentence)


def _collect(order: Order, sender: Connection) -> tuple[SourceReport, ...]:
    from crawler import PageArchive, Ports, collect  # noqa: PLC0415 (only the child needs Scrapy)

    def now() -> datetime:
        return order.now or datetime.now(UTC)

    with open_store(order.database) as store:
        withheld = _withheld(order.database)
        archive = PageArchive(order.archive, withheld.holds) if order.archive else None
        ports = Ports(
            recall=store.visit,
            deliver=partial(_keep, store, archive, withheld.articles),
            now=now,
            progress=lambda source_id, url: sender.send((source_id, url)),
        )
        return collect(order.sources, order.options, ports)


@dataclass(frozen=True, slots=True)
class _Withheld:
    """What may not be archived: pages that name somebody who was erased."""

    holds: Callable[[str], bool]
    articles: frozenset[str]
    """Ids of articles out of which a name was struck, maybe a family name alone."""


def _withheld(database: str) -> _Withheld:
    with open_care(database) as care:
        blocked = care.blocklist()
        if not blocked:
            return _Withheld(lambda _: False, frozenset())
        return _Withheld(blocked.holds_page, care.struck())


def _keep(
    store: Store, archive: PageArchive | None, struck: Collection[str], delivery: Delivery
) -> str:
    if archive and not (delivery.article and delivery.article.id in struck):
        archive.keep(delivery)
    # The article first: a process that dies between the two asks again, and loses nothing.
    outcome = store.keep_article(permitted(delivery.article)).value if delivery.article else ""
    store.keep_visit(delivery.visit)
    return outcome


def _follow(receiver: Connection, seconds: float, progress: Progress) -> tuple[SourceReport, ...]:
    """Listen to the child until it reports, dies, or has had its time without a word.

    Raises:
        SoieError: with the child's own sentence, when it could not go on.
    """
    while receiver.poll(seconds):
        try:
            message = receiver.recv()
        except EOFError:
            break
        match message:
            case str():
                raise SoieError(f"the crawl ended: {message}")
            case (str(stage), str(what)):
                progress(stage, what)
            case _:
                return tuple(message)
    return ()


def _end(child: BaseProcess) -> None:
    child.join(GRACE_SECONDS)
    if child.is_alive():
        child.terminate()
        child.join(GRACE_SECONDS)
    if child.is_alive():
        child.kill()
        child.join()


def _abandoned(sources: Sequence[Source], now: datetime) -> tuple[SourceReport, ...]:
    """Reports for a crawl that never reported: nothing is known of any source."""
    return tuple(SourceReport(source.id, SourceState.UNREACHABLE, now) for source in sources)
