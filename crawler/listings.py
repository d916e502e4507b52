"""Links to articles on a page of a source that has no feed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.announced import Announced, Listing, newest_first
from crawler.document import Document, flatten
from crawler.encoding import decode
from crawler.ports import Hints
from news.errors import CollectionError, ExtractionError
from news.page import Page
from news.report import SourceState
from news.source import Source


def parse_listing(page: Page, source: Source) -> Listing:
    """The articles a listing page links to, in its order.

    With `selectors.item` the first link of each item, else every link of the page's main part;
    always on the listing's own host.

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
    host = urlsplit(page.url_final).hostname
    for address, label in document.links(source.selectors.item):
        try:
            url = urldefrag(urljoin(page.url_final, address)).url
            fits = urlsplit(url).hostname == host and urlsplit(url).scheme in {"http", "https"}
        except ValueError:
            continue
        if fits and url.rstrip("/") != page.url_final.rstrip("/"):
            yield Announced(url, Hints(title=flatten(label), provenance="listing"))
