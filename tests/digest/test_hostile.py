"""Case 15: whatever a page holds, a digest shows it and never runs it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from parsel import Selector

from digest import Filter, render, render_feed, render_mail
from news.analysis import Reason, TagKind
from news.entity import Entity, EntityKind

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Request

    from digest import Format
    from knowledge import Knowledge
    from news.digest import Digest
    from tests.digest.conftest import Press

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "</style><iframe src=javascript:alert(1)></iframe>",
    "[x](javascript:alert(1)) ![y](data:text/html,z) <javascript:alert(2)>",
    "`x` **y** <b onclick='z'>\n# title\n| a | b |",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;script&gt; &#60;script&#62; --> <!-- ]]>",
]
LINKS = {"https", "http"}


def hostile(press: Press, knowledge: Knowledge, evil: str) -> tuple[Digest, Knowledge]:
    key = f"evil-{EVIL.index(evil)}"
    entity = Entity(key, EntityKind.PERSON, evil, {"ja": evil})
    text = f"Avant {evil} et après."
    named = {evil: (TagKind.PERSON, key), "après": (TagKind.PLACE, f"?{evil}")}
    reasons = (Reason("in-title", (evil,)), Reason(evil, (evil,)))
    press.tell("gazette", "T", text, authors=(evil,), named=named, reasons=reasons, label=evil)
    press.tell("gazette", evil, text, story=evil, named=named, url=f"https://x.example/{evil}")
    press.tell("horikawa", evil, story=evil, url="javascript:alert(1)")
    source = replace(knowledge.sources["horikawa"], name=evil)
    entities = {**knowledge.entities, key: entity}
    sources = {**knowledge.sources, "horikawa": source}
    return press.digest(), replace(knowledge, entities=entities, sources=sources)


def assert_inert(page: str) -> Selector:
    """Nothing in the parsed page can run, load or lead anywhere but to the web."""
    tree = Selector(page)
    assert not tree.xpath("//svg[not(ancestor::section[@class = 'fortnight'])]")
    assert not tree.xpath("//script | //iframe | //img | //object | //embed | //link")
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@src | //@srcdoc | //@action")
    addresses = tree.xpath("//@href | //@cite").getall()
    assert {item.split(":")[0] for item in addresses if not item.startswith("#")} <= LINKS
    return tree


@pytest.mark.parametrize("evil", EVIL)
def test_a_page_is_inert_and_shows_what_was_written(
    press: Press, bundled: Knowledge, evil: str
) -> None:
    page = render(*in_form(press, bundled, evil, "html"))
    tree = assert_inert(page)
    assert len(tree.xpath("//title")) == len(tree.xpath("//style")) == 1
    shown = " ".join(" ".join(tree.xpath("//main//text()").getall()).split())
    assert shown.count(" ".join(evil.split())) >= 4


def in_form(
    press: Press, knowledge: Knowledge, evil: str, form: Format
) -> tuple[Digest, Format, Knowledge]:
    digest, knowledge = hostile(press, knowledge, evil)
    return digest, form, knowledge


@pytest.mark.parametrize("evil", EVIL)
def test_markdown_is_inert_in_a_renderer_that_allows_html(
    press: Press, bundled: Knowledge, evil: str
) -> None:
    text = render(*in_form(press, bundled, evil, "md"))
    assert "<script" not in text
    page = from_markdown(text)
    tree = assert_inert(page)
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//code | //pre")


def from_markdown(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@pytest.mark.parametrize("evil", EVIL)
def test_a_mail_is_inert_and_its_headers_are_one_line(
    press: Press, bundled: Knowledge, evil: str
) -> None:
    body = render_mail(*hostile(press, bundled, evil))
    tree = assert_inert(body.html)
    assert len(tree.xpath("//title")) == 1
    assert body.html.startswith("<!DOCTYPE html>")
    assert min(body.subject) >= " "
    shown = " ".join(" ".join(tree.xpath("//body//text()").getall()).split())
    assert shown.count(" ".join(evil.split())) >= 4
    assert body.text.count(" ".join(evil.split())) >= 4


def contents(feed: str) -> list[str]:
    """The HTML that a feed carries, as a reader of feeds gets it."""
    tree = etree.fromstring(feed.encode(), etree.XMLParser(resolve_entities=False))
    found = tree.findall(".//{http://www.w3.org/2005/Atom}content")
    return [str(content.text) for content in found]


@pytest.mark.parametrize("evil", EVIL)
def test_a_feed_is_inert_outside_and_inside(press: Press, bundled: Knowledge, evil: str) -> None:
    digest, knowledge = hostile(press, bundled, evil)
    feed = render_feed(digest, Filter(), knowledge)
    tree = etree.fromstring(feed.encode(), etree.XMLParser(resolve_entities=False))
    names = {etree.QName(element).namespace for element in tree.iter()}
    assert names == {"http://www.w3.org/2005/Atom"}
    assert {link.split(":")[0] for link in tree.xpath("//@href")} <= LINKS
    titles = [item.text for item in tree.findall(".//{http://www.w3.org/2005/Atom}title")]
    assert " ".join(evil.split()) in titles
    assert len(contents(feed)) == 2
    for content in contents(feed):
        assert_inert(content)


def dialogs_of(browser: Browser, path: Path) -> list[str]:
    """What opens when a file is shown and everything in it is touched, by message."""
    met: list[str] = []
    page = browser.new_page()

    def refuse(dialog: Dialog) -> None:
        met.append(dialog.message)
        dialog.dismiss()

    def watch(request: Request) -> None:
        if not request.url.startswith("file:"):
            met.append(request.url)

    page.on("dialog", refuse)
    page.on("request", watch)
    page.goto(path.as_uri())
    page.evaluate(
        """() => document.querySelectorAll('*').forEach(each => {
            for (const kind of ['mouseover', 'focus', 'load', 'error'])
                each.dispatchEvent(new Event(kind));
        })"""
    )
    page.close()
    return met


@pytest.mark.browser
@pytest.mark.parametrize("evil", EVIL[:4])
def test_a_browser_would_run_it_if_it_were_not_escaped(
    browser: Browser, tmp_path: Path, evil: str
) -> None:
    """Without this the next test could pass because nothing was hostile."""
    path = tmp_path / "naked.html"
    path.write_text(f"<!DOCTYPE html><title>t</title><body>{evil}</body>", encoding="utf-8")
    assert dialogs_of(browser, path)


@pytest.mark.browser
def test_no_form_opens_a_dialog_in_a_real_browser(
    press: Press, bundled: Knowledge, browser: Browser, tmp_path: Path
) -> None:
    knowledge = bundled
    for evil in EVIL:
        digest, knowledge = hostile(press, knowledge, evil)
    # Without its policy a page has nothing but its escaping.
    page = render(digest, "html", knowledge).replace("Content-Security-Policy", "x")
    feed = render_feed(digest, Filter(), knowledge)
    forms = {
        "page.html": page,
        "mail.html": render_mail(digest, knowledge).html,
        "markdown.html": from_markdown(render(digest, "md", knowledge)),
        "entries.html": "".join(contents(feed)),
        "feed.xml": feed,
    }
    for name, text in forms.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert dialogs_of(browser, path) == [], name


@pytest.mark.parametrize("evil", EVIL)
def test_data_keeps_the_words_and_drops_the_address(
    press: Press, bundled: Knowledge, evil: str
) -> None:
    data = json.loads(render(*in_form(press, bundled, evil, "json")))
    articles = [article for story in data["stories"] for article in story["articles"]]
    assert " ".join(evil.split()) in {article["title"] for article in articles}
    assert {article["url"].split(":")[0] for article in articles} <= {"https", ""}
