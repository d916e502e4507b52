"""The clock: the only place that knows APScheduler. One process, one job, at a local hour."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from scheduler.settings import ClockSettings

JOB_ID = "daily"


def daily_trigger(clock: ClockSettings) -> CronTrigger:
    """The instants at which the daily job starts: one a day, at the local hour that is set."""
    hour, minute = clock.time.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=clock.timezone)


def make_clock(clock: ClockSettings, job: Callable[[], None]) -> BlockingScheduler:
    """A scheduler that is ready to start; `start()` blocks until it is shut down.

    A run that was missed while the process slept is made up for once, within the hours that are
    set: APScheduler's own grace of one second would drop it.
    """
    scheduler = BlockingScheduler(timezone=clock.timezone)
    scheduler.add_job(
        job,
        daily_trigger(clock),
        id=JOB_ID,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=clock.catch_up_hours * 3600,
    )
    return scheduler
