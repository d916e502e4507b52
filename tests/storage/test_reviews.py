"""Reviews: added beside the machine's word, never changed, and counted in every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from news.analysis import Analysis, TagKind, Tier
from news.article import Article
from news.errors import StoreError
from news.review import Review, Subject, Verdict
from storage import Query, Store
from storage.sql_store import SqlStore
from storage.tables import reviews

MakeAnalysis = Callable[..., Analysis]
MakeReview = Callable[..., Review]
OFF = Query(tiers=(Tier.OFF,))
CORE = Query(tiers=(Tier.CORE,))


@pytest.fixture
def article(
    store: Store, make_article: Callable[..., Article], make_analysis: MakeAnalysis
) -> Article:
    """An article that is kept and analysed."""
    made = make_article()
    store.keep_article(made)
    store.keep_analyses([make_analysis(made)])
    return made


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("subject", Subject)
def test_every_word_comes_back(
    store: Store, article: Article, make_review: MakeReview, verdict: Verdict, subject: Subject
) -> None:
    review = make_review(article, verdict=verdict, subject=subject, note="vu « 愛知 »")
    if subject is Subject.TAG:
        review = replace(
            review, kind=TagKind.PLACE, key="aichi", corrected_to="nagoya", label="名古屋"
        )
    store.keep_review(review)
    (reading,) = store.readings(Query())
    assert reading.reviews == (review,)
    assert reading.reviews[0].verdict is verdict


def test_the_settled_tier_is_what_queries_see(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    assert (store.count(CORE), store.count(OFF)) == (1, 0)
    store.keep_review(make_review(article))
    assert (store.count(CORE), store.count(OFF)) == (0, 1)
    assert store.readings(OFF)[0].analysis.relevance.tier is Tier.CORE
    assert store.readings(OFF)[0].settled.tier is Tier.OFF
    again = make_review(article, id="review-2", verdict=Verdict.ACCEPTED)
    store.keep_review(replace(again, at=again.at + timedelta(minutes=1)))
    assert (store.count(CORE), store.count(OFF)) == (1, 0)


def test_an_earlier_word_that_comes_later_does_not_win(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    late = make_review(article)
    early = replace(late, id="review-0", at=late.at - timedelta(days=1), corrected_to="context")
    store.keep_review(late)
    store.keep_review(early)
    (reading,) = store.readings(OFF)
    assert reading.reviews == (early, late)


def test_tag_queries_see_settled_tags(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    aichi = Query(kind=TagKind.PLACE, key="aichi")
    omura = Query(kind=TagKind.PERSON, key="omura-hideaki")
    assert (store.count(aichi), store.count(omura)) == (1, 1)
    word = make_review(
        article, subject=Subject.TAG, kind=TagKind.PLACE, key="aichi", corrected_to="nagoya"
    )
    store.keep_review(word)
    assert (store.count(aichi), store.count(omura)) == (0, 1)
    assert store.count(Query(kind=TagKind.PLACE, key="nagoya")) == 1
    store.keep_review(
        replace(
            word,
            id="review-2",
            kind=TagKind.PERSON,
            key="omura-hideaki",
            verdict=Verdict.REJECTED,
            corrected_to="",
        )
    )
    assert store.count(omura) == 0
    assert store.count(Query(kind=TagKind.PERSON)) == 0


def test_reviews_survive_a_better_maker_and_a_revision(
    store: Store, article: Article, make_analysis: MakeAnalysis, make_review: MakeReview
) -> None:
    review = make_review(article)
    store.keep_review(review)
    store.keep_analyses([make_analysis(article, maker="maker 2")])
    assert store.readings(OFF)[0].reviews == (review,)
    second = replace(article, text="Aichi, corrigé.", revision=2)
    store.keep_article(second)
    store.keep_analyses([make_analysis(second, maker="maker 2")])
    (reading,) = store.readings(OFF)
    assert (reading.article.revision, reading.reviews) == (2, (review,))


def test_a_review_may_come_before_the_analysis(
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: MakeAnalysis,
    make_review: MakeReview,
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_review(make_review(article))
    assert store.readings(Query()) == []
    store.keep_analyses([make_analysis(article)])
    assert store.count(OFF) == 1


def test_the_same_review_again_changes_nothing_and_its_id_is_taken(
    store: Store,
    article: Article,
    make_review: MakeReview,
    dump: Callable[[Store], dict[str, list[tuple[Any, ...]]]],
) -> None:
    store.keep_review(make_review(article))
    before = dump(store)
    store.keep_review(make_review(article))
    with pytest.raises(StoreError, match="says something else"):
        store.keep_review(make_review(article, corrected_to="context"))
    assert dump(store) == before


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"article_id": "0"}, "speaks of article 0, which is not here"),
        ({"corrected_to": "central"}, "corrects to the tier 'central'"),
        ({"subject": Subject.TAG, "kind": TagKind.PLACE, "corrected_to": ""}, "to nothing"),
    ],
)
def test_a_review_that_nobody_could_read_is_refused(
    store: Store,
    article: Article,
    make_review: MakeReview,
    facts: dict[str, Any],
    complaint: str,
) -> None:
    with pytest.raises(StoreError, match=complaint) as refused:
        store.keep_review(make_review(article, **facts))
    assert refused.value.remedy
    assert store.totals()["reviews"] == 0


def test_the_database_itself_refuses_to_change_a_review(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    store.keep_review(make_review(article))
    assert isinstance(store, SqlStore)
    for statement in (update(reviews).values(reviewer="somebody"), delete(reviews)):
        with pytest.raises(StoreError, match="only ever added"), store.writing() as connection:
            connection.execute(statement)
    assert store.totals()["reviews"] == 1
