"""A lease: one holder at a time, whatever becomes of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from news.errors import BusyError
from scheduler.lease import LIFE, Holding, held, is_dead, new_holder
from storage import Calendar, Lease, open_calendar

NOON = datetime(2022, 5, 18, 12, tzinfo=UTC)


@pytest.fixture
def calendar(tmp_path: Path) -> Iterator[Calendar]:
    with open_calendar(f"sqlite:///{tmp_path}/soie.sqlite") as opened:
        yield opened


def test_a_second_holder_is_told_who_the_first_is(calendar: Calendar) -> None:
    with held(calendar, "clock", Holding(lambda: NOON)) as first:
        host, process = first.holder.split(":")[:2]
        with (
            pytest.raises(BusyError, match=f"clock: process {process} on {host}") as caught,
            held(calendar, "clock", Holding(lambda: NOON + timedelta(seconds=5))),
        ):
            pass
        assert caught.value.exit_code == 75
        with held(calendar, "run", Holding(lambda: NOON)):
            pass
    with held(calendar, "clock", Holding(lambda: NOON)):
        pass


def test_a_dead_holder_is_forgotten(calendar: Calendar) -> None:
    calendar.take(Lease("clock", "host:1::dead", NOON, NOON + LIFE))
    with pytest.raises(BusyError), held(calendar, "clock", Holding(lambda: NOON + LIFE / 2)):
        pass
    with held(calendar, "clock", Holding(lambda: NOON + LIFE)) as taken:
        assert taken.holder != "host:1::dead"


def test_a_patient_holder_waits(calendar: Calendar) -> None:
    calendar.take(Lease("run", "host:1::x", NOON, NOON + LIFE))
    now = [NOON]

    def pause(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    with held(calendar, "run", Holding(lambda: now[0], timedelta(minutes=5), pause)):
        assert now[0] >= NOON + LIFE


def test_a_holder_lives_as_long_as_it_works(calendar: Calendar) -> None:
    life = timedelta(seconds=0.2)
    with held(calendar, "clock", Holding(life=life)) as lease:
        Event().wait(0.6)
        found = calendar.take(Lease("clock", "host:2::y", datetime.now(UTC), datetime.now(UTC)))
        assert found.holder == lease.holder


def test_who_slept_too_long_is_told_so(calendar: Calendar) -> None:
    lost = Event()
    with held(calendar, "clock", Holding(life=timedelta(seconds=0.2), lost=lost.set)) as lease:
        far = lease.until + timedelta(days=1)
        thief = calendar.take(Lease("clock", "host:2::y", far, far + LIFE))
        assert thief.holder == "host:2::y"
        assert lost.wait(5)
    again = calendar.take(Lease("clock", "host:3::z", NOON, NOON))
    assert again.holder == "host:2::y"


def test_a_process_that_died_here_is_forgotten_at_once(calendar: Calendar) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host, _, place, token = new_holder().split(":")
    for holder in (f"{host}:{gone.pid}:{place}:{token}", f"elsewhere:{gone.pid}:{place}x:{token}"):
        calendar.take(Lease("run", holder, NOON, NOON + LIFE))
        if is_dead(holder):
            with held(calendar, "run", Holding(lambda: NOON)):
                continue
        with pytest.raises(BusyError), held(calendar, "run", Holding(lambda: NOON)):
            pass
    assert is_dead(f"{host}:{gone.pid}:{place}:{token}")
    assert not is_dead(f"{host}:{gone.pid}::{token}")
    assert not is_dead(f"{host}:1:{place}:{token}")
    assert not is_dead(new_holder())
