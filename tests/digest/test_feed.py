"""The digest as an Atom feed: valid by RFC 4287, with ids that stay, and as a filter wants it."""

from __future__ import annotations

import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from parsel import Selector

from digest import Filter, render_feed, render_feeds
from news.analysis import TagKind, Tier

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import feedparser

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.digest.conftest import Press

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ALL = Filter()


def xml(press: Press, knowledge: Knowledge, wanted: Filter = ALL, language: str = "fr") -> str:
    return render_feed(press.digest(language, days=14), wanted, knowledge)


def tree(text: str) -> Any:  # noqa: ANN401 (lxml has no types)
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))


def assert_valid(root: Any) -> None:  # noqa: ANN401 (lxml has no types)
    """What RFC 4287 says MUST, for the elements that are used here."""
    for holder in (root, *root.xpath("a:entry", namespaces=ATOM)):
        for name in ("id", "title", "updated"):
            assert len(holder.xpath(f"a:{name}", namespaces=ATOM)) == 1, name
        for name in ("published", "rights", "summary", "content", "subtitle", "generator"):
            assert len(holder.xpath(f"a:{name}", namespaces=ATOM)) <= 1, name
        links = holder.xpath("a:link[@rel = 'alternate']", namespaces=ATOM)
        keys = [(link.get("type"), link.get("hreflang")) for link in links]
        assert len(keys) == len(set(keys)), "one alternate a type and language (4.1.1)"
    for person in root.xpath("//a:author", namespaces=ATOM):
        assert person.xpath("string(a:name)", namespaces=ATOM).strip()
    for instant in root.xpath("//a:updated | //a:published", namespaces=ATOM):
        assert instant.text.endswith("Z")
        assert len(instant.text) == len("2022-05-20T12:00:00Z")
    for identity in root.xpath("//a:id", namespaces=ATOM):
        assert identity.text.startswith("urn:uuid:")
    for category in root.xpath("//a:category", namespaces=ATOM):
        assert category.get("term")
    ids = [item.text for item in root.xpath("a:entry/a:id", namespaces=ATOM)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_a_feed_is_valid_and_another_program_reads_it(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    text = xml(full_press, bundled, language=language)
    assert_valid(tree(text))
    read = feedparser.parse(text)
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == 3
    told = next(entry for entry in read.entries if len(entry.links) > 2)
    assert told.title_detail.language == ("ja" if language == "ja" else "fr")
    assert told.published == "2022-05-20T03:00:00Z"
    assert told.updated == "2022-05-20T06:10:00Z"
    terms = {tag.term: tag.label for tag in told.tags}
    assert terms["core"] == bundled.phrases.say("tier-core", language)
    assert terms["textile"] == bundled.sectors["textile"].label(language)
    shown = Selector(told.content[0].value)
    assert "大村知事、リヨン近郊の織物工場を視察" in shown.css("a[lang=ja]::text").getall()


def test_an_empty_feed_is_valid(press: Press, bundled: Knowledge) -> None:
    root = tree(xml(press, bundled))
    assert_valid(root)
    assert root.xpath("string(a:updated)", namespaces=ATOM) == "2022-05-20T22:00:00Z"


def test_a_story_keeps_its_id_and_says_when_it_changed(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "Annonce", story="s", at="2022-05-19T09:00:00+02:00")
    before = feedparser.parse(
        render_feed(press.digest("fr", date(2022, 5, 19), days=14), ALL, bundled)
    )
    press.tell("dauphin", "Suite", story="s", at="2022-05-20T09:00:00+02:00")
    after = feedparser.parse(xml(press, bundled))
    assert before.feed.id == after.feed.id
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert (before.entries[0].updated, after.entries[0].updated) == (
        "2022-05-19T07:00:00Z",
        "2022-05-20T07:00:00Z",
    )
    japanese = feedparser.parse(xml(press, bundled, language="ja"))
    assert japanese.feed.id != after.feed.id
    assert japanese.entries[0].id != after.entries[0].id


@pytest.mark.parametrize(
    ("wanted", "titles", "name"),
    [
        (ALL, "abcd", "Fil de Soie"),
        (Filter(tiers=(Tier.CORE,)), "ad", "Fil de Soie: Core"),
        (Filter(tiers=(Tier.CORE, Tier.CONTEXT)), "acd", "Fil de Soie: Core · Context"),
        (Filter(sectors=("textile",)), "a", "Fil de Soie: Textile"),
        (Filter(languages=("ja",)), "b", "Fil de Soie: In Japanese"),
        (Filter(entities=("nagoya",)), "ab", "Fil de Soie: Nagoya"),
        (Filter(entities=("nagoya",), tiers=(Tier.CORE,)), "a", "Fil de Soie: Core · Nagoya"),
        (Filter(sides=("aura",)), "a", "Fil de Soie: Auvergne-Rhône-Alpes"),
        (Filter(sides=("both",)), "a", "Fil de Soie: Both territories"),
        (Filter(sides=("aichi",)), "ab", "Fil de Soie: Aichi"),
    ],
)
def test_a_filter_chooses_stories_and_names_the_feed(
    press: Press, bundled: Knowledge, wanted: Filter, titles: str, name: str
) -> None:
    nagoya, lyon = (TagKind.PLACE, "nagoya"), (TagKind.PLACE, "lyon")
    silk = (TagKind.SECTOR, "textile")
    text = "À Lyon, à Nagoya, la soie."
    press.tell("gazette", "a", text, named={"Nagoya": nagoya, "Lyon": lyon, "soie": silk})
    press.tell("horikawa", "b", text, named={"Nagoya": nagoya}, tier=Tier.RELATED)
    press.tell("gazette", "c", text, tier=Tier.CONTEXT)
    press.tell("gazette", "d", text, named={"Nagoya": nagoya, "soie": silk}, reserved=True)
    read = feedparser.parse(xml(press, bundled, wanted, "en"))
    assert "".join(sorted(entry.title for entry in read.entries)) == titles
    assert read.feed.title == name


def test_filters_give_feeds_of_their_own(press: Press, bundled: Knowledge) -> None:
    wanted = (ALL, Filter(tiers=(Tier.CORE,)), Filter(sectors=("textile",)))
    ids = {feedparser.parse(xml(press, bundled, each)).feed.id for each in wanted}
    assert len(ids) == 3


def test_several_feeds_at_once_are_those_made_one_by_one(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "a", "À Lyon, la soie.", tier=Tier.CORE)
    press.tell("horikawa", "b", "À Nagoya, le thé.", tier=Tier.RELATED)
    wanted = {"all": ALL} | {tier.value: Filter(tiers=(tier,)) for tier in Tier}
    alone = {name: xml(press, bundled, choice) for name, choice in wanted.items()}
    assert render_feeds(press.digest("fr", days=14), wanted, bundled) == alone
    assert len(set(alone.values())) == len(alone)
