"""`soie sources add`: from any address of an outlet to a record of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler import (
    Delivery,
    Discovered,
    discover,
    examine_listing,
    sitemaps_in,
    slug,
    usual_feeds,
)
from knowledge import refuse_duplicate
from news.errors import CollectionError, UsageError
from news.source import Source, SourceKind
from scheduler.settings import Settings
from scheduler.trial import Trial, fetch

_SOUND = range(200, 300)
_MOST_TRIED = 12
_FEW = 2


def discover_source(settings: Settings, url: str, known: Mapping[str, Source], key: str) -> Source:
    """The record of an outlet, made from one of its addresses.

    The address itself, when it is a feed or a sitemap; else a feed that its page names or that lies
    where feeds usually lie; else a sitemap of news; else the page as a listing.

    Args:
        settings: how the network is asked.
        url: a feed, a sitemap or a page.
        known: all sources that there are.
        key: the id it is to have; made from the host when it is empty.

    Raises:
        UsageError: when the address cannot be read, or is known already.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{url}: no web address", "give it whole, beginning with https://")
    draft = Source(key or "draft", url, "fr", "FR", "Europe/Paris", SourceKind.ADDRESS, (url,))
    refuse_duplicate(draft, known)
    robots = urljoin(url, "/robots.txt")
    home = urljoin(url, "/")
    trial = fetch(settings, list(dict.fromkeys((url, robots, home))))
    given = _answer(trial, url)
    told = _tell(trial, given, home)
    kind, address, way = _choose(settings, trial, given, robots)
    source = Source(
        id=key or _free(slug(parts.hostname), known),
        name=told.name,
        language=told.language,
        country=told.country,
        timezone=told.timezone,
        kind=kind,
        urls=(address,),
        home=home,
        groups=("daily",),
        confidence="A",
        evidence=f"{way}, found answering on {settings.instant():%Y-%m-%d}",
    )
    refuse_duplicate(source, known)
    return source


def _answer(trial: Trial, url: str) -> Delivery:
    delivery = trial.page(url)
    if delivery is None or delivery.page.status not in _SOUND:
        faults = [fault.detail for fault in trial.report.faults if fault.url == url]
        raise UsageError(f"{url}: {next(iter(faults), 'no answer')}", "try it in a browser first")
    return delivery


def _choose(
    settings: Settings, trial: Trial, given: Delivery, robots: str
) -> tuple[SourceKind, str, str]:
    page = given.page
    for kind in (SourceKind.FEED, SourceKind.SITEMAP):
        if _holds(given, kind):
            return kind, page.url_asked, f"{kind.value} given by hand"
    said = trial.page(robots)
    sitemaps = sitemaps_in(said.page) if said and said.page.status in _SOUND else ()
    named = discover(page).feeds
    tried = [*named, *(() if named else usual_feeds(page.url_final)), *sitemaps[:_FEW]]
    answers = fetch(settings, tried[:_MOST_TRIED]) if tried else None
    for url in tried[:_MOST_TRIED]:
        delivery = answers.page(url) if answers else None
        kind = SourceKind.SITEMAP if url in sitemaps else SourceKind.FEED
        if delivery and delivery.page.status in _SOUND and _holds(delivery, kind):
            way = "named by the page" if url in named else "at its usual place"
            return kind, url, f"{kind.value} {'named by robots.txt' if url in sitemaps else way}"
    if not _holds(given, SourceKind.LISTING):
        raise UsageError(
            f"{page.url_asked}: no feed, no sitemap, and no links to articles on the page",
            "give the address of the page that lists the news",
        )
    return SourceKind.LISTING, page.url_asked, "listing page without a feed"


def _holds(delivery: Delivery, kind: SourceKind) -> bool:
    """Whether an answer announces articles when it is read as a kind of source."""
    draft = Source("draft", "draft", "fr", "FR", "Europe/Paris", kind, ())
    try:
        found = examine_listing(delivery.page, draft)
    except CollectionError:
        return False
    return bool(found["articles"])


def _tell(trial: Trial, given: Delivery, home: str) -> Discovered:
    """What the page tells of its outlet; for a feed or sitemap, what the home page tells."""
    announces = next((k for k in (SourceKind.FEED, SourceKind.SITEMAP) if _holds(given, k)), None)
    if announces is None:
        return discover(given.page)
    page = trial.page(home)
    if page is not None and page.page.status in _SOUND:
        return discover(page.page)
    told = discover(given.page)
    draft = Source("draft", "draft", told.language, "FR", told.timezone, announces, ())
    return replace(told, name=examine_listing(given.page, draft)["title"] or told.name)


def _free(wanted: str, known: Mapping[str, Source]) -> str:
    return next(name for name in _numbered(wanted) if name not in known)


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    number = 2
    while True:
        yield f"{wanted}-{number}"
        number += 1
