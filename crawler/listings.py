"""Links to articles on a page of a source that has no feed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.announced import Announced, Listing, newest_first
from crawler.article_links import article_links
from crawler.document import Document, flatten
from crawler.encoding import decode
from crawler.feeds import to_instant
from crawler.ports import Hints
from news.errors import CollectionError, ExtractionError
from news.page import Page
from news.report import SourceState
from news.source import Source


def parse_listing(page: Page, source: Source) -> Listing:
    """The articles a listing page links to, in its order.

    With `selectors.item` the first link of each item, else the links that look like articles; where
    none does, every link of the page's main part. Always on the listing's own hosts.

    Raises:
        CollectionError: `parse-error`, when the page is unreadable or the selector finds nothing.
    """
    try:
        document = Document(decode(page.body, page.headers.get("content-type", "")).text)
    except ExtractionError as error:
        raise CollectionError(SourceState.PARSE_ERROR, f"{page.url_final}: {error}") from error
    items = newest_first(_links(document, page, source))
    if not items and source.selectors.item:
        raise CollectionError(
            SourceState.PARSE_ERROR,
            f"{page.url_final}: nothing on the page fits the selector {source.selectors.item!r}",
            f"correct selectors.item of source {source.id}",
        )
    return Listing(items)


def _links(document: Document, page: Page, source: Source) -> Iterator[Announced]:
    hosts = {_host(page.url_final), *source.hosts}
    for href, label, date in _candidates(document, source.selectors.item):
        try:
            url = urldefrag(urljoin(page.url_final, href)).url
            fits = _host(url) in hosts and urlsplit(url).scheme in {"http", "https"}
        except ValueError:
            continue
        if fits and url.rstrip("/") != page.url_final.rstrip("/"):
            hints = Hints(title=flatten(label), published=date, provenance="listing")
            yield Announced(url, hints, to_instant(date, source.zone))


def _candidates(document: Document, item: str) -> Iterator[tuple[str, str, str]]:
    """Address, text and date of each link that may lead to an article."""
    found = [] if item else article_links(document)
    if found:
        yield from ((link.href, link.text, link.date) for link in found)
    else:
        yield from ((href, text, "") for href, text in document.links(item))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
