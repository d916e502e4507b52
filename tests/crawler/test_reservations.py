"""What publishers reserve: read from the page, its headers and its host, and honoured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.document import Document
from crawler.rights import is_reserved
from crawler.tdmrep import Reservation, read_reservations, reservation_of
from news.article import Article, permitted
from news.page import Page

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)


def test_a_host_reserves_by_its_file_and_is_asked_once(press: Press) -> None:
    rules = '[{"location": "/abonnes/*", "tdm-reservation": 1, "tdm-policy": "https://x.example"}]'
    press.reply("http://courrier.example/.well-known/tdmrep.json", rules)
    pages = ("http://courrier.example/abonnes/a", "http://courrier.example/libre")
    press.feed("http://courrier.example/rss", *((url, url[-5:]) for url in pages))
    press.page(pages[0], "Le prix de la soie")
    press.page(pages[1], "La foire de mai")

    crawled = press.crawl(press.source("courrier"))

    reserved = {
        item.article.title: item.article.reserved for item in crawled.deliveries if item.article
    }
    assert reserved == {"Le prix de la soie": True, "La foire de mai": False}
    assert crawled.reports[0].reserved == 1
    assert len(press.asked("tdmrep.json")) == 1


@pytest.mark.parametrize(
    ("location", "url", "fits"),
    [
        ("/", "http://a.example/x", True),
        ("/eco/", "http://a.example/eco/1", True),
        ("/eco/", "http://a.example/sport/1", False),
        ("/*.html", "http://a.example/eco/1.html", True),
        ("/*.html$", "http://a.example/eco/1.html?x=1", False),
        ("/eco", "http://a.example", False),
        ("/", "http://a.example", True),
        ("*", "http://a.example/é?x", True),
        ("/a.b", "http://a.example/axb", False),
    ],
)
def test_locations_are_patterns_as_in_robots(location: str, url: str, *, fits: bool) -> None:
    assert reservation_of(url, (Reservation(location, "1"),)) == ("1" if fits else "")


def test_the_most_specific_line_counts() -> None:
    body = b'[{"location":"/","tdm-reservation":1},{"location":"/open/","tdm-reservation":"0"}]'
    rules = read_reservations(200, body)
    assert reservation_of("http://a.example/x", rules) == "1"
    assert reservation_of("http://a.example/open/x", rules) == "0"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'"1"',
        b"[1, null]",
        b'[{"location": 1, "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": "yes"}]',
        b"[" * 100_000,
        b"\xff\xfe",
        b'[{"location": "' + b"*a" * 50 + b'", "tdm-reservation": 1}]',
        b'[{"location":"/","tdm-reservation":1}]' + b" " * 600_000,
    ],
)
def test_a_file_that_says_nothing_readable_reserves_nothing(body: bytes) -> None:
    assert read_reservations(200, body) == ()


def test_other_answers_reserve_nothing() -> None:
    assert read_reservations(404, b'[{"location":"/","tdm-reservation":1}]') == ()


@pytest.mark.parametrize(
    ("meta", "header", "host", "reserved"),
    [
        ("", "", "1", True),
        ("", "0", "1", False),
        ("0", "1", "1", False),
        ("1", "0", "0", True),
        ("", "1", "", True),
        ("", "", "", False),
        ("yes", "1", "", True),
    ],
)
def test_the_page_goes_over_the_header_and_the_header_over_the_host(
    meta: str, header: str, host: str, *, reserved: bool
) -> None:
    element = f'<meta name="tdm-reservation" content="{meta}">' if meta else ""
    page = Page("u", "u", 200, b"", NOW, {"tdm-reservation": header} if header else {}, host)
    assert is_reserved(Document(f"<html><head>{element}</head><p>x</p></html>"), page) is reserved


def test_of_a_reserved_article_title_and_link_are_kept() -> None:
    article = Article("1", "x", "http://x.example/a", "Titre", "Texte", "fr", None, NOW)
    assert permitted(article) is article

    kept = permitted(replace(article, reserved=True))
    assert (kept.title, kept.url, kept.text, kept.reserved) == (
        "Titre",
        "http://x.example/a",
        "",
        True,
    )
