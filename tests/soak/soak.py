"""`make soak`: three days of collection from 300 outlets, fifteen of them broken.

Every sound outlet must be complete, every broken one end in its own state, and no day may need
more memory than the first. Everything is real but the network: crawl in a child process, store,
archive, and the judgement of health.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from news.health import Look, due, judge, rested
from news.report import SourceReport
from news.source import Source, SourceKind
from scheduler.collection import collect_sources
from scheduler.settings import ArchiveSettings, CrawlSettings, Settings
from storage import open_store
from tests.soak.many import articles_in, fault_of, host_of, kind_of

START = datetime(2022, 5, 20, 6, tzinfo=UTC)
KINDS = {"rss": SourceKind.FEED, "atom": SourceKind.FEED}
GROWTH = 1.1
"""How much more memory a later day may take than the first."""


@dataclass(frozen=True)
class Round:
    """What one day gave."""

    reports: dict[str, SourceReport]
    kept: Counter[str]
    """Articles in the store, by source."""
    peak_kib: int
    """Most memory that any crawl took so far."""
    seconds: float


@contextmanager
def served() -> Iterator[str]:
    """The server of many outlets; its address as a proxy."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("many.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdin
        yield f"http://127.0.0.1:{int(child.stdout.readline())}"
        child.stdin.close()


def control(proxy: str, what: str) -> list[tuple[float, str]]:
    """Tell the server something; what it was asked for since the last time."""
    opener = build_opener(ProxyHandler({"http": proxy}))
    with opener.open(f"http://control.example/{what}") as answer:
        return [(at, url) for at, url in json.load(answer)]


def source(number: int) -> Source:
    """The record of an outlet."""
    kind = kind_of(number)
    host = host_of(number)
    url = f"http://{host}/news"
    found = KINDS.get(kind) or SourceKind(kind)
    return Source(host, host, "fr", "FR", "Europe/Paris", found, (url,))


def rounds(proxy: str, sources: int, days: int, folder: Path) -> Iterator[Round]:
    """Collect day after day."""
    outlets = [source(number) for number in range(sources)]
    looks: dict[str, list[Look]] = {outlet.id: [] for outlet in outlets}
    database = f"sqlite:///{folder / 'soak.sqlite'}"
    for day in range(1, days + 1):
        control(proxy, f"round/{day}")
        now = START + timedelta(days=day - 1)
        settings = Settings(
            database=database,
            now=now,
            archive=ArchiveSettings(folder=folder / "pages"),
            crawl=CrawlSettings(
                contact="soak@courrier.example", proxy=proxy, delay_seconds=0, timeout_seconds=10
            ),
        )
        began = time.monotonic()
        asked = [outlet for outlet in outlets if due(looks[outlet.id], now)]
        seen = {
            report.source_id: report
            for report in collect_sources(settings, asked, lambda _stage, _what: None)
        }
        for outlet in outlets:
            past = looks[outlet.id]
            known = outlet.id in seen
            report = judge(outlet, seen[outlet.id], past, now) if known else rested(past[0].report)
            past.insert(0, Look(now, report))
        with open_store(database) as store:
            kept = Counter(article.source_id for article in store.unread("nobody"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        reports = {name: past[0].report for name, past in looks.items()}
        yield Round(reports, kept, peak, time.monotonic() - began)


def check(done: Round, day: int, sources: int, first: Round) -> list[str]:
    """What is not as it should be after a day."""
    wrong = []
    for number in range(sources):
        name, fault = host_of(number), fault_of(number)
        report = done.reports[name]
        if fault and report.state.value != fault:
            wrong.append(f"{name}: {report.state.value}, not {fault}")
        if not fault and (not report.sound or done.kept[name] != articles_in(day)):
            wrong.append(f"{name}: {done.kept[name]} of {articles_in(day)}, {report.faults[:2]}")
    if done.peak_kib > first.peak_kib * GROWTH:
        wrong.append(f"memory: {done.peak_kib} KiB, {first.peak_kib} on the first day")
    return wrong


def main(sources: int = 300, days: int = 3) -> int:
    """Print each day, and what is wrong."""
    failed = 0
    with served() as proxy, tempfile.TemporaryDirectory() as folder:
        first: Round | None = None
        for day, done in enumerate(rounds(proxy, sources, days, Path(folder)), 1):
            first = first or done
            pages = len(control(proxy, "asked"))
            states = Counter(report.state.value for report in done.reports.values())
            print(  # noqa: T201 - a report
                f"day {day}: {pages} pages in {done.seconds:.0f} s, {done.kept.total()} articles, "
                f"{done.peak_kib // 1024} MiB; {dict(states)}",
                flush=True,
            )
            wrong = check(done, day, sources, first)
            failed += len(wrong)
            for line in wrong:
                print(f"  WRONG {line}")  # noqa: T201 - a report
    print("as it should be" if not failed else f"{failed} faults")  # noqa: T201 - a report
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
