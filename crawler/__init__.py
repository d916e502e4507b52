"""Pages become articles: the spiders, their guards, and the reading of pages.

The one folder that knows Scrapy and the libraries that read pages. It knows no database: what it
finds is handed to a function it is given.
"""

from crawler.archive import read_pages
from crawler.extract import extract
from crawler.health import carry_since
from crawler.ports import CrawlOptions, Delivery, Hints, Ports
from crawler.run import collect
from crawler.unknown_source import unknown_source

__all__ = [
    "CrawlOptions",
    "Delivery",
    "Hints",
    "Ports",
    "carry_since",
    "collect",
    "extract",
    "read_pages",
    "unknown_source",
]
