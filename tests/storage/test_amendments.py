"""Changes of what is known: kept append-only, taken back by a record, merges seen at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.amendments import Amendment, Change, KeptAmendment, Signature
from news.analysis import Analysis, TagKind, Tier
from news.article import Article
from news.errors import StoreError
from news.review import Review, Subject, Verdict
from storage import (
    Amendments,
    Bookmark,
    Query,
    Said,
    Shelf,
    Store,
    Wanted,
    facet,
    open_amendments,
)

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
SIGNED = Signature("Claire", AT, "vu « 愛知 »")
ALIAS = KeptAmendment("a1", Amendment(Change.ALIAS, "lyon", "Lugdunum"), SIGNED)
MERGE = KeptAmendment("m1", Amendment(Change.MERGED, "omura-hideaki", "omura"), SIGNED)
UNDO = Signature("Jin", AT + timedelta(hours=1), "trop large")


@pytest.fixture
def amendments(store_url: str) -> Iterator[Amendments]:
    with open_amendments(store_url) as opened:
        yield opened


def test_changes_come_back_in_their_order(amendments: Amendments) -> None:
    entry = KeptAmendment(
        "a0", Amendment(Change.PERSON, "x-y", entry='label = "X Y"\nside = "aura"'), SIGNED
    )
    assert amendments.append(ALIAS, 0)
    assert amendments.append(entry, 1)
    assert amendments.append(ALIAS, 2), "the same again changes nothing"
    assert amendments.kept() == [ALIAS, entry]
    assert amendments.count() == 2


def test_of_two_at_once_the_second_looks_again(amendments: Amendments, store_url: str) -> None:
    with open_amendments(store_url) as other:
        seen = other.count()
        assert amendments.append(ALIAS, amendments.count())
        assert not other.append(MERGE, seen)
        assert not other.take_back("a1", UNDO, seen)
        assert other.kept() == [ALIAS]


def test_taking_back_is_a_record_and_happens_once(amendments: Amendments) -> None:
    amendments.append(ALIAS, 0)
    assert amendments.take_back("a1", UNDO, 1)
    assert amendments.kept() == [replace(ALIAS, taken_back=UNDO)]
    assert amendments.count() == 2
    with pytest.raises(StoreError, match="taken back already"):
        amendments.take_back("a1", UNDO, 2)
    with pytest.raises(StoreError, match="not here"):
        amendments.take_back("a9", UNDO, 2)


def test_what_was_merged_is_found_under_the_key_that_counts(
    store: Store,
    amendments: Amendments,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
) -> None:
    news = [make_article(number) for number in (1, 2)]
    for article in news:
        store.keep_article(article)
    old = make_analysis(news[0])
    person = old.of_kind(TagKind.PERSON)[0]
    new = replace(make_analysis(news[1]), tags=(replace(person, key="omura"),))
    store.keep_analyses([old, new])
    said = Review(
        "r1", news[1].id, Subject.TAG, Verdict.CORRECTED, "J", AT, TagKind.PERSON, "omura",
        "omura-hideaki", "Hideaki Ōmura",
    )  # fmt: skip
    store.keep_review(said)
    before = store.readings(Query())

    amendments.append(MERGE, 0)
    for key in ("omura", "omura-hideaki"):
        assert store.count(Query(kind=TagKind.PERSON, key=key)) == 2
    for reading in store.readings(Query(key="omura")):
        assert [item.tag.key for item in reading.settled.tags][-1] == "omura"
        asked = (("person", key), ("language", "fr"), ("source", "courrier-presquile"))
        wanted = Wanted(tuple(Tier), tuple(facet(*name) for name in asked))
        assert len(store.leaf(Shelf.ARTICLES, wanted, Bookmark(5)).keys) == 2
    assert store.met([(TagKind.PERSON, "omura")], datetime.max.replace(tzinfo=UTC))
    assert store.readings(Query(ids=(news[1].id,)))[0].reviews[0].corrected_to == "omura"

    amendments.take_back("m1", UNDO, 1)
    assert store.readings(Query()) == before
    assert store.count(Query(kind=TagKind.PERSON, key="omura-hideaki")) == 2
    assert store.count(Query(kind=TagKind.PERSON, key="omura")) == 0


def test_merges_one_after_the_other_lead_to_the_last(
    store: Store,
    amendments: Amendments,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
) -> None:
    article = make_article(1)
    store.keep_article(article)
    store.keep_analyses([make_analysis(article)])
    then = Amendment(Change.MERGED, "omura", "governor")
    amendments.append(MERGE, 0)
    amendments.append(KeptAmendment("m2", then, SIGNED), 1)
    assert store.count(Query(kind=TagKind.PERSON, key="governor")) == 1
    (reading,) = store.readings(Query())
    assert [item.tag.key for item in reading.settled.tags] == ["aichi", "governor"]


def test_two_tags_that_become_one_share_their_evidence(
    store: Store,
    amendments: Amendments,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
) -> None:
    article = make_article()
    store.keep_article(article)
    made = make_analysis(article)
    place, person = made.tags
    other = replace(person, key="omura", mentions=place.mentions)
    store.keep_analyses([replace(made, tags=(person, other))])
    amendments.append(MERGE, 0)
    (tag,) = store.readings(Query())[0].analysis.tags
    assert tag.key == "omura"
    assert {item.start for item in tag.mentions} == {
        item.start for item in (*place.mentions, *person.mentions)
    }


def test_what_reviews_say_of_tags_that_stand(
    store: Store,
    amendments: Amendments,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
) -> None:
    article = make_article()
    store.keep_article(article)
    store.keep_analyses([make_analysis(article)])
    word = Review(
        "r1", article.id, Subject.TAG, Verdict.ACCEPTED, "J", AT, TagKind.PLACE, "aichi"
    )  # fmt: skip
    store.keep_review(word)
    later = AT + timedelta(hours=2)
    store.keep_review(replace(word, id="r2", verdict=Verdict.REJECTED, at=later))
    surface = article.title[:3]
    told = Said(article.id, TagKind.PLACE, "aichi", surface, Verdict.REJECTED, "")
    assert amendments.said(AT) == [told]
    assert amendments.said(later + timedelta(seconds=1)) == []
