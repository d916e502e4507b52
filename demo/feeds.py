"""Feeds and sitemaps of the sample press, as XML in the outlet's encoding, with excerpts only."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from markupsafe import escape

from demo.outlets import Outlet, SampleArticle
from demo.pages import TEMPLATES, encoding_label
from demo.strict import CODECS

_TYPES = {
    "rss2": "application/rss+xml",
    "rss1": "application/rdf+xml",
    "atom": "application/atom+xml",
    "news-sitemap": "application/xml",
}
_BROKEN_AFTER = 160


def render_feed(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """The feed or sitemap of an outlet, all articles in it, newest first."""
    text = TEMPLATES.get_template(f"{outlet.format}.xml").render(
        outlet=outlet,
        articles=articles,
        encoding=encoding_label(outlet),
        built=max((article.modified for article in articles), default=None),
        link=link,
        rfc822=format_datetime,
        html_excerpt=_html_excerpt,
    )
    return text.encode(CODECS[outlet.encoding], "xmlcharrefreplace")


def render_broken(feed: bytes) -> bytes:
    """What a failing cache makes of a feed: its head, then bytes that mean nothing.

    It ends before the first item, so that no parser, however lenient, finds one.
    """
    head = feed.partition(b"<item>")[0][:_BROKEN_AFTER]
    return head + bytes((index * 73 + 129) % 256 for index in range(600)).replace(b"<", b"\x00")


def feed_type(outlet: Outlet) -> str:
    """Content-Type of its feed; without the encoding where only the document declares it."""
    media = _TYPES[outlet.format]
    return media if outlet.site.charset == "meta" else f"{media}; charset={encoding_label(outlet)}"


def link(outlet: Outlet, article: SampleArticle) -> str:
    """An article's address as the feed gives it, with what the outlet adds to it."""
    tracking = outlet.site.tracking
    return f"{article.url}?{tracking}" if tracking else article.url


def _html_excerpt(article: SampleArticle) -> str:
    more = "Lire la suite" if article.language == "fr" else "続きを読む"
    return f'<p>{escape(article.excerpt)}</p><p><a href="{article.url}">{more}</a></p>'
