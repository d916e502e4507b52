"""Holding a lease: doing something that no other process does meanwhile."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from news.errors import BusyError, SoieError
from storage import Calendar, Lease

LIFE = timedelta(seconds=90)
"""How long a lease outlives its holder's last sign of life."""


def utc_now() -> datetime:
    """The machine's own clock: a lease is no matter of rehearsed time."""
    return datetime.now(UTC)


def new_holder() -> str:
    """A name that no other holder has: machine, process, where its number counts, token."""
    return f"{socket.gethostname()}:{os.getpid()}:{_place()}:{uuid4().hex[:12]}"


def _place() -> str:
    """Where process numbers of this process's kind are told apart: one start of one machine.

    Empty where the system does not say; then nothing is known of other processes.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return ""
    return f"{boot[:8]}-{space}"


def is_dead(holder: str) -> bool:
    """Whether a holder was a process of this very machine, and is no more; False in any doubt."""
    _, process, place, _ = holder.split(":")
    if not place or place != _place():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@dataclass(frozen=True, slots=True)
class Holding:
    """How a lease is held."""

    now: Callable[[], datetime] = utc_now
    """The clock; aware."""
    patience: timedelta = timedelta(0)
    """How long another holder is waited for."""
    pause: Callable[[float], None] = time.sleep
    """Waits for some seconds."""
    lost: Callable[[], None] = lambda: None
    """Called once, from another thread, when another process took the lease."""
    life: timedelta = LIFE
    """How long the lease outlives its holder's last sign of life, of which it gives four."""


@contextmanager
def held(calendar: Calendar, name: str, how: Holding | None = None) -> Iterator[Lease]:
    """Hold a lease while the block runs, and give it back.

    A thread renews it. Should the machine sleep for longer than the lease lives, another process
    may take it.

    Raises:
        BusyError: when another process holds it.
    """
    how = how or Holding()
    lease = _take(calendar, name, how)
    ended = Event()
    thread = Thread(target=_renew, args=(calendar, lease, how, ended), daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        ended.set()
        thread.join()
        calendar.release(lease)


def _take(calendar: Calendar, name: str, how: Holding) -> Lease:
    holder, began = new_holder(), how.now()
    while True:
        now = how.now()
        found = calendar.take(Lease(name, holder, now, now + how.life))
        if found.holder == holder:
            return found
        if is_dead(found.holder):
            calendar.release(found)
            continue
        if now - began >= how.patience:
            host, process = found.holder.split(":")[:2]
            raise BusyError(
                f"{name}: process {process} on {host} is at it since "
                f"{found.taken_at:%Y-%m-%d %H:%M:%S} UTC",
                f"let it end; if it died, wait until {found.until:%H:%M:%S} UTC",
            )
        how.pause(how.life.total_seconds() / 20)


def _renew(calendar: Calendar, lease: Lease, how: Holding, ended: Event) -> None:
    while not ended.wait(how.life.total_seconds() / 4):
        now = how.now()
        try:
            found = calendar.take(replace(lease, until=now + how.life))
        except SoieError:
            continue  # the store is busy or full for the moment; the lease lives a little longer
        if found.holder != lease.holder:
            how.lost()
            return
