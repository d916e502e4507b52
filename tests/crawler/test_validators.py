"""Conditional questions, and servers that answer them wrongly: the pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.validators import DISTRUST, conditions, judge_answer, patience, same_again, to_visit
from news.page import Page, Visit

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "http://courrier.example/rss"
TWO_DAYS = patience(24)


def answer(body: bytes = b"new", at: datetime = NOW, status: int = 200, **headers: str) -> Page:
    return Page(URL, URL, status, body, at, headers)


FULL = to_visit(answer(b"old", NOW - 2 * DAY, etag='"v1"'), URL, None)
DENIED = to_visit(answer(b"", NOW - DAY, 304), URL, FULL)


def test_not_modified_keeps_what_was_known() -> None:
    assert replace(FULL, visited_at=NOW - DAY, status=304) == DENIED
    assert to_visit(answer(b"", NOW, 304), URL, None).digest == ""


def test_not_modified_is_believed_for_two_rounds() -> None:
    assert conditions(DENIED, TWO_DAYS, NOW - DAY) == {"If-None-Match": '"v1"'}
    assert conditions(DENIED, TWO_DAYS, NOW) == {}
    assert conditions(DENIED, patience(168), NOW) == {"If-None-Match": '"v1"'}
    assert conditions(None, TWO_DAYS, NOW) == {}


def test_the_same_body_is_known_again() -> None:
    assert same_again(answer(b"old"), FULL)
    assert not same_again(answer(b"new"), FULL)
    assert not same_again(answer(b"old"), None)
    assert not same_again(answer(b""), Visit(URL, NOW, 200))


@pytest.mark.parametrize(
    ("page", "published", "lied"),
    [
        (answer(etag='"v1"'), [], True),
        (answer(etag='"v2"'), [], False),
        (answer(etag='"v2"'), [NOW - DAY - timedelta(hours=5)], True),
        (answer(etag='"v2"'), [NOW - timedelta(hours=5)], False),
        (answer(etag='"v2"'), [NOW - 9 * DAY], False),
        (answer(b"old", etag='"v1"'), [NOW - DAY - timedelta(hours=5)], False),
    ],
)
def test_a_lie_is_proven_by_the_same_validators_or_by_older_news(
    page: Page, published: list[datetime], *, lied: bool
) -> None:
    doubt = judge_answer(page, DENIED, {}, published)
    assert doubt.lied is lied
    assert bool(doubt.detail) is lied


def test_nothing_is_proven_by_an_answer_to_a_condition() -> None:
    changed = judge_answer(answer(etag='"v1"'), DENIED, {"If-None-Match": '"v1"'}, [])
    assert not changed.lied


def test_distrust_ends_after_its_time() -> None:
    caught = replace(FULL, distrusted_since=NOW)
    assert conditions(caught, DISTRUST * 2, NOW + DAY) == {}
    assert conditions(caught, DISTRUST * 2, NOW + DISTRUST) != {}
    later = answer(b"x", NOW + DISTRUST, etag='"v1"')
    assert to_visit(later, URL, caught).distrusted_since is None
    assert to_visit(answer(b"x", NOW + DAY), URL, caught).distrusted_since == NOW


def test_a_server_that_never_says_not_modified_is_told() -> None:
    doubt = judge_answer(answer(b"old", etag='"v9"'), FULL, {"If-None-Match": '"v1"'}, [])
    assert (doubt.lied, bool(doubt.detail)) == (False, True)
    assert not judge_answer(answer(b"old"), FULL, {}, []).detail
