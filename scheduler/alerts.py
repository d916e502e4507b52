"""Telling those who look after it, by mail, what is newly wrong: each thing at most once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from digest import Posted, compose, render_alert
from news.alarm import Alarm, news_of
from scheduler.delivery import Parcel, Post, dispatch, make_envelope
from scheduler.run import Job
from scheduler.watch import failed_turns, of_turn
from storage import Slot, open_calendar, open_outbox

_EDITION = "alert-{}"
_MEMORY = timedelta(days=3)


def alert_due(job: Job) -> tuple[Alarm, ...]:
    """Send what the latest run, or a duty, found newly wrong; what was told, if anybody is to be.

    A run is told of once to each address, and so is a turn; one whose server was away is told at
    a later call, as long as no newer one has ended.
    """
    if not (job.settings.mail.host and job.settings.alerts.to):
        return ()
    notes = tuple(_notes(job))
    if notes:
        with open_outbox(job.settings.database) as outbox:
            for address in job.settings.alerts.to:
                for note in notes:
                    _tell(Post(job, outbox), note, address)
    return tuple(alarm for note in notes for alarm in note.alarms)


@dataclass(frozen=True, slots=True)
class _Note:
    """What one mail tells."""

    of: str
    day: date
    alarms: tuple[Alarm, ...]


def _notes(job: Job) -> Iterator[_Note]:
    now = job.settings.instant()
    runs = job.store.runs(2, now - _MEMORY)
    alarms = news_of(runs[0], next(iter(runs[1:]), None)) if runs else ()
    if alarms:
        yield _Note(runs[0].id[:12], runs[0].started_at.date(), alarms)
    with open_calendar(job.settings.database) as calendar:
        for turn in failed_turns(calendar, now, new=True):
            if turn.at >= now - _MEMORY:
                yield _Note(turn.duty, turn.at.date(), (of_turn(turn),))


def _tell(given: Post, note: _Note, address: str) -> Posted | None:
    job, asked = given.job, given.job.settings.alerts
    now = job.settings.instant()
    slot = Slot(address.lower(), _EDITION.format(note.of), note.day)
    zone = ZoneInfo(asked.timezone)
    envelope = make_envelope(job.settings.mail, slot, address, now.astimezone(zone))
    body = render_alert(note.alarms, job.knowledge, asked.language, zone)
    return dispatch(given, slot, address, Parcel(compose(body, envelope), ()))
