"""Leases and turns: whatever the order of events, one holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Calendar, Lease, Turn, TurnState, open_calendar

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def calendar(store_url: str) -> Iterator[Calendar]:
    with open_calendar(store_url) as opened:
        yield opened


def lease(holder: str, at: datetime, minutes: int = 2, name: str = "clock") -> Lease:
    return Lease(name, holder, at, at + minutes * MINUTE)


def turn(holder: str, at: datetime = NOON, duty: str = "daily") -> Turn:
    return Turn(duty, at, TurnState.BEGUN, holder, at + MINUTE)


def test_a_lease_is_taken_renewed_released(calendar: Calendar) -> None:
    first = lease("a", NOON)
    assert calendar.take(first) == first
    assert calendar.take(lease("b", NOON + MINUTE)) == first
    renewed = replace(first, until=NOON + 5 * MINUTE)
    assert calendar.take(renewed) == renewed
    assert calendar.take(lease("b", NOON + 3 * MINUTE)) == renewed
    calendar.release(lease("b", NOON))
    assert calendar.take(lease("b", NOON + 3 * MINUTE)) == renewed
    calendar.release(renewed)
    assert calendar.take(lease("b", NOON)).holder == "b"
    assert calendar.take(lease("a", NOON, name="run")).holder == "a"


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # a name each
)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4)), max_size=12))
def test_a_lease_that_lives_is_never_another_ones(
    calendar: Calendar, steps: list[tuple[str, int]]
) -> None:
    now, name = NOON, repr(steps)
    held = None
    for holder, minutes in steps:
        now += minutes * MINUTE
        found = calendar.take(lease(holder, now, name=name))
        if held and held.holder != holder and held.until > now:
            assert found == held
        else:
            assert found.holder == holder
        held = found


def test_since_when_a_duty_is_known_does_not_change(calendar: Calendar) -> None:
    assert calendar.await_duty("daily", NOON) == NOON
    assert calendar.await_duty("daily", NOON + MINUTE) == NOON
    assert calendar.await_duty("backup", NOON + MINUTE) == NOON + MINUTE
    assert calendar.turns(NOON) == []


def test_a_turn_is_begun_once(calendar: Calendar) -> None:
    first = turn("a")
    assert calendar.begin(first)
    assert not calendar.begin(first)
    assert not calendar.begin(turn("b"))
    assert calendar.begin(turn("b", NOON + MINUTE))
    assert calendar.begin(turn("b", duty="backup"))
    assert calendar.turns(NOON, "daily") == [turn("b", NOON + MINUTE), first]
    assert [found.duty for found in calendar.turns(NOON)] == ["daily", "backup", "daily"]


def test_a_turn_is_ended_by_its_holder_alone(calendar: Calendar) -> None:
    first = turn("a")
    calendar.begin(first)
    ended = replace(first, state=TurnState.DONE, finished_at=NOON + 2 * MINUTE)
    calendar.finish(replace(ended, holder="b"))
    assert calendar.turns(NOON) == [first]
    calendar.finish(ended)
    calendar.finish(replace(ended, state=TurnState.FAILED, detail="late"))
    assert calendar.turns(NOON) == [ended]
    calendar.abandoned(ended)
    assert not calendar.begin(turn("b"))


def test_a_turn_of_the_dead_is_begun_again(calendar: Calendar) -> None:
    calendar.begin(turn("a"))
    calendar.abandoned(turn("b"))
    assert not calendar.begin(turn("b"))
    calendar.abandoned(turn("a"))
    later = replace(turn("b"), begun_at=NOON + 3 * MINUTE)
    assert calendar.begin(later)
    assert calendar.turns(NOON) == [replace(later, attempts=2)]


def test_a_turn_that_failed_and_no_other_is_opened_again(calendar: Calendar) -> None:
    first, other = turn("a"), turn("a", duty="backup")
    for each in (first, other):
        calendar.begin(each)
    calendar.reopen(first)
    assert not calendar.begin(turn("b")), "it may still be at work"
    failed = replace(first, state=TurnState.FAILED, detail="no room", finished_at=NOON + 2 * MINUTE)
    calendar.finish(failed)
    calendar.reopen(other)
    assert not calendar.begin(turn("b"))
    calendar.reopen(failed)
    freed = replace(failed, state=TurnState.BEGUN, holder="")
    assert calendar.turns(NOON) == [other, freed]
    later = replace(turn("b"), begun_at=NOON + 3 * MINUTE)
    assert calendar.begin(later)
    assert calendar.turns(NOON, "daily")[0].attempts == 2


def test_a_holder_of_two_leases_gives_back_one(calendar: Calendar) -> None:
    clock, run = lease("a", NOON), lease("a", NOON, name="run")
    calendar.take(clock)
    calendar.take(run)
    calendar.release(clock)
    assert calendar.take(lease("b", NOON, name="run")) == run


def test_a_turn_that_was_begun_does_not_make_a_duty_known(calendar: Calendar) -> None:
    calendar.begin(turn("a", NOON - MINUTE))
    assert calendar.await_duty("daily", NOON) == NOON


def test_since_when_a_duty_is_known_is_no_turn_to_begin(calendar: Calendar) -> None:
    calendar.await_duty("daily", NOON)
    assert not calendar.begin(turn("a"))


def test_one_holder_s_turns_do_not_touch_one_another(calendar: Calendar) -> None:
    first, later, other = turn("a"), turn("a", NOON + MINUTE), turn("a", duty="backup")
    for each in (first, later, other):
        assert calendar.begin(each)
    assert calendar.turns(NOON) == [later, other, first], "the latest first, then by duty"
    assert calendar.turns(NOON + MINUTE) == [later]
    ended = replace(first, state=TurnState.DONE, finished_at=NOON + 2 * MINUTE)
    calendar.finish(ended)
    assert calendar.turns(NOON) == [later, other, ended]
    calendar.abandoned(later)
    calendar.abandoned(other)
    again = replace(turn("b", NOON + MINUTE), begun_at=NOON + 3 * MINUTE)
    assert calendar.begin(again)
    freed = replace(other, holder="")
    assert calendar.turns(NOON) == [replace(again, attempts=2), freed, ended]
