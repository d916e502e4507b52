"""What must be looked at now: the store's reports and digests beside the hours that are set."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from news.alarm import Alarm, AlarmKind, Expected, find_alarms
from news.day import day_of
from scheduler.clock import daily_trigger
from scheduler.settings import Settings
from scheduler.timetable import BACKUP, SAMPLE
from scheduler.turns import Moment, last_turn
from storage import Calendar, Store, Turn, TurnState, open_calendar

LATE = timedelta(hours=2)
"""How long after its hour a run may still be at work before its digest counts as missing."""
_MEMORY = timedelta(days=2)
_CARE = timedelta(days=15)
"""How far back turns are looked at: two of a weekly duty."""


def watch(settings: Settings, store: Store) -> tuple[Alarm, ...]:
    """All that is wrong now, urgent things first."""
    now = settings.instant()
    kept: dict[str, set[date]] = defaultdict(set)
    for digest in store.digests():
        kept[digest.language].add(digest.day)
    with open_calendar(settings.database) as calendar:
        failed = tuple(of_turn(turn) for turn in failed_turns(calendar, now))
    return (*find_alarms(store.runs(2), kept, expect(settings, now)), *failed)


def failed_turns(calendar: Calendar, now: datetime, *, new: bool = False) -> list[Turn]:
    """The latest turns of the duties that leave no run's report, where they failed.

    Args:
        calendar: where turns are put down.
        now: when it is asked.
        new: whether only where the turn before did not fail: what somebody should be told.
    """
    found = []
    for duty in (BACKUP, SAMPLE):
        turns = calendar.turns(now - _CARE, duty)
        failed = [turn.state is TurnState.FAILED for turn in turns[:2]]
        if failed[:1] == [True] and not (new and failed == [True, True]):
            found.append(turns[0])
    return found


def of_turn(turn: Turn) -> Alarm:
    """What a failed turn means to people."""
    return Alarm(AlarmKind.DUTY_FAILED, turn.duty, turn.at, turn.detail)


def expect(settings: Settings, now: datetime) -> Expected:
    """What should be there by now: the run of the latest hour, and yesterday's digests of then."""
    trigger = daily_trigger(settings.clock)
    moment = Moment(now - LATE, _MEMORY, now - _MEMORY)
    hour = last_turn(trigger, moment)
    if hour is None:
        return Expected(None, {})
    days: dict[str, date] = {
        edition.language: day_of(hour, settings.zone_of(edition.language)) - timedelta(days=1)
        for edition in settings.editions
    }
    return Expected(hour, days)
