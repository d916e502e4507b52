"""What runs in processes of their own: commands of `soie`, forked from one that is warm.

Imported once by the server that forks them. Everything is the program's own but the network: a
crawl is replaced by the press of the plan, behind the ports that a real crawl has.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

import scheduler.cli
from crawler import CrawlOptions, Ports
from knowledge import load
from news.report import SourceReport
from news.source import Source
from nlp.own import load_own
from scheduler.collection import Order, Progress, _collect, crawl_options
from scheduler.reader import make_reader
from scheduler.settings import Settings
from tests.year import press
from tests.year.plan import FROM, Plan

_SOURCES = "YEAR_SOURCES"
FULL = 4096
"""Bytes a file may have on a full disk: nothing that is kept fits."""

if _SOURCES in os.environ:  # in the server that forks, once for all who are forked
    _load, _pipeline = cache(load), cache(load_own)
    patch("scheduler.knowing.load", _load).start()
    patch("nlp.models.load_own", _pipeline).start()
    for _language in ("fr", "ja"):
        _pipeline(_language)
    # Nobody teaches anything for a year, so one reader does for all.
    _reader = make_reader(Settings(), _load(None, Path(os.environ[_SOURCES])), gate=True)
    patch("scheduler.run.make_shared_reader", lambda *_given, **_options: _reader).start()


_SETTINGS = """
database = "sqlite:///{folder}/soie.sqlite"
output = "{folder}/digests"
sources = "{sources}"
groups = ["year"]
fortnight_days = 2

[crawl]
contact = "year@x.example"
"""


def _rehearse() -> None:
    """Do a day's run once, so that those who are forked find it read, compiled and remembered."""
    told = StringIO()
    with TemporaryDirectory() as name:
        config = Path(name) / "soie.toml"
        sources = os.environ[_SOURCES]
        config.write_text(_SETTINGS.format(folder=name, sources=sources), encoding="utf-8")
        os.environ["SOIE_NOW"] = (FROM + timedelta(days=2)).isoformat()
        visit = partial(_visit, Plan(FROM, 2, 0))
        with (
            patch("scheduler.run.collect_sources", visit),
            redirect_stderr(told),
            redirect_stdout(told),
        ):
            code = scheduler.cli.call(["--config", str(config), "run"])
    assert code == 0, told.getvalue()
    gc.freeze()


def _visit(
    plan: Plan, settings: Settings, sources: Sequence[Source], _progress: Progress
) -> tuple[SourceReport, ...]:
    """What the crawl's own process does, with the press in the place of the network."""

    def collect(
        sources: Sequence[Source], _options: CrawlOptions, ports: Ports
    ) -> tuple[SourceReport, ...]:
        return press.collect(plan, sources, ports)

    options, folder = crawl_options(settings), settings.archive.folder
    order = Order(settings.database, tuple(sources), options, settings.now, folder)
    nobody = Connection(os.open(os.devnull, os.O_WRONLY), readable=False)
    with patch("crawler.collect", collect):
        return _collect(order, nobody)


@dataclass(frozen=True, slots=True)
class Call:
    """One command, and how the machine is meanwhile."""

    plan: Plan
    config: Path
    now: str
    arguments: Sequence[str]
    full: bool
    """Whether its disk is."""

    @property
    def log(self) -> Path:
        """What it says to people, and on the last line what memory and work it took."""
        return self.config.parent / "stderr"


def work(call: Call) -> None:
    """Run one command as `soie` would; the process ends with its exit code."""
    os.environ["SOIE_NOW"] = call.now
    handle = os.open(call.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(handle, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if call.full:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))
    patch("scheduler.run.collect_sources", partial(_visit, call.plan)).start()
    code = scheduler.cli.call(["--config", str(call.config), *call.arguments])
    sys.stderr.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if not call.full:
        os.write(handle, f"\n{peak} KiB {process_time():.3f} s\n".encode())
    os._exit(code)


if _SOURCES in os.environ:
    _rehearse()
