"""Pages: every one carries its whole text, in its encoding, with the metadata it should have."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from parsel import Selector

from demo import Outlet, SampleArticle, SamplePress
from demo.pages import html_type, render_article, render_index, section_path
from demo.sites import SITES
from demo.strict import CODECS


def _read(outlet: Outlet, page: bytes) -> Selector:
    return Selector(text=page.decode(CODECS[outlet.encoding]), type="html")


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)


def _visible(selector: Selector) -> str:
    return _squeezed("".join(selector.xpath("//body//text()[not(parent::script)]").getall()))


def _pages(press: SamplePress, outlet_id: str) -> list[tuple[SampleArticle, Selector]]:
    outlet = press.outlets[outlet_id]
    articles = press.of(outlet_id)
    return [(article, _read(outlet, render_article(press, article))) for article in articles]


@pytest.mark.parametrize("outlet_id", SITES)
def test_pages_carry_title_and_whole_text(press: SamplePress, outlet_id: str) -> None:
    for article, page in _pages(press, outlet_id):
        seen = _visible(page)
        assert all(_squeezed(part) in seen for part in article.paragraphs), article.key
        headlines = page.xpath("//h1 | //h2").xpath("string(.)").getall()
        assert article.title in headlines, article.key
        title = page.xpath("string(//title)").get() or ""
        assert title.startswith(article.title)
        assert press.outlets[outlet_id].name in title


@pytest.mark.parametrize("outlet_id", SITES)
def test_pages_look_like_the_press(press: SamplePress, outlet_id: str) -> None:
    for article, page in _pages(press, outlet_id):
        links = set(page.xpath("//a/@href").getall())
        others = {other.url for other in press.of(outlet_id)} - {article.url}
        assert links & others or not others
        assert page.xpath("//footer")
        assert page.xpath("//*[starts-with(@id, 'cookie-')]")
        assert page.xpath("//ul[contains(@class, 'buttons')]")
        outlet = press.outlets[outlet_id]
        assert all(section_path(outlet, section) in links for section in outlet.sections)


@pytest.mark.parametrize("outlet_id", SITES)
def test_the_encoding_is_declared_where_the_site_does(press: SamplePress, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    page = render_article(press, press.of(outlet_id)[0]).decode(CODECS[outlet.encoding])
    declared = re.search(r"<meta[^>]*charset=\"?([\w-]+)", page)
    in_header = "charset=" in html_type(outlet)
    place = outlet.site.charset
    assert bool(declared) == (place in {"meta", "both"})
    assert in_header == (place in {"header", "both"})
    said = declared.group(1) if declared else html_type(outlet).partition("charset=")[2]
    assert said.lower() == outlet.encoding


@pytest.mark.parametrize("outlet_id", SITES)
def test_dates_are_printed(press: SamplePress, outlet_id: str) -> None:
    shapes = {
        "fr": r"\d{1,2} mai 2022|\d\d/05/2022",
        "ja": r"2022年5月\d{1,2}日|2022/05/\d\d|令和4年5月\d{1,2}日",
    }
    outlet = press.outlets[outlet_id]
    for article, page in _pages(press, outlet_id):
        seen = _visible(page)
        assert re.search(shapes[outlet.language], seen)
        assert f"{article.published.day}" in seen


def _json_ld(page: Selector) -> dict[str, object]:
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()").get() or "{}")
    nodes = data.get("@graph", [data])
    news: dict[str, object] = next(node for node in nodes if node["@type"] == "NewsArticle")
    return news


def test_json_ld_tells_the_article(press: SamplePress) -> None:
    told = [outlet.id for outlet in press.outlets.values() if outlet.metadata == "json-ld"]
    assert len(told) >= 4
    for outlet_id in told:
        for article, page in _pages(press, outlet_id):
            news = _json_ld(page)
            assert news["headline"] == article.title
            assert datetime.fromisoformat(str(news["datePublished"])) == article.published
            assert datetime.fromisoformat(str(news["dateModified"])) == article.modified


def test_open_graph_tells_the_article(press: SamplePress) -> None:
    dated = 0
    for outlet in press.outlets.values():
        if outlet.metadata != "open-graph":
            continue
        for article, page in _pages(press, outlet.id):
            assert page.xpath("//meta[@property='og:title']/@content").get() == article.title
            assert page.xpath("//link[@rel='canonical']/@href").get() == article.url
            assert not page.xpath("//script[@type='application/ld+json']")
            when = page.xpath("//meta[@property='article:published_time']/@content").get()
            if when:
                assert datetime.fromisoformat(when) == article.published
                dated += 1
    assert dated >= 30


def test_institutions_say_nothing_to_machines(press: SamplePress) -> None:
    silent = [outlet.id for outlet in press.outlets.values() if outlet.metadata == "none"]
    assert silent == ["kenmin-dayori", "regards-regionaux"]
    for outlet_id in silent:
        for _article, page in _pages(press, outlet_id):
            assert not page.xpath("//meta[@property] | //script | //time | //link")


def test_templates_differ(press: SamplePress) -> None:
    shapes = set()
    for outlet_id in SITES:
        _article, page = _pages(press, outlet_id)[0]
        shapes.add(tuple(page.xpath("//body//@class").getall()[:8]))
    assert len(shapes) >= 12


@pytest.mark.parametrize("outlet_id", SITES)
def test_indexes_link_their_articles(press: SamplePress, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    articles = press.of(outlet_id)
    page = _read(outlet, render_index(outlet, articles, "Tout"))
    links = [
        href.replace("/", outlet.home, 1) if href.startswith("/") else href
        for href in page.xpath("//a/@href").getall()
    ]
    assert {article.url for article in articles} <= set(links)
    assert all(article.title in _visible(page) for article in articles)
    assert not any(article.text in _visible(page) for article in articles)
