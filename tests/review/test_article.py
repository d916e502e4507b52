"""The article page: the text to the character, each tag at its place, the arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge import Knowledge
from news.url import article_id
from storage import Query, Store

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]
FRENCH = article_id("https://courrier-presquile.example/fr")
JAPANESE = article_id("https://courrier-presquile.example/ja")
HOSTILE = "0123456789abcdef"


@pytest.mark.parametrize("key", [FRENCH, JAPANESE, HOSTILE])
def test_the_marked_text_is_the_stored_text(read: Read, store: Store, key: str) -> None:
    article = store.readings(Query(ids=(key,)))[0].article
    page = read(f"/articles/{key}")
    assert page.cssselect("h1")[0].text_content() == article.title
    assert page.cssselect(".body")[0].text_content() == article.text
    assert "\r" in page.cssselect(".body")[0].text_content() or key != FRENCH


@pytest.mark.parametrize("key", [FRENCH, JAPANESE, HOSTILE])
def test_every_mention_is_marked_at_its_offsets(read: Read, store: Store, key: str) -> None:
    reading = store.readings(Query(ids=(key,)))[0]
    page = read(f"/articles/{key}")
    covered = _covered(page)
    mentions = [mention for tag in reading.analysis.tags for mention in tag.mentions]
    expected = {place for item in mentions for place in range(item.start, item.end)}
    expected |= {place for role in reading.analysis.roles for place in range(role.start, role.end)}
    assert covered == expected - {len(reading.article.title)}


def _covered(page: Page) -> set[int]:
    """Offsets, in title, newline, body, of the characters inside a mark."""
    covered: set[int] = set()
    place = 0
    for root in (page.cssselect("h1")[0], page.cssselect(".body")[0]):
        for node in root.xpath(".//text()"):
            parent = node.getparent()
            inside = not node.is_tail and "mark" in parent.get("class", "").split()
            if inside:
                covered.update(range(place, place + len(node)))
            place += len(node)
        place += 1
    return covered


def test_marks_and_tags_lead_to_each_other(read: Read) -> None:
    page = read(f"/articles/{FRENCH}")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [str(href)[1:] for href in page.xpath("//main//a/@href[starts-with(., '#')]")]
    assert len(links) > 8
    assert set(links) <= set(ids)


def test_a_tag_shows_name_score_why_and_sentences(read: Read, knowledge: Knowledge) -> None:
    page = read(f"/articles/{FRENCH}?lang=ja")
    found = page.cssselect("#tag-1")[0]
    assert found.cssselect(".name a")[0].text_content() == knowledge.entities["aichi"].name("ja")
    assert found.cssselect("meter")[0].get("value") == "0.875"
    assert found.cssselect(".why")[0].text_content() == "「Aichi」は登録済みの名称"
    sentence = found.cssselect(".sentence")[0]
    assert sentence.text_content() == "Aichi et la Région se retrouvent à Lyon"
    assert [mark.text_content() for mark in sentence.cssselect("mark")] == ["Aichi"]
    assert found.cssselect(".name a")[0].get("href") == "/entities/aichi?lang=ja"


def test_the_arithmetic_is_shown_in_the_language_of_the_reader(read: Read) -> None:
    rows = {
        language: [
            [cell.text_content().replace("\N{NO-BREAK SPACE}", " ") for cell in row]
            for row in read(f"/articles/{FRENCH}?lang={language}").cssselect(".sum tr")[1:]
        ]
        for language in ("fr", "en")
    }
    assert rows["fr"] == [
        ["Les deux territoires : Aichi et Lyon", "+4,5"],
        ["Cité en passant seulement : x", "−1"],
        ["Total", "3,5"],
    ]
    assert rows["en"][-1] == ["Total", "3.5"]


def test_dates_stand_in_the_zone_of_the_reader_with_the_other_beside(read: Read) -> None:
    assert "19 mai 2022 à 17:42" in read(f"/articles/{FRENCH}?lang=fr").text_content()
    dates = read(f"/articles/{JAPANESE}?lang=ja").cssselect(".dates")[0].text_content()
    assert "2022年5月20日 07:30" in dates
    assert "2022年5月20日 00:30" in dates


def test_offices_rejections_and_the_story_are_shown(read: Read, knowledge: Knowledge) -> None:
    page = read(f"/articles/{FRENCH}?lang=fr")
    office = page.cssselect("#office-1")[0].text_content()
    assert "gouverneur d’Aichi" in office
    assert knowledge.entities["omura-hideaki"].name("fr") in office
    assert "AURA" in page.cssselect("#rejected + ul")[0].text_content()
    assert page.xpath("//a/@href[starts-with(., '/stories/story-1')]")
    assert len(page.cssselect(".same .briefs li")) == 2


def test_the_original_is_linked_without_telling_where_one_comes_from(read: Read) -> None:
    link = read(f"/articles/{FRENCH}").cssselect("a.button")[0]
    assert link.get("href") == "https://courrier-presquile.example/fr"
    assert link.get("rel") == "noreferrer noopener"
    assert not read(f"/articles/{HOSTILE}").xpath("//main//a[contains(@class, 'button')]")


def test_an_unknown_article_is_not_found(read: Read) -> None:
    for address in ("/articles/ffffffffffffffff", "/articles/%00", "/articles/a/b", "/stories/x"):
        assert read(address + "?lang=en", 404).cssselect(".number")[0].text_content() == "404"
