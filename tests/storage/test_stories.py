"""Stories: replaced by id, one story for an article at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from news.analysis import Analysis, Reason
from news.article import Article
from news.errors import StoreError
from news.story import Membership, Story
from storage import Query, Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def story(name: str, *numbers: int, hours: int = 0) -> Story:
    first, *others = (f"{number:016x}" for number in numbers)
    why = (Reason("same-entities", ("Aichi", "愛知県"), 2.5),)
    members = (Membership(first), *(Membership(other, first, why) for other in others))
    return Story(name, NOON, NOON + timedelta(hours=hours), members)


@pytest.fixture
def told(store: Store, make_article: Callable[..., Article]) -> Store:
    """A store with six articles."""
    for number in range(6):
        store.keep_article(make_article(number))
    return store


def test_stories_come_back_latest_update_first(told: Store) -> None:
    old, new, same = story("a", 2, 0, 1), story("b", 3, hours=2), story("c", 4, hours=2)
    told.keep_stories(each for each in (old, same, new))
    assert told.stories() == [same, new, old]
    assert told.stories(since=NOON + timedelta(hours=2)) == [same, new]
    assert told.stories(ids=["c", "a", "a", "unknown"]) == [same, old]
    assert told.stories(since=NOON + timedelta(hours=1), ids=["a", "b"]) == [new]
    assert told.totals()["stories"] == 3


def test_a_later_form_replaces_the_earlier(
    told: Store, dump: Callable[[Store], dict[str, list[tuple[Any, ...]]]]
) -> None:
    told.keep_stories([story("a", 0, 1, 2)])
    grown = story("a", 1, 3, hours=5)
    told.keep_stories([grown])
    assert told.stories() == [grown]
    before = dump(told)
    told.keep_stories([grown])
    assert dump(told) == before


def test_an_article_moves_from_story_to_story_and_an_empty_one_is_dropped(told: Store) -> None:
    told.keep_stories([story("a", 0, 1), story("b", 2)])
    told.keep_stories([story("c", 3, 1), story("d", 2)])
    assert told.stories(ids=["a"]) == [story("a", 0)]
    assert told.stories(ids=["b"]) == []
    told.keep_stories([Story("c", NOON, NOON, ())])
    assert [each.id for each in told.stories()] == ["d", "a"]


def test_a_story_of_an_article_that_is_not_here_is_refused_whole(told: Store) -> None:
    with pytest.raises(StoreError, match="does not hold the article"):
        told.keep_stories([story("a", 0), story("b", 99)])
    assert told.stories() == []


def test_many_stories_are_asked_by_id(store: Store, make_article: Callable[..., Article]) -> None:
    for number in range(3):
        store.keep_article(make_article(number))
    kept = [story(f"s{number}", number) for number in range(3)]
    store.keep_stories(kept)
    asked = [f"s{number}" for number in range(40_000)]
    assert store.stories(ids=asked) == kept[::-1]


def test_what_was_read_waits_until_grouping_has_seen_it(
    told: Store, make_article: Callable[..., Article], make_analysis: Callable[..., Analysis]
) -> None:
    """Also what opens no story: nothing else tells it from what nobody came to."""

    def waiting() -> list[str]:
        return sorted(item.article.id for item in told.readings(Query(ungrouped=True)))

    read = [make_analysis(make_article(number)) for number in range(3)]
    told.keep_analyses(read)
    told.keep_analyses(read[:1])
    assert waiting() == [f"{number:016x}" for number in range(3)]
    told.keep_stories([story("a", 0)], (f"{number:016x}" for number in range(2)))
    assert waiting() == [f"{2:016x}"]
    told.keep_analyses([replace(read[0], maker="another")])
    assert told.count(Query(ungrouped=True)) == 2
