"""The clock: the only place that knows APScheduler. One process does every duty at its hour.

What was done stands in the store (`storage/calendar.py`), not in a job store of APScheduler's:
that one forgets a run on which the process died, and drops late ones after a second.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.duties import Duty, Roster
from scheduler.settings import ClockSettings

MAIL_ID = "mail"
MAIL_MINUTES = 5
"""How often is looked whether a reader's hour has come."""
LOOK_ID = "look"
LOOK_MINUTES = 15
"""How often is looked whether a turn failed, or could not be begun at its instant: the store was
full, or the machine slept."""


def daily_trigger(clock: ClockSettings, zone: str = "") -> CronTrigger:
    """The instants at which the daily job starts: one a day, at the hour that is set, in a zone."""
    return trigger_at(clock.time, zone or clock.timezone)


def trigger_at(time: str, zone: str, weekday: str = "*") -> CronTrigger:
    """An hour and minute of every day, or of one day of the week, in a zone."""
    hour, minute = time.split(":")
    return CronTrigger(day_of_week=weekday, hour=int(hour), minute=int(minute), timezone=zone)


def hourly_trigger(minute: int, zone: str) -> CronTrigger:
    """A minute of every hour."""
    return CronTrigger(minute=minute, timezone=zone)


def make_clock(
    duties: tuple[Duty, ...], roster: Roster, mail: Callable[[], None] | None = None
) -> BlockingScheduler:
    """A scheduler that is ready to start; `start()` blocks until it is shut down.

    What was missed while no clock ran starts at once, one turn of each duty. Duties wait for
    each other; the mail waits for none, and is sent at most once by the outbox's own memory.
    """
    scheduler = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(1), MAIL_ID: ThreadPoolExecutor(1)},
        timezone="UTC",
    )
    missed = {duty.id for duty in roster.take_up(duties)}
    for duty in duties:
        start: dict[str, datetime] = {"next_run_time": roster.now()} if duty.id in missed else {}
        scheduler.add_job(
            roster.perform,
            duty.trigger,
            (duty,),
            id=duty.id,
            **_once(duty.grace.total_seconds()),
            **start,
        )
    look = IntervalTrigger(minutes=LOOK_MINUTES)
    scheduler.add_job(roster.look, look, (duties,), id=LOOK_ID, **_once(3600))
    if mail:
        every = IntervalTrigger(minutes=MAIL_MINUTES)
        scheduler.add_job(mail, every, id=MAIL_ID, executor=MAIL_ID, **_once(3600))
    return scheduler


def _once(grace_seconds: float) -> dict[str, Any]:
    """However many starts were missed while the process slept, one is made up for."""
    return {"coalesce": True, "max_instances": 1, "misfire_grace_time": int(grace_seconds)}
