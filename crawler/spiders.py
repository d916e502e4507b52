"""One spider per kind of source. All knowledge of an outlet is in its record."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy.http import Request

from crawler.announced import Announced, Listing, newest_first
from crawler.feeds import parse_feed
from crawler.listings import parse_listing
from crawler.press_spider import PressSpider
from crawler.roll import Roll
from crawler.sitemaps import parse_sitemap
from news.page import Page
from news.source import Source, SourceKind


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
