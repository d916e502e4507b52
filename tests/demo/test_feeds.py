"""Feeds and sitemaps, read by the parsers that readers use."""

from __future__ import annotations

from calendar import timegm
from datetime import datetime
from typing import Any

import feedparser
import pytest
from parsel import Selector

from demo import Outlet, SamplePress
from demo.feeds import link, render_broken, render_feed
from demo.sites import SITES
from demo.strict import CODECS
from news.url import article_id

FEEDS = ("rss2", "rss1", "atom")


def _text(outlet: Outlet, feed: bytes) -> str:
    """The document decoded by hand, declared as UTF-8."""
    text = feed.decode(CODECS[outlet.encoding])
    declaration, rest = text.split("?>", 1)
    assert outlet.encoding in declaration.lower()
    return f'<?xml version="1.0" encoding="utf-8"?>{rest}'


def _parse(outlet: Outlet, feed: bytes) -> Any:  # noqa: ANN401 - feedparser has no types
    parsed = feedparser.parse(_text(outlet, feed).encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize("outlet_id", SITES)
def test_feeds_announce_every_article(press: SamplePress, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    if outlet.format not in FEEDS:
        assert outlet.format in {"news-sitemap", "listing"}
        return
    articles = press.of(outlet_id)
    parsed = _parse(outlet, render_feed(outlet, articles))
    assert parsed.feed.title == outlet.name
    assert [entry.title for entry in parsed.entries] == [article.title for article in articles]
    for entry, article in zip(parsed.entries, articles, strict=True):
        assert article_id(entry.link) == article.id
        instant = entry.get("published_parsed") or entry.updated_parsed
        assert timegm(instant) == int(article.published.timestamp())
        assert article.excerpt in entry.summary
        assert article.text not in entry.summary


@pytest.mark.parametrize("outlet_id", SITES)
def test_sitemaps_announce_every_article(press: SamplePress, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    if outlet.format != "news-sitemap":
        assert outlet.format in {*FEEDS, "listing"}
        return
    articles = press.of(outlet_id)
    sitemap = render_feed(outlet, articles)
    _parse(outlet, sitemap)
    tree = Selector(body=sitemap, encoding=CODECS[outlet.encoding], type="xml")
    tree.remove_namespaces()
    found = [
        (url.xpath("loc/text()").get(), url.xpath("news/title/text()").get())
        for url in tree.xpath("//url")
    ]
    assert found == [(article.url, article.title) for article in articles]
    dates = [datetime.fromisoformat(d) for d in tree.xpath("//publication_date/text()").getall()]
    assert dates == [article.published for article in articles]


def test_declared_encodings_are_read_by_a_plain_parser(press: SamplePress) -> None:
    """All but Shift_JIS: what the web puts in it is more than the name promises."""
    for outlet in press.outlets.values():
        if outlet.format in FEEDS and outlet.encoding != "shift_jis":
            parsed = feedparser.parse(render_feed(outlet, press.of(outlet.id)))
            assert not parsed.bozo
            assert parsed.encoding.lower() == outlet.encoding
            assert parsed.entries[0].title == press.of(outlet.id)[0].title


def test_links_may_carry_tracking(press: SamplePress) -> None:
    tracked = [o for o in press.outlets.values() if o.site.tracking]
    assert tracked
    for outlet in tracked:
        for article in press.of(outlet.id):
            assert link(outlet, article) != article.url
            assert article_id(link(outlet, article)) == article.id


def test_a_broken_feed_yields_nothing(press: SamplePress) -> None:
    outlet = press.outlets["reveil-dombes"]
    broken = render_broken(render_feed(outlet, press.of(outlet.id)))
    parsed = feedparser.parse(broken)
    assert parsed.bozo
    assert not parsed.entries
    assert not Selector(body=broken, encoding="utf-8", type="xml").xpath("//item")
    assert b"<html" not in broken.lower()
    assert broken.startswith(b"<?xml")
