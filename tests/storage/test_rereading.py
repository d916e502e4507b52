"""What reading articles anew asks of the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from news.analysis import Analysis, Relevance, Tier
from news.article import Article
from news.change import Pair
from news.review import Review
from news.story import Membership, Story
from storage import Query, Rereading, Store, open_rereading
from storage.cascade import delete_with
from storage.sql_store import SqlStore
from storage.tables import analyses

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]
MakeReview = Callable[..., Review]


@pytest.fixture
def rereading(store: Store, store_url: str) -> Iterator[Rereading]:
    assert store.totals()["articles"] == 0
    with open_rereading(store_url) as opened:
        yield opened


def test_a_reading_stands_beside_the_one_before_it_of_the_same_revision(
    store: Store,
    rereading: Rereading,
    make_article: MakeArticle,
    make_analysis: MakeAnalysis,
    make_review: MakeReview,
) -> None:
    articles = [make_article(number) for number in (1, 2, 3)]
    for article in articles:
        store.keep_article(article)
    first, second, third = articles
    store.keep_analyses(make_analysis(each, maker="oldest") for each in (first, second))
    store.keep_analyses([make_analysis(first, maker="old")])
    store.keep_review(make_review(first))
    store.keep_article(replace(second, text="Autre chose."))
    (edited,) = [item for item in store.unread("new") if item.id == second.id]
    fresh = replace(make_analysis(second, maker="new"), revision=edited.revision, tags=())
    new = make_analysis(first, maker="new")
    store.keep_analyses([new, fresh, make_analysis(third, maker="new")])

    (reading,) = store.readings(Query(ids=(first.id,)))
    old = make_analysis(first, maker="old")
    assert list(rereading.pairs("new")) == [Pair(old, new, reading.reviews)]
    assert reading.reviews
    assert list(rereading.pairs("old")) == []


def test_a_reading_that_goes_while_pairs_are_asked_for_is_passed_over(
    store: Store, rereading: Rereading, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_analyses(make_analysis(article, maker=maker) for maker in ("old", "new"))
    pairs = rereading.pairs("new")
    assert isinstance(store, SqlStore)
    with store.writing() as connection:
        delete_with(connection, analyses, analyses.c.article_id == article.id)
    assert list(pairs) == []


def test_what_is_on_the_subject_and_in_no_story_is_loose(
    store: Store, rereading: Rereading, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    later, earlier, off = (make_article(number) for number in (2, 1, 3))
    for article in (later, earlier, off):
        store.keep_article(article)
        tier = Tier.OFF if article is off else Tier.CONTEXT
        store.keep_analyses([make_analysis(article, relevance=Relevance(tier, 1.0, ()))])
    assert rereading.loose() == [earlier.id, later.id]
    instant = earlier.collected_at
    store.keep_stories([Story("s", instant, instant, (Membership(earlier.id),))])
    assert rereading.loose() == [later.id]
    rereading.release()
    assert [item.article.id for item in store.readings(Query(ungrouped=True))] == [later.id]
