"""What a digest asks of other days: the right answers, at a price that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from news.analysis import Analysis, TagKind, Tier
from news.article import Article
from news.review import Review
from news.story import Membership, Story
from storage import Query, Store
from storage.sql_store import SqlStore

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]
FIRST = datetime(2026, 11, 22, 12, tzinfo=UTC)
GOVERNOR = (TagKind.PERSON, "omura-hideaki")
AICHI = (TagKind.PLACE, "aichi")


@pytest.fixture
def news(store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis) -> list[Article]:
    """Four articles, a minute apart; the second repeats the first, the last is undated."""
    made = [make_article(number, reserved=number == 2) for number in range(3)]
    made.append(make_article(3, published=None))
    for article in made:
        store.keep_article(article)
        store.keep_analyses([make_analysis(article)])
    members = (Membership(made[0].id), Membership(made[1].id, made[0].id))
    store.keep_stories([Story("s1", FIRST, FIRST, members)])
    return made


def test_a_glimpse_is_the_reading_without_its_words(store: Store, news: list[Article]) -> None:
    assert len(news) == 4
    for query in (Query(), Query(ids=(news[2].id, news[0].id)), Query(tiers=(Tier.OFF,))):
        readings = store.readings(query)
        assert store.glimpses(query) == [reading.glimpse for reading in readings]


def test_a_glimpse_is_settled_by_reviews(
    store: Store, news: list[Article], make_review: Callable[..., Review]
) -> None:
    store.keep_review(make_review(news[0]))
    (glimpse,) = store.glimpses(Query(ids=(news[0].id,)))
    assert glimpse.tier is Tier.OFF
    assert glimpse.dated == FIRST


def test_an_edited_article_is_seen_once(
    store: Store, news: list[Article], make_analysis: MakeAnalysis
) -> None:
    edited = replace(news[0], text=f"{news[0].text} Ajout.", revision=2)
    store.keep_article(edited)
    store.keep_analyses([make_analysis(edited)])
    assert len(store.glimpses(Query())) == 4


def test_who_was_met_before_an_instant(store: Store, news: list[Article]) -> None:
    stranger = (TagKind.PERSON, "nobody")
    twin = (TagKind.ORGANISATION, "omura-hideaki")
    asked = {GOVERNOR, AICHI, stranger, twin}
    assert store.met(asked, news[0].dated) == set()
    assert store.met(asked, news[0].dated + timedelta(seconds=1)) == {GOVERNOR, AICHI}
    assert store.met([], FIRST) == set()


def test_many_names_are_asked_for_in_few_questions(store: Store, news: list[Article]) -> None:
    assert isinstance(store, SqlStore)
    asked = [(TagKind.PERSON, f"person {number}") for number in range(999)]
    statements: list[str] = []
    engine = store._engine
    event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert store.met([*asked, GOVERNOR], news[3].dated) == {GOVERNOR}
    assert len([each for each in statements if each.startswith("SELECT")]) == 10
