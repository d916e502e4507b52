"""What must be looked at now: the store's reports and digests beside the hours that are set."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from news.alarm import Alarm, Expected, find_alarms
from news.day import day_of
from scheduler.clock import daily_trigger
from scheduler.settings import Settings
from scheduler.turns import Moment, last_turn
from storage import Store

LATE = timedelta(hours=2)
"""How long after its hour a run may still be at work before its digest counts as missing."""
_MEMORY = timedelta(days=2)


def watch(settings: Settings, store: Store) -> tuple[Alarm, ...]:
    """All that is wrong now, urgent things first."""
    now = settings.instant()
    kept: dict[str, set[date]] = defaultdict(set)
    for digest in store.digests():
        kept[digest.language].add(digest.day)
    return find_alarms(store.runs(2), kept, expect(settings, now))


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
