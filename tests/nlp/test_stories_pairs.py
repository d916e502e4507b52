"""What is compared in full: every pair that may be one story, and few others."""

from __future__ import annotations

from itertools import combinations

import pytest

from knowledge import Knowledge, load
from nlp.stories_links import LINK, Rarity, Telling, compare, telling
from nlp.stories_pairs import promising
from tests.bench.days import day_of_press


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def told(articles: int, knowledge: Knowledge) -> list[Telling]:
    return [telling(reading, knowledge) for reading in day_of_press(articles)]


def test_no_tie_that_joins_is_passed_over(knowledge: Knowledge) -> None:
    """Both within a language and across two, where sounds count."""
    day = told(150, knowledge)
    rarity = Rarity(day)
    found = {frozenset((one.id, other.id)) for one, other in promising(day, rarity)}
    languages = {item.id: item.language for item in day}
    strong = {
        (link.first, link.second)
        for one, other in combinations(sorted(day, key=lambda item: (item.instant, item.id)), 2)
        for link in [compare(one, other, rarity)]
        if link.strength >= LINK
    }
    assert {frozenset(pair) for pair in strong} <= found
    assert {len({languages[key] for key in pair}) for pair in strong} == {1, 2}


def test_pairs_come_in_order_of_time_each_once(knowledge: Knowledge) -> None:
    day = told(150, knowledge)
    pairs = [(one.id, other.id) for one, other in promising(day, Rarity(day))]
    instants = {item.id: (item.instant, item.id) for item in day}
    assert all(instants[one] < instants[other] for one, other in pairs)
    assert len(set(map(frozenset, pairs))) == len(pairs)


def test_four_times_the_day_is_four_times_the_work(knowledge: Knowledge) -> None:
    counts = []
    for size in (150, 600):
        day = told(size, knowledge)
        counts.append(len(list(promising(day, Rarity(day)))))
    assert counts[0] > 40
    assert counts[1] < 6 * counts[0]
