"""The engine of one machine: a few processes, each of which reads one archive after the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Self

from news.errors import SoieError
from scheduler.backfill.engine import Died
from scheduler.backfill.order import Harvest, Order
from scheduler.backfill.work import read_unit
from storage import Unit

_GRACE_SECONDS = 5.0


class LocalEngine:
    """Processes of this machine; one that dies is replaced, and its archive is named."""

    def __init__(self, order: Order, places: int) -> None:
        self._order = order
        self.places = places
        self._queue: deque[Unit] = deque()
        self._idle: list[_Hand] = []
        self._busy: dict[Connection, tuple[_Hand, Unit]] = {}

    def submit(self, unit: Unit) -> None:
        """Have a unit read as soon as there is a place."""
        self._queue.append(unit)
        self._hand_out()

    def outcome(self) -> Harvest | Died:
        """The next unit that came to an end."""
        ready = wait(list(self._busy))[0]
        assert isinstance(ready, Connection)  # noqa: S101 (what was asked about)
        hand, unit = self._busy.pop(ready)
        try:
            told: Harvest | SoieError = ready.recv()
        except (EOFError, OSError):
            hand.end()
            self._hand_out()
            code = hand.process.exitcode
            return Died(unit, f"its reader ended with code {code}")
        self._idle.append(hand)
        self._hand_out()
        if isinstance(told, SoieError):
            raise told
        return told

    def _hand_out(self) -> None:
        while self._queue and len(self._busy) < self.places:
            hand = self._idle.pop() if self._idle else _Hand(self._order)
            unit = self._queue.popleft()
            hand.pipe.send(unit)
            self._busy[hand.pipe] = (hand, unit)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for hand in (*self._idle, *(hand for hand, _ in self._busy.values())):
            hand.end()
        self._idle.clear()
        self._busy.clear()


class _Hand:
    """One reading process and the way to it."""

    def __init__(self, order: Order) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(order, theirs), name="soie-backfill", daemon=True
        )
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """Let go of it, whatever it does."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(_GRACE_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _serve(order: Order, pipe: Connection) -> None:
    """What the process does; the parent alone answers to the keyboard, and nobody outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            unit = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(read_unit(order, unit))
        except SoieError as error:
            pipe.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
