"""Reading everything piece by piece: all of it, each once, whatever is kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from news.article import Precision, Published
from storage import Query, Store, walk

Make = Callable[..., Any]
DAY = datetime(2022, 5, 19, tzinfo=UTC)


def _keep(store: Store, article: Any, make_analysis: Make, at: datetime) -> str:  # noqa: ANN401 (an article)
    dated = replace(article, published=Published(at, Precision.DAY, "text"))
    store.keep_article(dated)
    store.keep_analyses([make_analysis(dated)])
    return str(dated.id)


def test_a_walk_finds_all_of_one_day_and_is_not_led_astray_by_what_comes(
    store: Store, make_article: Make, make_analysis: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.piecewise.PAGE", 2)
    assert list(walk(store, Query())) == []
    there = {_keep(store, make_article(number), make_analysis, DAY) for number in range(7)}
    older = DAY - timedelta(days=1)
    there |= {_keep(store, make_article(number), make_analysis, older) for number in range(7, 10)}
    found = []
    for reading in walk(store, Query()):
        found.append(reading.article.id)
        if len(found) == 1:
            newer = DAY + timedelta(days=1)
            _keep(store, make_article(99), make_analysis, newer)
    assert len(found) == len(set(found)) == 10
    assert set(found) == there


def test_words_are_told_in_order_from_any_place_on(
    store: Store, make_article: Make, make_analysis: Make, make_review: Make
) -> None:
    articles = [make_article(number) for number in range(2)]
    for article in articles:
        store.keep_article(article)
        store.keep_analyses([make_analysis(article)])
    said = [
        make_review(articles[number % 2], id=f"r{number}", at=DAY + timedelta(hours=number // 2))
        for number in range(6)
    ]
    for review in said:
        store.keep_review(review)
    assert [word.review for word in store.words()] == said
    assert all(word.stands for word in store.words())
    first = store.words(limit=3)
    assert [word.review.id for word in first] == ["r0", "r1", "r2"]
    assert [word.review.id for word in store.words(first[-1].place)] == ["r3", "r4", "r5"]
    assert store.words(store.words()[-1].place) == []
