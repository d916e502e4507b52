"""What all spiders do: ask for the announcement, then for the articles that are new or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.announced import Announced, Listing
from crawler.answers import to_page
from crawler.crawl import Crawl
from crawler.documents import linked_documents
from crawler.events import Event, EventKind
from crawler.extract import extract
from crawler.guards import IS_ARTICLE
from crawler.ports import Delivery
from crawler.refusal import diagnose
from crawler.roll import Errand, Roll, errand_for, forget, is_known, page_cap
from crawler.tdmrep import reservation_of
from crawler.validators import (
    NOT_MODIFIED,
    Doubt,
    conditions,
    judge_answer,
    patience,
    same_again,
    to_visit,
)
from news.errors import CollectionError, ExtractionError
from news.page import Page, Visit
from news.report import SourceState
from news.source import Source
from news.url import canonical_url

_SOUND = range(200, 300)
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
        previous = self.crawl.ports.recall(asked)
        visit = to_visit(page, asked, previous)
        doubts = partial(judge_answer, page, previous, response.meta["soie_conditions"])
        if page.status == NOT_MODIFIED or (page.status in _SOUND and same_again(page, previous)):
            self.crawl.ports.deliver(Delivery(source.id, page, visit))
            self._tell(source, EventKind.LISTING, asked, SourceState.UNCHANGED)
            self._note(source, asked, doubts(()))
            return
        try:
            listing = self._read(page, source)
        except CollectionError as error:
            detail = error.sentence.removeprefix(f"{page.url_final}: ")
            self._tell(
                source, EventKind.LISTING, asked, error.state, detail=detail, status=page.status
            )
            return
        self._tell_listing(source, asked, listing)
        doubt = doubts([item.published for item in listing.items if item.published])
        self._note(source, asked, doubt)
        if doubt.lied:
            visit = replace(visit, distrusted_since=page.fetched_at)
        yield from self._ask_nested(listing, source, depth)
        # What a sitemap of sitemaps says must be followed each time, and an empty feed is told as
        # empty as long as it is.
        whole = bool(listing.items) and not listing.nested
        visit = visit if whole else forget(visit)
        yield from self._ask_articles(listing, Roll(source, page, visit))

    async def heard_article(self, response: Response, errand: Errand) -> AsyncIterator[Request]:
        """Callback of article pages, and of the documents that they link."""
        page = self._receive(response, errand.source, errand.url)
        visit = to_visit(page, errand.key, errand.previous)
        state = SourceState.OK
        if page.status == NOT_MODIFIED:
            self.crawl.ports.deliver(Delivery(errand.source.id, page, visit))
            self._tell(errand.source, EventKind.KNOWN, errand.url)
        elif page.status in _SOUND:
            rules = self.crawl.reservations.known(page.url_final) or ()
            page = replace(page, reservation=reservation_of(page.url_final, rules))
            bare = Delivery(errand.source.id, page, visit, hints=errand.hints)
            async with self.crawl.reading.turn() as in_time:
                delivery = self._extract(page, errand, bare) if in_time else bare
                documents = (
                    linked_documents(page, delivery.article, errand.source) if in_time else ()
                )
            state = self._tell_article(delivery, errand, excused=bool(documents))
            for request in self._ask_documents(documents, errand):
                yield request
        else:
            state = SourceState.HTTP_ERROR
            self.crawl.ports.deliver(Delivery(errand.source.id, page, visit))
            self._fault(errand, state, f"the server answered {page.status}", page.status)
        self._settle(errand.roll, state, page.status)

    def failed_listing(self, failure: Failure) -> None:
        """Errback of feeds, sitemaps and listing pages."""
        request = _request_of(failure)
        asked = cast("str", request.meta["soie_asked"])
        state, detail = diagnose(
            cast("Exception", failure.value), request.url, self.crawl.refused_hosts
        )
        self._tell(request.cb_kwargs["source"], EventKind.LISTING, asked, state, detail=detail)

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
        asked_if = self._conditions(self.crawl.ports.recall(url), source)
        return Request(
            url,
            headers=asked_if,
            callback=self.heard_listing,
            errback=self.failed_listing,
            cb_kwargs={"source": source, "depth": depth},
            meta={"soie_asked": url, "soie_conditions": asked_if},
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
                yield self._ask_article(errand_for(item, key, errand.roll, previous))

    def _ask_article(self, errand: Errand) -> Request:
        return Request(
            errand.url,
            headers=self._conditions(errand.previous, errand.source),
            callback=self.heard_article,
            errback=self.failed_article,
            cb_kwargs={"errand": errand},
            meta={IS_ARTICLE: True},
            dont_filter=True,
        )

    def _conditions(self, previous: Visit | None, source: Source) -> dict[str, str]:
        return conditions(previous, patience(source.cadence_hours), self.crawl.ports.now())

    def _errands(self, listing: Listing, roll: Roll) -> Iterator[Errand]:
        for item in listing.items:
            key = canonical_url(item.url, roll.source.sisters)
            previous = self.crawl.ports.recall(key)
            known = roll.page is not None and is_known(item, previous)
            if known or not self.crawl.claim(key):
                self._tell(roll.source, EventKind.KNOWN, item.url)
                continue
            yield errand_for(item, key, roll, previous)

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
        article, error = delivery.article, delivery.error
        if article is None and error is None:
            detail = "fetched, but the crawl's time was used up before it could be read"
            self._fault(errand, SourceState.TIMEOUT, detail)
            return SourceState.TIMEOUT
        outcome = self.crawl.ports.deliver(delivery)
        if error is not None:
            if excused and error.code == "no-body":
                self._tell(errand.source, EventKind.KNOWN, errand.url)
                return SourceState.OK
            self._fault(errand, SourceState.EXTRACTION_ERROR, f"{error.code}: {error.sentence}")
            return SourceState.EXTRACTION_ERROR
        reserved = int(article.reserved) if article else 0
        self._tell(errand.source, EventKind.ARTICLE, errand.url, outcome=outcome, count=reserved)
        missing = [name for name in errand.source.expectation.fields if not getattr(article, name)]
        if missing:
            detail = f"read without {', '.join(missing)}, which this source used to give"
            state = SourceState.EXTRACTION_ERROR
            self._tell(errand.source, EventKind.LACKING, errand.url, state, detail=detail)
        return SourceState.OK

    def _settle(self, roll: Roll, state: SourceState, status: int = 200) -> None:
        roll.settle(state, status)
        self._close(roll)

    def _close(self, roll: Roll) -> None:
        if roll.complete and roll.delivery is not None:
            self.crawl.ports.deliver(roll.delivery)

    def _fault(self, errand: Errand, state: SourceState, detail: str, status: int = 0) -> None:
        self._tell(errand.source, EventKind.FAULT, errand.url, state, detail=detail, status=status)

    def _tell_listing(self, source: Source, url: str, listing: Listing) -> None:
        now = self.crawl.ports.now()
        dates = [item.published for item in listing.items if item.published]
        self._tell(
            source,
            EventKind.LISTING,
            url,
            SourceState.OK if listing.items or listing.nested else SourceState.EMPTY,
            count=len(listing.items),
            newest=max((date for date in dates if date <= now), default=None),
        )

    def _note(self, source: Source, url: str, doubt: Doubt) -> None:
        if doubt.detail:
            lie = SourceState.VALIDATORS_LIE
            self._tell(source, EventKind.NOTE, url, lie, detail=doubt.detail)

    def _tell(
        self,
        source: Source,
        kind: EventKind,
        url: str,
        state: SourceState = SourceState.OK,
        **more: Any,  # noqa: ANN401 - fields of Event by name
    ) -> None:
        self.crawl.tell(Event(source.id, kind, url, state, **more))


def _request_of(failure: Failure) -> Request:
    return cast("Request", failure.request)  # type: ignore[attr-defined]  # put there by Scrapy
