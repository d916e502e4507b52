"""RSS and Atom: what a feed announces. The parser is given bytes and never fetches."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import feedparser

from crawler.announced import Announced, Listing, newest_first
from crawler.any_date import read_date
from crawler.document import flatten
from crawler.encoding import decode
from crawler.ports import Hints
from crawler.xml_guard import is_html, refuse_entities
from news.errors import CollectionError, ExtractionError
from news.report import SourceState

_TAGS = re.compile(r"<[^>]{1,200}>")
_ROOTS = re.compile(r"<(?:[A-Za-z0-9_-]+:)?(?:rss|feed|RDF|channel)\b")
_DATE_KEYS = ("published", "created", "issued")


def parse_feed(body: bytes, url: str, zone: ZoneInfo, content_type: str = "") -> Listing:
    """The articles a feed announces, newest first.

    Args:
        body: the answer as served, decompressed.
        url: where it was fetched, to complete relative links.
        zone: the publisher's, for dates without an offset.
        content_type: the header, for the encoding it may name.

    Raises:
        CollectionError: `html-instead-of-feed` for a web page, `parse-error` for a document that
            declares entities, is no feed, or is broken and holds no entry. A sound feed without
            entries is an empty listing.
    """
    try:
        text = decode(body, content_type).text
    except ExtractionError as error:
        raise CollectionError(SourceState.PARSE_ERROR, f"{url}: {error}") from error
    if is_html(text):
        raise CollectionError(
            SourceState.HTML_INSTEAD,
            f"{url}: a web page came instead of a feed",
            "look for the feed's new address on the outlet's site",
        )
    refuse_entities(text, url)
    parsed = _parse(text, url)
    entries = parsed.get("entries") or []
    items = newest_first(_items(entries, url, zone))
    title = plain(str(dict(parsed.get("feed") or {}).get("title") or ""))
    if items:
        return Listing(items, entries=len(entries), title=title)
    if entries:
        raise CollectionError(SourceState.PARSE_ERROR, f"{url}: no entry of the feed has a link")
    if parsed.get("bozo") or not (parsed.get("version") or _ROOTS.search(text)):
        why = flatten(str(parsed.get("bozo_exception") or "not a feed"))[:160]
        raise CollectionError(SourceState.PARSE_ERROR, f"{url}: the feed cannot be read: {why}")
    return Listing((), title=title)


def _parse(text: str, url: str) -> Mapping[str, Any]:
    # What the server claims of kind and encoding is not passed on: it is wrong too often.
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    # Wrapped, because bare bytes are first tried as the name of a file to open.
    stream = BytesIO(text.encode("utf-8", "replace"))
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            stream, response_headers=headers, sanitize_html=False
        )
    # The parser lets anything out on broken input.
    except Exception as error:
        message = f"{url}: the feed cannot be read: {type(error).__name__}"
        raise CollectionError(SourceState.PARSE_ERROR, message) from error
    return parsed


def _items(entries: list[Mapping[str, Any]], url: str, zone: ZoneInfo) -> Iterator[Announced]:
    # Plain dictionaries: the parser's own answer for absent dates with others, and warn of it.
    for entry in map(dict, entries):
        link = _link(entry, url)
        if not link:
            continue
        published = next((str(entry.get(key) or "") for key in _DATE_KEYS if key in entry), "")
        updated = str(entry.get("updated") or "")
        yield Announced(
            url=link,
            hints=Hints(
                title=plain(str(entry.get("title") or "")),
                published=published or updated,
                authors=tuple(_authors(entry)),
            ),
            published=to_instant(published or updated, zone),
            updated=to_instant(updated, zone),
        )


def _link(entry: Mapping[str, Any], url: str) -> str:
    identifier = str(entry.get("id") or "")
    link = str(entry.get("link") or "").strip() or identifier
    try:
        absolute = urljoin(url, link)
        known = urlsplit(absolute).scheme in {"http", "https"} and bool(urlsplit(absolute).hostname)
    except ValueError:
        return ""
    return absolute if link and known else ""


def _authors(entry: Mapping[str, Any]) -> Iterator[str]:
    for author in entry.get("authors") or []:
        name = flatten(str(author.get("name") or ""))
        if name:
            yield name


def to_instant(text: str, zone: ZoneInfo) -> datetime | None:
    """The instant a written date speaks of; a bare day counts from its first moment."""
    written = read_date(text) if text else None
    return written.published(zone, "feed").instant.astimezone(UTC) if written else None


def plain(text: str) -> str:
    """A title without markup, on one line."""
    return flatten(html.unescape(_TAGS.sub("", text)))
