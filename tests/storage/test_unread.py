"""What is left to read: each article once, in an order that says what matters most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from news.analysis import Analysis, Relevance, Tier
from news.article import Article, Precision, Published
from storage import Store

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def hours(number: int) -> datetime:
    return NOON + timedelta(hours=number)


def published(number: int) -> Published:
    return Published(hours(number), Precision.INSTANT, "feed")


def unread(store: Store, maker: str = "new", **bounds: int) -> str:
    return "".join(article.id[-1] for article in store.unread(maker, **bounds))


def test_what_nobody_has_read_comes_oldest_first_by_publication_or_else_by_collection(
    store: Store, make_article: MakeArticle
) -> None:
    dates = {3: published(2), 2: None, 1: published(3), 4: published(1)}
    collected = {3: hours(5), 2: hours(2), 1: hours(4), 4: hours(6)}
    for number, date in dates.items():
        store.keep_article(
            make_article(number, published=date, collected_at=collected[number]),
        )
    assert unread(store) == "4231"
    assert unread(store, limit=2) == "42"


def test_what_several_makers_have_read_comes_in_one_order(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    read = {"a": {1: 1, 4: 4, 9: 6, 8: 6}, "b": {2: 2, 5: 5, 7: 6}, "c": {3: 3, 6: 3}}
    for maker, dated in read.items():
        for number, hour in dated.items():
            article = make_article(number, published=published(hour))
            store.keep_article(article)
            told = Relevance(Tier.OFF if number == 6 else Tier.CORE, 1.0, ())
            store.keep_analyses([make_analysis(article, maker=maker, relevance=told)])
    assert unread(store) == "789543216"
    assert unread(store, again=1) == "7"
    assert unread(store, "b", again=1) == "8"
    assert unread(store, "b") == "894316"


def test_what_was_revised_since_another_maker_read_it_is_read_once(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    for number in (1, 2):
        article = make_article(number)
        store.keep_article(article)
        store.keep_analyses([make_analysis(article, maker="old")])
    store.keep_article(replace(make_article(1), text="Corrigé."))
    found = list(store.unread("new"))
    assert [(article.id[-1], article.revision) for article in found] == [("1", 2), ("2", 1)]


def test_a_late_reading_of_an_earlier_text_leaves_the_later_one_to_be_read(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    first = make_article(1)
    later = replace(first, text="Corrigé.", revision=2)
    store.keep_article(first)
    store.keep_article(later)
    store.keep_analyses([make_analysis(first, maker="new")])
    assert list(store.unread("new")) == [later]
    store.keep_analyses([make_analysis(later, maker="new", tags=())])
    assert unread(store) == ""
