"""What the crawler is given, and what it gives: no database, no clock, no settings of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from news.article import Article
from news.errors import ExtractionError
from news.page import Page, Visit


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How one crawl behaves towards the servers it asks."""

    user_agent: str = "fildesoie/0.1"
    """Says who asks; a running service adds the address of a person to write to."""
    proxy: str = ""
    """Address of the HTTP proxy that every request goes through, robots.txt included."""
    delay_seconds: float = 1.0
    """Least time between two requests to one host."""
    timeout_seconds: float = 20.0
    """Longest time one answer may take, from the first byte sent to the last received."""
    max_bytes: int = 8_000_000
    """Largest body that is read, before and after decompression."""
    budget_seconds: float = 900.0
    """Longest time the whole crawl may take; what is left over is asked for next time."""
    concurrency: int = 8
    """Requests under way at once, over all hosts; one host never has more than one."""
    max_pages_per_source: int = 100
    """Most article pages asked of one source in one crawl."""
    allow_private: bool = False
    """Whether private and loopback addresses may be asked; for tests and intranets."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed or sitemap said of an article."""

    title: str = ""
    published: str = ""
    """The date as it was written there."""
    authors: tuple[str, ...] = ()
    provenance: str = "feed"
    """Who said so: `feed` or `sitemap`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer that was received, with what was made of it."""

    source_id: str
    page: Page
    visit: Visit
    """To be remembered under `visit.url` when what the page announced has been dealt with."""
    article: Article | None = None
    """None for feeds, sitemaps, listings, refusals and pages that could not be read."""
    error: ExtractionError | None = None
    hints: Hints | None = None
    """What was announced of an article's page; None for feeds, sitemaps and listings."""


def _no_visit(_url: str) -> Visit | None:
    return None


def _no_progress(_source_id: str, _url: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """The crawler's doors to the rest of the house."""

    deliver: Callable[[Delivery], str]
    """Takes each answer; says `new`, `revised` or `unchanged` of an article, else nothing."""
    now: Callable[[], datetime]
    """The clock; aware, UTC."""
    recall: Callable[[str], Visit | None] = _no_visit
    """The last visit to an address."""
    progress: Callable[[str, str], None] = _no_progress
    """Told the source and the address of every answer."""
