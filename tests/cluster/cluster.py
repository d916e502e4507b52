"""Backfill on a cluster: as if one process had read everything, whatever dies meanwhile.

    python -m tests.cluster.cluster [--archives 200]

A Dask scheduler and two workers run as processes of their own, and a real PostgreSQL holds ledger
and store. One archive is damaged. What the cluster leaves must be, row by row, what one process
leaves in an SQLite file: when nothing happens and every archive is named twice, and when a worker
and then the coordinator are killed in the midst of it. Then another reader reads both stores anew,
one of them on the cluster, and they must be the same again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storage import UnitState, open_ledger, open_store
from tests.postgres import Postgres, open_postgres
from tests.torture.rows import Rows, differences, read_rows
from tests.warcs import write_many

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
PARTIAL = 3
PATIENCE_SECONDS = 6


@dataclass
class Cluster:
    """A scheduler and its workers, which end with the block."""

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def hire(self, stack: ExitStack) -> None:
        """One worker more."""
        line = [*_dask("worker"), self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        line += ["--host", "127.0.0.1", "--local-directory", str(self.folder)]
        self.workers.append(stack.enter_context(_running(line, self.folder / "worker.log")))


@contextmanager
def open_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Processes of their own, as on machines of their own."""
    with ExitStack() as stack:
        # A cluster before this one left its scheduler's address in the folder it had.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        file = folder / "scheduler.json"
        line = [*_dask("scheduler"), "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        line += ["--scheduler-file", str(file)]
        stack.enter_context(_running(line, folder / "scheduler.log"))
        wait_for(file.is_file)
        wait_for(lambda: file.read_text("utf-8").rstrip().endswith("}"))
        cluster = Cluster(folder, json.loads(file.read_text("utf-8"))["address"])
        for _ in range(workers):
            cluster.hire(stack)
        yield cluster


def _dask(what: str) -> list[str]:
    return [sys.executable, "-P", "-m", "dask", what]


@contextmanager
def _running(line: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as told:
        process = subprocess.Popen(line, stdout=told, stderr=told, env=ENVIRONMENT, cwd=log.parent)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(happened: object, seconds: float = 120) -> None:
    """Wait until a function says yes.

    Raises:
        AssertionError: when it does not within so long.
    """
    assert callable(happened)
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.03)


def settings(folder: Path, name: str, database: str, more: str = "") -> Path:
    """Settings of a store."""
    path = folder / f"{name}.toml"
    path.write_text(
        f'database = "{database}"\ngroups = ["sample"]\nnow = 2026-05-21T04:10:00+00:00\n'
        f"[backfill]\npatience_seconds = {PATIENCE_SECONDS}\n{more}",
        encoding="utf-8",
    )
    return path


def start(config: Path, *arguments: str, command: str = "backfill") -> subprocess.Popen[str]:
    """The command, as a process of its own."""
    line = [sys.executable, "-P", "-m", "scheduler.cli", "--config", str(config), "--json"]
    return subprocess.Popen(
        [*line, command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )


def finish(process: subprocess.Popen[str], damaged: Path) -> dict[str, object]:
    """Its report; exactly the damaged archive must be quarantined, by its name."""
    told, errors = process.communicate(timeout=1800)
    assert process.returncode == PARTIAL, errors
    report: dict[str, object] = json.loads(told)["data"]
    quarantined = report["quarantined"]
    assert isinstance(quarantined, dict)
    assert list(quarantined) == [str(damaged)], quarantined
    return report


@dataclass
class Trial:
    """The archives, and the rows that they must give."""

    folder: Path
    listed: Path
    damaged: Path
    archives: int
    rows: Rows

    def run_calmly(self, cluster: Cluster, url: str) -> dict[str, object]:
        """Every archive named twice, nothing killed."""
        twice = self.folder / "twice.txt"
        text = self.listed.read_text("utf-8")
        twice.write_text(f"{text}\n{text}", encoding="utf-8")
        config = settings(self.folder, "calm", url)
        given = ["--list", str(twice), "--cluster", cluster.address]
        return finish(start(config, *given), self.damaged)

    def run_hurt(self, cluster: Cluster, url: str) -> dict[str, object]:
        """A worker and the coordinator are killed in the midst of it, and it is started again."""
        open_store(url).close()
        config = settings(self.folder, "hurt", url)
        given = ["--list", str(self.listed), "--cluster", cluster.address]
        process = start(config, *given)
        with open_ledger(url) as ledger:

            def states() -> list[UnitState]:
                return [entry.state for entry in ledger.entries()]

            wait_for(lambda: states().count(UnitState.DONE) >= self.archives // 6, 600)
            cluster.workers[0].kill()
            wait_for(lambda: states().count(UnitState.DONE) >= self.archives // 3, 600)
            assert UnitState.DOING in states(), "nothing was under way"
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert UnitState.WAITING in states() or UnitState.DOING in states()
        return finish(start(config, *given), self.damaged)

    def differences_anew(self, cluster: Cluster, url: str) -> list[str]:
        """How the stores differ when both were read anew by another reader, one on the cluster."""
        ungated = "[analyse]\ngate = false\n"
        alone = f"sqlite:///{self.folder}/alone.sqlite"
        here = settings(self.folder, "here", alone, ungated)
        there = settings(self.folder, "there", url, ungated)
        reports = []
        for config, where in ((here, ("--jobs", "1")), (there, ("--cluster", cluster.address))):
            process = start(config, *where, command="reread")
            told, errors = process.communicate(timeout=1800)
            assert process.returncode == 0, errors
            reports.append(json.loads(told)["data"] | {"seconds": 0})
        assert reports[0]["read"] == len(self.rows["articles"]), reports
        assert reports[0] == reports[1]
        return differences(read_rows(alone), read_rows(url))


def prepare(folder: Path, archives: int) -> Trial:
    """Make the archives, and read them with one process into an SQLite file."""
    places = write_many(folder, archives)
    damaged = places[archives // 2]
    body = bytearray(damaged.read_bytes())
    body[len(body) // 2 : len(body) // 2 + 64] = bytes(64)
    damaged.write_bytes(body)
    listed = folder / "archives.txt"
    listed.write_text("\n".join(map(str, places)), encoding="utf-8")
    url = f"sqlite:///{folder}/alone.sqlite"
    config = settings(folder, "alone", url)
    finish(start(config, "--jobs", "1", "--list", str(listed)), damaged)
    return Trial(folder, listed, damaged, archives, read_rows(url))


def differences_of(trial: Trial, url: str) -> list[str]:
    """What a store has otherwise than the one that a single process filled."""
    return differences(trial.rows, read_rows(url))


def main() -> None:
    """Prove it, on so many archives; the process fails when anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--archives", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, open_postgres() as server:
        folder = Path(name)
        trial = prepare(folder, given.archives)
        wrong = _tried(trial, server)
    told = f"{given.archives} archives, {len(trial.rows['articles'])} articles."
    verdict = "FAILED" if wrong else "Rows equal: calm with all archives twice, hurt, read anew."
    sys.stdout.write("\n".join((told, *wrong, verdict, "")))
    sys.exit(bool(wrong))


def _tried(trial: Trial, server: Postgres) -> list[str]:
    wrong = []
    with open_cluster(trial.folder) as cluster:
        url = server.url(server.make())
        sys.stdout.write(f"calm: {trial.run_calmly(cluster, url)}\n")
        wrong += differences_of(trial, url)
    with open_cluster(trial.folder) as cluster:
        url = server.url(server.make())
        sys.stdout.write(f"hurt: {trial.run_hurt(cluster, url)}\n")
        wrong += differences_of(trial, url)
        wrong += trial.differences_anew(cluster, url)
    return wrong


if __name__ == "__main__":
    main()
