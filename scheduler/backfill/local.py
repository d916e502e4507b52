"""The engine of one machine: a few processes, each of which does one task after the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Generic, Self

from news.errors import SoieError
from scheduler.backfill.engine import Died, Result, Task

_GRACE_SECONDS = 5.0


class LocalEngine(Generic[Task, Result]):
    """Processes of this machine; one that dies is replaced, and its task is named."""

    def __init__(self, work: Callable[[Task], Result], places: int) -> None:
        """Start nothing yet.

        Args:
            work: what is done with each task; both pass to other processes.
            places: how many of these there are.
        """
        self._work = work
        self.places = places
        self._queue: deque[Task] = deque()
        self._idle: list[_Hand] = []
        self._busy: dict[Connection, tuple[_Hand, Task]] = {}
        self._lost: deque[Died[Task]] = deque()

    def submit(self, task: Task) -> None:
        """Have a task done as soon as there is a place."""
        self._queue.append(task)
        self._hand_out()

    def outcome(self) -> Result | Died[Task]:
        """The next task that came to an end."""
        if self._lost:
            return self._lost.popleft()
        ready = wait(list(self._busy))[0]
        assert isinstance(ready, Connection)  # noqa: S101 (what was asked about)
        hand, task = self._busy.pop(ready)
        try:
            told: Result | SoieError = ready.recv()
        except (EOFError, OSError):
            died = _death(hand, task)
            self._hand_out()
            return died
        self._idle.append(hand)
        self._hand_out()
        if isinstance(told, SoieError):
            raise told
        return told

    def _hand_out(self) -> None:
        while self._queue and len(self._busy) < self.places:
            hand = self._idle.pop() if self._idle else _Hand(self._work)
            task = self._queue.popleft()
            try:
                hand.pipe.send(task)
            except OSError:  # it died before it could take it
                self._lost.append(_death(hand, task))
            else:
                self._busy[hand.pipe] = (hand, task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for hand in (*self._idle, *(hand for hand, _ in self._busy.values())):
            hand.end()
        self._idle.clear()
        self._busy.clear()


class _Hand:
    """One working process and the way to it."""

    def __init__(self, work: Callable[[Any], object]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(work, theirs), name="soie-backfill", daemon=True
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


def _death(hand: _Hand, task: Task) -> Died[Task]:
    hand.end()
    return Died(task, f"its reader ended with code {hand.process.exitcode}")


def _serve(work: Callable[[Any], object], pipe: Connection) -> None:
    """What the process does; the parent alone answers to the keyboard, and nobody outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(work(task))
        except SoieError as error:
            pipe.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
