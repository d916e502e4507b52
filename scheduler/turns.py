"""Which turn of a duty is to be done now: pure, on the trigger's own clock.

A duty is something done at certain instants; each instant is a turn. However long the clock was
stopped, only the latest turn is made up for, and only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from storage import Turn, TurnState

MOST_ATTEMPTS = 3
"""How often a turn is begun whose process died on it, or that failed, each time."""
RETRY = timedelta(minutes=30)
"""How long after a failure a turn is begun again."""


class Trigger(Protocol):
    """When something is due, as APScheduler's triggers tell it."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first instant at or after `now`; None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """When the clock is looked at."""

    now: datetime
    """Aware."""
    grace: timedelta
    """How late a turn may be done."""
    since: datetime
    """Since when the duty is known: what was due before it was not missed."""


def last_turn(trigger: Trigger, moment: Moment) -> datetime | None:
    """The latest instant a duty was due, if that was not too long ago; aware, UTC."""
    found = None
    start = max(moment.now - moment.grace, moment.since) + timedelta(microseconds=1)
    while (due := trigger.get_next_fire_time(None, start)) and due <= moment.now:
        found, start = due, due + timedelta(microseconds=1)
    return found.astimezone(UTC) if found else None


def missed(trigger: Trigger, turns: Sequence[Turn], moment: Moment) -> datetime | None:
    """The turn that has to be made up for after the clock stood still; None when there is none.

    Args:
        trigger: when the duty is due.
        turns: those of the duty that were begun, in any order.
        moment: when the clock starts again; no other clock runs.
    """
    due = last_turn(trigger, moment)
    taken = next((turn for turn in turns if turn.at == due), None)
    return due if due and (taken is None or is_broken_off(taken)) else None


def is_worth_retrying(turn: Turn, now: datetime) -> bool:
    """Whether a turn failed, and is to be begun again by now."""
    failed = turn.state is TurnState.FAILED and turn.attempts < MOST_ATTEMPTS
    return failed and turn.finished_at is not None and now - turn.finished_at >= RETRY


def is_broken_off(turn: Turn) -> bool:
    """Whether a turn of a clock that is no more was begun, not ended, and may be begun again."""
    return turn.state is TurnState.BEGUN and turn.attempts < MOST_ATTEMPTS
