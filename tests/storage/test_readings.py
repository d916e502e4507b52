"""Readings: every condition of a query, their order, and how many questions they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from sqlalchemy import event

from news.analysis import Analysis, Relevance, TagKind, Tier
from news.article import Article
from news.story import Membership, Story
from storage import Query, Store
from storage.sql_store import SqlStore

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]
FIRST = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def news(store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis) -> list[Article]:
    """Eight articles, a minute apart; their tiers, languages and sources take turns."""
    made = [
        make_article(
            number,
            language="ja" if number % 2 else "fr",
            source_id="chukyo-nippo" if number % 4 == 3 else "courrier-presquile",
        )
        for number in range(8)
    ]
    tiers = list(Tier)
    for number, article in enumerate(made):
        store.keep_article(article)
        tier = Relevance(tiers[number % 4], 1.0, ())
        store.keep_analyses([make_analysis(article, relevance=tier)])
    story = Story("s1", FIRST, FIRST, (Membership(made[1].id), Membership(made[2].id, made[1].id)))
    store.keep_stories([story])
    return made


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (Query(), [7, 6, 5, 4, 3, 2, 1, 0]),
        (Query(since=FIRST + timedelta(minutes=6)), [7, 6]),
        (Query(until=FIRST + timedelta(minutes=2)), [1, 0]),
        (Query(tiers=(Tier.CORE,)), [4, 0]),
        (Query(tiers=(Tier.CORE, Tier.OFF)), [7, 4, 3, 0]),
        (Query(language="ja"), [7, 5, 3, 1]),
        (Query(source_id="chukyo-nippo"), [7, 3]),
        (Query(story_id="s1"), [2, 1]),
        (Query(story_id="s2"), []),
        (Query(kind=TagKind.PERSON, key="omura-hideaki"), [7, 6, 5, 4, 3, 2, 1, 0]),
        (Query(kind=TagKind.PLACE, key="omura-hideaki"), []),
        (Query(key="aichi"), [7, 6, 5, 4, 3, 2, 1, 0]),
        (Query(text="numéro 5"), [5]),
        (Query(ids=(f"{3:016x}", f"{6:016x}", f"{3:016x}", "unknown")), [6, 3]),
        (Query(ids=tuple(f"{number:016x}" for number in range(8)), limit=2, offset=1), [6, 5]),
        (Query(limit=3), [7, 6, 5]),
        (Query(limit=3, offset=6), [1, 0]),
        (Query(offset=6), [1, 0]),
        (Query(language="fr", tiers=(Tier.CORE,), since=FIRST + timedelta(minutes=1)), [4]),
    ],
)
def test_every_condition_must_hold_and_the_newest_come_first(
    store: Store, news: list[Article], query: Query, numbers: list[int]
) -> None:
    readings = store.readings(query)
    assert [reading.article for reading in readings] == [news[number] for number in numbers]
    assert store.count(replace(query, limit=0, offset=0)) == store.count(query)
    assert store.count(replace(query, limit=0, offset=0)) >= len(numbers)
    if not query.limit and not query.offset:
        assert store.count(query) == len(numbers)


def test_a_reading_knows_its_story(store: Store, news: list[Article]) -> None:
    (copy,) = store.readings(Query(ids=(news[2].id,)))
    assert (copy.story_id, copy.near_duplicate_of) == ("s1", news[1].id)
    (alone,) = store.readings(Query(ids=(news[3].id,)))
    assert (alone.story_id, alone.near_duplicate_of) == ("", "")


def test_an_article_without_analysis_is_no_reading(store: Store, make_article: MakeArticle) -> None:
    store.keep_article(make_article())
    assert (store.readings(Query()), store.count(Query())) == ([], 0)


@pytest.fixture
def many(store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis) -> Store:
    """A store with 2,000 analysed articles."""
    assert isinstance(store, SqlStore)
    for number in range(2000):
        store.keep_article(make_article(number))
    store.keep_analyses(make_analysis(article) for article in store.unread("maker 1"))
    return store


def test_two_thousand_articles_are_asked_quickly_and_in_few_questions(many: Store) -> None:
    assert isinstance(many, SqlStore)
    asked: list[str] = []
    event.listen(many._engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    started = process_time()
    page = many.readings(Query(tiers=(Tier.CORE,), text="préfet", limit=50, offset=1000))
    seconds = process_time() - started
    assert [reading.article.id for reading in page] == [f"{n:016x}" for n in range(999, 949, -1)]
    assert len(asked) <= 8, "a transaction's begin, and one question for each table"
    assert seconds < 0.5
    asked.clear()
    assert len(many.readings(Query())) == 2000
    assert len(asked) <= 3 + 5 * 4, "chunks of five hundred"
    ids = tuple(f"{number:016x}" for number in range(40_000))
    assert many.count(Query(ids=ids)) == 2000
    assert [r.article.id for r in many.readings(Query(ids=ids, limit=2))] == [
        f"{1999:016x}",
        f"{1998:016x}",
    ]
