"""An installation on a machine to which things happen: its settings, its clock, its readers."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import time as machine
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path

from knowledge import Knowledge
from news.errors import BusyError
from scheduler.alerts import alert_due
from scheduler.clock import LOOK_ID, MAIL_ID, make_clock
from scheduler.delivery import deliver_due
from scheduler.duties import Roster
from scheduler.lease import held
from scheduler.run import Job
from scheduler.settings import Settings, load_settings
from scheduler.timetable import Commands, Runs, make_duties
from storage import open_calendar, open_store
from tests.post import PostOffice
from tests.year.child import FULL, Call, work
from tests.year.clockwork import Clockwork, Time
from tests.year.plan import Plan
from tests.year.press import records

SETTINGS = """
database = "{database}"
output = "{folder}/digests"
sources = "{folder}/sources.toml"
groups = ["year"]
fortnight_days = {fortnight}

[[editions]]
language = "fr"
timezone = "Europe/Paris"

[[editions]]
language = "ja"
timezone = "Asia/Tokyo"

[crawl]
contact = "year@x.example"

[archive]
folder = "{folder}/pages"
days = 14

[backup]
folder = "{folder}/backups"
keep = 3

[retention]
text_days = 30
text_off_days = 14
text_reviewed_days = 40
article_days = 80
article_off_days = 60
visit_days = 60
run_days = 60
digest_days = 60
delivery_days = 60
audit_days = 30

[alerts]
to = ["care@x.example"]
language = "en"

[mail]
host = "127.0.0.1"
port = {port}
tls = "none"
sender = "revue@x.example"
retries = 0

[[readers]]
address = "claire@x.example"
language = "fr"
timezone = "Europe/Paris"

[[readers]]
address = "taro@x.example"
language = "ja"
timezone = "Asia/Tokyo"

[[readers]]
address = "weekly@x.example"
language = "en"
timezone = "Europe/Paris"
edition = "weekly"
"""
"""Terms are short, so that a year shows what ten would."""


class Died(BaseException):
    """The clock's process was killed together with the run."""


class Warm(Commands):
    """Commands in processes forked from a warm one; some are killed, some find the disk full."""

    def __init__(self, config: Path, plan: Plan, time: Time) -> None:
        super().__init__(config, timedelta(hours=4))
        os.environ["YEAR_SOURCES"] = str(config.parent / "sources.toml")
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.year.child"])
        self._plan = plan
        self._time = time
        self._place = config
        self._lot = random.Random(plan.seed)  # noqa: S311 (a lot that can be drawn again)
        self._usual = 1.0
        self.kill = self.crash = self.full = False
        """What happens to the next run; one that ends too soon leaves it to the one after."""
        self.calls = 0
        self.dead_at_work = 0
        self.peaks: list[int] = []
        """Most memory that each run took, in KiB."""

    def call(self, *arguments: str) -> None:
        """Run a command to its end, or to where it is killed."""
        given = Call(self._plan, self._place, self._time.now.isoformat(), arguments, self.full)
        process = self._context.Process(target=work, args=(given,))
        began = machine.monotonic()
        process.start()
        self.calls += 1
        doomed = arguments[0] == "run" and (self.kill or self.crash)
        process.join(self._lot.uniform(0.05, 0.9) * self._usual if doomed else 600)
        if doomed and process.is_alive():
            self._end(process.pid or 0)
        process.join()
        assert process.exitcode is not None
        if process.exitcode == -signal.SIGKILL:
            crashed, self.kill, self.crash = self.crash, False, False
            if crashed:
                raise Died
        elif arguments[0] == "run" and not self.full:
            self._usual = machine.monotonic() - began
        told = given.log.read_text(encoding="utf-8", errors="replace").rstrip()
        if process.exitcode >= 0 and told.rpartition("\n")[2].isdigit():
            told, _, peak = told.rpartition("\n")
            if arguments[0] == "run":
                self.peaks.append(int(peak))
        self.conclude(process.exitcode, told)

    def _end(self, process: int) -> None:
        os.kill(process, signal.SIGKILL)
        self.dead_at_work += 1


class House:
    """An installation that lives through a plan."""

    def __init__(self, folder: Path, plan: Plan, office: PostOffice, fortnight: int) -> None:
        self.folder, self.plan, self.office = folder, plan, office
        self.time = Time(plan.start)
        (folder / "sources.toml").write_text(records(), encoding="utf-8")
        self.config = folder / "soie.toml"
        self.config.write_text(
            SETTINGS.format(
                database=f"sqlite:///{folder}/soie.sqlite",
                folder=folder,
                port=office.port,
                fortnight=fortnight,
            ),
            encoding="utf-8",
        )
        self.settings = load_settings(self.config)
        self.commands = Warm(self.config, plan, self.time)
        self.base = _knowledge(self.settings)
        self.runs = Runs(self.commands, self.settings.database, self.time)
        self.duties = make_duties(self.settings, self.base, self.runs)
        self.refused = 0
        """How often a second clock was."""
        self.troubles: list[str] = []
        self._open = ExitStack()
        self._clock: Clockwork | None = None

    @property
    def now_settings(self) -> Settings:
        """The settings, whose clock says what the simulated one does."""
        return self.settings.model_copy(update={"now": self.time.now})

    def post(self) -> None:
        """What the clock does every five minutes, as `soie schedule` does it."""
        with open_store(self.settings.database) as store:
            job = Job(self.now_settings, self.base, store, lambda _stage, _what: None)
            alert_due(job)
            deliver_due(job)

    def thins(self, job: str, at: datetime) -> bool:
        """Whether a look can be left out: no reader's hour came just now, nothing is overdue."""
        if job not in {MAIL_ID, LOOK_ID}:
            return False
        if at.minute == 0 and (job == LOOK_ID or at.hour % 3 == 0):
            return False
        hours = (
            (at.astimezone(reader.zone) - timedelta(minutes=12)).time()
            <= reader.clock
            <= at.astimezone(reader.zone).time()
            for reader in self.settings.readers
        )
        return job == LOOK_ID or not any(hours)

    def start(self) -> None:
        """Start the clock."""
        calendar = self._open.enter_context(open_calendar(self.settings.database))
        self._open.enter_context(held(calendar, "clock"))
        roster = Roster(calendar, self.time, self.runs.tell_broken_off)
        self._clock = Clockwork(
            make_clock(self.duties, roster, self.post), self.time, self.thins, self.troubles
        )

    def stop(self) -> None:
        """Stop the clock, or be switched off."""
        self._open.close()
        self._clock = None

    def live(self, until: datetime) -> None:
        """Let time pass; a clock that dies of a run starts again at once."""
        while self._clock:
            try:
                self._clock.run_until(until)
                break
            except Died:
                self.stop()
                self.start()
        self.time.now = max(self.time.now, until)

    def rival(self) -> None:
        """Start a second clock beside the first."""
        with open_calendar(self.settings.database) as other:
            try:
                with held(other, "clock"):
                    raise AssertionError("two clocks run")
            except BusyError:
                self.refused += 1


@contextmanager
def full_disk() -> Iterator[None]:
    """Not a byte can be added to any file of this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)


def _knowledge(settings: Settings) -> Knowledge:
    from scheduler.knowing import bundled  # noqa: PLC0415 (beside its use)

    return bundled(settings)
