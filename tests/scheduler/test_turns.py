"""Which turn is due: every edge, with a trigger whose instants are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scheduler.turns import MOST_ATTEMPTS, Moment, is_broken_off, last_turn, missed
from storage import Turn, TurnState

NOON = datetime(2022, 5, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
"""The smallest step that the clock tells apart."""


@dataclass(frozen=True)
class Given:
    """Due at given instants; the previous one must not be asked for."""

    instants: tuple[datetime, ...]

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first of them at or after `now`."""
        assert previous is None, "APScheduler moves on from `previous` whatever the clock says"
        return next((instant for instant in self.instants if instant >= now), None)


def moment(grace: timedelta = 20 * HOUR, since: datetime = NOON - 1000 * HOUR) -> Moment:
    return Moment(NOON, grace, since)


def turn(at: datetime, state: TurnState = TurnState.BEGUN, attempts: int = 1) -> Turn:
    return Turn("daily", at, state, "somebody", at, attempts=attempts)


def test_the_latest_of_many_counts_in_utc() -> None:
    paris = timezone(2 * HOUR)
    instants = [NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR, NOON + HOUR]
    found = last_turn(Given(tuple(at.astimezone(paris) for at in instants)), moment())
    assert found == NOON - HOUR
    assert found.tzinfo is UTC


def test_neighbours_are_told_apart() -> None:
    earlier = NOON - HOUR
    assert last_turn(Given((earlier, earlier + INSTANT)), moment()) == earlier + INSTANT


@pytest.mark.parametrize(
    ("due", "counts"),
    [
        (NOON + INSTANT, False),
        (NOON, True),
        (NOON - 20 * HOUR + INSTANT, True),
        (NOON - 20 * HOUR, False),
    ],
)
def test_a_turn_is_due_until_its_grace_has_gone_by(due: datetime, *, counts: bool) -> None:
    assert last_turn(Given((due,)), moment()) == (due if counts else None)


@pytest.mark.parametrize(("due", "counts"), [(NOON - HOUR + INSTANT, True), (NOON - HOUR, False)])
def test_what_was_due_before_the_duty_was_known_was_not_missed(
    due: datetime, *, counts: bool
) -> None:
    assert last_turn(Given((due,)), moment(since=NOON - HOUR)) == (due if counts else None)


def test_nothing_is_missed_where_nothing_is_due() -> None:
    assert last_turn(Given(()), moment()) is None
    assert missed(Given(()), [turn(NOON - HOUR)], moment()) is None


def test_a_turn_is_missed_when_nobody_took_it() -> None:
    trigger = Given((NOON - 2 * HOUR, NOON - HOUR))
    done = turn(NOON - HOUR, TurnState.DONE)
    assert missed(trigger, [], moment()) == NOON - HOUR
    assert missed(trigger, [turn(NOON - 2 * HOUR, TurnState.DONE)], moment()) == NOON - HOUR
    assert missed(trigger, [turn(NOON - 2 * HOUR), done], moment()) is None
    assert missed(trigger, [done, turn(NOON - 2 * HOUR)], moment()) is None


def test_a_turn_that_was_broken_off_is_missed_while_it_may_be_begun_again() -> None:
    trigger = Given((NOON - HOUR,))
    for attempts in range(1, MOST_ATTEMPTS):
        assert missed(trigger, [turn(NOON - HOUR, attempts=attempts)], moment()) == NOON - HOUR
    assert missed(trigger, [turn(NOON - HOUR, attempts=MOST_ATTEMPTS)], moment()) is None


@pytest.mark.parametrize("state", TurnState)
def test_only_what_was_begun_is_broken_off(state: TurnState) -> None:
    assert is_broken_off(turn(NOON, state)) is (state is TurnState.BEGUN)
