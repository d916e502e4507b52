"""`soie schedule` as a process: it makes up for what was missed, alone, and stops when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.report import RunState
from storage import TurnState, open_calendar, open_store

DUTY = "daily UTC"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Settings without sources, of a clock that was known yesterday and missed an hour today."""
    due = datetime.now(UTC) - timedelta(minutes=2)
    (tmp_path / "soie.toml").write_text(
        f'database = "sqlite:///{tmp_path}/soie.sqlite"\noutput = "{tmp_path}/out"\n'
        f'groups = ["nothing"]\n[archive]\nkeep = false\n'
        f'[clock]\ntime = "{due:%H:%M}"\ntimezone = "UTC"\n',
        encoding="utf-8",
    )
    with open_calendar(f"sqlite:///{tmp_path}/soie.sqlite") as calendar:
        calendar.await_duty(DUTY, due - timedelta(hours=3))
    return tmp_path


Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(place: Path) -> Iterator[Start]:
    """Starts the clock; every one that was started is ended."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "scheduler.cli", "--config", f"{place}/soie.toml", "schedule"]
        process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy()
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_one_catch_up_one_clock_and_a_clean_end(place: Path, start: Start) -> None:
    url = f"sqlite:///{place}/soie.sqlite"
    first = start()
    with open_calendar(url) as calendar, open_store(url) as store:
        since = datetime.now(UTC) - timedelta(days=1)

        def done() -> bool:
            return any(turn.state is TurnState.DONE for turn in calendar.turns(since, DUTY))

        wait_for(done)
        assert [run.state for run in store.runs()] == [RunState.OK]
        second = start()
        _, told = second.communicate(timeout=60)
        assert second.returncode == 75
        assert f"clock: process {first.pid} on " in told
        first.send_signal(signal.SIGTERM)
        out, err = first.communicate(timeout=30)
        assert out.startswith("Next run: ")
        assert (first.returncode, err) == (0, "")
        third = start()
        assert third.stdout is not None
        assert third.stdout.readline().startswith("Next run: ")
        third.send_signal(signal.SIGTERM)
        third.communicate(timeout=30)
        assert len(calendar.turns(since, DUTY)) == len(store.runs()) == 1


def test_a_run_by_hand_is_refused_while_another_works(place: Path) -> None:
    from scheduler.lease import held  # noqa: PLC0415 (beside its use)

    url = f"sqlite:///{place}/soie.sqlite"
    line = [sys.executable, "-m", "scheduler.cli", "--config", f"{place}/soie.toml", "run"]
    with open_calendar(url) as calendar, held(calendar, "run"):
        told = subprocess.run(line, capture_output=True, text=True, check=False)
    assert told.returncode == 75
    assert f"run: process {os.getpid()} on " in told.stderr
    assert subprocess.run(line, capture_output=True, check=False).returncode == 0
