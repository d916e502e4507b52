"""Who may run, and which turn of which duty was taken: what the clock remembers.

Beside the `Store`, not in it: who reads and analyses never needs these verbs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.store import Resource


@dataclass(frozen=True, slots=True)
class Lease:
    """One process's right to do something alone, for a while."""

    name: str
    """What is done: `clock`, `run`."""
    holder: str
    """Machine, process and a token of its own: different for every holder."""
    taken_at: datetime
    """Aware, UTC."""
    until: datetime
    """When it ends unless it is renewed; aware, UTC."""


class TurnState(StrEnum):
    """How far a turn came."""

    AWAITED = "awaited"
    """Not a turn: since this instant the duty is known, so earlier ones were not missed."""
    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Turn:
    """One occasion on which a duty was to be done."""

    duty: str
    at: datetime
    """The instant it was due; aware, UTC."""
    state: TurnState
    holder: str
    begun_at: datetime
    finished_at: datetime | None = None
    attempts: int = 1
    detail: str = ""
    """What went wrong, on one line."""


class Calendar(Resource, Protocol):
    """The memory of the clock. Every verb is one transaction."""

    def take(self, wanted: Lease) -> Lease:
        """Take or renew a lease; what is answered is the lease that holds now.

        A lease is to be had when nobody holds it or when it ended before `wanted.taken_at`.
        """
        ...

    def release(self, held: Lease) -> None:
        """Give a lease back; changes nothing when another process has it."""
        ...

    def await_duty(self, duty: str, now: datetime) -> datetime:
        """Since when a duty is known; from now on when it was not."""
        ...

    def begin(self, turn: Turn) -> bool:
        """Take a turn; False when it was taken by another holder, or came to its end."""
        ...

    def finish(self, turn: Turn) -> None:
        """Put down how a turn ended; changes nothing when another holder has it."""
        ...

    def abandoned(self, turn: Turn) -> None:
        """Free a turn whose holder is dead, so that it may be begun again."""
        ...

    def reopen(self, turn: Turn) -> None:
        """Free a turn that failed, so that it may be begun again; changes nothing else."""
        ...

    def turns(self, since: datetime, duty: str = "") -> list[Turn]:
        """Turns due at or after an instant, latest first; of one duty or of all."""
        ...
