"""What a page says of the feeds, sitemaps and language of its outlet: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.document import Document
from crawler.encoding import decode
from crawler.titles import strip_site
from crawler.unknown_source import unknown_source
from news.errors import ExtractionError
from news.page import Page

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml"))
_FEED_WORDS = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._-]|$)|\.(?:rss|rdf)$")
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS = re.compile(r"news|actu|latest|recent", re.IGNORECASE)
USUAL_FEEDS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.rdf")
"""Where publishing systems put feeds that pages do not name."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a page tells of its outlet."""

    name: str
    language: str
    country: str
    timezone: str
    feeds: tuple[str, ...]
    """Addresses of the feeds it names, those of comments left out; best first."""


def discover(page: Page) -> Discovered:
    """What a web page tells of its outlet; what it does not tell is empty or guessed."""
    unknown = unknown_source(page)
    country = {"Asia/Tokyo": "JP", "Europe/Paris": "FR"}.get(unknown.timezone, unknown.country)
    host = (urlsplit(page.url_final).hostname or "").removeprefix("www.")
    try:
        document = Document(decode(page.body, page.headers.get("content-type", "")).text)
    except (ExtractionError, ValueError):
        return Discovered(host, unknown.language, country or "FR", unknown.timezone, ())
    feeds = tuple(dict.fromkeys(_feeds(document, page.url_final)))
    name = _name(document) or host
    return Discovered(name, unknown.language, country or "FR", unknown.timezone, feeds)


def sitemaps_in(robots: Page) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, those of news first."""
    text = robots.body.decode("utf-8", "replace")
    found = dict.fromkeys(urljoin(robots.url_final, url) for url in _SITEMAP_LINE.findall(text))
    return tuple(sorted(found, key=lambda url: not _NEWS.search(url)))


def usual_feeds(url: str) -> tuple[str, ...]:
    """Addresses at which an outlet's feed often lies, from its home page and the page itself."""
    parts = urlsplit(url)
    bases = [f"{parts.scheme}://{parts.netloc}/"]
    if parts.path.strip("/"):
        bases.insert(0, f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/")
    return tuple(base + name for base in bases for name in USUAL_FEEDS)


def _name(document: Document) -> str:
    told = document.first_meta("og:site_name", "application-name")
    title = next(document.texts("//title"), "")
    home = next(iter(document.home_names), "")
    return told or (home if home and home in title else "") or strip_site(title, ())[:80]


def _feeds(document: Document, base: str) -> Iterator[str]:
    for link in document.root.iter("link"):
        alternate = "alternate" in (link.get("rel") or "").lower()
        kind = (link.get("type") or "").lower()
        if alternate and kind in _FEED_TYPES and not _COMMENTS.search(str(dict(link.attrib))):
            yield from _absolute(base, link.get("href"))
    for link in document.root.iter("a"):
        href = (link.get("href") or "").strip()
        if _FEED_WORDS.search(href.lower()) and not _COMMENTS.search(href):
            yield from _absolute(base, href)


def _absolute(base: str, href: str | None) -> Iterator[str]:
    try:
        url = urljoin(base, (href or "").strip())
        if href and urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname:
            yield url
    except ValueError:
        return
