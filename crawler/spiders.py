"""One spider per kind of source. All knowledge of an outlet is in its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.announced import Announced, Listing, newest_first
from crawler.answers import conditions, to_page, to_visit
from crawler.crawl import Crawl
from crawler.documents import linked_documents
from crawler.events import Event, EventKind
from crawler.extract import extract
from crawler.feeds import parse_feed
from crawler.listings import parse_listing
from crawler.ports import Delivery
from crawler.refusal import diagnose
from crawler.roll import Errand, Roll, is_known, page_cap
from crawler.sitemaps import parse_sitemap
from news.errors import CollectionError, ExtractionError
from news.page import Page, Visit
from news.report import SourceState
from news.source import Source, SourceKind
from news.url import canonical_url

_NOT_MODIFIED = 304
_SOUND = range(200, 300)
_REFUSED = 400
_MOST_NESTED = 12
_DEEPEST = 2


class PressSpider(Spider):
    """Asks each source for its announcement, then for the articles that are new or changed."""

    def __init__(self, crawl: Crawl, sources: Sequence[Source], **keywords: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**keywords)
        self.crawl = crawl
        self.sources = sources
        self._asked: Counter[str] = Counter()

    async def start(self) -> AsyncIterator[Request]:
        """The questions a crawl begins with."""
        for source in self.sources:
            for url in source.urls:
                yield self._ask_listing(source, url, depth=0)

    def read(self, page: Page, source: Source) -> Listing:
        """What an announcement says; each kind of source has its own reading.

        Raises:
            CollectionError: when it cannot be read.
        """
        raise NotImplementedError

    def heard_listing(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Callback of feeds, sitemaps and listing pages."""
        asked = cast("str", response.meta["soie_asked"])
        page = self._receive(response, source, asked)
        if page.status == _NOT_MODIFIED:
            visit = to_visit(page, asked, self.crawl.ports.recall(asked))
            self.crawl.ports.deliver(Delivery(source.id, page, visit))
            self._tell_listing(source, asked, SourceState.UNCHANGED)
            return
        try:
            listing = self._read(page, source)
        except CollectionError as error:
            detail = error.sentence.removeprefix(f"{page.url_final}: ")
            self._tell_listing(source, asked, error.state, detail)
            return
        state = SourceState.OK if listing.items or listing.nested else SourceState.EMPTY
        self._tell_listing(source, asked, state, count=len(listing.items))
        yield from self._ask_nested(listing, source, depth)
        yield from self._ask_articles(listing, Roll(source, page, to_visit(page, asked, None)))

    def heard_article(self, response: Response, errand: Errand) -> Iterator[Request]:
        """Callback of article pages, and of the documents that they link."""
        page = self._receive(response, errand.source, errand.url)
        visit = to_visit(page, errand.key, errand.previous)
        state = SourceState.OK
        if page.status == _NOT_MODIFIED:
            self.crawl.ports.deliver(Delivery(errand.source.id, page, visit))
            self._tell(errand.source, EventKind.KNOWN, errand.url)
        elif page.status in _SOUND:
            delivery = self._extract(page, errand, Delivery(errand.source.id, page, visit))
            documents = linked_documents(page, delivery.article, errand.source)
            state = self._tell_article(delivery, errand, excused=bool(documents))
            yield from self._ask_documents(documents, errand)
        else:
            state = SourceState.HTTP_ERROR
            self.crawl.ports.deliver(Delivery(errand.source.id, page, visit))
            self._fault(errand, state, f"the server answered {page.status}")
        self._settle(errand.roll, state, page.status)

    def failed_listing(self, failure: Failure) -> None:
        """Errback of feeds, sitemaps and listing pages."""
        request = _request_of(failure)
        asked = cast("str", request.meta["soie_asked"])
        state, detail = diagnose(
            cast("Exception", failure.value), request.url, self.crawl.refused_hosts
        )
        self._tell_listing(request.cb_kwargs["source"], asked, state, detail)

    def failed_article(self, failure: Failure) -> None:
        """Errback of article pages."""
        request = _request_of(failure)
        errand: Errand = request.cb_kwargs["errand"]
        state, detail = diagnose(
            cast("Exception", failure.value), request.url, self.crawl.refused_hosts
        )
        self._fault(errand, state, detail)
        self._settle(errand.roll, state)

    def _ask_listing(self, source: Source, url: str, depth: int) -> Request:
        return Request(
            url,
            headers=conditions(self.crawl.ports.recall(url)),
            callback=self.heard_listing,
            errback=self.failed_listing,
            cb_kwargs={"source": source, "depth": depth},
            meta={"soie_asked": url},
            dont_filter=True,
            priority=10,
        )

    def _ask_nested(self, listing: Listing, source: Source, depth: int) -> Iterator[Request]:
        if depth < _DEEPEST:
            for url in listing.nested[:_MOST_NESTED]:
                yield self._ask_listing(source, url, depth + 1)

    def _ask_articles(self, listing: Listing, roll: Roll) -> Iterator[Request]:
        errands = list(self._errands(listing, roll))
        room = page_cap(self.crawl.options, self._asked[roll.source.id])
        roll.incomplete = len(errands) > room
        roll.awaited = min(len(errands), room)
        self._asked[roll.source.id] += roll.awaited
        self._close(roll)
        for errand in errands[:room]:
            yield self._ask_article(errand)

    def _ask_documents(self, documents: Sequence[Announced], errand: Errand) -> Iterator[Request]:
        for item in documents[: page_cap(self.crawl.options, self._asked[errand.source.id])]:
            key = canonical_url(item.url, errand.source.sisters)
            if self.crawl.claim(key):
                self._asked[errand.source.id] += 1
                errand.roll.awaited += 1
                previous = self.crawl.ports.recall(key)
                yield self._ask_article(_errand(item, key, errand.roll, previous))

    def _ask_article(self, errand: Errand) -> Request:
        return Request(
            errand.url,
            headers=conditions(errand.previous),
            callback=self.heard_article,
            errback=self.failed_article,
            cb_kwargs={"errand": errand},
            dont_filter=True,
        )

    def _errands(self, listing: Listing, roll: Roll) -> Iterator[Errand]:
        for item in listing.items:
            key = canonical_url(item.url, roll.source.sisters)
            previous = self.crawl.ports.recall(key)
            known = roll.page is not None and is_known(item, previous)
            if known or not self.crawl.claim(key):
                self._tell(roll.source, EventKind.KNOWN, item.url)
                continue
            yield _errand(item, key, roll, previous)

    def _read(self, page: Page, source: Source) -> Listing:
        if page.status not in _SOUND:
            message = f"the server answered {page.status}"
            raise CollectionError(SourceState.HTTP_ERROR, message)
        return self.read(page, source)

    def _receive(self, response: Response, source: Source, asked: str) -> Page:
        page = to_page(response, asked, self.crawl.ports.now())
        self._tell(source, EventKind.ANSWER, asked)
        self.crawl.ports.progress(source.id, asked)
        return page

    def _extract(self, page: Page, errand: Errand, bare: Delivery) -> Delivery:
        try:
            return replace(bare, article=extract(page, errand.source, errand.hints))
        except ExtractionError as error:
            return replace(bare, error=error)

    def _tell_article(self, delivery: Delivery, errand: Errand, *, excused: bool) -> SourceState:
        """Deliver what was read; a page that only links documents is excused for saying nothing."""
        outcome = self.crawl.ports.deliver(delivery)
        article, error = delivery.article, delivery.error
        if error is not None:
            if excused and error.code == "no-body":
                self._tell(errand.source, EventKind.KNOWN, errand.url)
                return SourceState.OK
            self._fault(errand, SourceState.EXTRACTION_ERROR, f"{error.code}: {error.sentence}")
            return SourceState.EXTRACTION_ERROR
        self.crawl.tell(Event(errand.source.id, EventKind.ARTICLE, errand.url, outcome=outcome))
        missing = [name for name in errand.source.expectation.fields if not getattr(article, name)]
        if missing:
            detail = f"read without {', '.join(missing)}, which this source used to give"
            self._fault(errand, SourceState.EXTRACTION_ERROR, detail)
        return SourceState.OK

    def _settle(self, roll: Roll, state: SourceState, status: int = 200) -> None:
        roll.settle(state, status)
        self._close(roll)

    def _close(self, roll: Roll) -> None:
        if roll.complete and roll.delivery is not None:
            self.crawl.ports.deliver(roll.delivery)

    def _fault(self, errand: Errand, state: SourceState, detail: str) -> None:
        self.crawl.tell(Event(errand.source.id, EventKind.FAULT, errand.url, state, detail))

    def _tell_listing(
        self, source: Source, url: str, state: SourceState, detail: str = "", *, count: int = 0
    ) -> None:
        kind = EventKind.LISTING
        self.crawl.tell(Event(source.id, kind, url, state, detail, count=count))

    def _tell(self, source: Source, kind: EventKind, url: str) -> None:
        self.crawl.tell(Event(source.id, kind, url))


class FeedSpider(PressSpider):
    """RSS and Atom."""

    name = "feed"

    def read(self, page: Page, source: Source) -> Listing:
        """The entries of a feed."""
        kind = page.headers.get("content-type", "")
        return parse_feed(page.body, page.url_final, source.zone, kind)


class SitemapSpider(PressSpider):
    """Sitemaps, news sitemaps and indexes of them."""

    name = "sitemap"

    def read(self, page: Page, source: Source) -> Listing:
        """The pages of a sitemap, or the sitemaps of an index."""
        largest = self.crawl.options.max_bytes
        return parse_sitemap(page.body, page.url_final, source.zone, largest)


class ListingSpider(PressSpider):
    """Pages that list articles, of outlets without a feed."""

    name = "listing"

    def read(self, page: Page, source: Source) -> Listing:
        """The links of a listing page."""
        return parse_listing(page, source)


class AddressSpider(PressSpider):
    """Article pages that a person names; asked even when they were seen before."""

    name = "address"

    async def start(self) -> AsyncIterator[Request]:
        """The pages themselves."""
        for source in self.sources:
            items = newest_first(Announced(url) for url in source.urls)
            for request in self._ask_articles(Listing(items), Roll(source)):
                yield request


SPIDERS: dict[SourceKind, type[PressSpider]] = {
    SourceKind.FEED: FeedSpider,
    SourceKind.SITEMAP: SitemapSpider,
    SourceKind.LISTING: ListingSpider,
    SourceKind.ADDRESS: AddressSpider,
}


def _errand(item: Announced, key: str, roll: Roll, previous: Visit | None) -> Errand:
    known = previous if previous and previous.status < _REFUSED else None
    return Errand(roll.source, item.url, key, item.hints, roll, known)


def _request_of(failure: Failure) -> Request:
    return cast("Request", failure.request)  # type: ignore[attr-defined]  # put there by Scrapy
