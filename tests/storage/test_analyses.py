"""Analyses: kept once for each maker and revision, and given back with all their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from news.analysis import (
    Analysis,
    Mention,
    Reason,
    Relevance,
    RoleMention,
    Tag,
    TagKind,
    Tier,
)
from news.article import Article
from news.errors import StoreError
from storage import Query, Store
from storage.sql_store import SqlStore
from storage.tables import mentions, tags

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
whole = st.integers(0, 10**6)
real = st.floats(-1e6, 1e6)
reasons = st.builds(Reason, words, st.lists(words, max_size=3).map(tuple), real)
several = st.lists(reasons, max_size=2).map(tuple)
places = st.builds(Mention, whole, whole, words, words, whole)
found = st.builds(
    Tag,
    kind=st.sampled_from(TagKind),
    key=words,
    label=words,
    known=st.booleans(),
    score=real,
    mentions=st.lists(places, max_size=3).map(tuple),
    why=reasons,
    made_by=words,
)
analyses = st.builds(
    Analysis,
    article_id=st.just("0" * 15 + "1"),
    revision=st.just(1),
    maker=words,
    language=st.sampled_from(["fr", "ja", ""]),
    confidence=real,
    tags=st.lists(found, max_size=3).map(tuple),
    relevance=st.builds(Relevance, st.sampled_from(Tier), real, several),
    roles=st.lists(st.builds(RoleMention, whole, whole, words, words), max_size=2).map(tuple),
    rejected=several,
)


@given(analysis=analyses)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one store, a maker each
)
def test_any_analysis_comes_back_as_it_was_given(
    store: Store, make_article: MakeArticle, analysis: Analysis
) -> None:
    store.keep_article(make_article())
    made = store.totals()["analyses"]
    analysis = replace(analysis, maker=f"{made} {analysis.maker}")
    store.keep_analyses([analysis])
    (reading,) = store.readings(Query())
    assert reading.analysis == analysis
    assert (reading.article, reading.reviews, reading.story_id) == (make_article(), (), "")
    assert store.count(Query(tiers=(analysis.relevance.tier,))) == 1


@pytest.mark.parametrize("kind", TagKind)
@pytest.mark.parametrize("tier", Tier)
def test_every_kind_and_tier_comes_back_as_itself(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis, kind: TagKind, tier: Tier
) -> None:
    article = make_article()
    store.keep_article(article)
    analysis = make_analysis(article)
    tag = replace(analysis.tags[0], kind=kind)
    analysis = replace(analysis, tags=(tag,), relevance=Relevance(tier, 1.0, ()))
    store.keep_analyses([analysis])
    (reading,) = store.readings(Query(tiers=(tier,), kind=kind, key=tag.key))
    assert reading.analysis.relevance.tier is tier
    assert reading.analysis.tags[0].kind is kind


def test_one_maker_reads_a_revision_once(
    store: Store,
    make_article: MakeArticle,
    make_analysis: MakeAnalysis,
    dump: Callable[[Store], dict[str, list[tuple[Any, ...]]]],
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_analyses([make_analysis(article)])
    before = dump(store)
    store.keep_analyses([make_analysis(article), make_analysis(article, tags=())])
    assert dump(store) == before


def test_the_latest_maker_counts_and_the_earlier_stays(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_analyses([make_analysis(article)])
    better = make_analysis(article, maker="maker 2", relevance=Relevance(Tier.RELATED, 2.0, ()))
    store.keep_analyses([better])
    (reading,) = store.readings(Query())
    assert reading.analysis == better
    assert store.count(Query(tiers=(Tier.CORE,))) == 0
    assert store.totals()["analyses"] == 2


def test_evidence_always_points_into_the_text_it_comes_with(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    first = make_article()
    store.keep_article(first)
    store.keep_analyses([make_analysis(first)])
    second = replace(first, title="Tout autre", text="Le texte entier a changé.", revision=2)
    store.keep_article(second)
    (reading,) = store.readings(Query())
    assert (reading.article.revision, reading.article.text) == (1, first.text)
    store.keep_analyses([make_analysis(second)])
    (reading,) = store.readings(Query())
    assert reading.article == second
    for tag in reading.analysis.tags:
        for mention in tag.mentions:
            assert reading.article.full_text[mention.start : mention.end] == mention.surface


def test_a_late_analysis_of_an_older_revision_does_not_take_over(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    first = make_article()
    second = replace(first, text="Aichi, corrigé.", revision=2)
    store.keep_article(first)
    store.keep_article(second)
    store.keep_analyses([make_analysis(second)])
    store.keep_analyses([make_analysis(first, maker="slow")])
    (reading,) = store.readings(Query())
    assert reading.analysis == make_analysis(second)


def test_sql_can_ask_for_tags_and_mentions(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_analyses([make_analysis(article)])
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        keys = connection.scalars(select(tags.c.key).where(tags.c.kind == TagKind.PERSON)).all()
        places_ = connection.scalar(select(func.count()).select_from(mentions))
    assert (list(keys), places_) == (["omura-hideaki"], 4)


def test_an_analysis_of_what_is_not_here_is_refused(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    article = make_article()
    with pytest.raises(StoreError, match="does not hold the article") as refused:
        store.keep_analyses([make_analysis(article)])
    assert "keep the article first" in refused.value.sentence
    store.keep_article(article)
    with pytest.raises(StoreError):
        store.keep_analyses([make_analysis(article), make_analysis(article, revision=2)])
    assert store.totals()["analyses"] == 0, "a transaction is kept whole or not at all"


def test_a_number_that_is_none_is_refused(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    article = make_article()
    store.keep_article(article)
    for wrong in (
        Relevance(Tier.OFF, float("nan"), ()),
        Relevance(Tier.OFF, 0.0, (Reason("x", (), float("inf")),)),
    ):
        with pytest.raises(StoreError):
            store.keep_analyses([make_analysis(article, relevance=wrong)])


def test_what_was_made_before_a_failure_is_kept(
    store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    news = [make_article(number) for number in range(70)]
    for article in news:
        store.keep_article(article)

    def failing() -> Iterator[Analysis]:
        for article in news[:60]:
            yield make_analysis(article)
        raise RuntimeError("the model died")

    with pytest.raises(RuntimeError, match="the model died"):
        store.keep_analyses(failing())
    assert store.totals()["analyses"] == 50
    assert len(list(store.unread("maker 1"))) == 20
