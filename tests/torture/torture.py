"""Case 19: kill -9 at random points of every stage, then a plain run, as if nothing had been.

    python -m tests.torture.torture [--kills 50] [--seed 19] [--postgresql]

The daily job, as the command that the clock starts, runs on the sample press and sends real mail
to a server on loopback. Each round ends the whole group of processes at an instant drawn evenly
over the length of an uninterrupted run. In the end the rows must be those of a store that nobody
disturbed, and no reader may have a mail twice.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from demo import CLOCK, SamplePress, serve
from storage import open_store
from storage.sql_store import SqlStore
from storage.tables import (
    analyses,
    articles,
    digests,
    memberships,
    mentions,
    revisions,
    settled,
    settled_tags,
    stories,
    tags,
    visits,
)
from tests.post import PostOffice, open_post
from tests.postgres import open_postgres

READERS = (("anna@x.example", "fr", "Europe/Paris"), ("taro@x.example", "ja", "Asia/Tokyo"))
ROOT = Path(__file__).parents[2]
Rows = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the job runs: the press, the mail, and the sources to collect."""

    folder: Path
    proxy: str
    office: PostOffice
    knowledge: Path

    def settings(self, name: str, database: str = "") -> Path:
        """Settings of a store of that name; the default database is an SQLite file."""
        home = self.folder / name
        home.mkdir()
        readers = "".join(
            f'[[readers]]\naddress = "{address}"\nlanguage = "{language}"\ntimezone = "{zone}"\n'
            'hour = "06:00"\n'
            for address, language, zone in READERS
        )
        path = home / "soie.toml"
        path.write_text(
            f'database = "{database or f"sqlite:///{home}/soie.sqlite"}"\n'
            f'output = "{home}/digests"\nknowledge = "{self.knowledge}"\ngroups = ["sample"]\n'
            f"now = {CLOCK.isoformat()}\nfortnight_days = 2\n"
            f'[archive]\nfolder = "{home}/pages"\n'
            f'[crawl]\ncontact = "torture@x.example"\nproxy = "{self.proxy}"\n'
            "delay_seconds = 0.01\ntimeout_seconds = 4\n"
            f'[mail]\nhost = "127.0.0.1"\nport = {self.office.port}\ntls = "none"\n'
            f'sender = "revue@x.example"\nretries = 0\ninstance = "{name}"\n{readers}',
            encoding="utf-8",
        )
        return path


@contextmanager
def open_bench(folder: Path, sources: Sequence[str] = ()) -> Iterator[Bench]:
    """The sample press and a mail server on loopback; all outlets, or those that are named."""
    knowledge = folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge, ignore=shutil.ignore_patterns("*.py", "__*"))
    if sources:
        _keep_only(knowledge / "sources/sample.toml", sources)
    with serve(SamplePress.load()) as newsroom, open_post() as office:
        yield Bench(folder, newsroom.proxy, office, knowledge)


def _keep_only(path: Path, sources: Sequence[str]) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n[")
    kept = [block for block in blocks[1:] if block.partition("]")[0] in sources]
    path.write_text("\n[".join([blocks[0], *kept]), encoding="utf-8")


def start(config: Path) -> subprocess.Popen[str]:
    """The daily job as a group of processes of its own."""
    line = [sys.executable, "-P", "-m", "scheduler.cli", "--config", str(config), "run"]
    return subprocess.Popen(
        line,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def run(config: Path) -> float:
    """Run the job to its end; seconds that it took."""
    began = time.monotonic()
    process = start(config)
    _, told = process.communicate(timeout=600)
    assert process.returncode in (0, 3), told
    return time.monotonic() - began


def kill_after(config: Path, seconds: float) -> bool:
    """Start the job and end all its processes after so long; whether it was still at work."""
    process = start(config)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def torment(config: Path, kills: int, length: float, seed: int) -> int:
    """Kill so many runs at instants drawn evenly over a run's length; how many were at work."""
    lot = random.Random(seed)  # noqa: S311 (a lot that can be drawn again)
    return sum(kill_after(config, lot.uniform(0, length)) for _ in range(kills))


def read_rows(database: str) -> Rows:
    """All that the stages left, without the numbers that the database gave."""
    with open_store(database) as store:
        assert isinstance(store, SqlStore)
        with store.reading() as connection:
            found = dict(_rows(connection))
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _rows(connection: Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    made = (analyses.c.article_id, analyses.c.revision, analyses.c.maker)
    of_analysis = {
        "analyses": (analyses, select(*(column for column in analyses.c if column.name != "id"))),
        "tags": (tags, select(*made, *list(tags.c)[1:]).join(tags)),
        "mentions": (
            mentions,
            select(*made, *list(mentions.c)[1:]).join(
                mentions, mentions.c.analysis_id == analyses.c.id
            ),
        ),
        "settled": (
            settled,
            select(*made, settled.c.dated, settled.c.tier).join(
                settled, settled.c.analysis_id == analyses.c.id
            ),
        ),
    }
    for name, (_, wanted) in of_analysis.items():
        yield name, [tuple(map(repr, row)) for row in connection.execute(wanted)]
    whole = (revisions, settled_tags, stories, memberships, visits)
    for table in whole:
        yield table.name, [tuple(map(repr, row)) for row in connection.execute(select(table))]
    numbered = select(*(column for column in articles.c if column.name != "number"))
    yield "articles", [tuple(map(repr, row)) for row in connection.execute(numbered)]
    told = select(digests.c.day, digests.c.language, digests.c.format, digests.c.content)
    yield "digests", [tuple(map(repr, row)) for row in connection.execute(told)]


def differences(calm: Rows, tormented: Rows) -> list[str]:
    """Each table that is not the same, with how many rows are missing and how many are new."""
    told = []
    for name in calm:
        before, after = Counter(calm[name]), Counter(tormented[name])
        lost, more = (before - after).total(), (after - before).total()
        if lost or more:
            example = next(iter((before - after) or (after - before)))
            told.append(f"{name}: {lost} rows lost, {more} more, e.g. {str(example)[:300]}")
    return told


def mails_twice(office: PostOffice) -> list[str]:
    """Readers that were given one mail more than once, by its Message-ID."""
    seen = Counter(
        (address, line)
        for address, content in office.mails
        for line in content.splitlines()
        if line.lower().startswith(b"message-id:")
    )
    return [
        f"{address} {line!r}: {count} times" for (address, line), count in seen.items() if count > 1
    ]


def main() -> None:
    """Torture a store; the process fails when anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--sources", nargs="*", default=(), help="outlets; default: all")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        open_postgres() if given.postgresql else nullcontext() as server,
        open_bench(Path(name), given.sources) as bench,
    ):
        calm = bench.settings("calm")
        length = run(calm)
        run(calm)
        database = server.url(server.make()) if server else ""
        hurt = bench.settings("hurt", database)
        killed = torment(hurt, given.kills, length, given.seed)
        run(hurt)
        run(hurt)
        url = database or f"sqlite:///{hurt.parent}/soie.sqlite"
        wrong = differences(read_rows(f"sqlite:///{calm.parent}/soie.sqlite"), read_rows(url))
        wrong += mails_twice(bench.office)
        sent = len(bench.office.mails)
    verdict = "FAILED" if wrong else "Rows equal, no mail twice."
    told = f"A run takes {length:.0f} s; {killed} of {given.kills} died at work; {sent} mails."
    sys.stdout.write("\n".join((told, *wrong, verdict, "")))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
