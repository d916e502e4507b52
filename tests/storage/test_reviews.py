"""Reviews: added beside the machine's word, never changed, and counted in every question."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from news.analysis import Analysis, Mention, TagKind, Tier
from news.article import Article
from news.errors import ConflictError, StoreError
from news.place import point_at
from news.review import Review, Subject, Verdict
from news.story import Membership, Story
from storage import Bookmark, Query, Shelf, Store, StoryState, Wanted, facet
from storage.sql_store import SqlStore
from storage.tables import reviews

MakeAnalysis = Callable[..., Analysis]
MakeReview = Callable[..., Review]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
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


def test_what_is_settled_tells_its_date_source_and_language_and_whether_it_was_judged(
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: MakeAnalysis,
    make_review: MakeReview,
) -> None:
    news = [make_article(1), make_article(2, source_id="meiko-keizai", language="ja")]
    for article in news:
        store.keep_article(article)
        store.keep_stories([Story(f"s-{article.id}", NOON, NOON, (Membership(article.id),))])
    store.keep_analyses(make_analysis(article) for article in news)

    def found(shelf: Shelf, bands: tuple[str, ...], *facets: str) -> tuple[str, ...]:
        return store.leaf(shelf, Wanted(bands, facets), Bookmark(5)).keys

    for article in news:
        store.keep_review(make_review(article, id=f"r-{article.id}", corrected_to=Tier.CORE.value))
        for asked in (facet("source", article.source_id), facet("language", article.language)):
            assert found(Shelf.ARTICLES, (Tier.CORE,), asked) == (article.id,)
        assert f"s-{article.id}" in found(Shelf.STORIES, (StoryState.REVIEWED,))
        assert (f"s-{news[1].id}" in found(Shelf.STORIES, (StoryState.OPEN,))) is (
            article == news[0]
        )
    assert store.count(Query(until=news[1].dated)) == 1
    assert store.count(Query(since=news[1].dated)) == 1


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.CORRECTED])
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


def test_every_fact_of_a_word_comes_back(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    added = missed(make_review(article), article)
    moved = replace(
        added,
        id="review-2",
        at=added.at + timedelta(minutes=1),
        verdict=Verdict.CORRECTED,
        corrected_to="région",
        corrected_kind=TagKind.ORGANISATION,
        known=False,
        place=None,
        revision=0,
    )
    back = replace(
        added,
        id="review-3",
        at=added.at + timedelta(minutes=2),
        verdict=Verdict.WITHDRAWN,
        place=None,
        revision=0,
        withdraws="review-2",
    )
    for word in (added, moved, back):
        store.keep_review(word)
    (reading,) = store.readings(Query())
    assert reading.reviews == (added, moved, back)


def missed(review: Review, article: Article) -> Review:
    """The same as the word that adds the tag of Lyon."""
    start = article.full_text.index("Lyon")
    return replace(
        review,
        subject=Subject.TAG,
        verdict=Verdict.ADDED,
        kind=TagKind.PLACE,
        key="lyon",
        label="Lyon",
        corrected_to="",
        place=point_at(article.full_text, start, start + 4),
        revision=1,
    )


def test_an_added_tag_is_found_and_outlives_makers_and_revisions(
    store: Store, article: Article, make_analysis: MakeAnalysis, make_review: MakeReview
) -> None:
    lyon = Query(kind=TagKind.PLACE, key="lyon")
    store.keep_review(missed(make_review(article), article))
    store.keep_analyses([make_analysis(article, maker="maker 2")])
    assert store.count(lyon) == 1
    for text, surface in (("Mise à jour. Le préfet était à Lyon.", "Lyon"), ("Rien.", "")):
        revised = replace(article, text=text)
        store.keep_article(revised)
        (latest,) = store.unread("maker 3")
        store.keep_analyses([make_analysis(latest, maker="maker 3")])
        (reading,) = store.readings(lyon)
        (tag,) = [item.tag for item in reading.settled.tags if item.tag.key == "lyon"]
        assert [mention.surface for mention in tag.mentions] == ([surface] if surface else [])
        for mention in tag.mentions:
            assert reading.article.full_text[mention.start : mention.end] == surface


def test_two_analysts_at_once_lose_nothing(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    first = make_review(article)
    second = replace(first, id="review-2", reviewer="Aki", verdict=Verdict.ACCEPTED)
    store.keep_review(first, seen="")
    with pytest.raises(ConflictError, match="Élise said 'corrected' of the tier") as refused:
        store.keep_review(second, seen="")
    assert refused.value.remedy
    assert store.readings(Query())[0].reviews == (first,)
    later = replace(second, at=first.at + timedelta(seconds=1))
    store.keep_review(later, seen="review-1")
    assert store.readings(Query())[0].reviews == (first, later)
    store.keep_review(first, seen="")  # said again after a lost answer: it is kept already


def test_words_on_different_targets_do_not_compete(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    store.keep_review(make_review(article), seen="")
    store.keep_review(missed(make_review(article, id="review-2"), article), seen="")
    aichi = {"subject": Subject.TAG, "kind": TagKind.PLACE, "key": "aichi"}
    with pytest.raises(ConflictError, match="nothing is said of aichi since"):
        store.keep_review(make_review(article, id="review-3", **aichi), seen="review-1")


def test_analysts_in_threads_never_overwrite_each_other(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    def speak(number: int) -> bool:
        try:
            store.keep_review(make_review(article, id=f"review-{number}"), seen="")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(speak, range(8))) == 1
    assert store.totals()["reviews"] == 1


def test_the_settled_tier_is_what_queries_see(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    assert (store.count(CORE), store.count(OFF)) == (1, 0)
    store.keep_review(make_review(article))
    assert (store.count(CORE), store.count(OFF)) == (0, 1)
    assert store.readings(OFF)[0].analysis.relevance.tier is Tier.CORE
    assert store.readings(OFF)[0].settled.tier is Tier.OFF
    again = make_review(article, id="review-2", verdict=Verdict.ACCEPTED, corrected_to="core")
    store.keep_review(replace(again, at=again.at + timedelta(minutes=1)))
    assert (store.count(CORE), store.count(OFF)) == (1, 0)


def test_an_earlier_word_that_comes_later_does_not_win(
    store: Store, article: Article, make_review: MakeReview
) -> None:
    late = make_review(article)
    early = replace(late, id="review-2", at=late.at - timedelta(days=1), corrected_to="context")
    beside = replace(late, id="review-0", corrected_to="context")
    for word in (late, early, beside):
        store.keep_review(word)
    (reading,) = store.readings(OFF)
    assert reading.reviews == (early, beside, late)


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
    with pytest.raises(StoreError, match="says something else") as refused:
        store.keep_review(make_review(article, corrected_to="context"))
    assert refused.value.remedy
    assert dump(store) == before


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"article_id": "0"}, "speaks of article 0, which is not here"),
        ({"corrected_to": "central"}, "says that the tier 'central' is right"),
        (
            {"subject": Subject.TAG, "kind": TagKind.PLACE, "key": "aichi", "corrected_to": ""},
            "to nothing",
        ),
        ({"subject": Subject.TAG, "kind": TagKind.PLACE}, "names no tag"),
        ({"verdict": Verdict.ADDED, "place": Mention(0, 1, "L", "L", 0)}, "adds what has no place"),
        (
            {
                "subject": Subject.TAG,
                "verdict": Verdict.ADDED,
                "kind": TagKind.PLACE,
                "key": "aichi",
                "corrected_to": "",
            },
            "adds what has no place",
        ),
        ({"verdict": Verdict.WITHDRAWN, "withdraws": "x"}, "takes back 'x'"),
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
