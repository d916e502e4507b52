"""From Scrapy's responses to our own words."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from news.page import Page


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


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(response.headers.getlist(name)).decode("latin-1")
        for name in response.headers
    }
