"""The ledger of web archives: which were read, by what maker, and which are being read now.

Beside the `Store`, not in it: who reads and analyses never needs these verbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.store import Resource


class UnitState(StrEnum):
    """How far the reading of one archive came."""

    WAITING = "waiting"
    DOING = "doing"
    """A process reads it, as long as it gives signs of life."""
    DONE = "done"
    QUARANTINED = "quarantined"
    """It cannot be read; the reason is told."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One web archive to be read once by one maker."""

    place: str
    """Its absolute path."""
    size: int
    """Bytes; a file that has grown is another unit."""
    maker: str
    """What reads it: models, rules, knowledge, filter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says of a unit."""

    unit: Unit
    state: UnitState = UnitState.WAITING
    holder: str = ""
    """Which process reads it."""
    beat_at: datetime | None = None
    """That process's last sign of life; aware, UTC."""
    finished_at: datetime | None = None
    attempts: int = 0
    """How often reading was begun."""
    detail: str = ""
    """Why it is quarantined, on one line."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What was found, by what it is."""


class Ledger(Resource, Protocol):
    """The memory of which archives were read. Every verb is one transaction."""

    def enlist(self, units: Iterable[Unit], *, again: bool = False) -> None:
        """Put down units as waiting; those that are known stay as they are.

        Args:
            units: what is to be read.
            again: whether quarantined ones wait again.
        """
        ...

    def take(self, unit: Unit, holder: str, now: datetime, stale_before: datetime) -> bool:
        """Begin to read a unit.

        False when it came to its end, or when a process that gave a sign of life after
        `stale_before` has it.
        """
        ...

    def beat(self, unit: Unit, holder: str, now: datetime) -> bool:
        """Give a sign of life; False when another process has the unit."""
        ...

    def free(self, unit: Unit, holder: str) -> None:
        """Let a unit wait again whose holder is dead; changes nothing when another has it."""
        ...

    def finish(self, entry: Entry) -> None:
        """Put down how the reading of a unit ended."""
        ...

    def entries(self) -> list[Entry]:
        """All units, by place."""
        ...
