"""The clock: the only place that knows APScheduler. One process; the daily job, and the mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.settings import ClockSettings

JOB_ID = "daily"
MAIL_ID = "mail"
MAIL_MINUTES = 5
"""How often is looked whether a reader's hour has come."""


def daily_trigger(clock: ClockSettings, zone: str = "") -> CronTrigger:
    """The instants at which the daily job starts: one a day, at the hour that is set, in a zone."""
    hour, minute = clock.time.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=zone or clock.timezone)


def make_clock(
    clock: ClockSettings,
    job: Callable[[], None],
    zones: Iterable[str] = (),
    mail: Callable[[], None] | None = None,
) -> BlockingScheduler:
    """A scheduler that is ready to start; `start()` blocks until it is shut down.

    A run that was missed while the process slept is made up for once, within the hours that are
    set: APScheduler's own grace of one second would drop it. Runs wait for each other; the mail
    waits for none.

    Args:
        clock: the hour of the daily job.
        job: the daily job.
        zones: further zones in which it starts at that hour, so that readers there are sent a
            day that was seen to its end.
        mail: sends what is due.
    """
    scheduler = BlockingScheduler(
        timezone=clock.timezone,
        executors={"default": ThreadPoolExecutor(1), MAIL_ID: ThreadPoolExecutor(1)},
    )
    once: dict[str, Any] = {
        "coalesce": True,
        "max_instances": 1,
        "misfire_grace_time": clock.catch_up_hours * 3600,
    }
    scheduler.add_job(job, daily_trigger(clock), id=JOB_ID, **once)
    for zone in sorted(set(zones) - {clock.timezone}):
        scheduler.add_job(job, daily_trigger(clock, zone), id=f"{JOB_ID} {zone}", **once)
    if mail:
        every = IntervalTrigger(minutes=MAIL_MINUTES)
        scheduler.add_job(mail, every, id=MAIL_ID, executor=MAIL_ID, **once)
    return scheduler
