"""A clock that is wound by hand: the program's own jobs, and no waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from news.errors import SoieError

Thins = Callable[[str, datetime], bool]


class Time:
    """What the machine's clock says; it is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What it says; aware, UTC."""
        return self.now


class Clockwork:
    """Starts the jobs of a scheduler as its own timer would, on a clock that is passed in.

    What a job raises is put among the troubles, as the scheduler logs it and goes on. Of the looks
    that come every few minutes, those are left out that can find nothing.
    """

    def __init__(
        self, scheduler: BlockingScheduler, time: Time, thins: Thins, troubles: list[str]
    ) -> None:
        self._time = time
        self._thins = thins
        self._jobs = list(scheduler.get_jobs())
        self._due = {job.id: self._first(job) for job in self._jobs}
        self._troubles = troubles

    def _first(self, job: Any) -> datetime:  # noqa: ANN401 (the scheduler declares no types)
        started: datetime | None = getattr(job, "next_run_time", None)
        return started or self._next(job, self._time.now)

    def _next(self, job: Any, after: datetime) -> datetime:  # noqa: ANN401 (the same)
        if not isinstance(job.trigger, IntervalTrigger):
            found = job.trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
            assert isinstance(found, datetime)
            return found.astimezone(UTC)
        length: timedelta = job.trigger.interval
        at = after + length - (after - datetime(2000, 1, 1, tzinfo=UTC)) % length
        while self._thins(job.id, at):
            at += length
        return at

    def run_until(self, end: datetime) -> None:
        """Start every job that is due before an instant, in the order of the hours."""
        while True:
            job = min(self._jobs, key=lambda job: self._due[job.id])
            at = self._due[job.id]
            if at >= end:
                break
            self._time.now = max(self._time.now, at)
            try:
                job.func(*job.args)
            except SoieError as error:
                self._troubles.append(error.sentence)
            self._due[job.id] = self._next(job, max(at, self._time.now))
