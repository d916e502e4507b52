"""What is done by itself, and when: each duty a command of its own process, with a time budget.

A process of its own gives its memory back, cannot stop the clock whatever becomes of it, and does
by hand (`soie run`, cron) what it does by itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from uuid import uuid4

from knowledge import Knowledge
from news.errors import SoieError
from news.report import RunReport, RunState
from news.source import DAY
from scheduler.clock import daily_trigger, hourly_trigger, trigger_at
from scheduler.collection import chosen_sources
from scheduler.duties import Duty, StoppedError
from scheduler.listening import pass_on
from scheduler.logs import failure_in, for_child
from scheduler.settings import Settings
from storage import Turn, open_store

BETWEEN = "collect"
"""The duty that asks sources which are worth asking more than once a day."""
DAILY = "daily"
"""How the names of the daily job's duties begin; the zone follows."""
BACKUP = "backup"
"""The duty that backs up the store."""
SAMPLE = "sample"
"""The duty that draws the weekly sample."""
MERCY = 30.0
"""Seconds between asking a process to end and ending it."""
_MINUTE = 40  # of the hour, apart from the daily job's
_PARTIAL = 3  # exit code of a run in which some sources failed
_INTERRUPTED = 130  # of one that was stopped from the keyboard
_WAIT_MINUTES = 120
_SAMPLE_TIME = "07:00"  # of UTC, in which the week is counted; after the daily job of any zone


class Commands:
    """Starts commands of ours, one at a time.

    Args:
        config: The settings file that was named.
        budget: How long a command may take.
    """

    def __init__(self, config: Path | None, budget: timedelta) -> None:
        self._config = config
        self._budget = budget
        self._running: subprocess.Popen[bytes] | None = None
        self._stopping = Event()

    def stop(self) -> None:
        """End the command that runs, if any, and start no other."""
        self._stopping.set()
        if self._running:
            end(self._running)

    def call(self, *arguments: str) -> None:
        """Run a command of ours to its end, or to the end of its time.

        Raises:
            SoieError: with the command's own last line, when it failed or its time was over.
            StoppedError: when somebody stopped the clock meanwhile.
        """
        if self._stopping.is_set():
            raise StoppedError("the clock is being stopped")
        chosen = ("--config", str(self._config)) if self._config else ()
        line = [sys.executable, "-P", "-m", "scheduler.cli", *chosen, *arguments]
        with subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
            line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=for_child()
        ) as process:
            self._running = process
            told = self._attend(process)
            self._running = None
        self.conclude(process.returncode, told)

    def conclude(self, code: int, told: str) -> None:
        """Make an error of a command's exit code, when it is one, and of what it told last.

        Raises:
            SoieError: when the command failed.
            StoppedError: when somebody stopped the clock.
        """
        if self._stopping.is_set() or code == _INTERRUPTED:
            raise StoppedError("the clock was stopped")
        if code not in (0, _PARTIAL):
            last = failure_in(told.splitlines())
            ended = f"the run was ended by signal {-code}"
            raise SoieError(last if code > 0 and last else ended)

    def _attend(self, process: subprocess.Popen[bytes]) -> str:
        """Pass on what a command tells while it runs; the last of it."""
        told = pass_on(process, self._budget.total_seconds())
        if process.poll() is None:
            end(process)
            hours = self._budget.total_seconds() / 3600
            raise SoieError(
                f"the run was ended: it took longer than the {hours:g} hours of clock.budget_hours",
                "see in `soie status` which source is slow, or allow more",
            )
        return told


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it when it does not."""
    process.terminate()
    try:
        process.wait(MERCY)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True, slots=True)
class Runs:
    """The daily job as a command that leaves a report whatever becomes of it."""

    commands: Commands
    database: str
    now: Callable[[], datetime]

    def call(self, *options: str) -> None:
        """Run the daily job; it waits for one that somebody started by hand.

        Raises:
            SoieError: when it failed.
        """
        began = self.now()
        try:
            self.commands.call("run", "--wait", str(_WAIT_MINUTES), *options)
        except StoppedError:
            raise
        except SoieError as error:
            self.tell(began, error.sentence)
            raise

    def tell(self, began: datetime, error: str) -> None:
        """Leave a failed run's report, unless the run did so itself.

        One that died over its digests or mails has left a report of what it collected.
        """
        with open_store(self.database) as store:
            made = RunReport(uuid4().hex, began, self.now(), RunState.OK)
            report = next(iter(store.runs(1, began)), made)
            if report.state is not RunState.FAILED:
                store.keep_run(replace(report, state=RunState.FAILED, error=error))

    def tell_broken_off(self, turn: Turn) -> None:
        """Leave the report of a run on which the clock's own process died."""
        if turn.duty.startswith((DAILY, BETWEEN)):
            due = f"{turn.at:%Y-%m-%d %H:%M} UTC"
            self.tell(turn.begun_at, f"the run that was due at {due} was broken off")


def make_duties(settings: Settings, base: Knowledge, runs: Runs) -> tuple[Duty, ...]:
    """The duties that the settings ask for."""
    clock = settings.clock
    zones = {clock.timezone}
    if settings.mail.host:
        zones |= {reader.timezone for reader in settings.readers}
    grace = timedelta(hours=clock.catch_up_hours)
    duties = [
        Duty(f"{DAILY} {zone}", daily_trigger(clock, zone), runs.call, grace)
        for zone in sorted(zones)
    ]
    if any(source.cadence < DAY for source in chosen_sources(settings, base)):
        hourly = hourly_trigger(_MINUTE, clock.timezone)
        between = partial(runs.call, "--no-digest")
        duties.append(Duty(BETWEEN, hourly, between, timedelta(minutes=30)))
    return (*duties, *_care(settings, runs.commands, grace))


def _care(settings: Settings, commands: Commands, grace: timedelta) -> Iterator[Duty]:
    """What looks after what is kept, and after its quality; after the runs of the same instant."""
    if settings.backup.time:
        nightly = trigger_at(settings.backup.time, settings.clock.timezone)
        yield Duty(BACKUP, nightly, partial(commands.call, "backup"), grace)
    # A week without a sample is a hole in the figures, so a Monday is made up for all week.
    monday = trigger_at(_SAMPLE_TIME, "UTC", "mon")
    yield Duty(SAMPLE, monday, partial(commands.call, "sample"), timedelta(days=6))
