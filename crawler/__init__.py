"""Pages become articles: the spiders, their guards, and the reading of pages.

The one folder that knows Scrapy and the libraries that read pages. It knows no database: what it
finds is handed to a function it is given.
"""

from crawler.archive import read_pages
from crawler.discovery import Discovered, discover, sitemaps_in, usual_feeds
from crawler.examination import examine_article, examine_listing
from crawler.extract import extract
from crawler.opml import read_opml, slug, write_opml
from crawler.ports import CrawlOptions, Delivery, Hints, Ports
from crawler.run import collect
from crawler.sieve import Sieve
from crawler.strike import strike_pages
from crawler.unknown_source import unknown_source
from crawler.warc import PageArchive
from crawler.web_archive import Saved, Sifted, read_web_archive

__all__ = [
    "CrawlOptions",
    "Delivery",
    "Discovered",
    "Hints",
    "PageArchive",
    "Ports",
    "Saved",
    "Sieve",
    "Sifted",
    "collect",
    "discover",
    "examine_article",
    "examine_listing",
    "extract",
    "read_opml",
    "read_pages",
    "read_web_archive",
    "sitemaps_in",
    "slug",
    "strike_pages",
    "unknown_source",
    "usual_feeds",
    "write_opml",
]
