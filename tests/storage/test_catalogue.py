"""Leafing: every entry once, in order, both ways, whatever is asked; and counts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article, Precision, Published
from news.errors import UsageError
from news.reading import Reading
from news.review import Review, Subject, Verdict
from news.story import Membership, Story
from storage import (
    Bookmark,
    Query,
    Shelf,
    Store,
    StoryState,
    Tally,
    Wanted,
    facet,
    open_store,
    sql_catalogue,
)
from storage.catalogue import ON_SUBJECT
from storage.desk_tables import article_facets, story_facets
from storage.sql_store import SqlStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIERS = tuple(Tier)
STATES = tuple(StoryState)
_NAMES = (("place", "aichi"), ("place", "lyon"), ("sector", "energy"), ("person", "omura-hideaki"))


def tag(kind: str, key: str) -> Tag:
    return Tag(TagKind(kind), key, key, True, 0.9, (), Reason("alias"), "rules")  # noqa: FBT003 - a dataclass of data


@pytest.fixture
def filled(
    store: Store, make_article: Callable[..., Article], make_analysis: Callable[..., Analysis]
) -> Store:
    """Sixty articles of any kind, some at one instant, two of three in stories of up to four."""
    chance = random.Random(7)  # noqa: S311 - no secret
    analyses, articles = [], []
    for number in range(60):
        at = NOON + timedelta(hours=chance.randrange(40))
        article = make_article(
            number,
            title=f"Une {chance.choice(('rencontre', 'signature'))} à 名古屋",
            language=chance.choice(("fr", "ja")),
            source_id=chance.choice(("courrier-presquile", "meiko-keizai")),
            published=Published(at, Precision.INSTANT, "feed"),
        )
        store.keep_article(article)
        carried = tuple(tag(*name) for name in _NAMES if chance.random() < 0.4)
        relevance = Relevance(chance.choice(TIERS), chance.choice((2.5, 3.0, 4.5)), ())
        analyses.append(make_analysis(article, tags=carried, relevance=relevance))
        articles.append(article)
    store.keep_analyses(analyses)
    store.keep_stories(_stories(articles[:40], chance))
    for number in (*range(12), 13, 21, 34):
        store.keep_review(_word(articles[number], number))
    return store


def _stories(articles: list[Article], chance: random.Random) -> Iterator[Story]:
    rest = list(articles)
    while rest:
        size = chance.randint(1, 4)
        members, rest = sorted(rest[:size], key=lambda item: item.dated), rest[size:]
        places = tuple(Membership(item.id) for item in members)
        yield Story(f"s{members[0].id}", members[0].dated, members[-1].dated, places)


def _word(article: Article, number: int) -> Review:
    return Review(
        f"r{number}", article.id, Subject.TIER, Verdict.ACCEPTED, "Élise", NOON + timedelta(days=3)
    )


def leaf_through(store: Store, shelf: Shelf, wanted: Wanted, limit: int = 7) -> list[str]:
    """All keys down to the end; going back up from there must give the same leaves."""
    leaves, turn = [], Bookmark(limit)
    while True:
        leaf = store.leaf(shelf, wanted, turn)
        leaves.append(leaf)
        if not leaf.after:
            break
        assert len(leaves) < 100
        turn = Bookmark(limit, after=leaf.after)
    assert not leaves[0].before
    found = [key for leaf in leaves for key in leaf.keys]
    back = [*leaves[-1].keys]
    place = leaves[-1].before
    while place:
        leaf = store.leaf(shelf, wanted, Bookmark(limit, before=place))
        back = [*leaf.keys, *back]
        place = leaf.before
    assert back == found
    assert len(set(found)) == len(found)
    return found


def has(reading: Reading, item: str) -> bool:
    name, _, value = item.partition(":")
    if name == "language":
        return reading.analysis.language == value
    if name == "source":
        return reading.article.source_id == value
    return any((name, value) == (it.tag.kind, it.tag.key) for it in reading.settled.tags)


def fits(asked: dict[str, Any], told: list[Reading]) -> bool:
    """Whether some articles, together, are what is asked for."""
    latest = max(item.article.dated for item in told)
    return (
        all(any(has(item, name) for item in told) for name in asked.get("facets", ()))
        and all(
            any(has(item, name) for item in told for name in names)
            for names in asked.get("among", ())
        )
        and asked.get("since", latest) <= latest < asked.get("until", latest + timedelta(1))
        and any(asked.get("text", "") in item.article.title for item in told)
    )


ASKED: list[dict[str, Any]] = [
    {},
    {"facets": (facet("language", "ja"),)},
    {"facets": (facet("place", "aichi"), facet("place", "lyon"))},
    {"facets": (facet("sector", "energy"), facet("language", "fr"))},
    {"among": ((facet("place", "lyon"), facet("person", "omura-hideaki")),)},
    {"facets": (facet("source", "meiko-keizai"),), "among": ((facet("place", "aichi"),),)},
    {"since": NOON + timedelta(hours=5), "until": NOON + timedelta(hours=20)},
    {"text": "rencontre"},
    {"text": "名古屋", "facets": (facet("place", "aichi"),)},
    {"text": "absent"},
]


@pytest.mark.parametrize("window", [2000, 6])
def test_articles_are_those_that_fit_in_their_order(
    filled: Store, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr(sql_catalogue, "WINDOW", window)
    readings = filled.readings(Query())
    for asked, bands in product(ASKED, (TIERS, (Tier.CORE,), (Tier.CORE, Tier.OFF))):
        fitting = [item for item in readings if item.settled.tier in bands and fits(asked, [item])]
        if asked.get("text"):
            fitting.sort(key=lambda item: item.article.id, reverse=True)
        wanted = Wanted(bands, **asked)
        ids = [item.article.id for item in fitting]
        assert leaf_through(filled, Shelf.ARTICLES, wanted) == ids
        counts = filled.tally(Shelf.ARTICLES, wanted)
        if window == 2000:
            tiers = Counter(item.settled.tier for item in fitting)
            assert counts == {band: Tally(tiers[band]) for band in bands}


@pytest.mark.parametrize("window", [2000, 6])
def test_stories_are_those_that_fit_once_each(
    filled: Store, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr(sql_catalogue, "WINDOW", window)
    told = {story.id: filled.readings(Query(story_id=story.id)) for story in filled.stories()}
    judged = {key: all(item.settled.tier_verdict for item in told[key]) for key in told}
    states = {key: STATES[judged[key]] for key in told}
    assert set(states.values()) == set(STATES)
    for asked, bands in product(ASKED, (STATES, STATES[:1], STATES[1:])):
        fitting = {key for key in told if states[key] in bands and fits(asked, told[key])}
        wanted = Wanted(bands, **asked)
        assert set(leaf_through(filled, Shelf.STORIES, wanted)) == fitting
        counts = filled.tally(Shelf.STORIES, wanted)
        if window == 2000:
            assert counts == {b: Tally(sum(states[key] is b for key in fitting)) for b in bands}


def test_what_is_worth_most_comes_first_and_off_stories_are_set_apart(filled: Store) -> None:
    order = leaf_through(filled, Shelf.STORIES, Wanted(STATES))
    tiers = {}
    for story in filled.stories():
        told = filled.readings(Query(story_id=story.id))
        tiers[story.id] = min(told, key=lambda item: item.settled.tier.rank).settled.tier
    ranks = [tiers[key].rank for key in order]
    half = len(ranks) // 2
    assert sum(ranks[:half]) < sum(ranks[half:])
    on_subject = leaf_through(filled, Shelf.STORIES, Wanted(STATES, (ON_SUBJECT,)))
    assert on_subject == [key for key in order if tiers[key] is not Tier.OFF]
    core = leaf_through(filled, Shelf.STORIES, Wanted(STATES, (facet("tier", "core"),)))
    assert core == [key for key in order if tiers[key] is Tier.CORE]


def test_counting_ends_where_nobody_reads_on(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql_catalogue, "COUNTED", 5)
    tally = filled.tally(Shelf.ARTICLES, Wanted((Tier.CORE,)))[Tier.CORE]
    assert (tally.count, tally.more) == (5, True)


def test_a_count_of_several_conditions_looks_no_further_than_it_could_count(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Wanted(TIERS, (facet("place", "aichi"), facet("language", "fr")))
    whole = sum(each.count for each in filled.tally(Shelf.ARTICLES, wanted).values())
    monkeypatch.setattr(sql_catalogue, "CLOSELY", 2)
    some = filled.tally(Shelf.ARTICLES, wanted)
    assert any(each.more for each in some.values())
    assert sum(each.count for each in some.values()) < whole


def test_words_without_a_letter_find_nothing(filled: Store) -> None:
    wanted = Wanted(TIERS, text="… ?!")
    assert filled.leaf(Shelf.ARTICLES, wanted, Bookmark(5)).keys == ()
    assert filled.tally(Shelf.ARTICLES, wanted)[Tier.CORE] == Tally(0, more=False)


def test_a_place_that_no_leaf_gave_is_refused(store: Store) -> None:
    places = ("x", "nan~s1", "2026-11-22~a", "~", "9" * 30, "٣")
    for shelf, place, text in product(Shelf, places, ("", "rencontre")):
        bands = TIERS if shelf is Shelf.ARTICLES else STATES
        with pytest.raises(UsageError, match="is no place"):
            store.leaf(shelf, Wanted(bands, text=text), Bookmark(5, after=place))


def test_a_store_of_an_earlier_version_is_settled_when_it_is_opened(
    store_url: str, filled: Store
) -> None:
    assert isinstance(filled, SqlStore)
    before = leaf_through(filled, Shelf.STORIES, Wanted(STATES))
    with filled.writing() as connection:
        connection.execute(delete(article_facets))
        connection.execute(delete(story_facets))
    assert leaf_through(filled, Shelf.STORIES, Wanted(STATES)) == []
    with open_store(store_url) as again:
        assert leaf_through(again, Shelf.STORIES, Wanted(STATES)) == before
        first, *others = leaf_through(again, Shelf.ARTICLES, Wanted(TIERS))
    with filled.writing() as connection:
        connection.execute(delete(article_facets).where(article_facets.c.article_id == first))
    with open_store(store_url) as settled:
        assert leaf_through(settled, Shelf.ARTICLES, Wanted(TIERS)) == others, "once is enough"
