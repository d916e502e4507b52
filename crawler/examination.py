"""What can be said of a source's announcement and of one of its articles, field by field: pure."""

from __future__ import annotations

from typing import Any

from crawler.announced import Listing
from crawler.body_edges import letters_of
from crawler.document import Document
from crawler.encoding import decode
from crawler.feeds import parse_feed
from crawler.jsonld import declared_article
from crawler.listings import parse_listing
from crawler.rights import reservations
from crawler.sitemaps import parse_sitemap
from news.article import Article
from news.errors import ExtractionError
from news.page import Page
from news.source import Source, SourceKind


def examine_listing(page: Page, source: Source) -> dict[str, Any]:
    """What an announcement holds: entries, articles, dates, titles.

    Raises:
        CollectionError: when it cannot be read as the kind of source that the record says.
    """
    listing = _read(page, source)
    dated = [item.published for item in listing.items if item.published]
    return {
        "address": page.url_final,
        "entries": listing.entries or len(listing.items),
        "articles": len(listing.items),
        "sitemaps": len(listing.nested),
        "newest": max(dated).isoformat() if dated else None,
        "dated": len(dated),
        "titled": sum(bool(item.hints.title) for item in listing.items),
        "title": listing.title,
        "first": listing.items[0].url if listing.items else None,
    }


def examine_article(page: Page, article: Article, source: Source) -> dict[str, Any]:
    """What was read from an article's page, each field with where it was found."""
    published = article.published
    document = _document(page)
    return {
        "address": article.url,
        "id": article.id,
        "title": article.title,
        "title_from": _places(document, article.title, source) if document else [],
        "published": published.instant.isoformat() if published else None,
        "precision": published.precision.value if published else None,
        "published_from": published.provenance if published else None,
        "timeliness": article.timeliness.value,
        "letters": len(article.text),
        "paragraphs": len(article.text.split("\n")) if article.text else 0,
        "body_from": "the record's selector" if source.selectors.body else "the whole page",
        "beginning": article.text[:120],
        "authors": list(article.authors),
        "language": article.language,
        "encoding": _encoding(page),
        "reserved": list(reservations(document, page)),
    }


def _read(page: Page, source: Source) -> Listing:
    if source.kind is SourceKind.FEED:
        kind = page.headers.get("content-type", "")
        return parse_feed(page.body, page.url_final, source.zone, kind)
    if source.kind is SourceKind.SITEMAP:
        return parse_sitemap(page.body, page.url_final, source.zone)
    return parse_listing(page, source)


def _document(page: Page) -> Document | None:
    try:
        text = decode(page.body, page.headers.get("content-type", "")).text
        return Document(text) if "<" in text and not page.body.startswith(b"%PDF") else None
    except (ExtractionError, ValueError):
        return None


def _encoding(page: Page) -> str:
    try:
        return decode(page.body, page.headers.get("content-type", "")).encoding
    except ExtractionError:
        return ""


def _places(document: Document, title: str, source: Source) -> list[str]:
    """Where the page prints the title: selector, JSON-LD, meta elements, headings, window."""
    wanted = letters_of(title)
    selected = document.selected(source.selectors.title) if source.selectors.title else []
    said = [
        ("selector", selected),
        ("json-ld", [declared_article(document).headline]),
        ("og:title", [document.first_meta("og:title", "twitter:title")]),
        ("h1", list(document.texts("//h1"))),
        ("h2", list(document.texts("//h2"))),
        ("title", list(document.texts("//title"))),
    ]
    return [name for name, texts in said if wanted and any(wanted in letters_of(t) for t in texts)]
