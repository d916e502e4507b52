"""Sitemaps and news sitemaps: our own reading, because the news fields are dropped elsewhere."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from parsel import Selector

from crawler.announced import Announced, Listing, newest_first
from crawler.any_date import read_date
from crawler.document import flatten
from crawler.encoding import decode
from crawler.feeds import to_instant
from crawler.ports import Hints
from crawler.xml_guard import is_html, refuse_entities
from news.errors import CollectionError, ExtractionError
from news.report import SourceState

_GZIP = b"\x1f\x8b"
_LAST_MOMENT = timedelta(hours=24) - timedelta(seconds=1)


def parse_sitemap(body: bytes, url: str, zone: ZoneInfo, max_bytes: int = 8_000_000) -> Listing:
    """The articles a sitemap announces, newest first, and the sitemaps it names.

    Args:
        body: the answer as served; a gzip file is opened.
        url: where it was fetched.
        zone: the publisher's, for dates without an offset.
        max_bytes: largest document after decompression.

    Raises:
        CollectionError: `html-instead-of-feed`, `too-large`, or `parse-error` for a document that
            declares entities or is no sitemap.
    """
    body = open_gzip(body, url, max_bytes)
    try:
        text = decode(body).text
    except ExtractionError as error:
        raise CollectionError(SourceState.PARSE_ERROR, f"{url}: {error}") from error
    if is_html(text):
        raise CollectionError(SourceState.HTML_INSTEAD, f"{url}: a web page came, no sitemap")
    refuse_entities(text, url)
    # The selector's XML parser resolves no entity and opens no connection.
    root = Selector(text=text, type="xml").root
    name = _local(root)
    if name == "sitemapindex":
        nested = (_child(node, "loc") for node in _children(root, "sitemap"))
        named = tuple(urljoin(url, address) for address in nested if address)
        return Listing((), named, len(named))
    if name != "urlset":
        raise CollectionError(SourceState.PARSE_ERROR, f"{url}: not a sitemap but <{name[:40]}>")
    items = tuple(_items(root, url, zone))
    return Listing(newest_first(items), entries=len(items))


def open_gzip(body: bytes, url: str, max_bytes: int) -> bytes:
    """The content of a gzip file, or the body itself when it is none.

    Raises:
        CollectionError: `too-large` or `parse-error`.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as stream:
            content = stream.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        message = f"{url}: the gzip file is damaged"
        raise CollectionError(SourceState.PARSE_ERROR, message) from error
    if len(content) > max_bytes:
        message = f"{url}: more than {max_bytes} bytes when decompressed"
        raise CollectionError(SourceState.TOO_LARGE, message)
    return content


def _items(root: Any, url: str, zone: ZoneInfo) -> Iterator[Announced]:  # noqa: ANN401 - as above
    for node in _children(root, "url"):
        address = _child(node, "loc")
        if not address:
            continue
        published, title = _news(node)
        changed = _child(node, "lastmod")
        yield Announced(
            url=urljoin(url, address),
            hints=Hints(title=title, published=published, provenance="sitemap"),
            published=to_instant(published or changed, zone),
            updated=_end_of(changed, zone),
        )


def _news(node: Any) -> tuple[str, str]:  # noqa: ANN401 - lxml has no types
    for news in _children(node, "news"):
        return _child(news, "publication_date"), _child(news, "title")
    return "", ""


def _end_of(changed: str, zone: ZoneInfo) -> datetime | None:
    """The last moment a change may have happened: a bare day is changed until it ends."""
    written = read_date(changed) if changed else None
    if written is None:
        return None
    instant = written.published(zone, "sitemap").instant
    return instant if written.timed else instant + _LAST_MOMENT


def _local(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _children(node: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    return (child for child in node if _local(child) == name)


def _child(node: Any, name: str) -> str:  # noqa: ANN401 - lxml has no types
    return next((flatten(child.xpath("string()")) for child in _children(node, name)), "")
