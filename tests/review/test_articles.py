"""The list: its filters, its pages, its search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]
EVERY_TIER = {"": 89, "core": 3, "related": 1, "context": 85, "off": 10, "all": 99}


def titles(page: Page) -> list[str]:
    """Titles on a page, the folded ones included."""
    links = page.cssselect(".card h3 a") + page.cssselect(".briefs li > a")
    return [link.text_content() for link in links]


def counts(page: Page) -> list[int]:
    return [int(count.text_content()) for count in page.cssselect(".tabs .count")]


@pytest.mark.parametrize("tier", EVERY_TIER)
def test_tiers_are_counted_and_filtered(read: Read, tier: str) -> None:
    page = read(f"/?tier={tier}")
    assert counts(page) == list(EVERY_TIER.values())
    shown = {badge.get("class") for badge in page.cssselect(".card .tier")}
    if tier in {"core", "related", "context", "off"}:
        assert shown == {f"tier t-{tier}"}
    assert ("tier t-off" in shown) == (tier in {"off", "all"})
    current = page.cssselect(".tabs [aria-current]")
    assert len(current) == 1


def test_pages_show_every_article_once_down_and_up_again(read: Read) -> None:
    pages, address = [], "/?tier=all&lang=en"
    while address:
        page = read(address)
        pages.append(titles(page))
        onward = page.cssselect(".pager a[rel=next]")
        address = onward[0].get("href") if onward else ""
    shown = [title for titles_of_page in pages for title in titles_of_page]
    assert [len(each) for each in pages] == [40, 40, 19]
    assert len(shown) == len(set(shown)) == 99
    back = page.cssselect(".pager a[rel=prev]")[0].get("href")
    assert titles(read(back)) == pages[1]


def test_a_story_stands_once_a_day_with_its_copies_folded(read: Read) -> None:
    page = read("/?day=2022-05-19&lang=fr")
    assert [h3.text_content() for h3 in page.cssselect(".card h3")] == [
        "Aichi et la Région se retrouvent à Lyon"
    ]
    assert page.cssselect(".others .briefs a")[0].text_content().startswith("Dépêche")


def test_a_day_is_a_day_of_the_readers_zone(read: Read) -> None:
    japanese = "愛知県と仏地域圏、リヨンで協議"
    assert japanese in titles(read("/?day=2022-05-20&lang=fr"))
    assert japanese in titles(read("/?day=2022-05-20&lang=ja"))
    french = "Aichi et la Région se retrouvent à Lyon"
    assert french in titles(read("/?day=2022-05-19&lang=fr"))
    assert french not in titles(read("/?day=2022-05-19&lang=ja"))
    around = read("/?day=2022-05-19&lang=fr&tier=core").cssselect(".around a")
    assert [link.get("href") for link in around] == [
        f"/?tier=core&day=2022-05-{day}&lang=fr" for day in (18, 20)
    ]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("language=ja", 1),
        ("source=meiko-keizai", 1),
        ("kind=place&key=aichi", 3),
        ("kind=sector&key=energy&language=fr", 2),
        ("kind=place&key=nowhere", 0),
        ("q=" + quote("水素"), 1),
        ("q=hydrogene", 2),
        ("q=" + quote('"hydrogène à Lyon"'), 2),
        ("q=absent", 0),
    ],
)
def test_filters_narrow_the_list(read: Read, query: str, number: int) -> None:
    page = read(f"/?{query}")
    assert counts(page)[0] == number == len(titles(page))
    assert bool(page.cssselect(".nothing")) == (number == 0)


def test_empty_fields_of_the_form_ask_for_nothing(read: Read) -> None:
    assert counts(read("/?q=&source=&day=&language=&tier=")) == list(EVERY_TIER.values())


def test_the_form_keeps_what_is_asked(read: Read) -> None:
    page = read("/?q=%22a%22%20b&source=x%22y&day=2022-05-19&tier=off&kind=place&key=aichi&lang=ja")
    assert page.cssselect("#q")[0].get("value") == '"a" b'
    assert page.cssselect("#source [selected]")[0].get("value") == 'x"y'
    assert page.cssselect("#day")[0].get("value") == "2022-05-19"
    hidden = {field.get("name"): field.get("value") for field in page.cssselect("[type=hidden]")}
    assert hidden == {"tier": "off", "kind": "place", "key": "aichi", "lang": "ja"}


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("tier=zzz", "core, related, context, off, all"),
        ("kind=animal&key=x", "person, organisation, place, sector"),
        ("kind=place", "“kind” and “key” together"),
        ("key=x", "“kind” and “key” together"),
        ("day=yesterday", "a day such as 2022-05-19"),
        ("day=0001-01-01", "a day such as 2022-05-19"),
        ("day=9999-12-31", "a day such as 2022-05-19"),
        ("language=fr-FR", "a code such as fr or ja"),
        ("after=x", "a place that this list gave"),
        ("before=9~9", "a place that this list gave"),
        ("after=" + "9" * 401, "a text of at most 400 characters"),
        ("q=aichi&after=x", "a place that this list gave"),
        ("after=a&before=b", "a place that this list gave"),
        ("q=" + "a" * 201, "a text of at most 200 characters"),
        ("q=%21%21", "at least one letter or digit"),
        ("colour=red", "tier, language, source, day, q, kind, key, after, before, lang"),
        ("tier=off&tier=core", "once is enough"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(read: Read, query: str, allowed: str) -> None:
    page = read(f"/?{query}&lang=en", 400)
    assert allowed in page.cssselect(".refusal")[0].text_content()


def test_a_bad_interface_language_is_refused(read: Read) -> None:
    assert "fr, ja, en" in read("/?lang=de", 400).text_content()
