"""Articles: one id, one article, a revision for every text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from news.analysis import Analysis, Relevance, TagKind, Tier
from news.article import Article, Precision, Published
from news.errors import StoreError
from storage import Bookmark, Outcome, Query, Shelf, Store, Wanted, facet
from storage.sql_store import SqlStore
from storage.tables import revisions

Make = Callable[..., Article]
Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]


def kept(store: Store) -> list[Article]:
    return list(store.unread("nobody"))


def test_an_article_comes_back_as_it_was_given(store: Store, make_article: Make) -> None:
    article = make_article(reserved=True, authors=("Élise", "大村"))
    assert store.keep_article(article) is Outcome.NEW
    assert kept(store) == [article]


@pytest.mark.parametrize("precision", Precision)
def test_every_precision_comes_back(store: Store, make_article: Make, precision: Precision) -> None:
    tokyo = datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=9)))
    article = make_article(published=Published(tokyo, precision, "text", 540))
    store.keep_article(article)
    (found,) = kept(store)
    assert found == article
    assert found.published is not None
    assert found.published.instant.tzinfo is UTC


def test_an_article_without_a_date_is_dated_by_its_collection(
    store: Store, make_article: Make
) -> None:
    article = make_article(published=None, authors=())
    store.keep_article(article)
    assert [found.dated for found in kept(store)] == [article.collected_at]


def test_the_same_words_again_change_nothing(store: Store, make_article: Make, dump: Dump) -> None:
    article = make_article()
    store.keep_article(article)
    before = dump(store)
    later = replace(article, collected_at=article.collected_at + timedelta(days=1))
    variant = replace(later, url="http://www.courrier-presquile.example/1?utm_source=x")
    assert store.keep_article(later) is Outcome.UNCHANGED
    assert store.keep_article(variant) is Outcome.UNCHANGED
    assert dump(store) == before


def test_other_words_become_the_next_revision_and_the_earlier_stays(
    store: Store, make_article: Make
) -> None:
    first = make_article()
    second = replace(first, text="Corrigé.", collected_at=first.collected_at + timedelta(hours=5))
    store.keep_article(first)
    assert store.keep_article(second) is Outcome.REVISED
    assert kept(store) == [replace(second, revision=2)]
    assert store.keep_article(first) is Outcome.REVISED
    assert kept(store) == [replace(first, revision=3)]
    assert store.totals()["articles"] == 1
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        texts = connection.scalars(select(revisions.c.text).order_by(revisions.c.revision))
        assert list(texts) == [first.text, second.text, first.text]


def test_a_later_date_or_author_counts_in_other_words_only(
    store: Store, make_article: Make
) -> None:
    later = Published(datetime(2026, 11, 24, tzinfo=UTC), Precision.DAY, "feed")
    facts = {"published": later, "authors": ("Aya Mori",)}
    first = make_article(1)
    store.keep_article(first)
    assert store.keep_article(make_article(1, **facts)) is Outcome.UNCHANGED
    assert kept(store) == [first]
    assert store.keep_article(make_article(1, title="Un autre titre", **facts)) is Outcome.REVISED
    (found,) = kept(store)
    assert (found.published, found.authors) == (later, ("Aya Mori",))


def test_every_text_of_an_article_is_told(store: Store, make_article: Make) -> None:
    texts = [make_article(1), make_article(1, title="Un autre titre", revision=2)]
    for article in texts:
        store.keep_article(article)
    store.keep_article(make_article(2))
    assert store.revisions(texts[0].id) == texts
    assert store.revisions("nowhere") == []


def test_a_revision_keeps_the_facts_it_is_silent_about(store: Store, make_article: Make) -> None:
    first = make_article()
    store.keep_article(first)
    silent = replace(
        first, text="Corrigé.", language="", published=None, authors=(), source_id="other"
    )
    store.keep_article(silent)
    (found,) = kept(store)
    assert (found.published, found.authors) == (first.published, first.authors)
    assert (found.source_id, found.language) == (first.source_id, first.language)


def test_known_words_may_still_fill_in_what_was_missing(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    whole = make_article(reserved=True)
    poor = replace(whole, published=None, authors=(), reserved=False)
    store.keep_article(poor)
    store.keep_analyses([make_analysis(poor)])
    assert store.keep_article(whole) is Outcome.UNCHANGED
    assert store.keep_article(poor) is Outcome.UNCHANGED
    (reading,) = store.readings(Query(until=poor.collected_at))
    assert reading.article == whole


def test_a_date_that_comes_late_moves_its_article_alone_wherever_it_is_listed(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    whole = [make_article(number) for number in (1, 2)]
    for article in whole:
        store.keep_article(replace(article, published=None))
        store.keep_analyses([make_analysis(article)])
    asked = Wanted((Tier.CORE,), (facet("place", "aichi"),))
    first, second = (article.id for article in whole)
    assert store.leaf(Shelf.ARTICLES, asked, Bookmark(5)).keys == (second, first)
    store.keep_article(whole[1])
    assert store.leaf(Shelf.ARTICLES, asked, Bookmark(5)).keys == (first, second)
    for query in (Query(), Query(kind=TagKind.PLACE, key="aichi")):
        assert [item.article.id for item in store.readings(query)] == [first, second]


def test_a_lone_surrogate_is_refused_and_nothing_is_kept(store: Store, make_article: Make) -> None:
    with pytest.raises(StoreError, match=r"character 0 \(U\+D83D\) of a text is half") as refused:
        store.keep_article(make_article(title="\ud83d"))
    assert refused.value.remedy
    assert store.totals()["articles"] == 0


def test_a_nul_costs_no_article_and_no_offset(store: Store, make_article: Make) -> None:
    article = make_article(text="Aichi\0Lyon")
    assert store.keep_article(article) is Outcome.NEW
    (found,) = kept(store)
    assert found.text in {article.text, "Aichi\ufffdLyon"}
    assert store.keep_article(article) is Outcome.UNCHANGED
    assert store.readings(Query(source_id="\0", text="\0 Aichi")) == []


def test_a_time_without_zone_is_refused(store: Store, make_article: Make) -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001 - the very thing that is refused
    with pytest.raises(StoreError, match="has no time zone"):
        store.keep_article(make_article(collected_at=naive))


def test_unread_goes_by_maker_oldest_first(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    news = [make_article(number) for number in (3, 1, 2)]
    for article in news:
        store.keep_article(article)
    assert [article.id[-1] for article in store.unread("maker 1")] == ["1", "2", "3"]
    assert [article.id[-1] for article in store.unread("maker 1", limit=2)] == ["1", "2"]
    store.keep_analyses([make_analysis(news[1])])
    assert [article.id[-1] for article in store.unread("maker 1")] == ["2", "3"]
    assert [article.id[-1] for article in store.unread("maker 2")] == ["2", "3", "1"]
    store.keep_article(replace(news[1], text="Aichi, corrigé."))
    again = next(store.unread("maker 1"))
    assert (again.id, again.revision) == (news[1].id, 2)


def test_what_another_maker_has_read_comes_last_nearest_and_newest_first(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    tiers = {1: Tier.OFF, 2: Tier.CORE, 3: Tier.OFF, 4: Tier.CORE, 5: Tier.RELATED}
    for number, tier in tiers.items():
        article = make_article(number)
        store.keep_article(article)
        told = Relevance(tier, 1.0, ())
        store.keep_analyses([make_analysis(article, maker="old", relevance=told)])
    store.keep_article(make_article(9))

    def unread(maker: str = "new", **bounds: int) -> str:
        return "".join(article.id[-1] for article in store.unread(maker, **bounds))

    assert unread() == "942531"
    assert unread(again=2) == "942"
    assert unread(again=0) == "9"
    assert unread(limit=3, again=9) == "942"
    assert unread("old") == "9"


def test_a_maker_that_comes_back_counts_again(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    article = make_article()
    store.keep_article(article)
    first = make_analysis(article, maker="before", tags=())
    for analysis in (first, make_analysis(article, maker="after")):
        store.keep_analyses([analysis])
    assert [each.id for each in store.unread("before")] == [article.id]
    store.keep_analyses([first])
    assert store.readings(Query())[0].analysis == first
    assert store.totals()["analyses"] == 2
    assert list(store.unread("before")) == []


def test_analyses_can_be_kept_while_the_unread_are_read(
    store: Store, make_article: Make, make_analysis: Callable[..., Analysis]
) -> None:
    for number in range(230):
        store.keep_article(make_article(number))
    store.keep_analyses(make_analysis(article) for article in store.unread("maker 1"))
    assert list(store.unread("maker 1")) == []
    assert store.count(Query()) == 230


bodies = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
steps = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["un", "deux", "三"]), bodies), max_size=8
)


@given(steps=steps)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the model is read from it
)
def test_any_history_of_articles_is_told_rightly_and_keeping_its_end_changes_nothing(
    store: Store,
    make_article: Make,
    dump: Dump,
    steps: list[tuple[int, str, str]],
) -> None:
    histories = {article.id: [article] for article in kept(store)}
    for number, title, body in steps:
        article = make_article(number, title=title, text=body)
        history = histories.setdefault(article.id, [])
        outcome = store.keep_article(article)
        if not history:
            assert outcome is Outcome.NEW
        elif history[-1].content_hash == article.content_hash:
            assert outcome is Outcome.UNCHANGED
            continue
        else:
            assert outcome is Outcome.REVISED
            article = replace(article, revision=history[-1].revision + 1)
        history.append(article)
    last = {article_id: history[-1] for article_id, history in histories.items()}
    assert {article.id: article for article in kept(store)} == last
    before = dump(store)
    assert {store.keep_article(article) for article in last.values()} <= {Outcome.UNCHANGED}
    assert dump(store) == before
