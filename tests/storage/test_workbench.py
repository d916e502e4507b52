"""Decisions on stories: carried out whole, put down, undone; and filters under a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from news.article import Article
from news.decision import Move, StoryDecision, undo
from news.errors import ConflictError, StoreError
from news.story import Membership, Story, merge, split
from storage import SavedFilter, Store
from storage.desk_tables import story_decisions
from storage.sql_store import SqlStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DATED = {f"{number:016x}": NOON + timedelta(minutes=number) for number in range(8)}
IDS = list(DATED)


def story(name: str, *numbers: int) -> Story:
    members = tuple(Membership(IDS[number]) for number in numbers)
    return Story(name, DATED[IDS[numbers[0]]], DATED[IDS[numbers[-1]]], members)


@pytest.fixture
def told(store: Store, make_article: Callable[..., Article]) -> Store:
    """A store with three stories, of two articles each."""
    for number in range(8):
        store.keep_article(make_article(number))
    store.keep_stories([story("a", 0, 1), story("b", 2, 3), story("c", 4, 5)])
    return store


def decide(store: Store, *names: str, key: str = "d1") -> StoryDecision:
    """Merge stories as they are now, the first being kept."""
    seen = {found.id: found for found in store.stories(ids=names)}
    home, *taken = (seen[name] for name in names)
    whole = merge(home, taken, DATED, "Élise")
    decision = StoryDecision(
        key, Move.MERGED, "Élise", NOON, (home, *taken), (whole,), "même visite"
    )
    store.decide(decision)
    return decision


def places(store: Store) -> dict[str, tuple[str, ...]]:
    return {found.id: found.article_ids for found in store.stories()}


def test_a_merge_is_put_down_and_undone_to_the_letter(told: Store) -> None:
    before = told.stories()
    merged = decide(told, "a", "b")
    assert places(told) == {"a": tuple(IDS[:4]), "c": (IDS[4], IDS[5])}
    assert told.decisions("b") == told.decisions("a") == [merged]
    assert told.decision("d1") == merged
    back = undo(merged, "d2", "Kenji", NOON + timedelta(hours=1))
    told.decide(back)
    assert told.stories() == before
    assert told.decisions("a") == [back, merged]
    with pytest.raises(ConflictError, match="Kenji has undone it already"):
        told.decide(undo(merged, "d3", "Élise", NOON + timedelta(hours=2)))


def test_a_split_is_undone(told: Store) -> None:
    before = told.stories()
    seen = told.stories(ids=["a"])[0]
    decision = StoryDecision(
        "d1", Move.SPLIT, "Élise", NOON, (seen,), split(seen, IDS[1:2], DATED, "É")
    )
    told.decide(decision)
    assert places(told)[f"s{IDS[1]}"] == (IDS[1],)
    told.decide(undo(decision, "d2", "Élise", NOON))
    assert told.stories() == before


def test_what_changed_since_is_not_decided_nor_undone(told: Store) -> None:
    seen = told.stories(ids=["a", "b"])
    told.keep_stories([story("a", 0, 1, 6)])
    whole = merge(seen[1], [seen[0]], DATED, "Élise")
    late = StoryDecision("d1", Move.MERGED, "Élise", NOON, tuple(seen), (whole,))
    with pytest.raises(ConflictError, match="has changed since it was read"):
        told.decide(late)
    assert told.decision("d1") is None
    merged = decide(told, "b", "c", key="d2")
    told.keep_stories([story("b", 2, 3, 7)])
    assert set(places(told)["b"]) == {*IDS[2:6], IDS[7]}
    with pytest.raises(ConflictError, match="b: the story has changed"):
        told.decide(undo(merged, "d3", "Élise", NOON))


def test_of_two_people_at_once_one_is_told_to_read_again(told: Store) -> None:
    first, second = (told.stories(ids=["a", "b"]) for _ in range(2))
    for key, seen, wins in (("d1", first, True), ("d2", second, False)):
        whole = merge(seen[0], seen[1:], DATED, key)
        decision = StoryDecision(key, Move.MERGED, key, NOON, tuple(seen), (whole,))
        if wins:
            told.decide(decision)
        else:
            with pytest.raises(ConflictError):
                told.decide(decision)
    assert [item.id for item in told.decisions("a")] == ["d1"]


def test_grouping_that_began_before_takes_nothing_back(told: Store) -> None:
    """It read the stories, a person decided, then it keeps what it made of what it had read."""
    decide(told, "a", "b")
    seen = told.stories(ids=["c"])[0]
    told.decide(
        StoryDecision("d9", Move.SPLIT, "É", NOON, (seen,), split(seen, IDS[5:6], DATED, "É"))
    )
    told.keep_stories([story("a", 0, 1, 6), story("b", 2, 3), story("c", 4, 5, 7)])
    now = {name: set(held) for name, held in places(told).items()}
    assert now == {
        "a": {*IDS[:4], IDS[6]},
        "c": {IDS[4], IDS[7]},
        f"s{IDS[5]}": {IDS[5]},
    }


def test_decisions_are_only_ever_added(told: Store) -> None:
    decide(told, "a", "b")
    assert isinstance(told, SqlStore)
    with pytest.raises(StoreError, match="only ever added"), told.writing() as connection:
        connection.execute(delete(story_decisions))


def test_filters_are_each_persons_own(store: Store) -> None:
    kept = SavedFilter("Élise", "Japon", "language=ja")
    store.keep_filter(kept)
    store.keep_filter(SavedFilter("Kenji", "Japon", "language=fr"))
    store.keep_filter(SavedFilter("Élise", "Aichi", "side=aichi"))
    assert [found.name for found in store.filters("Élise")] == ["Aichi", "Japon"]
    renamed = SavedFilter("Élise", "日本", "language=ja")
    store.keep_filter(renamed, instead_of="Japon")
    assert renamed in store.filters("Élise")
    assert kept not in store.filters("Élise")
    store.drop_filter("Élise", "Aichi")
    store.drop_filter("Élise", "nowhere")
    assert store.filters("Élise") == [renamed]
    assert [found.parameters for found in store.filters("Kenji")] == ["language=fr"]
