"""Whatever a page holds, a digest shows it and never runs it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from parsel import Selector

from digest import render
from news.analysis import Reason, TagKind
from news.entity import Entity, EntityKind

if TYPE_CHECKING:
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
    entity = Entity("evil", EntityKind.PERSON, evil, {"ja": evil})
    text = f"Avant {evil} et après."
    named = {evil: (TagKind.PERSON, "evil"), "après": (TagKind.PLACE, f"?{evil}")}
    reasons = (Reason("in-title", (evil,)), Reason(evil, (evil,)))
    press.tell("gazette", "T", text, authors=(evil,), named=named, reasons=reasons, label=evil)
    press.tell("gazette", evil, text, story=evil, named=named, url=f"https://x.example/{evil}")
    press.tell("horikawa", evil, story=evil, url="javascript:alert(1)")
    source = replace(knowledge.sources["horikawa"], name=evil)
    entities = {**knowledge.entities, "evil": entity}
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
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tree = assert_inert(page)
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//code | //pre")


@pytest.mark.parametrize("evil", EVIL)
def test_data_keeps_the_words_and_drops_the_address(
    press: Press, bundled: Knowledge, evil: str
) -> None:
    data = json.loads(render(*in_form(press, bundled, evil, "json")))
    articles = [article for story in data["stories"] for article in story["articles"]]
    assert " ".join(evil.split()) in {article["title"] for article in articles}
    assert {article["url"].split(":")[0] for article in articles} <= {"https", ""}
