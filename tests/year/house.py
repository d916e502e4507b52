"""An installation on a machine to which things happen: its settings, its clock, its readers."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import resource
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
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


_COST = re.compile(r"\n(?P<peak>\d+) KiB (?P<seconds>[\d.]+) s$")


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
        self._costs: deque[float] = deque([0.1], maxlen=4)
        """Processor seconds that the latest runs took."""
        self.kill = self.crash = self.full = False
        """What happens to the next run; one that ends too soon leaves it to the one after."""
        self.calls = 0
        self.killed: list[datetime] = []
        """When a run died at work."""
        self.crashed: list[datetime] = []
        """When a run and the clock died together."""
        self.peaks: list[int] = []
        """Most memory that each run took, in KiB."""

    def call(self, *arguments: str) -> None:
        """Run a command to its end, or to where it is killed."""
        given = Call(self._plan, self._place, self._time.now.isoformat(), arguments, self.full)
        process = self._context.Process(target=work, args=(given,))
        process.start()
        self.calls += 1
        if arguments[0] == "run" and (self.kill or self.crash):
            self._end_midway(process)
        process.join(600)
        assert process.exitcode is not None
        if process.exitcode == -signal.SIGKILL:
            self._bury()
        told = given.log.read_text(encoding="utf-8", errors="replace").rstrip()
        if match := _COST.search(told):
            told = told[: match.start()]
            if arguments[0] == "run":
                self.peaks.append(int(match["peak"]))
                self._costs.append(float(match["seconds"]))
        self.conclude(process.exitcode, told)

    def _end_midway(self, process: BaseProcess) -> None:
        """End a run at a moment drawn by lot, by what it has worked: waiting does not count."""
        enough = self._lot.uniform(0.05, 0.9) * min(self._costs)
        while process.is_alive() and _worked(process.pid or 0) < enough:
            process.join(0.005)
        if process.is_alive():
            process.kill()

    def _bury(self) -> None:
        crashed, self.kill, self.crash = self.crash, False, False
        (self.crashed if crashed else self.killed).append(self._time.now)
        if crashed:
            raise Died


def _worked(process: int) -> float:
    """Processor seconds of a process; endless when it is gone."""
    try:
        fields = (
            Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
    except OSError:
        return float("inf")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
