"""From Scrapy's responses to our own words."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from news.page import Page, Visit


def to_page(response: Response, asked: str, now: datetime) -> Page:
    """The page in an answer.

    Args:
        response: what Scrapy received, decompressed and after redirects.
        asked: the address as it was announced.
        now: when it was received.
    """
    return Page(
        url_asked=asked,
        url_final=response.url,
        status=response.status,
        body=response.body,
        fetched_at=now,
        headers=_headers(response),
    )


def to_visit(page: Page, key: str, previous: Visit | None) -> Visit:
    """The visit to remember; an answer "not modified" keeps the validators of the one before."""
    kept = previous if page.status == 304 else None  # noqa: PLR2004 - Not Modified
    return Visit(
        url=key,
        visited_at=page.fetched_at,
        status=page.status,
        etag=page.headers.get("etag", "") or (kept.etag if kept else ""),
        last_modified=page.headers.get("last-modified", "") or (kept.last_modified if kept else ""),
    )


def conditions(previous: Visit | None) -> dict[str, str]:
    """Headers that ask for an answer only if something changed since a visit."""
    headers = {}
    if previous and previous.etag:
        headers["If-None-Match"] = previous.etag
    if previous and previous.last_modified:
        headers["If-Modified-Since"] = previous.last_modified
    return headers


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(response.headers.getlist(name)).decode("latin-1")
        for name in response.headers
    }
