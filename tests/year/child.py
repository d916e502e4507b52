"""What runs in processes of their own: commands of `soie`, forked from one that is warm.

Imported once by the server that forks them. Everything is the program's own but the network: a
crawl is replaced by the press of the plan, behind the ports that a real crawl has.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import crawler
import nlp.models
import nlp.own
import scheduler.cli
import scheduler.collection
import scheduler.knowing
import scheduler.run
from news.report import SourceReport
from news.source import Source
from scheduler.collection import Order, Progress, crawl_options
from scheduler.reader import make_reader
from scheduler.settings import Settings
from tests.year import press
from tests.year.plan import Plan

_SOURCES = "YEAR_SOURCES"
FULL = 4096
"""Bytes a file may have on a full disk: nothing that is kept fits."""

nlp.models.load_own = cache(nlp.own.load_own)
scheduler.knowing.load = cache(scheduler.knowing.load)
if _SOURCES in os.environ:  # in the server that forks, once for all who are forked
    for _language in ("fr", "ja"):
        nlp.models.load_own(_language)
    _base = scheduler.knowing.load(None, Path(os.environ[_SOURCES]))
    # Nobody teaches anything for a year, so one reader does for all.
    _reader = make_reader(Settings(), _base, gate=True)
    scheduler.run.make_reader = lambda *_given, **_options: _reader


class _Nobody:
    """Hears what a crawl tells of its progress."""

    def send(self, _message: object) -> None:
        """Pass over it."""


def _collect(
    plan: Plan, settings: Settings, sources: Sequence[Source], _progress: Progress
) -> tuple[SourceReport, ...]:
    options = crawl_options(settings)
    order = Order(settings.database, tuple(sources), options, settings.now, settings.archive.folder)
    crawler.collect = lambda asked, _options, ports: press.collect(plan, asked, ports)
    return scheduler.collection._collect(order, _Nobody())


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
        """What it says to people, and on the last line the most memory it took, in KiB."""
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
    scheduler.run.collect_sources = partial(_collect, call.plan)
    code = scheduler.cli.call(["--config", str(call.config), *call.arguments])
    sys.stderr.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if not call.full:
        os.write(handle, f"\n{peak}\n".encode())
    os._exit(code)
